"""The wall's acts: what a supervisor can do on its screens, none of which changes anything."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from clerk_tui.monitor.circumstances import WallCircumstances
from clerk_tui.shell.acts import Act, Group, Registry
from clerk_tui.shell.hints import BuiltIn, Surroundings


class Place(StrEnum):
    """The screens of the wall, from the outermost to the innermost."""

    BOARD = "board"
    CASES = "cases"
    CASE = "case"


_BOARD = frozenset({Place.BOARD})
_CASE = frozenset({Place.CASE})
_LISTS = frozenset({Place.BOARD, Place.CASES})
_PANES = frozenset({Place.BOARD, Place.CASE})

_Wall = Act[WallCircumstances]
_look = partial(_Wall, group=Group.LOOK, texts="wall_act", writes=False)
_move = partial(_Wall, group=Group.MOVE, texts="wall_act", writes=False)
_pane = partial(_move, hinted=False)

WALL_ACTS: Registry[WallCircumstances] = Registry(
    (
        _move(id="open", keys=("enter",), places=_LISTS),
        _move(id="out", keys=("escape",), label="Esc"),
        _look(id="why", keys=("w",)),
        _look(id="tomorrow", keys=("t", "T")),
        _look(id="scope", keys=("o",), places=_LISTS),
        _look(id="filter", keys=("slash",), label="/", places=_LISTS),
        _look(id="pause", keys=("space",)),
        _look(id="refresh", keys=("f5",), label="F5", hinted=False),
        _pane(id="lights", keys=("1",), places=_BOARD),
        _pane(id="departments", keys=("2",), places=_BOARD),
        _pane(id="windows", keys=("3",), places=_BOARD),
        _pane(id="clocks", keys=("1",), places=_CASE),
        _pane(id="checklist", keys=("2",), places=_CASE),
        _pane(id="route", keys=("3",), places=_CASE),
        _pane(id="timeline", keys=("4",), places=_CASE),
        _move(id="next_pane", keys=("tab",), label="Tab", places=_PANES),
        _move(id="previous_pane", keys=("shift+tab",), label="S-Tab", places=_PANES, hinted=False),
        _look(id="help", keys=("question_mark", "f1"), label="?", kept=True),
        _look(id="palette", keys=("ctrl+p", "colon"), label="^P", kept=True),
        _move(id="quit", keys=("q", "ctrl+q"), kept=True),
    )
)

SURROUNDINGS: Surroundings[WallCircumstances] = Surroundings(
    order=WALL_ACTS.at,
    offered=WALL_ACTS.at,
    about=lambda place: f"wall_about.{place}",
    built_in=(
        BuiltIn(("up", "down", "k", "j"), "wall_move.step"),
        BuiltIn(("pageup", "pagedown"), "wall_move.page"),
        BuiltIn(("home", "end"), "wall_move.edge"),
    ),
    lights="wall_light",
)
"""What the wall's hints take besides its acts."""
