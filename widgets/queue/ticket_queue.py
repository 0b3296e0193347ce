"""The queue: tabs of what waits and what is in hand, the window's ticket, and the list of the chosen tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from data.model.legal.clock import Light
from data.model.ticket import Priority, TicketStatus
from data.model.view import CaseLine, Counts, StepLine, TicketLine, WindowView
from data.texts import Texts
from widgets.base.brief import tail
from widgets.base.cells import cells, fit, right
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS, PLAIN_WIDTH, light_word, provisional_word
from widgets.base.line_list import LineList
from widgets.base.lines import Lines
from widgets.base.phrases import day_word, named

WAITING = "waiting"
TABS = (WAITING, "in_hand", "correction", "departments", "to_collect", "lights")
STEP_TABS = ("to_claim", "mine", "in_hand", "lights")
"""The lists of a department's reviewer, as `StepTab` names them."""

TICKET_WIDTH = 5
APPLICANT_WIDTH = 10
STEP_WIDTH = 8
ROOMY = 56
"""From this width on a row has room for longer names, the department and the due date."""

QueueRow: TypeAlias = TicketLine | CaseLine | StepLine


class Queue(Vertical):
    """Tabs, the ticket at this window, and a list."""

    DEFAULT_CSS = """
    Queue { height: 1fr; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,left", "turn(-1)", show=False),
        Binding("right_square_bracket,right", "turn(1)", show=False),
    ]

    @dataclass
    class Turned(Message):
        """Another tab was chosen."""

        tab: str

    def __init__(
        self,
        texts: Texts,
        palette: Palette,
        *,
        tabs: Sequence[str] = TABS,
        tab: str = "in_hand",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._texts, self._palette, self.tabs = texts, palette, tabs
        self.tab = tab
        self._place = ""
        self._counts: Counts | None = None
        self._window: WindowView | None = None
        self._today: date | None = None
        self._light_width = PLAIN_WIDTH
        self._ticket_width = 0
        self._step_width = self._holder_width = 0
        self._filter = ""
        self._total = 0
        self._tabs = Lines(palette, id="tabs")
        self._active = Lines(palette, id="active")
        self.list: LineList[QueueRow] = LineList(self._draw, row_key, palette, id="queue-list")

    @property
    def ticket(self) -> TicketLine | None:
        """The ticket under the cursor."""
        row = self.list.current
        return row if isinstance(row, TicketLine) else None

    def compose(self) -> ComposeResult:
        """The tabs, the window's ticket, the list."""
        yield self._tabs
        yield self._active
        yield self.list

    def action_turn(self, by: int) -> None:
        """Choose the next tab or the one before."""
        self.turn(self.tabs[(self.tabs.index(self.tab) + by) % len(self.tabs)])

    def turn(self, tab: str) -> None:
        """Choose a tab."""
        if tab != self.tab:
            self.tab = tab
            self._draw_tabs()
            self.post_message(self.Turned(tab))

    def show_counts(self, counts: Counts) -> None:
        """Show how many each tab holds."""
        self._counts, self._today = counts, counts.today
        self._draw_tabs()

    def show_window(self, window: WindowView) -> None:
        """Show the ticket at this window."""
        self._window = window
        self._draw_active()

    def show_place(self, place: str) -> None:
        """Show whose list this is, instead of a ticket."""
        self._place = place
        self._draw_active()

    def show_rows(
        self,
        rows: Sequence[QueueRow],
        *,
        more: bool,
        total: int,
        find: str = "",
        at: str | None = None,
        empty: str = "",
    ) -> None:
        """Show the rows of the chosen tab."""
        changed = self._measure(rows, 0, 0)
        self._filter, self._total = find, total
        self.list.show_rows(rows, more=more, at=at, empty=empty)
        if changed:
            self.list.redraw()
        self._draw_active()

    def add_rows(self, rows: Sequence[QueueRow], *, more: bool) -> None:
        """Add the next page."""
        if self._measure(rows, self._light_width, self._ticket_width):
            self.list.redraw()
        self.list.add_rows(rows, more=more)

    def on_resize(self) -> None:
        """Fit the tabs to the width."""
        self._draw_tabs()
        self._draw_active()

    def on_descendant_focus(self) -> None:
        """Show that the queue has the keys."""
        self._draw_tabs()

    def on_descendant_blur(self) -> None:
        """Show that the queue has given the keys away."""
        self._draw_tabs()

    def _measure(self, rows: Sequence[QueueRow], light: int, ticket: int) -> bool:
        """Fit the columns of lights and tickets to what they hold; whether a width changed."""
        cases = [row for row in rows if isinstance(row, CaseLine)]
        lit = [row for row in rows if not isinstance(row, TicketLine)]
        before = (self._light_width, self._ticket_width, self._step_width, self._holder_width)
        steps = [row for row in rows if isinstance(row, StepLine)]
        names = (cells(named(self._texts, row.name, row.name_en)) for row in steps)
        self._step_width = max(names, default=0)
        self._holder_width = max((cells(row.holder) + 1 for row in steps if row.holder), default=0)
        self._light_width = max([PLAIN_WIDTH, light, *(cells(self._light(row)) + 1 for row in lit)])
        self._ticket_width = max([ticket, *(TICKET_WIDTH + 1 for row in cases if row.ticket)], default=0)
        after = (self._light_width, self._ticket_width, self._step_width, self._holder_width)
        return before != after

    def _light(self, row: CaseLine | StepLine) -> str:
        return provisional_word(light_word(row.light, row.left, self._texts), provisional=row.provisional)

    def _draw_tabs(self) -> None:
        number = Ink.CHOSEN if self.list.has_focus else Ink.KEY
        for key, counted in (("tab", True), ("tab_short", True), ("tab_short", False)):
            spans: list[tuple[str, Ink]] = [("1", number)]
            for tab in self.tabs:
                chosen = tab == self.tab
                label = self._texts(f"{key}.{tab}") + (self._count(tab) if counted or chosen else "")
                spans.append((" ", Ink.PLAIN))
                spans.append((f"[{label}]", Ink.BOLD) if chosen else (label, Ink.DIM))
            if width_of(spans) <= self.size.width:
                break
        self._tabs.show_lines((tuple(spans),))

    def _count(self, tab: str) -> str:
        if self._counts is None:
            return ""
        return str(self._counts.waiting if tab == WAITING else self._counts.tab(tab))

    def _draw_active(self) -> None:
        texts, active = self._texts, self._window.active if self._window else None
        spans: list[tuple[str, Ink]] = [(" ", Ink.PLAIN)]
        if self._place:
            spans.append((tail(self._place, self.size.width - 2), Ink.DIM))
        elif active is None:
            spans.append((texts("queue.window_free"), Ink.DIM))
        else:
            serving = active.status is TicketStatus.SERVING
            spans += [
                (active.number, Ink.GOOD if serving else Ink.WARN),
                (f" {texts(f'ticket.{active.status}')}", Ink.PLAIN),
                ("" if serving else " " + texts("queue.calls", calls=active.calls), Ink.PLAIN),
                (" " + texts("queue.waited", minutes=active.service) if serving else "", Ink.BOLD),
                (f" {named(texts, active.zone_name, active.zone_name_en)}", Ink.DIM),
            ]
        if self._filter:
            spans += [("  /", Ink.KEY), (self._filter, Ink.BOLD), (f" {self._total}", Ink.DIM)]
        self._active.show_lines((tuple(spans),))

    def _draw(self, row: QueueRow, width: int) -> Spans:
        match row:
            case TicketLine():
                return self._draw_ticket(row, width)
            case StepLine():
                return self._draw_step(row, width)
            case CaseLine():
                return self._draw_case(row, width)

    def _draw_step(self, row: StepLine, width: int) -> Spans:
        """A step of a department's list: its light, its name, who has it, whose case, which item."""
        texts = self._texts
        done = row.finished is not None
        word = texts("route.done") if done else self._light(row)
        roomy = width >= ROOMY
        due = ""
        if roomy and row.due is not None and self._today is not None:
            due = " " + right(day_word(row.due, self._today, provisional=row.provisional), 6)
        room = width - self._light_width - cells(due)
        name = min(max(room // 4, STEP_WIDTH), self._step_width)
        holder = 0 if self.tab == "mine" else self._holder_width
        who = APPLICANT_WIDTH if roomy else APPLICANT_WIDTH - 2
        left = room - name - who - 2 - holder
        return (
            (word, Ink.GOOD if done else INKS[row.light]),
            (" " * (self._light_width - cells(word)), Ink.PLAIN),
            (fit(named(texts, row.name, row.name_en), name), Ink.BOLD),
            (fit(f" {row.holder}", holder), Ink.COOL),
            (" ", Ink.PLAIN),
            (fit(row.applicant, who), Ink.PLAIN),
            (" ", Ink.PLAIN),
            (fit(named(texts, row.item_name, row.item_name_en), max(left, 0)), Ink.PLAIN),
            (due, Ink.DIM),
        )

    def _draw_ticket(self, row: TicketLine, width: int) -> Spans:
        texts = self._texts
        priority = "" if row.priority is Priority.NONE else texts(f"priority.{row.priority}")
        waited = texts("queue.waited", minutes=row.waited)
        zone = named(texts, row.zone_name, row.zone_name_en)
        left = width - TICKET_WIDTH - 2 - cells(waited) - cells(priority) - 1
        return (
            (fit(row.number, TICKET_WIDTH), Ink.BOLD),
            (" ", Ink.PLAIN),
            (fit(zone, max(left, 0)), Ink.PLAIN),
            (f" {priority}", Ink.WARN),
            (f" {waited}", Ink.DIM),
        )

    def _draw_case(self, row: CaseLine, width: int) -> Spans:
        word = self._light(row)
        roomy = width >= ROOMY
        applicant = max((width - self._light_width - self._ticket_width) * 2 // 5, APPLICANT_WIDTH)
        due = ""
        if roomy and row.due is not None and self._today is not None:
            due = " " + right(day_word(row.due, self._today, provisional=row.provisional), 6)
        name = named(self._texts, row.item_name, row.item_name_en)
        if self.tab == "departments" and row.step_name:
            name = f"{named(self._texts, row.step_name, row.step_name_en)} {name}"
        ticket = row.ticket.rsplit("-", 1)[-1] or "-"
        left = width - self._light_width - self._ticket_width - applicant - 1 - cells(due)
        return (
            (word, INKS[row.light] if row.light is not Light.NONE else Ink.DIM),
            (" " * (self._light_width - cells(word)), Ink.PLAIN),
            (fit(ticket, self._ticket_width) if self._ticket_width else "", Ink.DIM),
            (fit(row.applicant, applicant), Ink.BOLD),
            (" ", Ink.PLAIN),
            (fit(name, max(left, 0)), Ink.PLAIN),
            (due, Ink.DIM),
        )


def row_key(row: QueueRow) -> str:
    """What names a row across reloads: the ticket's id, the case's supervision code, or that and the step."""
    match row:
        case TicketLine():
            return row.id
        case StepLine():
            return f"{row.case} {row.code}"
        case CaseLine():
            return row.code


def case_of(row: QueueRow | None) -> str:
    """The supervision code of the case that a row is about; blank for a ticket and for no row."""
    match row:
        case StepLine():
            return row.case
        case CaseLine():
            return row.code
        case _:
            return ""
