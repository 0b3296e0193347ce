"""A pane: a heading line and a list under it, which may be folded to the lines that matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from data.texts import Texts
from widgets.base.ink import Palette, Spans
from widgets.base.line_list import LineList
from widgets.base.lines import Heading

Row = TypeVar("Row")


class Pane(Vertical, Generic[Row]):
    """A numbered heading over a list of rows.

    While the pane is given less room than it needs and does not have the keys, the rows that matter come
    first; a pane that has the keys shows all rows in their order.
    """

    DEFAULT_CSS = """
    Pane { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        number: str,
        texts: Texts,
        palette: Palette,
        *,
        draw: Callable[[Row, int], Spans],
        key: Callable[[Row], str],
        selectable: Callable[[Row], bool] = lambda row: True,
        matters: Callable[[Row], bool] = lambda row: True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.texts, self.palette, self.number = texts, palette, number
        self.heading = Heading(palette, number)
        self.list: LineList[Row] = LineList(draw, key, palette, selectable=selectable, mark_always=False)
        self._matters = matters
        self._all: Sequence[Row] = ()
        self._empty = ""
        self._room = 0

    def compose(self) -> ComposeResult:
        """The heading over the list."""
        yield self.heading
        yield self.list

    @property
    def needs(self) -> int:
        """The lines that show everything, heading included."""
        return 1 + max(len(self._all), 1)

    @property
    def folded(self) -> int:
        """The lines that show what matters, heading included."""
        return 1 + max(sum(1 for row in self._all if self._matters(row)), 1)

    def show_all(self, rows: Sequence[Row], empty: str = "") -> None:
        """Show other rows, or the word for having none."""
        self._all, self._empty = rows, empty
        self._arrange()

    def give(self, lines: int) -> None:
        """Say how many lines the pane has, heading included."""
        self._room = lines
        self._arrange()

    def on_descendant_focus(self) -> None:
        """Take the keys: everything in its order."""
        self.heading.mark(focused=True)
        self._arrange()

    def on_descendant_blur(self) -> None:
        """Give the keys away."""
        self.heading.mark(focused=False)
        self._arrange()

    def _arrange(self) -> None:
        rows = self._all
        if self._room and self.needs > self._room and not self.list.has_focus:
            rows = [*filter(self._matters, rows), *(row for row in rows if not self._matters(row))]
        self.list.show_rows(rows, empty=self._empty)
