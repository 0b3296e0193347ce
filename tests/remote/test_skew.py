"""The difference of two clocks, from what answers tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.remote.skew import RECENT, FarClock, Skew
from data.time_source import TravellingClock, at

NOON = at(date(2026, 3, 18), 12)


def heard(skew: Skew, ahead: timedelta, trip: timedelta = timedelta(0), share: float = 0.5) -> None:
    """An answer over a trip, which the server has stamped at a share of it; this clock is ahead."""
    skew.note(NOON, NOON + trip, (NOON - ahead + trip * share).isoformat(timespec="milliseconds"))


def test_before_the_first_answer_there_is_none() -> None:
    assert Skew().ahead == timedelta(0)


@given(st.integers(-86_400_000, 86_400_000), st.integers(0, 10_000), st.floats(0, 1))
def test_it_is_known_to_half_of_the_trip(ahead: int, trip: int, share: float) -> None:
    skew = Skew()
    whole = timedelta(milliseconds=trip)
    heard(skew, timedelta(milliseconds=ahead), whole, share)
    assert abs(skew.ahead - timedelta(milliseconds=ahead)) <= whole / 2 + timedelta(milliseconds=1)


def test_a_slow_answer_now_and_then_does_not_move_it() -> None:
    skew = Skew()
    for number in range(RECENT):
        trip = timedelta(seconds=8) if number % 3 == 2 else timedelta(0)
        heard(skew, timedelta(seconds=70), trip, share=1.0)
    assert skew.ahead == timedelta(seconds=70)


def test_a_clock_that_was_set_is_followed() -> None:
    skew = Skew()
    for ahead in (300, 0):
        for _ in range(RECENT):
            heard(skew, timedelta(seconds=ahead))
    assert skew.ahead == timedelta(0)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "now",
        "2026-03-18T12:00:00",
        "2026-13-01T00:00:00+08:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_what_is_no_moment_tells_nothing(told: str) -> None:
    skew = Skew()
    skew.note(NOON, NOON, told)
    assert skew.ahead == timedelta(0)
    assert FarClock(TravellingClock(NOON), skew).now() == NOON


def test_a_desk_whose_clock_is_wrong_still_has_the_hall_s_time() -> None:
    skew = Skew()
    wrong = TravellingClock(NOON + timedelta(hours=3))
    skew.note(wrong.now(), wrong.now(), NOON.isoformat())
    clock = FarClock(wrong, skew)
    assert clock.now() == NOON
    wrong.advance(timedelta(minutes=5))
    assert clock.now() == NOON + timedelta(minutes=5)
