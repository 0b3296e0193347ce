"""Where the time comes from: the real clock, a frozen one, or one that travels."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol

from data.model.legal.time_zone import SHANGHAI, shanghai


class TimeSource(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """This moment, in Asia/Shanghai."""
        ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, in Asia/Shanghai."""
        return datetime.now(SHANGHAI)


class TravellingClock:
    """A clock that stands at a moment until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self._moment = shanghai(moment)

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._moment

    def travel(self, to: datetime) -> None:
        """Move to a moment, forward or back."""
        self._moment = shanghai(to)

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self._moment += by


class ShiftedClock:
    """The machine's time of day on another day (`--today`)."""

    def __init__(self, day: date) -> None:
        self._day = day

    def now(self) -> datetime:
        """The machine's time of day, on the chosen day."""
        return datetime.combine(self._day, datetime.now(SHANGHAI).timetz())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of that day in Asia/Shanghai."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)
