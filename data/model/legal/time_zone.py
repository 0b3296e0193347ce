"""The time zone of the law, the halls and everything shown here, and moments as they are told in it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(moment: datetime) -> datetime:
    """The moment in Asia/Shanghai; one without a zone is taken to be there already."""
    return moment.astimezone(SHANGHAI) if moment.tzinfo is not None else moment.replace(tzinfo=SHANGHAI)


def day_of(moment: datetime) -> date:
    """The day on which the moment falls in Asia/Shanghai."""
    return shanghai(moment).date()


def clock_time(moment: datetime) -> str:
    """The moment's time of day in Asia/Shanghai, as `09:40`."""
    return f"{shanghai(moment):%H:%M}"


def to_the_minute(moment: datetime) -> str:
    """The moment's day and time of day in Asia/Shanghai, as `2026-03-18 09:40`."""
    return f"{shanghai(moment):%Y-%m-%d %H:%M}"
