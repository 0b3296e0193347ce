"""Where a hall stands, what has changed in it, and how this end stands to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.model.account import Authority


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a hall stands: the position of its newest event, and how often its configuration was written."""

    position: int
    revision: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something was written: the position of the newest event, and the streams touched since the last."""

    position: int
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallStatus:
    """How this end stands to the hall.

    `far` is a hall behind a network, `connected` whether it answers now; if it does not, `known_at` is the
    moment of the newest thing known of it. `waiting` counts commands kept here that it has not been sent yet,
    `unsettled` those that it has refused and that nobody has settled. `ahead` is how far this machine's clock
    runs before the hall's. `authority` is what the signed-in user may do, None where nobody signs in; `ends`
    is when their time is over, once that is soon.
    """

    far: bool = False
    connected: bool = True
    known_at: datetime | None = None
    waiting: int = 0
    unsettled: int = 0
    ahead: timedelta = timedelta(0)
    authority: Authority | None = None
    ends: datetime | None = None
