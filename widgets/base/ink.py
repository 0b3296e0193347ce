"""What things look like: roles in, styles of the sixteen terminal colours out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from data.law.identifier import shown
from widgets.base.cells import cells, crop


class Ink(StrEnum):
    """What a piece of text is, which decides how it looks."""

    PLAIN = "plain"
    DIM = "dim"
    BOLD = "bold"
    TITLE = "title"
    MARK = "mark"
    KEY = "key"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    COOL = "cool"
    CHOSEN = "chosen"
    BANNER = "banner"
    SYMBOL = "symbol"
    LIGHT_GREEN = "light_green"
    LIGHT_YELLOW = "light_yellow"
    LIGHT_RED = "light_red"
    LIGHT_LAW = "light_law"
    LIGHT_FROZEN = "light_frozen"


Spans: TypeAlias = tuple[tuple[str, Ink], ...]
"""One line of text in pieces."""

_STYLES = {
    Ink.PLAIN: Style(),
    Ink.DIM: Style(dim=True),
    Ink.BOLD: Style(bold=True),
    Ink.TITLE: Style(bold=True, color="cyan"),
    Ink.MARK: Style(bold=True, color="bright_cyan"),
    Ink.KEY: Style(bold=True, color="cyan"),
    Ink.GOOD: Style(color="green"),
    Ink.WARN: Style(color="yellow"),
    Ink.BAD: Style(bold=True, color="red"),
    Ink.COOL: Style(color="cyan"),
    Ink.CHOSEN: Style(bold=True, reverse=True),
    Ink.BANNER: Style(bold=True, color="black", bgcolor="yellow"),
    Ink.SYMBOL: Style(color="black", bgcolor="bright_white"),
    Ink.LIGHT_GREEN: Style(color="green"),
    Ink.LIGHT_YELLOW: Style(color="black", bgcolor="yellow"),
    Ink.LIGHT_RED: Style(bold=True, color="bright_white", bgcolor="red"),
    Ink.LIGHT_LAW: Style(bold=True, underline=True, color="bright_white", bgcolor="red"),
    Ink.LIGHT_FROZEN: Style(color="cyan"),
}
_THIN = {
    Ink.BANNER: Style(bold=True, color="yellow"),
    Ink.SYMBOL: Style(reverse=True),
    Ink.LIGHT_YELLOW: Style(color="yellow"),
    Ink.LIGHT_RED: Style(bold=True, color="red"),
    Ink.LIGHT_LAW: Style(bold=True, underline=True, color="red"),
}


class Palette:
    """The styles of a screen; a thin one, for slow lines, paints no backgrounds."""

    def __init__(self, *, thin: bool = False) -> None:
        self._styles = _STYLES | _THIN if thin else _STYLES

    def strip(self, spans: Iterable[tuple[str, Ink]], width: int, base: Style) -> Strip:
        """The pieces as one line of exactly `width` cells, the last one that does not fit cropped.

        Every piece is shown as it is: control and bidi characters escaped, markup never read.
        """
        segments: list[Segment] = []
        left = width
        for text, ink in spans:
            piece = shown(text)
            taken = cells(piece)
            if taken > left:
                piece = crop(piece, left)
                taken = cells(piece)
            segments.append(Segment(piece, base + self._styles[ink]))
            left -= taken
            if left <= 0:
                break
        if left > 0:
            segments.append(Segment(" " * left, base))
        return Strip(segments, width)

    def style(self, ink: Ink) -> Style:
        """The style of a role."""
        return self._styles[ink]


def width_of(spans: Iterable[tuple[str, Ink]]) -> int:
    """How many cells the pieces take."""
    return sum(cells(shown(text)) for text, _ in spans)
