"""How the lines of a column are shared among its panes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 2
"""A heading and one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What a pane would like: `needs` lines for everything, `folded` for what matters. Headings included."""

    needs: int
    folded: int
    focused: bool = False


def share(room: int, wants: Sequence[Want]) -> tuple[int, ...]:
    """The lines of each pane: together exactly `room`.

    The one that has the keys takes what it needs as long as every other keeps a heading and a line; then
    each gets the lines that matter, then what it needs, from the top; what is left over goes to the last.
    Where there is not even room for the least, the upper panes go first.
    """
    given = [0] * len(wants)
    left = room

    def raise_to(place: int, lines: int) -> None:
        nonlocal left
        more = min(max(lines - given[place], 0), left)
        given[place] += more
        left -= more

    order = sorted(range(len(wants)), key=lambda place: not wants[place].focused)
    for place in order:
        raise_to(place, LEAST)
    for place in order:
        if wants[place].focused:
            raise_to(place, wants[place].needs)
    for place in order:
        raise_to(place, wants[place].folded)
    for place in order:
        raise_to(place, wants[place].needs)
    if given:
        given[-1] += left
    return tuple(given)
