"""The one registry of acts; it feeds the bindings, the key line, the help, the palette and the cheat sheet.

An act's texts are `act.<id>` (its word), `act_help.<id>` (a sentence) and `act_initials.<id>` (pinyin
initials by which the palette finds it).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.model.case import Status
from widgets.case.lanes import KEYS


class Place(StrEnum):
    """The panes of the desk, by their ids."""

    QUEUE = "queue"
    CHECKLIST = "checklist"
    ROUTE = "route"
    TIMELINE = "timeline"


class Group(StrEnum):
    """What kind of act it is; texts `group.<kind>`."""

    TICKET = "ticket"
    CASE = "case"
    STEP = "step"
    MATERIAL = "material"
    LOOK = "look"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that a clerk can do.

    `keys` as Textual names them, the first one shown as `label`. `hall` is the act of the hall whose
    refusal says why this one is not possible; `places` the panes whose list it works on, none for all.
    `expected` are the states in which it is the likely next step, and stays on the key line when dimmed.
    `writes`: not possible on a read-only hall. `moves`: offered by the key line of any state.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    group: Group
    hall: str = ""
    places: frozenset[Place] = frozenset()
    expected: frozenset[Status] = frozenset()
    writes: bool = True

    @property
    def about_ticket(self) -> bool:
        """Whether the window's ticket, rather than the case under the cursor, is acted on."""
        return self.group is Group.TICKET

    @property
    def at_review(self) -> bool:
        """Whether it is done at a reviewer's desk, too."""
        everywhere = self.group in (Group.STEP, Group.LOOK, Group.MOVE) and self.id not in OF_A_WINDOW
        return everywhere or self.id in REVIEWED


REVIEWED = frozenset({"finish_step", "decide", "suspend", "resume", "extend", "reveal", "notices"})
"""The acts on a case that a department's reviewer does."""
OF_A_WINDOW = frozenset({"scope", "day", "close_day", "unsent"})
"""What only a window can look at: its own cases or all, the day of the queue, what waits to be sent."""
NEEDS_HALL = frozenset(
    {
        "finish_and_call",
        "unhold",
        "revive",
        "call_ticket",
        "raise_ticket",
        "take_ticket",
        "at_once",
        "reveal",
        "notices",
        "close_day",
        "scope",
    }
)
"""What a window that is cut off cannot do, beside the acts of which the hall itself says so."""

_LIST = frozenset({Place.CHECKLIST})
_NEW = frozenset({Status.RECEIVED, Status.CORRECTION})
_PRINTED = frozenset({Status.GRANTED, Status.REFUSED, Status.DECLINED, Status.NOT_REQUIRED})
_HANDLED = frozenset({Status.ACCEPTED, Status.SUSPENDED})

