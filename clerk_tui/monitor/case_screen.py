"""One case as the supervisor sees it: its clocks, checklist, route and timeline; personal data masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from clerk_tui.monitor.frame import Frame
from clerk_tui.monitor.state import WallState
from clerk_tui.monitor.wall_acts import WALL_ACTS, Place
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.pane_layout import Want, share
from clerk_tui.shell.type_ahead import Typeahead
from data.law.supervision_code import grouped
from data.model.query import AskCase
from data.model.view import CaseFile
from widgets.base.pane import Pane
from widgets.case.case_head import LINES as HEAD
from widgets.case.case_head import CaseHead
from widgets.case.checklist import Checklist
from widgets.case.route import Route
from widgets.case.timeline import Timeline
from widgets.wall.wall_clocks import WallClocks

Upper = TypeVar("Upper")
Lower = TypeVar("Lower")

AROUND = 4
"""The lines of the wall's own head, its message and its keys."""


class CaseFrame(Frame):
    """The file of a case in four panes, two beside two; `below` is where one came from."""

    PLACE = Place.CASE
    BINDINGS: ClassVar[list[BindingType]] = [*WALL_ACTS.bindings(Place.CASE)]

    def __init__(
        self, context: DeskContext, state: WallState, ahead: Typeahead, code: str, *, below: str = ""
    ) -> None:
        super().__init__(context, state, ahead)
        texts, palette = context.texts, context.palette
        self._code, self._below = code, below
        self.file: CaseFile | None = None
        self.case_head = CaseHead(texts, palette, id="case-head")
        self.clocks = WallClocks(texts, palette, id="clocks")
        self.checklist = Checklist(texts, palette, id="checklist")
        self.route = Route(texts, palette, id="route")
        self.timeline = Timeline(texts, palette, id="timeline")

    def body(self) -> ComposeResult:
        """The head over two columns of two panes."""
        yield self.case_head
        with Horizontal(id="case"):
            with Vertical(id="left"):
                yield self.clocks
                yield self.checklist
            with Vertical(id="right"):
                yield self.route
                yield self.timeline

    @property
    def lists(self) -> Sequence[Widget]:
        """The lists of the four panes."""
        return self.clocks.list, self.checklist.list, self.route.list, self.timeline.list

    @property
    def path(self) -> Iterator[str]:
        """Where one came from, and the case's code."""
        if self._below:
            yield self._below
        yield grouped(self._code)

    @property
    def code(self) -> str:
        """The case in view."""
        return self._code

    def ask(self) -> None:
        """Ask for the file."""
        query = AskCase(code=self._code, today=self.state.as_of)
        day = self.state.today
        self.state.ask(query, lambda file: self._hear(file, day))

    def handlers(self) -> Handlers:
        """The acts of the case alone: its panes."""
        panes = ("clocks", "checklist", "route", "timeline")
        return {pane: self._pane(place) for place, pane in enumerate(panes)}

    def on_descendant_focus(self) -> None:
        """Give the pane that has the keys its room."""
        self._share()

    def on_resize(self) -> None:
        """Share the lines anew."""
        self._share()

    def _pane(self, place: int) -> Callable[[], None]:
        return lambda: self.show_list(place)

    def _hear(self, file: CaseFile | None, today: date) -> None:
        self.file = file
        empty = "" if file is not None else self.texts("wall.case_gone")
        self.case_head.show_case(file, today, empty=empty)
        self.clocks.show_case(file, today)
        self.checklist.show_case(file, today)
        self.route.show_case(file)
        self.timeline.show_case(file, today)
        self._share()

    def _share(self) -> None:
        """Share the lines of each column between its two panes."""
        height = self.size.height - HEAD - AROUND
        if height <= 0:
            return
        self._share_column(height, self.clocks, self.checklist)
        self._share_column(height, self.route, self.timeline)

    def _share_column(self, height: int, upper: Pane[Upper], lower: Pane[Lower]) -> None:
        wants = (self._want(upper), self._want(lower))
        above, below = share(height, wants)
        upper.styles.height, lower.styles.height = above, below
        upper.give(above)
        lower.give(below)

    def _want(self, pane: Pane[Upper]) -> Want:
        return Want(needs=pane.needs, folded=pane.folded, focused=self.focused is pane.list)
