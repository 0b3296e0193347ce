"""The clocks of a demo hall, whose morning has always come."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from data.clock import Clock, at
from data.demo.place import MORNING

NIGHT_RUNS = 10


class MorningClock:
    """The clock of a throw-away demo: a quarter to ten when it is made, and from then on as time goes by."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._made = monotonic()

    def now(self) -> datetime:
        """This moment of the demo's day."""
        return self._moment + timedelta(seconds=monotonic() - self._made)


class DaylightClock:
    """Another clock, but never before the demo's morning: what was done by then would be in the future.

    A demo hall is made as of a quarter to ten whatever time it is. Until the day has come as far, its time
    runs slower, a tenth of the day's, and never back.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """This moment, or one of the morning."""
        moment = self._clock.now()
        midnight = at(moment.date(), 0)
        morning = at(moment.date(), MORNING.hour, MORNING.minute)
        return max(moment, morning + (moment - midnight) / NIGHT_RUNS)