ACTS = (
    Act(id="call", keys=("n",), label="n", group=Group.TICKET, hall="call_next"),
    Act(id="came", keys=("e",), label="e", group=Group.TICKET, hall="serve"),
    Act(id="recall", keys=("R",), label="R", group=Group.TICKET, hall="recall"),
    Act(id="skip", keys=("K",), label="K", group=Group.TICKET, hall="skip"),
    Act(id="finish_ticket", keys=("E",), label="E", group=Group.TICKET, hall="finish_ticket"),
    Act(id="finish_and_call", keys=("F",), label="F", group=Group.TICKET),
    Act(id="hold", keys=("H",), label="H", group=Group.TICKET, hall="hold"),
    Act(id="transfer", keys=("Z",), label="Z", group=Group.TICKET, hall="transfer"),
    Act(id="unhold", keys=("O",), label="O", group=Group.TICKET),
    Act(id="revive", keys=("V",), label="V", group=Group.TICKET),
    Act(id="call_ticket", keys=("G",), label="G", group=Group.TICKET),
    Act(id="raise_ticket", keys=("P",), label="P", group=Group.TICKET),
    Act(id="take_ticket", keys=("i",), label="i", group=Group.TICKET),
    Act(id="new_case", keys=("N", "o"), label="N", group=Group.CASE),
    Act(
        id="there",
        keys=("space",),
        label="space",
        group=Group.MATERIAL,
        hall="check_materials",
        places=_LIST,
        expected=_NEW,
    ),
    Act(
        id="missing",
        keys=("x",),
        label="x",
        group=Group.MATERIAL,
        hall="check_materials",
        places=_LIST,
        expected=_NEW,
    ),
    Act(id="defective", keys=("d",), label="d", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(id="tolerate", keys=("t",), label="t", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(id="promise", keys=("m",), label="m", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(id="reuse", keys=("r",), label="r", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(id="not_needed", keys=("z",), label="z", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(id="counts", keys=("C",), label="C", group=Group.MATERIAL, hall="check_materials", places=_LIST),
    Act(
        id="trust",
        keys=("equals_sign",),
        label="=",
        group=Group.MATERIAL,
        hall="check_materials",
        places=_LIST,
    ),
    Act(id="all_missing", keys=("U",), label="U", group=Group.MATERIAL, hall="check_materials"),
    Act(id="situation", keys=("Q",), label="Q", group=Group.MATERIAL),
    Act(id="all_there", keys=("A",), label="A", group=Group.MATERIAL, hall="check_materials", expected=_NEW),
    Act(id="undo", keys=("u",), label="u", group=Group.MATERIAL, hall="check_materials"),
    Act(id="at_once", keys=("I",), label="I", group=Group.CASE, hall="check_materials"),
    Act(id="accept", keys=("a",), label="a", group=Group.CASE, hall="accept", expected=_NEW),
    Act(id="correct", keys=("c",), label="c", group=Group.CASE, hall="ask_correction", expected=_NEW),
    Act(id="decline", keys=("b",), label="b", group=Group.CASE, hall="decline"),
    Act(id="finish_step", keys=("f",), label="f", group=Group.CASE, hall="finish_step", expected=_HANDLED),
    Act(id="decide", keys=("g",), label="g", group=Group.CASE, hall="decide", expected=_HANDLED),
    Act(id="settle", keys=("D",), label="D", group=Group.CASE, hall="settle_debt"),
    Act(
        id="deliver",
        keys=("y",),
        label="y",
        group=Group.CASE,
        hall="deliver",
        expected=frozenset({Status.GRANTED, Status.REFUSED}),
    ),
    Act(id="suspend", keys=("s",), label="s", group=Group.CASE, hall="suspend"),
    Act(id="resume", keys=("S",), label="S", group=Group.CASE, hall="resume"),
    Act(id="extend", keys=("X",), label="X", group=Group.CASE, hall="extend"),
    Act(id="withdraw", keys=("W",), label="W", group=Group.CASE, hall="withdraw"),
    Act(id="reveal", keys=("v",), label="v", group=Group.CASE),
    Act(id="claim", keys=("l",), label="l", group=Group.STEP, hall="claim_step"),
    Act(id="hand_back", keys=("L",), label="L", group=Group.STEP, hall="hand_back_step"),
    Act(id="hand_over", keys=("h",), label="h", group=Group.STEP, hall="hand_over_step"),
    Act(id="say_need", keys=("M",), label="M", group=Group.STEP, hall="say_need"),
    Act(id="return_step", keys=("B",), label="B", group=Group.STEP, hall="return_step"),
    Act(id="notices", keys=("p",), label="p", group=Group.CASE, writes=False, expected=_PRINTED),
    Act(id="day", keys=("J",), label="J", group=Group.LOOK, writes=False),
    Act(id="close_day", keys=("ctrl+e",), label="^E", group=Group.LOOK),
    Act(id="why", keys=("w",), label="w", group=Group.LOOK, writes=False),
    Act(id="unsent", keys=("Y",), label="Y", group=Group.LOOK, writes=False),
    Act(id="tomorrow", keys=("T",), label="T", group=Group.LOOK, writes=False),
    Act(id="filter", keys=("slash",), label="/", group=Group.LOOK, writes=False),
    Act(id="scope", keys=("asterisk",), label="*", group=Group.LOOK, writes=False),
    Act(id="refresh", keys=("f5",), label="F5", group=Group.LOOK, writes=False),
    Act(id="lock", keys=("ctrl+l",), label="^L", group=Group.LOOK, writes=False),
    Act(id="queue", keys=("1",), label="1", group=Group.MOVE, writes=False),
    Act(id="checklist", keys=("2",), label="2", group=Group.MOVE, writes=False),
    Act(id="route", keys=("3",), label="3", group=Group.MOVE, writes=False),
    Act(id="timeline", keys=("4",), label="4", group=Group.MOVE, writes=False),
    Act(id="whole", keys=("0", "backspace"), label="0", group=Group.MOVE, writes=False),
    Act(id="next_pane", keys=("tab",), label="Tab", group=Group.MOVE, writes=False),
    Act(id="previous_pane", keys=("shift+tab",), label="S-Tab", group=Group.MOVE, writes=False),
    Act(id="help", keys=("question_mark", "f1"), label="?", group=Group.LOOK, writes=False),
    Act(id="palette", keys=("ctrl+p", "colon"), label="^P", group=Group.LOOK, writes=False),
    Act(id="out", keys=("escape",), label="Esc", group=Group.MOVE, writes=False),
    Act(id="quit", keys=("q", "ctrl+q"), label="q", group=Group.MOVE, writes=False),
)

BY_ID = {act.id: act for act in ACTS}
KEPT = ("help", "palette")
"""Acts whose keys the key line always shows, at its end."""

BUILT_IN = (
    (("up", "down", "k", "j"), "lines"),
    (("pageup", "pagedown"), "page"),
    (("home", "end"), "edge"),
    (("[", "]"), "tabs"),
    (("Enter",), "enter"),
    (KEYS, "lane"),
)
"""Keys of the lists themselves; texts `keys.<name>`."""
