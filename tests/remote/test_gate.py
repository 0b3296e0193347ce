"""Signing in and out: what is kept, what is forgotten, and why somebody is turned away."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest

from data.port.codec import write
from data.remote.address import read_address
from data.remote.gate import SOON_OVER, Gate
from data.texts import Language, texts
from data.time_source import TravellingClock
from tests.support.remote.far_answers import (
    MORNING,
    SIGNED_IN,
    URL,
    Far,
    Held,
    answering,
    page,
    problem,
    reason_of,
    told,
)

PASSWORD = "correct horse battery"


def in_at(**more: object) -> httpx.Response:
    """What a server answers to who comes in."""
    return told({**json.loads(write(SIGNED_IN)), "hall": {}, **more})


def outside(*says: httpx.Response | Exception) -> Far:
    """A server at whose door nobody has come in."""
    return answering(*says, tokens=Held(None))


def test_who_comes_in_is_kept() -> None:
    far = outside(in_at())
    assert reason_of(lambda: far.gate.token) == "sign_in"
    far.gate.sign_in("zhangmin", PASSWORD, "3")
    assert far.gate.token == SIGNED_IN.token
    assert far.tokens.signed_in == SIGNED_IN
    again = Gate(read_address(URL), far.tokens, TravellingClock(MORNING))
    assert again.token == SIGNED_IN.token
    (request,) = far.heard
    assert request.url == f"{URL}/v1/sign-in"
    assert json.loads(request.content) == {"user": "zhangmin", "password": PASSWORD, "window": "3"}
    assert "authorization" not in request.headers


def test_a_lead_says_that_they_take_over() -> None:
    far = outside(in_at())
    far.gate.sign_in("zhoulin", PASSWORD, "3", take_over=True)
    assert json.loads(far.heard[0].content)["take_over"] is True


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        (problem(401, "sign_in_wrong"), "sign_in_wrong"),
        (problem(409, "window_taken", {"window": "3"}), "window_taken"),
        (problem(409, "must_change"), "must_change"),
        (problem(409, "window_unknown", {"window": "9"}), "window_unknown"),
        (problem(403, "not_your_window", {"window": "3", "own": "4"}), "not_your_window"),
        (problem(403, "demo_only"), "demo_only"),
        (problem(409, "something_new"), "sign_in_refused"),
        (problem(422, "field", {"field": "user", "kind": "string_too_long"}), "sign_in_refused"),
        (problem(429, "sign_in_locked", retry_after="90"), "sign_in_locked"),
        (problem(429, "too_many", retry_after="1"), "sign_in_locked"),
        (page(), "not_a_hall"),
        (page(404), "not_a_hall"),
        (told({"token": "x"}), "not_understood"),
        (in_at(token="x\r\ny"), "not_understood"),
        (problem(503, "busy"), "overloaded"),
        (httpx.ConnectError("refused"), "unreachable"),
    ],
)
def test_who_is_turned_away_is_told_why(says: httpx.Response | Exception, reason: str) -> None:
    far = outside(says)
    assert reason_of(lambda: far.gate.sign_in("zhangmin", PASSWORD, "3")) == reason
    assert far.tokens.signed_in is None
    assert reason_of(lambda: far.gate.token) == "sign_in"
    for language in Language:
        said = texts(language)
        assert f"unavailable.{reason}" in said or f"refusal.{reason}" in said


def test_how_long_to_wait_is_told() -> None:
    far = outside(problem(429, "sign_in_locked", retry_after="90"))
    with pytest.raises(Exception) as locked:  # noqa: PT011
        far.gate.sign_in("zhangmin", PASSWORD, "3")
    assert getattr(locked.value, "facts", {}) == {"seconds": "90"}
    assert len(far.heard) == 1


def test_who_goes_out_is_forgotten_also_where_the_server_cannot_be_told() -> None:
    far = answering(httpx.Response(204))
    far.gate.sign_out()
    assert far.heard[0].headers["authorization"] == f"Bearer {SIGNED_IN.token}"
    assert far.tokens.signed_in is None
    far = answering(httpx.ConnectError("refused"))
    assert reason_of(far.gate.sign_out) == "unreachable"
    assert far.tokens.signed_in is None
    far = answering(problem(401, "sign_in"))
    far.gate.sign_out()
    far = outside(page())
    far.gate.sign_out()
    assert far.heard == []


def test_the_lock_opens_by_the_password_alone() -> None:
    assert answering(httpx.Response(204)).gate.unlock(PASSWORD)
    far = answering(problem(401, "sign_in_wrong"))
    assert not far.gate.unlock("wrong")
    assert far.gate.token == SIGNED_IN.token
    far = answering(problem(429, "sign_in_locked", retry_after="5"))
    assert reason_of(lambda: far.gate.unlock("wrong")) == "sign_in_locked"
    far = answering(problem(401, "sign_in"))
    assert reason_of(lambda: far.gate.unlock(PASSWORD)) == "sign_in"
    assert far.tokens.signed_in is None


@pytest.mark.parametrize(
    "says", [page(), told({}), told({}, 409), httpx.Response(302), problem(500, "unforeseen")]
)
def test_the_lock_stays_shut_whatever_else_answers(says: httpx.Response) -> None:
    assert reason_of(lambda: answering(says).gate.unlock(PASSWORD))


def test_a_password_is_changed_by_who_is_in_and_by_who_may_not_come_in_before() -> None:
    far = answering(httpx.Response(204))
    far.gate.change_password("zhangmin", PASSWORD, "another one of those")
    assert far.heard[0].headers["authorization"] == f"Bearer {SIGNED_IN.token}"
    far = outside(httpx.Response(204))
    far.gate.change_password("zhangmin", PASSWORD, "another one of those")
    assert "authorization" not in far.heard[0].headers
    assert json.loads(far.heard[0].content)["user"] == "zhangmin"
    for says, reason in (
        (problem(401, "sign_in_wrong"), "sign_in_wrong"),
        (problem(409, "password_length", {"shortest": "10", "longest": "256"}), "password_length"),
        (problem(409, "password_plain"), "password_plain"),
        (problem(401, "sign_in"), "sign_in"),
    ):
        far = answering(says)
        change = lambda: far.gate.change_password("zhangmin", PASSWORD, "x")  # noqa: B023, E731
        assert reason_of(change) == reason


def test_that_time_is_nearly_over_is_known_before_it_is() -> None:
    far = answering(told({}))
    assert far.gate.ends_soon is None
    far.clock.travel(SIGNED_IN.expires - SOON_OVER)
    assert far.gate.ends_soon == SIGNED_IN.expires
    assert far.hall.standing().ends == SIGNED_IN.expires
    far.clock.advance(SOON_OVER)
    assert far.gate.ends_soon is None
    assert reason_of(lambda: far.gate.token) == "sign_in"


def test_by_the_hall_s_clock_and_not_by_this_machine_s() -> None:
    far = answering(problem(404, "no_such_path"))
    far.clock.travel(SIGNED_IN.expires - timedelta(minutes=1))
    reason_of(far.hall.enter)
    assert far.gate.ends_soon is None


def test_no_password_and_no_token_is_ever_shown() -> None:
    far = outside(problem(401, "sign_in_wrong"))
    with pytest.raises(Exception) as failed:  # noqa: PT011
        far.gate.sign_in("zhangmin", PASSWORD, "3")
    assert PASSWORD not in f"{failed.value!r} {vars(failed.value)} {failed.value.__cause__!r}"
    assert SIGNED_IN.token not in f"{answering(page()).gate!r} {SIGNED_IN!r}"
