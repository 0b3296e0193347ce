"""A pane of the wall: a heading that names the columns, over one list of pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from data.texts import Texts
from widgets.base.cells import cells
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.line_list import LineList
from widgets.base.lines import Heading
from widgets.base.phrases import named

Row = TypeVar("Row")
GAP = 2


class WallPane(Vertical, Generic[Row]):
    """A numbered heading over rows."""

    DEFAULT_CSS = """
    WallPane { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        number: str,
        texts: Texts,
        palette: Palette,
        *,
        draw: Callable[[Row, int], Spans],
        key: Callable[[Row], str],
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.texts, self.palette, self.number = texts, palette, number
        self.heading = Heading(palette, number)
        self.list: LineList[Row] = LineList(draw, key, palette, mark_always=False)
        self._prefix = ""
        self._title, self._extra = "", ""

    def compose(self) -> ComposeResult:
        """The heading over the list."""
        yield self.heading
        yield self.list

    def columns(self, width: int) -> str:
        """The words over the last columns of rows of that width, which are set to the right."""
        return ""

    def name_it(self, title: str, extra: str = "") -> None:
        """Show a title, and after it what the list is narrowed to or how long it is."""
        self._title, self._extra = title, extra
        self._draw_heading()

    def show_rows(
        self, rows: Sequence[Row], *, more: bool = False, at: str | None = None, empty: str = ""
    ) -> None:
        """Show other rows; the cursor stays on the row it was on."""
        self.list.show_rows(rows, more=more, at=at, empty=empty)

    def department_word(self, name: str, name_en: str) -> str:
        """A department's name, without what every department of the district begins with: 区水利局."""
        word = named(self.texts, name, name_en)
        return word.removeprefix(self._prefix) or word

    def leave_out(self, prefix: str) -> None:
        """Say what the names of departments begin with, in the language of the screen."""
        if prefix != self._prefix:
            self._prefix = prefix
            self.list.redraw()

    def on_resize(self) -> None:
        """Set the words over the columns to the new end."""
        self._draw_heading()

    def on_descendant_focus(self) -> None:
        """Take the keys."""
        self.heading.mark(focused=True)

    def on_descendant_blur(self) -> None:
        """Give the keys away."""
        self.heading.mark(focused=False)

    def _draw_heading(self) -> None:
        extra: Spans = ((f"{self._extra} ", Ink.BOLD),) if self._extra else ()
        taken = cells(self.number) + cells(self._title) + 2 + width_of(extra)
        columns = self.columns(max(self.size.width - 1, 0))
        rule = self.size.width - taken - cells(columns) - 1
        if columns and rule >= GAP:
            extra = (*extra, ("-" * rule, Ink.DIM), (f" {columns}", Ink.DIM))
        self.heading.title(self._title, extra)
