"""What the desk of a far hall says when it turns: the sign-in ends soon, or this machine's clock is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from data.model.legal.time_zone import clock_time
from data.port.status import HallStatus
from data.texts import Texts

MINUTE = timedelta(minutes=1)


class FarNews:
    """Says each thing once, when it comes to hold."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._before = HallStatus()

    def said(self, standing: HallStatus) -> Iterator[str]:
        """What has come to hold since the last time."""
        before, self._before = self._before, standing
        if standing.ends is not None and standing.ends != before.ends:
            at = clock_time(standing.ends)
            yield self._texts("remote.ends_soon", at=at)
        if abs(standing.ahead) >= MINUTE > abs(before.ahead):
            key = "remote.ahead" if standing.ahead > timedelta(0) else "remote.behind"
            yield self._texts(key, minutes=abs(standing.ahead) // MINUTE)
