"""The clocks of a demo hall, whose morning has always come."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from data.demo.demo_place import morning_of
from data.time_source import TimeSource, TravellingClock, at

NIGHT_RUNS = 10


class MorningClock(TravellingClock):
    """The clock of a throw-away demo: travels while the demo is made, and goes on by itself once started."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self._started: float | None = None

    def start(self) -> None:
        """Go on from where it stands, as time goes by."""
        self._started = monotonic()

    def now(self) -> datetime:
        """This moment of the demo's day."""
        if self._started is None:
            return super().now()
        return super().now() + timedelta(seconds=monotonic() - self._started)


class DaylightClock:
    """Another clock, but never before the demo's morning: what was done by then would be in the future.

    A demo hall is made as of a quarter to ten whatever time it is. Until the day has come as far, its time
    runs slower, a tenth of the day's, and never back.
    """

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """This moment, or one of the morning."""
        moment = self._clock.now()
        midnight = at(moment.date(), 0)
        return max(moment, morning_of(moment.date()) + (moment - midnight) / NIGHT_RUNS)
