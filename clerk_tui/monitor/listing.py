"""A list of cases over pages: which cases, narrowed to what, and how far it has been loaded."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_tui.monitor.state import WallState
from data.model.query import AskCases, Tab
from data.model.view import CaseLine, Page
from data.texts import Texts
from widgets.wall.wall_cases import WallCases

PAGE = 100


class Listing:
    """The cases of a pane. The cursor stays on the case it is on, by its supervision code."""

    def __init__(
        self,
        state: WallState,
        texts: Texts,
        pane: WallCases,
        *,
        tab: Tab,
        department: str = "",
        window: str = "",
    ) -> None:
        self._state, self._texts, self._pane = state, texts, pane
        self._department, self._window = department, window
        self._slot = f"cases {department} {window}"
        self._rows: list[CaseLine] = []
        self._after: str | None = None
        self._at: str | None = None
        self.tab = tab
        self.find = ""

    @property
    def rows(self) -> Sequence[CaseLine]:
        """The cases loaded so far."""
        return self._rows

    @property
    def current(self) -> CaseLine | None:
        """The case under the cursor."""
        return self._pane.list.current

    def ask(self) -> None:
        """Ask anew for as much as is loaded."""
        self._ask(max(PAGE, len(self._rows)), None)

    def next_page(self) -> None:
        """Ask for the rows after the last one."""
        if self._after is not None:
            self._ask(PAGE, self._after)

    def narrow(self, find: str) -> None:
        """Show only what matches; the cursor goes to the first."""
        self.find = find
        self._begin()

    def turn(self) -> None:
        """Show all open cases instead of those with a light, or the other way; the case stays in view."""
        self.tab = Tab.OPEN if self.tab is Tab.LIGHTS else Tab.LIGHTS
        self._rows = []
        self.ask()

    def _begin(self) -> None:
        self._rows, self._at = [], ""
        self.ask()

    def _ask(self, limit: int, after: str | None) -> None:
        query = AskCases(
            tab=self.tab,
            department=self._department,
            window=self._window,
            find=self.find,
            limit=limit,
            after=after,
            today=self._state.as_of,
        )
        self._state.ask(query, lambda page: self._hear(page, after), slot=self._slot)

    def _hear(self, page: Page[CaseLine], after: str | None) -> None:
        if after is None:
            self._rows = list(page.lines)
        else:
            known = {row.code for row in self._rows}
            self._rows += [row for row in page.lines if row.code not in known]
        self._after = page.after
        at, self._at = self._at, None
        texts = self._texts
        empty = texts("wall.nothing_found" if self.find else f"wall.none.{self.tab}")
        self._pane.leave_out(self._state.prefix)
        self._pane.show_cases(self._rows, self._state.today, more=page.after is not None, at=at, empty=empty)
        found = f"/{self.find} {page.total:,}" if self.find else f"{page.total:,}"
        self._pane.name_it(texts(f"wall.tab.{self.tab}"), found)
