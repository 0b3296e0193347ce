"""Long names of departments made short: the official abbreviation, or the last words, which tell most."""

from __future__ import annotations

from data.texts import Language, Texts
from widgets.base.cells import ELLIPSIS, cells, crop

SHORT = 16
"""The most cells for a name beside others in a narrow pane."""
LEAST_PLACE = 4
"""The least cells worth naming a department in."""


def brief(texts: Texts, name: str, name_en: str, abbreviation: str, width: int) -> str:
    """The name in at most `width` cells, in the language of the screen.

    In Chinese the abbreviation that begins the department's notices stands for a name that does not fit, and
    for every name within `SHORT` cells, so that all look alike; in English the last words do.
    """
    if texts.language is Language.EN and name_en:
        return tail(name_en, width)
    if cells(name) <= width and (width > SHORT or not abbreviation):
        return name
    return crop(abbreviation or name, width)


def tail(name: str, width: int) -> str:
    """The last words that fit into `width` cells, after two dots; the last one cropped where none does."""
    if cells(name) <= width:
        return name
    words = name.split()
    for first in range(1, len(words)):
        rest = ELLIPSIS + " ".join(words[first:])
        if cells(rest) <= width:
            return rest
    return crop(words[-1] if words else name, width)
