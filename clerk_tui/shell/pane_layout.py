"""How the lines of the screen are shared among its panes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 2
"""A heading and one line."""
WIDE, BROAD = 120, 200
"""The widths from which the panes stand two by two, and in three columns."""
LOWER = 6
"""The least lines of the lower panes where they stand beside one another."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of each row of the grid, and of the checklist, the route and the timeline."""

    rows: tuple[int, ...]
    panes: tuple[int, ...]


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


def lay_out(width: int, height: int, head: int, wants: Sequence[Want]) -> Plan | None:
    """The lines of a screen for a head of so many lines, a checklist, a route and a timeline; None: no room.

    Narrow, all stand in one column. From `WIDE` on the route and the timeline stand side by side below; from
    `BROAD` on the checklist has a column of its own.
    """
    if height <= head:
        return None
    if width < WIDE:
        lines = share(height - head, wants)
        return Plan((head, *lines), lines)
    _, route, timeline = wants
    low = min(max(route.needs, timeline.folded, LOWER), height // 2)
    high = height - head - low
    return Plan((head, high, low), (height - head, high, low) if width >= BROAD else (high, low, low))
