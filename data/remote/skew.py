"""How far this machine's clock runs before the server's, and a clock that is right all the same."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from statistics import median
from threading import Lock
from typing import Final

from data.model.legal.time_zone import shanghai
from data.time_source import TimeSource

HEADER: Final = "x-clerk-now"
"""The header in which a server tells its moment with every answer."""

EARLIEST: Final = 2000
LATEST: Final = 2200
"""Years between which a hall's moments are."""

APART: Final = timedelta(minutes=1)
"""A difference from which on it is said."""

RECENT: Final = 9
"""So many answers are looked at: the median of them is not moved by the odd slow one."""


class Skew:
    """The difference, from the moments that answers have told; may be read from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._samples: deque[float] = deque(maxlen=RECENT)
        self._ahead = timedelta(0)

    @property
    def ahead(self) -> timedelta:
        """How far this machine's clock runs before the server's; zero before the first answer."""
        return self._ahead

    @property
    def apart(self) -> bool:
        """Whether the clocks differ so much that somebody should know."""
        return abs(self._ahead) >= APART

    def note(self, sent: datetime, heard: datetime, told: str) -> None:
        """An answer told the server's moment; it was sent and heard at these of this machine's clock.

        The server is taken to have answered halfway. What is no moment tells nothing.
        """
        try:
            moment = datetime.fromisoformat(told)
            if not EARLIEST <= moment.year < LATEST:
                return
            halfway = sent + (heard - sent) / 2
            ahead = (halfway - moment).total_seconds()
        except (ValueError, TypeError):
            # Not a moment, or one without a zone.
            return
        with self._lock:
            self._samples.append(ahead)
            self._ahead = timedelta(seconds=median(self._samples))


class FarClock:
    """The server's time by this machine's clock: a desk whose clock is wrong still writes right moments."""

    def __init__(self, own: TimeSource, skew: Skew) -> None:
        self._own, self._skew = own, skew

    def now(self) -> datetime:
        """This moment, in Asia/Shanghai."""
        return shanghai(self._own.now() - self._skew.ahead)
