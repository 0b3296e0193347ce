"""Working days, dates and lights counted for the tests alone, by the law's words and a wall calendar of 2026.

Nothing here is shared with the program: days are walked one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Stop = tuple[date, date]
"""Excluded time, noticed on the first day and ended on the second."""


def span(text: str) -> Iterator[date]:
    """The days of a stretch of 2026 such as `02-15/02-23`."""
    first, last = (date.fromisoformat(f"2026-{each}") for each in text.split("/"))
    while first <= last:
        yield first
        first += DAY


HOLIDAYS = (
    "01-01/01-03",
    "02-15/02-23",
    "04-04/04-06",
    "05-01/05-05",
    "06-19/06-21",
    "09-25/09-27",
    "10-01/10-07",
)
OFF = {day for each in HOLIDAYS for day in span(each)}
MADE_UP = {
    date.fromisoformat(f"2026-{each}") for each in ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
}


def works(day: date) -> bool:
    """Whether the hall works on a day of 2026."""
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def counts(day: date, stops: Sequence[Stop]) -> bool:
    """Whether a day counts: a working day d with P < d <= R for no suspension (Art. 45, 82)."""
    return works(day) and not any(noticed < day <= ended for noticed, ended in stops)


def due(start: date, days: int, stops: Sequence[Stop] = ()) -> date:
    """The last of so many days that count after `start`."""
    day = start
    while days:
        day += DAY
        days -= counts(day, stops)
    return day


def left(day: date, until: date, stops: Sequence[Stop] = ()) -> int:
    """The days that count after a day up to another one; negative past it."""
    if day > until:
        return -left(until, day, stops)
    total = 0
    while day < until:
        day += DAY
        total += counts(day, stops)
    return total


@dataclass(frozen=True)
class Shown:
    """What a line shows: its light, its date, and how many days are left."""

    light: str
    due: date | None
    left: int | None


NOTHING = Shown("none", None, None)


def running(day: date, start: date, promised: int, law: int, warn: int, stops: Sequence[Stop]) -> Shown:
    """What the handling of a case shows on a day, whose suspensions have all ended by then."""
    by_promise, by_law = due(start, promised, stops), due(start, law, stops)
    if day > by_law:
        return Shown("law", by_law, left(day, by_law))
    remaining = left(day, by_promise, stops)
    light = "red" if day > by_promise else "yellow" if remaining <= warn else "green"
    return Shown(light, by_promise, remaining)


def frozen(start: date, promised: int, noticed: date) -> Shown:
    """What a case shows while a suspension runs that is not near its own end: the days left when it ends."""
    return Shown("frozen", None, promised - left(start, noticed))
