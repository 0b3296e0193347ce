"""The one registry of what a supervisor can do on the wall: it feeds the bindings, the hints, the help.

An act's texts are `wall_act.<id>` (its word), `wall_help.<id>` (a sentence) and `wall_initials.<id>`
(pinyin initials by which the palette finds it). No act here changes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clerk_tui.desk.acts.registry import ACTS as DESK_ACTS


class Place(StrEnum):
    """The screens of the wall, from the outermost to the innermost."""

    BOARD = "board"
    CASES = "cases"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that a supervisor can do: `keys` as Textual names them, `label` as people read it.

    `places` are the screens on which it can be done; `hinted`: the key line shows it.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    places: frozenset[Place] = frozenset(Place)
    hinted: bool = True


_LISTS = frozenset({Place.BOARD, Place.CASES})
_BOARD = frozenset({Place.BOARD})
_CASE = frozenset({Place.CASE})

ACTS = (
    Act(id="open", keys=("enter",), label="enter", places=_LISTS),
    Act(id="out", keys=("escape",), label="Esc"),
    Act(id="why", keys=("w",), label="w"),
    Act(id="tomorrow", keys=("t", "T"), label="t"),
    Act(id="scope", keys=("o",), label="o", places=_LISTS),
    Act(id="filter", keys=("slash",), label="/", places=_LISTS),
    Act(id="pause", keys=("space",), label="space"),
    Act(id="refresh", keys=("f5",), label="F5", hinted=False),
    Act(id="lights", keys=("1",), label="1", places=_BOARD, hinted=False),
    Act(id="departments", keys=("2",), label="2", places=_BOARD, hinted=False),
    Act(id="windows", keys=("3",), label="3", places=_BOARD, hinted=False),
    Act(id="clocks", keys=("1",), label="1", places=_CASE, hinted=False),
    Act(id="checklist", keys=("2",), label="2", places=_CASE, hinted=False),
    Act(id="route", keys=("3",), label="3", places=_CASE, hinted=False),
    Act(id="timeline", keys=("4",), label="4", places=_CASE, hinted=False),
    Act(id="next_pane", keys=("tab",), label="Tab", places=_BOARD | _CASE),
    Act(id="previous_pane", keys=("shift+tab",), label="S-Tab", places=_BOARD | _CASE, hinted=False),
    Act(id="help", keys=("question_mark", "f1"), label="?"),
    Act(id="palette", keys=("ctrl+p", "colon"), label="^P"),
    Act(id="quit", keys=("q", "ctrl+q"), label="q"),
)

BY_ID = {act.id: act for act in ACTS}
KEPT = ("help", "palette", "quit")
"""Acts whose keys the key line always shows, at its end."""

MOVES = (
    ("down,j", "step(1)"),
    ("up,k", "step(-1)"),
    ("pagedown", "page(1)"),
    ("pageup", "page(-1)"),
    ("home", "edge(-1)"),
    ("end", "edge(1)"),
)
"""The keys of the list that has the keys. Texts of the help: `wall_move.<action>`."""


def acts_of(place: Place) -> tuple[Act, ...]:
    """What can be done on a screen."""
    return tuple(act for act in ACTS if place in act.places)


def desk_keys(place: Place) -> dict[str, str]:
    """The keys with which a desk changes something and that mean nothing on this screen, with their act."""
    mine = {key for act in acts_of(place) for key in act.keys} | {
        key for keys, _ in MOVES for key in keys.split(",")
    }
    return {key: act.id for act in DESK_ACTS if act.writes for key in act.keys if key not in mine}
