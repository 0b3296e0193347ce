"""A widget of a few fixed lines, drawn by the line API without markup."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from widgets.base.cells import cells
from widgets.base.ink import Ink, Palette, Spans


class Lines(Widget):
    """Lines of spans; an equal line is not drawn again."""

    DEFAULT_CSS = """
    Lines { height: 1; width: 1fr; }
    """

    def __init__(self, palette: Palette, lines: tuple[Spans, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._lines = lines

    @property
    def lines(self) -> tuple[Spans, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: tuple[Spans, ...]) -> None:
        """Show other lines."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, cropped to the width."""
        base: Style = self.rich_style
        spans = self._lines[y] if y < len(self._lines) else ()
        return self._palette.strip(spans, self.size.width, base)


class Heading(Lines):
    """The heading of a pane: its key, its title, and a rule of strokes to the end of the line."""

    def __init__(self, palette: Palette, number: str, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._number = number
        self._title = ""
        self._extra: Spans = ()
        self._focused = False

    def title(self, title: str, extra: Spans = ()) -> None:
        """Show a title, and pieces after it."""
        self._title, self._extra = title, extra
        self._draw()

    def mark(self, *, focused: bool) -> None:
        """Show that this pane has the keys."""
        self._focused = focused
        self._draw()

    def on_resize(self) -> None:
        """Draw the rule to the new end."""
        self._draw()

    def _draw(self) -> None:
        number = Ink.CHOSEN if self._focused else Ink.KEY
        title = Ink.TITLE if self._focused else Ink.BOLD
        spans: Spans = (
            (self._number, number),
            (f" {self._title} " if self._title else " ", title),
            *self._extra,
        )
        taken = sum(cells(text) for text, _ in spans)
        self.show_lines(((*spans, ("-" * max(self.size.width - taken, 0), Ink.DIM)),))
