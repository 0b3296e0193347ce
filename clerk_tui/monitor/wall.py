"""The wall itself: the lights of the hall, its departments, its windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from clerk_tui.monitor.case_screen import CaseFrame
from clerk_tui.monitor.cases_screen import CasesFrame
from clerk_tui.monitor.frame import Frame
from clerk_tui.monitor.listing import Listing
from clerk_tui.monitor.state import WallState
from clerk_tui.monitor.wall_acts import WALL_ACTS, Place
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.type_ahead import Typeahead
from data.model.query import AskBoard, AskDay, AskDepartments, AskQueue, Tab
from data.model.view import BoardCall, BoardView, DayView, DepartmentLine, Page, TicketLine, WindowDay
from widgets.base.line_list import LineList
from widgets.base.phrases import named
from widgets.wall.wall_cases import WallCases
from widgets.wall.wall_departments import WallDepartments
from widgets.wall.wall_windows import WallWindows, window_line

MOST_TICKETS = 10_000


class Wall(Frame):
    """Lights above; departments and windows below."""

    PLACE = Place.BOARD
    BINDINGS: ClassVar[list[BindingType]] = [*WALL_ACTS.bindings(Place.BOARD)]

    def __init__(self, context: DeskContext, state: WallState, ahead: Typeahead) -> None:
        super().__init__(context, state, ahead)
        texts, palette = context.texts, context.palette
        self.cases = WallCases(texts, palette, id="lights")
        self.departments = WallDepartments(texts, palette, id="departments")
        self.windows = WallWindows(texts, palette, id="windows")
        self.departments.name_it(texts("wall.departments"))
        self.windows.name_it(texts("wall.windows"))
        self.listing = Listing(state, texts, self.cases, tab=Tab.LIGHTS)
        self._department_lines: Sequence[DepartmentLine] = ()
        self._calls: Sequence[BoardCall] = ()
        self._days: Sequence[WindowDay] = ()
        self._waiting: Sequence[TicketLine] = ()
        self._found: dict[Widget, str] = {}

    def body(self) -> ComposeResult:
        """The three panes."""
        with Container(id="board"):
            yield self.cases
            with Container(id="below"):
                yield self.departments
                yield self.windows

    @property
    def lists(self) -> Sequence[Widget]:
        """The lists of the three panes."""
        return self.cases.list, self.departments.list, self.windows.list

    @property
    def code(self) -> str:
        """The case under the cursor of the lights, while they have the keys."""
        row = self.listing.current
        return row.code if row is not None and self.active is self.cases.list else ""

    def ask(self) -> None:
        """Ask for the lights, the departments, and what each window does."""
        self.listing.ask()
        self.state.ask(AskDepartments(today=self.state.as_of), self._hear_departments)
        self.state.ask(AskQueue(limit=MOST_TICKETS), self._hear_queue)
        self.state.ask(AskBoard(), self._hear_board)
        self.state.ask(AskDay(), self._hear_day)
        self.state.after(self._show_windows)

    def handlers(self) -> Handlers:
        """The acts of the board alone."""
        return {
            "open": self._open,
            "scope": self._turn,
            "lights": lambda: self.show_list(0),
            "departments": lambda: self.show_list(1),
            "windows": lambda: self.show_list(2),
        }

    @property
    def narrowed(self) -> str:
        """What the active list is narrowed to."""
        return self.listing.find if self.active is self.cases.list else self._found.get(self.active, "")

    def narrow(self, find: str) -> None:
        """Lights are found by the hall, departments and windows among those that are here."""
        if self.active is self.cases.list:
            self.listing.narrow(find)
            return
        self._found[self.active] = find
        self._show_departments()
        self._show_windows()

    @on(LineList.MoreWanted)
    def _more(self) -> None:
        self.listing.next_page()

    def _open(self) -> None:
        if self.active is self.cases.list:
            row = self.listing.current
            if row is not None:
                self.enter(CaseFrame(self.context, self.state, self.ahead, row.code))
        elif self.active is self.departments.list:
            department = self.departments.list.current
            if department is not None:
                name = named(self.texts, department.name, department.name_en)
                self._list_cases(name, department=department.code)
        else:
            window = self.windows.list.current
            if window is not None:
                self._list_cases(named(self.texts, window.name, window.name_en), window=window.code)

    def _list_cases(self, name: str, *, department: str = "", window: str = "") -> None:
        self.enter(
            CasesFrame(self.context, self.state, self.ahead, name=name, department=department, window=window)
        )

    def _turn(self) -> None:
        self.show_list(0)
        self.listing.turn()
        self.wait()

    def _hear_departments(self, lines: tuple[DepartmentLine, ...]) -> None:
        self._department_lines = lines
        self._show_departments()

    def _hear_queue(self, page: Page[TicketLine]) -> None:
        self._waiting = page.lines

    def _hear_board(self, view: BoardView) -> None:
        self._calls = view.calls

    def _hear_day(self, view: DayView) -> None:
        self._days = view.windows

    def _show_departments(self) -> None:
        pane = self.departments
        find = self._found.get(pane.list, "")
        rows = [row for row in self._department_lines if _matches(find, row.name, row.name_en)]
        pane.leave_out(self.state.prefix)
        pane.show_rows(rows, empty=self.texts("wall.nothing_found"))
        pane.name_it(self.texts("wall.departments"), f"/{find} {len(rows)}" if find else "")

    def _show_windows(self) -> None:
        pane = self.windows
        find = self._found.get(pane.list, "")
        view = self.state.view
        windows = view.windows if view is not None else ()
        rows = [
            window_line(window, self._waiting, self._calls, self._days)
            for window in windows
            if _matches(find, window.name, window.name_en)
        ]
        pane.show_rows(rows, empty=self.texts("wall.nothing_found"))
        pane.name_it(self.texts("wall.windows"), f"/{find} {len(rows)}" if find else "")


def _matches(find: str, *names: str) -> bool:
    return any(find.casefold() in name.casefold() for name in names)
