"""Text on lines of cells: how wide it is, and where Chinese and Latin text may be broken (避头尾).

A character whose width East Asian printers and Western terminals disagree on counts as the wider, two
cells, so that no line is too long on either. The blocks that draw a QR code are one cell wide on both.
"""

from __future__ import annotations

import unicodedata
from functools import cache

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕〗〙〛｝］”’…—～·％‰℃°々" + ",.;:?!)]}%>'\"")
"""What may not begin a line: it stays with the character before it."""

NOT_LAST = frozenset("（《〈「『【〔〖〘〚｛［“‘￥＄" + "([{<$")
"""What may not end a line: it goes with the character after it."""

_VARIATION_16 = "\ufe0f"


@cache
def _width(char: str) -> int:
    if "\u2580" <= char <= "\u259f":
        return 1
    if char == _VARIATION_16:
        # It makes an emoji of a narrow character, which some devices then draw wide.
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def cells(text: str) -> int:
    """How many cells the text takes, at the most."""
    return len(text) if text.isascii() else sum(map(_width, text))


def wrap(text: str, first: int, rest: int) -> list[str]:
    """The text on lines of `first` and then `rest` cells, one line at least and never wider.

    Chinese breaks between any two characters, Latin between words; no line begins with closing or ends
    with opening punctuation, and a word is broken only if it is longer than a line.

    Raises:
        ValueError: fewer than two cells, in which no Chinese character fits.
    """
    if min(first, rest) < 2:
        raise ValueError("a line needs two cells")
    lines: list[str] = []
    line, room = "", first
    for unit in _units(text):
        if cells(line) + cells(unit) <= room:
            line += unit
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
            line, room = "", rest
        if unit == " ":
            continue
        while cells(unit) > room:
            piece, unit = _cut(unit, room)
            lines.append(piece)
            room = rest
        line = unit
    lines.append(line.rstrip(" "))
    return lines


def centred(text: str, width: int) -> list[str]:
    """The text on as many lines as it needs, each in the middle."""
    return [" " * ((width - cells(line)) // 2) + line for line in wrap(text, width, width)]


def flush_right(text: str, width: int) -> list[str]:
    """The text on as many lines as it needs, each at the right edge."""
    return [" " * (width - cells(line)) + line for line in wrap(text, width, width)]


def _units(text: str) -> list[str]:
    """The pieces between which a line may be broken."""
    units: list[str] = []
    glued = False
    for char in text:
        before = units[-1] if units and units[-1] != " " else ""
        if char == " ":
            units.append(char)
            glued = False
            continue
        latin = bool(before) and _latin(before[-1]) and _latin(char)
        if before and (glued or latin or _width(char) == 0 or char in NOT_FIRST or char == _VARIATION_16):
            units[-1] += char
        else:
            units.append(char)
        glued = char in NOT_LAST
    return units


def _latin(char: str) -> bool:
    return _width(char) == 1 and char not in NOT_LAST


def _cut(unit: str, room: int) -> tuple[str, str]:
    """As much of the unit as fits, and what is left."""
    used = 0
    for place, char in enumerate(unit):
        used += _width(char)
        if used > room:
            return unit[:place], unit[place:]
    return unit, ""
