"""Large letters and digits, five dots high, that can be drawn on any terminal."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

HEIGHT: Final = 5
WIDTH: Final = 4
GAP: Final = 1
ARROW: Final = ">"
DOT: Final = "#"

_SHEETS: Final = {
    "0123456789": (
        " ##    #   ##  ###  #  # ####  ##  ####  ##   ##  ",
        "#  #  ##  #  #    # #  # #    #       # #  # #  # ",
        "#  #   #    #   ##  #### ###  ###    #   ##   ### ",
        "#  #   #   #      #    #    # #  #  #   #  #    # ",
        " ##   ### #### ###     # ###   ##   #    ##   ##  ",
    ),
    "ABCDEFGHIJ": (
        " ##  ###   ##  ###  #### ####  ### #  #  ###   ## ",
        "#  # #  # #  # #  # #    #    #    #  #   #     # ",
        "#### ###  #    #  # ###  ###  # ## ####   #     # ",
        "#  # #  # #  # #  # #    #    #  # #  #   #  #  # ",
        "#  # ###   ##  ###  #### #     ### #  #  ###  ##  ",
    ),
    "KLMNOPQRST": (
        "#  # #    #  # #  # #### ###   ##  ###   ### #### ",
        "# #  #    #### ## # #  # #  # #  # #  # #     #   ",
        "##   #    #### # ## #  # ###  #  # ###   ##   #   ",
        "# #  #    #  # #  # #  # #    # ## # #     #  #   ",
        "#  # #### #  # #  # #### #     ### #  # ###   #   ",
    ),
    "UVWXYZ>-": (
        "#  # #  # #  # #  # #  # #### #         ",
        "#  # #  # #  # #  # #  #    #  #        ",
        "#  # #  # ####  ##   ##    #    #  #### ",
        "#  #  ##  #### #  #  #    #    #        ",
        " ##   ##  #  # #  #  #   #### #         ",
    ),
}
"""The lines of dots of some letters side by side, each four dots wide with a gap after it."""


def _glyphs() -> Mapping[str, tuple[str, ...]]:
    step = WIDTH + GAP
    return MappingProxyType(
        {
            letter: tuple(line[step * place : step * place + WIDTH] for line in lines)
            for letters, lines in _SHEETS.items()
            for place, letter in enumerate(letters)
        }
    )


GLYPHS: Final = _glyphs()


def drawable(text: str) -> bool:
    """Whether every character has its shape."""
    return bool(text) and all(letter in GLYPHS for letter in text)


def dots_of(length: int) -> int:
    """How many dots wide a text of that many characters is."""
    return max(length * (WIDTH + GAP) - GAP, 0)


def drawn(text: str, wide: int, high: int) -> tuple[str, ...]:
    """The text in lines of `#` and blanks, each dot `wide` cells wide and `high` lines high.

    Raises:
        KeyError: a character that has no shape.
    """
    lines = []
    for row in range(HEIGHT):
        dots = (" " * GAP).join(GLYPHS[letter][row] for letter in text)
        line = "".join(dot * wide for dot in dots)
        lines += [line] * high
    return tuple(lines)
