"""A sheet of printed lines, shown as paper: as wide as it is, in the middle, scrolled a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.base.ink import Ink, Palette

QUIET = 4
"""Light columns on either side of a QR code."""


class Sheet(ScrollView, can_focus=False):
    """Lines of a notice. `symbol` says which of them draw a QR code: dark on light whatever the screen is."""

    DEFAULT_CSS = """
    Sheet { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0;
            background: transparent; }
    """

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._lines: Sequence[str] = ()
        self._symbol = (0, 0)
        self._box = (0, 0)
        self._columns = 0
        self._ink = Ink.PLAIN

    @property
    def lines(self) -> Sequence[str]:
        """The lines of the whole sheet."""
        return self._lines

    def show(self, lines: Sequence[str], columns: int, symbol: tuple[int, int] | None = None) -> None:
        """Show a sheet of so many columns from its top."""
        self._put(lines, columns, symbol or (0, 0), Ink.PLAIN)

    def say(self, text: str) -> None:
        """Say in one line why there is nothing to show."""
        self._put((f" {text}",) if text else (), 0, (0, 0), Ink.WARN)

    def page(self, by: int) -> None:
        """Scroll by what is shown at once, one line kept."""
        self._to(round(self.scroll_y) + by * max(self.size.height - 1, 1))

    def step(self, by: int) -> None:
        """Scroll by lines."""
        self._to(round(self.scroll_y) + by)

    @property
    def rest(self) -> int:
        """How many lines are below what is shown."""
        return max(len(self._lines) - round(self.scroll_y) - self.size.height, 0)

    def render_line(self, y: int) -> Strip:
        """One line of the sheet."""
        base: Style = self.rich_style
        width = self.size.width
        place = y + round(self.scroll_y)
        line = self._lines[place] if place < len(self._lines) else ""
        left = max((width - self._columns) // 2, 0) if self._columns else 0
        if self._symbol[0] <= place < self._symbol[1]:
            start, end = self._box
            pieces = ((" " * (left + start), Ink.PLAIN), (line.ljust(end)[start:end], Ink.SYMBOL))
            return self._palette.strip(pieces, width, base)
        return self._palette.strip(((" " * left, Ink.PLAIN), (line, self._ink)), width, base)

    def on_resize(self, event: events.Resize) -> None:
        """Stay within the sheet."""
        self.virtual_size = Size(event.size.width, len(self._lines))

    def _put(self, lines: Sequence[str], columns: int, symbol: tuple[int, int], ink: Ink) -> None:
        self._lines, self._columns, self._symbol, self._ink = tuple(lines), columns, symbol, ink
        self._box = _box(self._lines[slice(*symbol)])
        self.virtual_size = Size(self.size.width, len(self._lines))
        self._to(0)
        self.refresh()

    def _to(self, line: int) -> None:
        last = max(len(self._lines) - self.size.height, 0)
        self.scroll_to(y=min(max(line, 0), last), animate=False, immediate=True)
        self.refresh()


def _box(lines: Sequence[str]) -> tuple[int, int]:
    """The columns that a QR code takes with its quiet zone."""
    drawn = [line for line in lines if line.strip()]
    first = min((len(line) - len(line.lstrip()) for line in drawn), default=0)
    last = max((len(line) for line in drawn), default=0)
    quiet = min(QUIET, first)
    return first - quiet, last + quiet
