"""The desk's acts: what is known of each beforehand, and the order in which a pane needs them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial

from clerk_tui.desk.state import DeskState
from clerk_tui.shell.acts import ANYTHING, Act, Group, Registry
from clerk_tui.shell.hints import BuiltIn, Surroundings
from data.model.applicant import Applicant
from data.model.case import Status
from data.model.command import (
    Accept,
    CallNext,
    CallTicket,
    CloseTicket,
    Decide,
    OpenCase,
    Raise,
    Reveal,
    Revive,
    TakeTicket,
    TellSituation,
    Unhold,
)
from data.model.item import ItemKind
from widgets.case.lanes import KEYS
from widgets.queue.ticket_queue import WAITING


class Place(StrEnum):
    """The panes of the desk, by their ids."""

    QUEUE = "queue"
    CHECKLIST = "checklist"
    ROUTE = "route"
    TIMELINE = "timeline"


_NEW = frozenset({Status.RECEIVED, Status.CORRECTION})
_DELIVERED = frozenset({Status.GRANTED, Status.REFUSED})
_PRINTED = frozenset({Status.GRANTED, Status.REFUSED, Status.DECLINED, Status.NOT_REQUIRED})
_HANDLED = frozenset({Status.ACCEPTED, Status.SUSPENDED})


def _near(now: DeskState) -> str:
    return "" if now.far else "offline.near"


def _no_questions(now: DeskState) -> str:
    return "" if now.file is not None and now.file.questions else "materials.no_questions"


def _not_instant(now: DeskState) -> str:
    return "" if now.file is not None and now.file.kind is ItemKind.INSTANT else "at_once.not_instant"


def _none_held(now: DeskState) -> str:
    return "tickets.none_to_unhold" if now.window is not None and not now.window.held else ""


def _none_skipped(now: DeskState) -> str:
    return "tickets.none_to_revive" if now.window is not None and not now.window.skipped else ""


def _no_tickets_listed(now: DeskState) -> str:
    return "" if now.tab == WAITING else "tickets.none_under_cursor"


_Desk = Act[DeskState]
_ticket = partial(_Desk, group=Group.TICKET)
_case = partial(_Desk, group=Group.CASE, needs_case=True)
_material = partial(_Desk, group=Group.MATERIAL, needs_case=True)
_check = partial(_material, places=frozenset({Place.CHECKLIST}), hall="check_materials")
_step = partial(_Desk, group=Group.STEP, needs_case=True, at_review=True, of_own_step=True)
_look = partial(_Desk, group=Group.LOOK, writes=False, at_review=True)
_move = partial(_Desk, group=Group.MOVE, writes=False, at_review=True, hinted=False)

DESK_ACTS: Registry[DeskState] = Registry(
    (
        _ticket(id="call", keys=("n",), often=True, hall="call_next"),
        _ticket(id="came", keys=("e",), hall="serve"),
        _ticket(id="recall", keys=("R",), hall="recall", passing=frozenset({"recall_too_soon"})),
        _ticket(id="skip", keys=("K",), hall="skip"),
        _ticket(id="finish_ticket", keys=("E",), often=True, hall="finish_ticket"),
        _ticket(id="finish_and_call", keys=("F",), needs_hall=True, specimen=lambda who: (CallNext(**who),)),
        _ticket(id="hold", keys=("H",), hall="hold"),
        _ticket(id="transfer", keys=("Z",), hall="transfer"),
        _ticket(
            id="unhold",
            keys=("O",),
            needs_hall=True,
            specimen=lambda who: (Unhold(**who, ticket=ANYTHING),),
            unavailable=_none_held,
        ),
        _ticket(
            id="revive",
            keys=("V",),
            needs_hall=True,
            specimen=lambda who: (Revive(**who, ticket=ANYTHING),),
            unavailable=_none_skipped,
        ),
        _ticket(
            id="call_ticket",
            keys=("G",),
            needs_hall=True,
            specimen=lambda who: (CallTicket(**who, ticket=ANYTHING, reason=ANYTHING),),
            unavailable=_no_tickets_listed,
        ),
        _ticket(
            id="raise_ticket",
            keys=("P",),
            needs_hall=True,
            specimen=lambda who: (Raise(**who, ticket=ANYTHING, reason=ANYTHING),),
            unavailable=_no_tickets_listed,
        ),
        _ticket(
            id="take_ticket",
            keys=("i",),
            needs_hall=True,
            specimen=lambda who: (TakeTicket(**who, zone=ANYTHING),),
        ),
        _case(
            id="new_case",
            keys=("N", "o"),
            needs_case=False,
            specimen=lambda who: (OpenCase(**who, item=ANYTHING, applicant=Applicant(name=ANYTHING)),),
        ),
        _check(id="there", keys=("space",), expected=_NEW),
        _check(id="missing", keys=("x",), expected=_NEW),
        _check(id="defective", keys=("d",)),
        _check(id="tolerate", keys=("t",)),
        _check(id="promise", keys=("m",)),
        _check(id="reuse", keys=("r",)),
        _check(id="not_needed", keys=("z",)),
        _check(id="counts", keys=("C",)),
        _check(id="trust", keys=("equals_sign",), label="="),
        _material(id="all_missing", keys=("U",), hall="check_materials"),
        _material(
            id="situation",
            keys=("Q",),
            specimen=lambda who: (TellSituation(**who, case=ANYTHING, answers=()),),
            unavailable=_no_questions,
        ),
        _material(id="all_there", keys=("A",), hall="check_materials", expected=_NEW),
        _material(id="undo", keys=("u",), hall="check_materials"),
        _case(
            id="at_once",
            keys=("I",),
            hall="check_materials",
            needs_hall=True,
            specimen=lambda who: (Accept(**who, case=ANYTHING), Decide(**who, case=ANYTHING, granted=True)),
            unavailable=_not_instant,
        ),
        _case(id="accept", keys=("a",), hall="accept", expected=_NEW),
        _case(id="correct", keys=("c",), hall="ask_correction", expected=_NEW),
        _case(id="decline", keys=("b",), hall="decline"),
        _case(
            id="finish_step",
            keys=("f",),
            at_review=True,
            of_own_step=True,
            hall="finish_step",
            expected=_HANDLED,
        ),
        _case(id="decide", keys=("g",), at_review=True, of_own_step=True, hall="decide", expected=_HANDLED),
        _case(id="settle", keys=("D",), hall="settle_debt"),
        _case(id="deliver", keys=("y",), hall="deliver", expected=_DELIVERED),
        _case(id="suspend", keys=("s",), at_review=True, hall="suspend"),
        _case(id="resume", keys=("S",), at_review=True, hall="resume"),
        _case(id="extend", keys=("X",), at_review=True, hall="extend"),
        _case(id="withdraw", keys=("W",), hall="withdraw"),
        _case(
            id="reveal",
            keys=("v",),
            at_review=True,
            needs_hall=True,
            specimen=lambda who: (Reveal(**who, case=ANYTHING, reason=ANYTHING),),
        ),
        _step(id="claim", keys=("l",), hall="claim_step"),
        _step(id="hand_back", keys=("L",), hall="hand_back_step"),
        _step(id="hand_over", keys=("h",), hall="hand_over_step"),
        _step(id="say_need", keys=("M",), hall="say_need"),
        _step(
            id="return_step",
            keys=("B",),
            hall="return_step",
            retold={"step_not_before": "review.nothing_before"},
        ),
        _case(id="notices", keys=("p",), writes=False, at_review=True, needs_hall=True, expected=_PRINTED),
        _look(id="day", keys=("J",), at_review=False),
        _look(
            id="close_day",
            keys=("ctrl+e",),
            label="^E",
            writes=True,
            at_review=False,
            needs_hall=True,
            specimen=lambda who: (CloseTicket(**who, ticket=ANYTHING),),
        ),
        _look(id="why", keys=("w",), needs_case=True),
        _look(id="unsent", keys=("Y",), at_review=False, unavailable=_near),
        _look(id="tomorrow", keys=("T",)),
        _look(id="filter", keys=("slash",), label="/"),
        _look(id="scope", keys=("asterisk",), label="*", at_review=False, needs_hall=True),
        _look(id="refresh", keys=("f5",), label="F5"),
        _look(id="lock", keys=("ctrl+l",), label="^L"),
        _move(id="queue", keys=("1",)),
        _move(id="checklist", keys=("2",)),
        _move(id="route", keys=("3",)),
        _move(id="timeline", keys=("4",)),
        _move(id="whole", keys=("0", "backspace")),
        _move(id="next_pane", keys=("tab",), label="Tab"),
        _move(id="previous_pane", keys=("shift+tab",), label="S-Tab"),
        _look(id="help", keys=("question_mark", "f1"), label="?", kept=True),
        _look(id="palette", keys=("ctrl+p", "colon"), label="^P", kept=True),
        _move(id="out", keys=("escape",), label="Esc"),
        _move(id="quit", keys=("q", "ctrl+q")),
    )
)

BUILT_IN = (
    BuiltIn(("up", "down", "k", "j"), "keys.lines"),
    BuiltIn(("pageup", "pagedown"), "keys.page"),
    BuiltIn(("home", "end"), "keys.edge"),
    BuiltIn(("[", "]"), "keys.tabs"),
    BuiltIn(("Enter",), "keys.enter"),
    BuiltIn(KEYS, "keys.lane"),
)
"""Keys of the lists themselves."""


def in_order(now: DeskState, place: str) -> Iterator[Act[DeskState]]:
    """The acts as they are needed in a pane: those of its list first, then looking about."""
    acts = [act for act in DESK_ACTS if act.at_review or not now.reviewing]
    tickets, steps, materials, look = (
        [act for act in acts if act.group is group]
        for group in (Group.TICKET, Group.STEP, Group.MATERIAL, Group.LOOK)
    )
    cases = [act for act in acts if act.group is Group.CASE and act.needs_case]
    receive = [act for act in acts if act.group is Group.CASE and not act.needs_case]
    if place == Place.CHECKLIST and not now.reviewing:
        here = sorted((*materials, *cases), key=lambda act: not act.is_expected(now))
        yield from (*here, *look)
    elif place == Place.QUEUE and not now.reviewing and (now.tab == WAITING or now.called):
        yield from (*tickets, *receive, *look)
    elif place == Place.QUEUE and not now.reviewing:
        yield from (*(act for act in tickets if act.often), *receive, *cases, *look)
    elif now.reviewing or place == Place.ROUTE:
        yield from (*steps[:1], *cases, *steps[1:], *look)
    else:
        yield from (*cases, *look)


def surroundings(now: DeskState) -> Surroundings[DeskState]:
    """What the desk's hints take besides its acts."""
    return Surroundings(
        order=lambda place: in_order(now, place),
        offered=lambda place: DESK_ACTS,
        about=lambda place: "help.steps" if now.reviewing and place == Place.QUEUE else f"help.{place}",
        built_in=BUILT_IN,
        lights="help",
    )
