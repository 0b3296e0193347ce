"""The judge is judged: a log that breaks the rule in one place is found out at that place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from data.time_source import at
from tests.support.queue.replay import Replay, Told, Unlawful, replayed
from tests.support.queue.window_day import DAY

WINDOWS = {"1": (), "2": ("a",), "3": ("b",)}
Line = tuple[str, str, str, dict[str, Any]]


def taken(number: str, zone: str = "a", slot: datetime | None = None) -> Line:
    """A number is taken."""
    priority = "elderly" if number.startswith("V") else "none"
    appointment = slot.isoformat() if slot else None
    body = {"number": number, "zone": zone, "priority": priority, "appointment": appointment}
    return (number, "", "taken", body)


def called(number: str, window: str = "1", reason: str = "") -> Line:
    """A number is called to a window."""
    return (number, window, "called", {"window": window, "reason": reason})


def done(kind: str, number: str, window: str = "1", **body: str) -> Line:
    """Something else happens to a number."""
    return (number, window, kind, body)


def skipped(number: str, window: str = "1") -> tuple[Line, ...]:
    """Nobody comes to three calls."""
    return (*(called(number, window),) * 3, done("skipped", number, window))


def served(number: str, window: str = "1") -> tuple[Line, ...]:
    """Somebody is called, comes and is served."""
    return (called(number, window), done("served", number, window), done("finished", number, window))


def played(*lines: Line, closes: Sequence[str] = ()) -> Replay:
    """The events played, half a minute apart, and these numbers closed in the evening."""
    log = [
        Told(
            position,
            f"hall-{number}",
            at(DAY, 9) + timedelta(seconds=30 * position),
            window,
            f"ticket_{kind}",
            body,
        )
        for position, (number, window, kind, body) in enumerate(lines, start=1)
    ]
    evening = at(DAY, 18)
    log += [Told(len(log) + 1, f"hall-{number}", evening, "", "ticket_closed", {}) for number in closes]
    return replayed(log, WINDOWS)


def test_a_day_by_the_rule_is_balanced() -> None:
    replay = played(
        taken("A001"),
        taken("A002"),
        taken("VA003"),
        taken("YA004", slot=at(DAY, 9)),
        *served("VA003"),
        *served("YA004"),
        *skipped("A001"),
        done("revived", "A001"),
        *served("A002"),
        called("A001"),
        done("served", "A001"),
        done("held", "A001"),
        closes=("A001",),
    )
    assert replay.balanced() == (4, 3, 1)


UNLAWFUL = {
    "the second is called before the first": (taken("A001"), taken("A002"), called("A002")),
    "a walk-in before priority": (taken("A001"), taken("VA002"), called("A001")),
    "a walk-in before one who was raised": (
        taken("A001"),
        taken("A002"),
        done("raised", "A002", reason="赶车"),
        called("A001"),
    ),
    "an appointment before its slot": (taken("A001"), taken("YA002", slot=at(DAY, 11)), called("YA002")),
    "a walk-in before a slot that has begun": (
        taken("A001"),
        taken("YA002", slot=at(DAY, 9)),
        called("A001"),
    ),
    "who came back before the next": (
        taken("A001"),
        taken("A002"),
        *skipped("A001"),
        done("revived", "A001"),
        called("A001"),
    ),
    "who came back too far behind": (
        taken("A001"),
        taken("A002"),
        taken("A003"),
        *skipped("A001"),
        done("revived", "A001"),
        *served("A002"),
        called("A003"),
    ),
    "called to a window twice": (taken("A001"), *served("A001"), called("A001")),
    "called to two windows": (taken("A001"), called("A001"), called("A001", "2")),
    "two at one window": (taken("A001"), taken("A002"), called("A001"), called("A002")),
    "another zone's": (taken("A001"), called("A001", "3")),
    "another window's after a transfer": (
        taken("A001"),
        called("A001"),
        done("served", "A001"),
        done("transferred", "A001", zone="a", to_window="2", reason="专窗"),
        called("A001"),
    ),
    "a number given twice": (taken("A001"), taken("A001")),
    "a number left out": (taken("A001"), taken("A003")),
    "passed over after two calls": (taken("A001"), called("A001"), called("A001"), done("skipped", "A001")),
    "served without having been called": (taken("A001"), done("served", "A001")),
    "finished without having been served": (taken("A001"), called("A001"), done("finished", "A001")),
    "gone on with at another window": (
        taken("A001"),
        called("A001"),
        done("served", "A001"),
        done("held", "A001"),
        done("unheld", "A001", "2"),
    ),
    "closed before the evening": (taken("A001"), done("closed", "A001")),
    "somebody nobody knows": (called("A001"),),
}


@pytest.mark.parametrize("lines", UNLAWFUL.values(), ids=UNLAWFUL.keys())
def test_what_is_against_the_rule_is_found(lines: tuple[Line, ...]) -> None:
    *before, last = lines
    played(*before)
    with pytest.raises(Unlawful, match=f"event {len(lines)}, .*ticket_{last[2]}"):
        played(*lines)


def test_who_was_passed_over_before_the_last_three_does_not_come_back() -> None:
    numbers = [f"A00{serial}" for serial in range(1, 5)]
    lines = [taken(number) for number in numbers]
    lines += [line for number in numbers for line in skipped(number)]
    played(*lines, done("revived", "A002"))
    with pytest.raises(Unlawful, match="last three"):
        played(*lines, done("revived", "A001"))


def test_a_call_once_more_waits_twenty_seconds() -> None:
    log = [
        Told(1, "hall-A001", at(DAY, 9), "", "ticket_taken", taken("A001")[3]),
        Told(2, "hall-A001", at(DAY, 10), "1", "ticket_called", called("A001")[3]),
        Told(3, "hall-A001", at(DAY, 10) + timedelta(seconds=19), "1", "ticket_called", called("A001")[3]),
    ]
    with pytest.raises(Unlawful, match="too soon"):
        replayed(log, WINDOWS)


def test_a_day_is_not_balanced_while_somebody_waits_or_is_served() -> None:
    for lines in ((taken("A001"),), (taken("A001"), called("A001"), done("served", "A001"))):
        with pytest.raises(Unlawful, match="not balanced"):
            played(*lines).balanced()
