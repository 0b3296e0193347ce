"""Queries about the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.model.query.base import Query
from data.model.view import (
    BoardView,
    DayView,
    Page,
    TicketLine,
    WindowView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQueue(Query[Page[TicketLine]]):
    """Today's tickets that a window may call, in the order of calling; all zones where no window is named."""

    window: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWindow(Query[WindowView]):
    """A window's active ticket, and those that it has put aside or may take back."""

    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBoard(Query[BoardView]):
    """What the hall's screen shows: who is called or served at which window, and how many wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDay(Query[DayView]):
    """A day's queue in balance: what has become by `today` of every number taken on `day` (None: today)."""

    day: date | None = None
