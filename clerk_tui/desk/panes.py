"""The panes of the desk: one list, the case under its cursor, and what is said around them."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from clerk_tui.desk.acts.registry import DESK_ACTS, Place, surroundings
from clerk_tui.desk.reviewer_state import ReviewerState
from clerk_tui.desk.state import DeskState, Part
from clerk_tui.desk.status_shown import StatusShown
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import Line, TextField
from clerk_tui.shell.hall_thread import HallThread
from clerk_tui.shell.hints import Hints
from clerk_tui.shell.pane_layout import Want, lay_out
from data.model.legal.clock import ClockKind
from data.model.view import CaseFile, Counts, StepLine
from widgets.base.key_line import KeyLine
from widgets.base.message_line import MessageLine
from widgets.base.phrases import named
from widgets.base.status_line import StatusLine
from widgets.case.case_head import LINES as HEAD
from widgets.case.case_head import CaseHead
from widgets.case.checklist import Checklist
from widgets.case.route import Route
from widgets.case.timeline import Timeline
from widgets.queue.ticket_queue import STEP_TABS, TABS, Queue, case_of, row_key

ORDER = (Place.QUEUE, Place.CHECKLIST, Place.ROUTE, Place.TIMELINE)


class Panes(Screen[None], inherit_bindings=False):
    """The queue on the left, the case on the right; what can be done in the last line."""

    AUTO_FOCUS = ""

    def __init__(self, context: DeskContext, hall: HallThread) -> None:
        super().__init__()
        self.context, self.hall = context, hall
        texts, palette = context.texts, context.palette
        reviewing = bool(context.department)
        self.state = (ReviewerState if reviewing else DeskState)(hall, context, self._heard)
        self.status = StatusLine(texts, palette, id="status")
        self.message = MessageLine(palette, id="message")
        self._standing = StatusShown(self)
        self.hints = Hints(texts, DESK_ACTS, self.state, surroundings(self.state))
        tabs = (STEP_TABS, STEP_TABS[0]) if reviewing else (TABS, self.state.tab)
        self.queue = Queue(texts, palette, tabs=tabs[0], tab=tabs[1], id=Place.QUEUE.value)
        self.case_head = CaseHead(texts, palette, id="head")
        self.checklist = Checklist(texts, palette, id=Place.CHECKLIST.value)
        self.route = Route(texts, palette, id=Place.ROUTE.value)
        self.timeline = Timeline(texts, palette, id=Place.TIMELINE.value)
        self.keys = KeyLine(palette, id="keys")
        self.filter = Line(TextField(name="filter", label="", hint=texts("desk.filter")))
        self._resting: Timer | None = None
        self._next_material = False
        self._at = ""
        self._hinted: object = None
        self._counted: object = None
        self._listed: object = None
        self._empty = texts("desk.opening")

    def compose(self) -> ComposeResult:
        """The status line, the panes, the message, the keys."""
        yield self.status
        with Container(id="body"):
            yield self.queue
            yield self.case_head
            yield self.checklist
            yield self.route
            yield self.timeline
        yield self.filter
        yield self.message
        yield self.keys

    # What the hall has said.

    def _heard(self, part: Part) -> None:
        state = self.state
        match part:
            case Part.HALL:
                self._standing.show()
                self._show_department()
            case Part.COUNTS if state.counts is not None:
                self.queue.show_counts(state.counts)
                self._show_counted(state.counts)
            case Part.WINDOW if state.window is not None:
                self.queue.show_window(state.window)
            case Part.ROWS:
                self._show_rows()
            case Part.MORE:
                self.queue.add_rows(state.rows[len(self.queue.list.rows) :], more=state.more)
            case Part.FILE:
                self._show_file()

    def _show_counted(self, counts: Counts) -> None:
        """Show the status line, where it tells another number than before, or of another standing."""
        counted = (counts.today, counts.lights, counts.waiting, counts.longest, self.hall.standing)
        if counted != self._counted:
            self._counted = counted
            self._standing.show()

    def _show_rows(self) -> None:
        state = self.state
        at = state.key if self._resting is None else None
        self.queue.show_rows(
            state.rows,
            more=state.more,
            total=state.total,
            find=state.find,
            at=at or None,
            empty=self.context.texts("queue.empty"),
        )
        current = self.queue.list.current
        code = case_of(current)
        if state.expected:
            return
        if current is not None and code and row_key(current) != state.key and self._resting is None:
            state.look_at(code, row_key(current))

    def _show_file(self) -> None:
        file, today = self.state.file, self.state.today
        empty = "" if file else (self._empty or self.context.texts("desk.no_case"))
        self.case_head.show_case(file, today, self.state.revealed, empty)
        listed = (today, *_listed(file))
        if listed != self._listed:
            self._listed = listed
            self.checklist.show_case(file, today)
        self.route.show_case(file)
        self.timeline.show_case(file, today)
        self._point_at_step(file)
        if self._next_material:
            self._next_material = False
            self.checklist.list.action_step(1)
        self._share()

    def _point_at_step(self, file: CaseFile | None) -> None:
        """Put the route's cursor on the step of the row that has come into view."""
        row = self.queue.list.current
        if not isinstance(row, StepLine) or file is None or file.line.code != row.case:
            return
        if self._at != row_key(row):
            self._at = row_key(row)
            self.route.list.go_to(row.code)

    def _show_department(self) -> None:
        """Name the department whose list it is; say which there are where the one asked for is not known."""
        state, texts = self.state, self.context.texts
        if not isinstance(state, ReviewerState) or not state.known:
            return
        if state.department is not None:
            line = state.department
            self.queue.show_place(named(texts, line.name, line.name_en))
            return
        names = texts("lane.and").join(line.short or line.code for line in state.known)
        said = texts("review.no_department", given=self.context.department, known=names)
        self.queue.show_rows((), more=False, total=0, empty=texts("review.no_list"))
        self.message.warn(said)

    # What is said to the clerk.

    def rested(self) -> None:
        """Show the keys that apply now, once the hall has answered everything that it was asked.

        They are worked out once for what is known, for a pane and a width.
        """
        if not self.hall.idle:
            return
        shown = (self.state.version, self.place, self.size.width, self.hall.standing)
        if shown != self._hinted:
            self._hinted = shown
            self.keys.show_hints(*self.hints.line(self.place))

    # Where the keys go.

    @property
    def place(self) -> Place:
        """The pane that has the keys."""
        focused = self.focused
        for place in ORDER:
            if focused is not None and focused in self._list(place).ancestors_with_self:
                return place
        return Place.QUEUE

    def show_pane(self, place: Place) -> None:
        """Give a pane the keys."""
        self.set_focus(self._list(place), scroll_visible=False)

    def step_pane(self, by: int) -> None:
        """Give the keys to the next pane or the one before."""
        self.show_pane(ORDER[(ORDER.index(self.place) + by) % len(ORDER)])

    def _list(self, place: Place) -> Widget:
        panes: dict[Place, Widget] = {
            Place.QUEUE: self.queue.list,
            Place.CHECKLIST: self.checklist.list,
            Place.ROUTE: self.route.list,
            Place.TIMELINE: self.timeline.list,
        }
        return panes[place]

    def on_descendant_focus(self) -> None:
        """Give the pane that has the keys its room."""
        self._share()
        self.rested()

    @on(MessageLine.Folded)
    @on(events.Resize)
    def _resized(self) -> None:
        """Share the lines anew."""
        self._share()
        self.rested()

    def _share(self) -> None:
        focused = self.focused
        panes: tuple[Checklist | Route | Timeline, ...] = (self.checklist, self.route, self.timeline)
        wants = [Want(needs=pane.needs, folded=pane.folded, focused=focused is pane.list) for pane in panes]
        plan = lay_out(self.size.width, self.size.height - 2 - self.message.high, HEAD, wants)
        # A last message may fold while the screen is being left and its panes are gone already.
        body = next(iter(self.query("#body")), None)
        if plan is None or body is None:
            return
        body.styles.grid_rows = " ".join(map(str, plan.rows))
        for pane, given in zip(panes, plan.panes, strict=True):
            pane.give(given)

    def next_material(self) -> None:
        """Move the cursor of the checklist down, once it is true again."""
        self._next_material = True

    # The filter.

    def show_filter(self) -> None:
        """Let the clerk type what the list is to be narrowed to."""
        self.filter.display = True
        self.message.display = False
        self.set_focus(self.filter, scroll_visible=False)

    def leave_filter(self, *, clear: bool) -> None:
        """Give the keys back to the list."""
        self.filter.display = False
        self.message.display = True
        self.set_focus(self.queue.list, scroll_visible=False)
        if clear and self.state.find:
            self.filter.value = ""
            self.state.narrow("")

    @on(Line.Changed, "#field-filter")
    def _narrowed(self, event: Line.Changed) -> None:
        if event.value.strip() != self.state.find:
            self.state.narrow(event.value.strip())

    @on(Line.Submitted, "#field-filter")
    def _filtered(self) -> None:
        self.leave_filter(clear=False)

    def on_key(self, event: events.Key) -> None:
        """Esc in the filter clears it."""
        if event.key == "escape" and self.focused is self.filter:
            event.stop()
            self.leave_filter(clear=True)


def _listed(file: CaseFile | None) -> tuple[object, ...]:
    """What the checklist shows of a case: as long as that is the same, it is not shown again."""
    if file is None:
        return ()
    debts = tuple(clock for clock in file.clocks if clock.kind is ClockKind.DEBT)
    return file.line.code, file.checklist, file.questions, debts
