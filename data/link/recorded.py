"""Commands about a case sent at a moment that the case allows: never before its last event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from data.model.command import CaseAct
from data.model.outcome import Outcome, Refusal
from data.model.query import AskCase
from data.model.view import TimelineLine
from data.port.hall import Hall
from data.time_source import TimeSource

TRIES: Final = 5


def record(hall: Hall, clock: TimeSource, case: str, make: Callable[[datetime], CaseAct]) -> Outcome:
    """Carry out a command about a case, as of now or of its last event if that is later.

    The desks' clocks are not one: an event may have been written a little ahead of this clock, and another
    one between the look and the command.

    Raises:
        HallUnavailable: see `Hall.do`.
    """
    outcome = hall.do(make(_moment(hall, clock, case)))
    for _ in range(TRIES - 1):
        if not (isinstance(outcome, Refusal) and outcome.reason == "time_backwards"):
            break
        outcome = hall.do(make(_moment(hall, clock, case)))
    return outcome


def history(hall: Hall, case: str) -> tuple[TimelineLine, ...]:
    """Everything that has happened to a case, also by a clock that is ahead."""
    file = hall.ask(AskCase(code=case))
    return file.timeline if file is not None else ()


def _moment(hall: Hall, clock: TimeSource, case: str) -> datetime:
    past = history(hall, case)
    return max(clock.now(), past[-1].at) if past else clock.now()
