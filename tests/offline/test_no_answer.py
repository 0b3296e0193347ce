"""A hall that is plugged in and gives no answer, or none to one thing: nothing is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from clerk_tui.shell import sentences
from data.model.command import CallNext, OpenCase
from data.model.offline.journal import Wait, Way
from data.model.query import AskHall, AskSnapshot, AskWindow
from data.offline.sending import ROUNDS
from data.port.errors import HallUnavailable
from data.remote.request import AWAY, UNCLEAR
from data.texts import Language, texts
from tests.support.offline.cable import URL
from tests.support.offline.far_window import LI, AtWindow, receipt
from tests.support.story import FOOD, WANG


def at(kind: type, reason: str, times: int = -1) -> Callable[[object], str]:
    """No answer to one kind of thing, so many times, or for ever."""
    left = [times]

    def spoils(asked: object) -> str:
        if not isinstance(asked, kind) or left[0] == 0:
            return ""
        left[0] -= 1
        return reason

    return spoils


def whatever(reason: str) -> Callable[[object], str]:
    """No answer to anything."""
    return lambda asked: reason


def looks(window: AtWindow) -> None:
    """The desk looks for its hall once, and may not find it."""
    with suppress(HallUnavailable):
        window.catch_up()


@pytest.mark.parametrize("reason", sorted(AWAY))
@pytest.mark.parametrize("carried_out", [False, True])
def test_a_hall_that_does_not_answer_is_as_good_as_a_cut_cable(
    window: AtWindow, reason: str, carried_out: bool
) -> None:
    window.cable.spoils, window.cable.carried_out = whatever(reason), carried_out
    first = receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG))
    assert not window.hall.live
    assert window.hall.why_away() == reason
    receipt(window.here.do(OpenCase, item=FOOD.code, applicant=LI))
    assert window.hall.standing().waiting == 2
    looks(window)
    assert not window.hall.live
    window.cable.spoils = whatever("")
    window.catch_up()
    assert window.hall.live
    assert (window.hall.standing().waiting, window.hall.standing().unsettled) == (0, 0)
    assert sum(line.kind == "case_opened" for line in window.log()) == 2
    assert window.did(first.command)


@pytest.mark.parametrize("reason", sorted(UNCLEAR))
@pytest.mark.parametrize("carried_out", [False, True])
def test_one_command_without_an_outcome_is_kept_and_the_desk_stays(
    window: AtWindow, reason: str, carried_out: bool
) -> None:
    window.here.take()
    window.cable.spoils, window.cable.carried_out = at(CallNext, reason), carried_out
    with pytest.raises(HallUnavailable, match=reason):
        window.here.do(CallNext)
    assert window.hall.live
    assert window.hall.in_doubt
    assert window.hall.standing().waiting == 1
    receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG))
    window.catch_up()
    assert window.hall.live
    assert not window.hall.in_doubt
    (*unsent,) = window.hall.unsent()
    if carried_out:
        assert unsent == []
    else:
        assert [(each.wait, each.problem) for each in unsent] == [(Wait.SETTLING, "never_arrived")]
    assert (window.hall.ask(AskWindow(window="3")).active is not None) is carried_out


def test_a_desk_with_nothing_to_go_on_with_says_which_hall_it_cannot_reach(window: AtWindow) -> None:
    window.hall.close()
    for each in (window.folder / "window").iterdir():
        each.unlink()
    window.again()
    window.cable.pull()
    with pytest.raises(HallUnavailable, match="unreachable") as refused:
        window.hall.ask(AskHall())
    for language in Language:
        assert URL in sentences.unavailable(texts(language), refused.value)
        assert "?" not in sentences.unavailable(texts(language), refused.value)


def test_a_command_without_an_outcome_outlives_the_desk(window: AtWindow) -> None:
    window.here.take()
    window.cable.spoils, window.cable.carried_out = at(CallNext, "server"), True
    with pytest.raises(HallUnavailable, match="server"):
        window.here.do(CallNext)
    window.again()
    assert window.hall.standing().waiting == 1
    window.catch_up()
    assert (window.hall.live, window.hall.unsent()) == (True, ())


@pytest.mark.parametrize(
    ("reason", "rounds"), [("server", 1), ("gateway", ROUNDS), ("timeout", ROUNDS), ("not_a_hall", ROUNDS)]
)
@pytest.mark.parametrize("carried_out", [False, True])
def test_one_command_at_which_the_hall_always_fails_does_not_keep_the_others(
    window: AtWindow, reason: str, rounds: int, carried_out: bool
) -> None:
    window.cable.pull()
    other = window.here.opened()
    window.here.do(OpenCase, item=FOOD.code, applicant=LI)
    window.here.all_there(other)
    _, poison, _ = window.hall.unsent()
    window.cable.plug()
    window.cable.carried_out = carried_out
    window.cable.spoils = lambda asked: reason if getattr(asked, "id", "") == poison.id else ""
    for _ in range(rounds):
        assert not window.hall.live
        looks(window)
    assert window.hall.live
    (unsent,) = window.hall.unsent()
    assert (unsent.id, unsent.wait, unsent.problem) == (poison.id, Wait.SETTLING, reason)
    window.cable.spoils = whatever("")
    # It may have been carried out after all: then there is nothing more to do, and never twice.
    assert window.hall.settle(unsent.id, Way.AGAIN, "重发") == "done"
    assert window.hall.unsent() == ()
    assert sum(line.kind == "case_opened" for line in window.log()) == 2


def test_a_hall_far_enough_away_is_waited_for_without_end(window: AtWindow) -> None:
    window.cable.pull()
    window.here.do(OpenCase, item=FOOD.code, applicant=WANG)
    window.cable.plug()
    window.cable.spoils = whatever("timeout")
    for _ in range(3 * ROUNDS):
        looks(window)
    assert window.hall.standing().unsettled == 0
    window.cable.spoils = whatever("")
    window.catch_up()
    assert window.hall.unsent() == ()


@pytest.mark.parametrize("reason", [*sorted(UNCLEAR), "replica_spoilt"])
def test_a_hall_that_has_no_picture_to_give_has_its_desk_back(window: AtWindow, reason: str) -> None:
    window.here.take()
    window.cable.lose_commands = 1
    with pytest.raises(HallUnavailable, match="lost_answer"):
        window.here.do(CallNext)
    window.here.do(OpenCase, item=FOOD.code, applicant=WANG)
    window.cable.plug()
    window.cable.spoils = at(AskSnapshot, reason)
    window.catch_up()
    assert window.hall.live
    (call,) = window.hall.unsent()
    assert (call.wait, call.problem) == (Wait.SETTLING, reason)
    assert sum(line.kind == "case_opened" for line in window.log()) == 1


def test_what_cannot_be_asked_about_is_given_again_under_the_same_id(window: AtWindow) -> None:
    window.here.take()
    window.here.take()
    window.cable.spoils, window.cable.carried_out = at(CallNext, "server", 1), True
    with pytest.raises(HallUnavailable, match="server"):
        window.here.do(CallNext)
    window.cable.spoils, window.cable.carried_out = at(AskSnapshot, "server"), False
    window.catch_up()
    (call,) = window.hall.unsent()
    assert window.hall.settle(call.id, Way.AGAIN, "再叫") == "done"
    assert sum(line.kind == "ticket_called" for line in window.log()) == 1
