"""What the desk knows, as last heard from the hall, and the questions that keep it true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.hall_thread import HallThread
from data.model.account import Authority
from data.model.applicant import Applicant
from data.model.outcome import Receipt, Refusal
from data.model.query import AskApplicant, AskCase, AskCases, AskCounts, AskHall, AskQueue, AskWindow, Tab
from data.model.settings import HallCard
from data.model.ticket import TicketStatus
from data.model.view import CaseFile, CaseLine, Counts, HallView, Page, StepLine, TicketLine, WindowView
from widgets.case.route import in_hand
from widgets.queue.ticket_queue import WAITING, QueueRow, case_of, row_key

PAGE = 100


class Part(Enum):
    """What has been heard anew."""

    HALL = auto()
    COUNTS = auto()
    WINDOW = auto()
    ROWS = auto()
    MORE = auto()
    FILE = auto()


class DeskState:
    """The lists and the case in view. `heard` is told each part when its answer comes in.

    `version` is another number each time that something has been heard.
    """

    def __init__(self, hall: HallThread, context: DeskContext, heard: Callable[[Part], None]) -> None:
        self._hall, self._desk_context, self._tell = hall, context, heard
        self.version = 0
        self.view: HallView | None = None
        self.counts: Counts | None = None
        self.window: WindowView | None = None
        self.rows: list[QueueRow] = []
        self.total = 0
        self.file: CaseFile | None = None
        self.revealed: Applicant | None = None
        self.tab = "in_hand"
        self.find = ""
        self.whole_hall = False
        self.tomorrow = False
        self.ready = False
        self._after: str | None = None
        self._code = ""
        self._key = ""
        self._beside = ""
        self._keep = False
        self._last: QueueRow | None = None

    # What acts are judged by, beside the parts themselves; see `clerk_tui.shell.acts.Circumstances`.

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written at all."""
        return self._desk_context.read_only

    @property
    def reviewing(self) -> bool:
        """Whether a department's reviewer sits here instead of a window's clerk."""
        return bool(self._desk_context.department)

    @property
    def own_step(self) -> bool:
        """Whether a step of the case in view is in the hands of whoever sits here."""
        file = self.file
        return file is not None and any(in_hand(step) and self.has(step) for step in file.route)

    @property
    def cut_off(self) -> bool:
        """Whether the hall cannot be reached."""
        return not self._hall.standing.connected

    @property
    def far(self) -> bool:
        """Whether the hall is behind a network."""
        return self._hall.standing.far

    @property
    def authority(self) -> Authority | None:
        """What the signed-in user may do; None where nobody signs in."""
        return self._hall.standing.authority

    @property
    def card(self) -> HallCard | None:
        """The hall; None before it is known."""
        return self.view.card if self.view is not None else None

    @property
    def seat(self) -> str:
        """The window at which somebody sits."""
        return self._desk_context.window

    @property
    def called(self) -> bool:
        """Whether somebody has been called and has not come yet."""
        active = self.window.active if self.window is not None else None
        return active is not None and active.status is TicketStatus.CALLED

    def refusal(self, act: str, *, about_ticket: bool) -> Refusal | None:
        """Why an act of the hall is not possible now, as the hall said; None where it is or nobody knows."""
        holder = self.window if about_ticket else self.file
        lines = holder.acts if holder is not None else ()
        return next((line.refusal for line in lines if line.act == act), None)

    # What is in view.

    @property
    def more(self) -> bool:
        """Whether the list goes on after the rows heard."""
        return self._after is not None

    @property
    def code(self) -> str:
        """The case that is or will be in view, blank for none."""
        return self._beside or self._code

    @property
    def key(self) -> str:
        """The row of the list that the case in view belongs to, blank for none."""
        return self._key

    @property
    def expected(self) -> bool:
        """Whether a case is on its way into view that is in no row: no other takes its place meanwhile."""
        asked = self.file is None or self.file.line.code != self._code
        return asked and self._keep and self.tab != WAITING and self._row_in_view() is None

    @property
    def beside(self) -> bool:
        """Whether another case of the row's joint application is in view."""
        return bool(self._beside)

    @property
    def as_of(self) -> date | None:
        """The day that the lists are of; None for the hall's today."""
        return self._desk_context.today() + timedelta(days=1) if self.tomorrow else None

    @property
    def today(self) -> date:
        """The day by which dates are told."""
        return self.as_of or self._desk_context.today()

    def open(self) -> None:
        """Ask for everything, once the hall is open."""
        self._hall.ask(AskHall(), self._hear_view)
        self.refresh()

    def refresh(self, after: Receipt | None = None) -> None:
        """Ask anew for all that is in view; `after` a command of this desk, for what that can have changed.

        What is done to a case changes no ticket, and what is done to a ticket neither a case nor a list of
        cases.
        """
        about_ticket = after is not None and bool(after.number)
        self._ask_counts()
        if after is None or about_ticket:
            self._ask_window()
        if not about_ticket or self.tab == WAITING:
            self._ask_rows(max(PAGE, len(self.rows)), None)
        if self._code and not about_ticket:
            self._ask_file()

    def turn(self, tab: str) -> None:
        """Show another tab."""
        self.tab, self.rows, self.find, self._keep = tab, [], "", False
        self._ask_rows(PAGE, None)

    def narrow(self, find: str) -> None:
        """Show only what matches."""
        self.find, self.rows, self._keep = find, [], False
        self._ask_rows(PAGE, None)

    def next_page(self) -> None:
        """Ask for the rows after those heard."""
        if self._after is not None:
            self._ask_rows(PAGE, self._after)

    def look_at(self, code: str, key: str = "") -> None:
        """Bring a case into view; what was revealed of another is hidden again.

        `key` names its row where that is not the case itself. A case in view stays in the list, though it
        may have left the tab, until the cursor leaves it.
        """
        self._keep = bool(code)
        same, self._key = self._key == (key or code), key or code
        if not same or code != self._code:
            self._code, self._beside, self.revealed = code, "", None
            self._last = next((row for row in self.rows if row_key(row) == self._key), None)
            if not code:
                self.file = None
                self._heard(Part.FILE)
        if code:
            self._ask_file()

    def rename(self, codes: Mapping[str, str]) -> None:
        """Follow the case in view to another code: the old one may be somebody else's by now."""
        if self._code in codes:
            self.look_at(codes[self._code])

    def look_beside(self, code: str) -> None:
        """Bring another case of the row's joint application into view; the row's own for its own or blank."""
        beside = "" if code == self._code else code
        if beside != self._beside:
            self._beside, self.revealed = beside, None
            self._ask_file()

    def reveal(self, command: str) -> None:
        """Show the applicant of the case in view unmasked, by the command that said why."""
        code = self.code

        def hear(applicant: Applicant | None) -> None:
            if code == self.code:
                self.revealed = applicant
                self._heard(Part.FILE)

        self._hall.ask(AskApplicant(code=code, command=command), hear)

    def has(self, step: StepLine) -> bool:
        """Whether who sits here may act on that step: at a window any, at a reviewer's desk their own."""
        return True

    def _heard(self, part: Part) -> None:
        self.version += 1
        self._tell(part)

    @property
    def _scope(self) -> str:
        return "" if self.whole_hall else self._desk_context.window

    def _ask_counts(self) -> None:
        self._hall.ask(AskCounts(window=self._scope, today=self.as_of), self._hear_counts, slot="counts")

    def _ask_window(self) -> None:
        self._hall.ask(AskWindow(window=self._desk_context.window), self._hear_window, slot="window")

    def _ask_rows(self, limit: int, after: str | None) -> None:
        if self.tab == WAITING:
            queue = AskQueue(window=self._desk_context.window, limit=limit, after=after)
            self._hall.ask(queue, lambda page: self._hear_tickets(page, after), slot="rows")
            return
        cases = AskCases(
            tab=Tab(self.tab),
            window=self._scope,
            find=self.find,
            limit=limit,
            after=after,
            today=self.as_of,
        )
        self._hall.ask(cases, lambda page: self._hear_cases(page, after), slot="rows")

    def _ask_file(self) -> None:
        self._hall.ask(AskCase(code=self.code, today=self.as_of), self._hear_file, slot="file")

    def _hear_view(self, view: HallView) -> None:
        self.view = view
        self._heard(Part.HALL)

    def _hear_counts(self, counts: Counts) -> None:
        self.counts = counts
        self._heard(Part.COUNTS)

    def _hear_window(self, window: WindowView) -> None:
        self.window = window
        self._heard(Part.WINDOW)

    def _hear_tickets(self, page: Page[TicketLine], after: str | None) -> None:
        wanted = self.find.casefold()
        lines = [line for line in page.lines if wanted in line.number.casefold()]
        total = len(lines) if wanted else page.total
        self._hear_rows(replace(page, lines=tuple(lines), total=total), after)

    def _hear_cases(self, page: Page[CaseLine], after: str | None) -> None:
        self._hear_rows(page, after)

    def _hear_rows(self, page: Page[TicketLine] | Page[CaseLine] | Page[StepLine], after: str | None) -> None:
        self._after, self.total, self.ready = page.after, page.total, True
        if after is None:
            self.rows = list(page.lines)
            self._keep_in_view()
            self._heard(Part.ROWS)
        else:
            known = {row_key(row) for row in self.rows}
            self.rows += [line for line in page.lines if row_key(line) not in known]
            self._heard(Part.MORE)

    def _hear_file(self, file: CaseFile | None) -> None:
        if file is None or file.line.code == self.code:
            self.file = file
            self._heard(Part.FILE)
            if file is None:
                # There is no such case: what the cursor stands on may take its place.
                self._keep = False
            elif self._row_in_view() is not None:
                self.rows = [
                    self._renewed(row, file) if row_key(row) == self._key else row for row in self.rows
                ]
                self._heard(Part.ROWS)
            elif self._keep and self.tab != WAITING and self.ready:
                self._keep_in_view()
                if self._row_in_view() is not None:
                    self._heard(Part.ROWS)

    def _renewed(self, row: QueueRow, file: CaseFile) -> QueueRow:
        """The row of the case in view as its file has it."""
        return file.line if case_of(row) == file.line.code else row

    def _kept(self, file: CaseFile) -> QueueRow | None:
        """The row of a case in view that is not in the list: it has left the tab, or is on a later page."""
        return file.line if file.line.code == self._code else self._last

    def _row_in_view(self) -> QueueRow | None:
        return next((row for row in self.rows if row_key(row) == self._key), None)

    def _keep_in_view(self) -> None:
        here = self._row_in_view()
        if here is not None:
            self._last = here
        if self.tab == WAITING or here is not None:
            return
        kept = self._kept(self.file) if self._keep and self.file is not None else None
        if kept is not None:
            self.rows.insert(0, kept)
        elif not self._keep and not self.rows:
            self.look_at("")
