"""The open cases of one department, or those received at one window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from clerk_tui.monitor.case_screen import CaseFrame
from clerk_tui.monitor.frame import Frame
from clerk_tui.monitor.listing import Listing
from clerk_tui.monitor.state import WallState
from clerk_tui.monitor.wall_acts import WALL_ACTS, Place
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.type_ahead import Typeahead
from data.model.query import Tab
from widgets.base.line_list import LineList
from widgets.wall.wall_cases import WallCases


class CasesFrame(Frame):
    """One list of cases, the gravest first."""

    PLACE = Place.CASES
    BINDINGS: ClassVar[list[BindingType]] = [*WALL_ACTS.bindings(Place.CASES)]

    def __init__(
        self,
        context: DeskContext,
        state: WallState,
        ahead: Typeahead,
        *,
        name: str,
        department: str = "",
        window: str = "",
    ) -> None:
        super().__init__(context, state, ahead)
        self._of = name
        self.cases = WallCases(context.texts, context.palette, of_department=bool(department), id="cases")
        self.listing = Listing(
            state, context.texts, self.cases, tab=Tab.OPEN, department=department, window=window
        )

    def body(self) -> ComposeResult:
        """The list."""
        yield self.cases

    @property
    def lists(self) -> Sequence[Widget]:
        """The one list."""
        return (self.cases.list,)

    @property
    def path(self) -> Iterator[str]:
        """The department or the window."""
        yield self._of

    @property
    def code(self) -> str:
        """The case under the cursor."""
        row = self.listing.current
        return row.code if row is not None else ""

    def ask(self) -> None:
        """Ask for the cases."""
        self.listing.ask()

    def handlers(self) -> Handlers:
        """The acts of the list alone."""
        return {"open": self._open, "scope": self._turn}

    @property
    def narrowed(self) -> str:
        """What the list is narrowed to."""
        return self.listing.find

    def narrow(self, find: str) -> None:
        """Let the hall find."""
        self.listing.narrow(find)

    @on(LineList.MoreWanted)
    def _more(self) -> None:
        self.listing.next_page()

    def _open(self) -> None:
        if self.code:
            self.enter(CaseFrame(self.context, self.state, self.ahead, self.code, below=self._of))

    def _turn(self) -> None:
        self.listing.turn()
        self.wait()
