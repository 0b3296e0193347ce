"""The halls of two districts in one database, alike to the last window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.setting_up import founded_at
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting

DISTRICTS = ("500102", "500103")
FIRST, SECOND = DISTRICTS


def founded(address: str) -> str:
    """Both districts' halls, set up and closed; the address."""
    for district in DISTRICTS:
        founded_at(address, CATALOGUE, replace(CARD, region=district), WINDOWS)
    return address


@contextmanager
def sitting(address: str, district: str, *, window: str = "3") -> Iterator[Sitting]:
    """A clerk at a window of a district's hall."""
    clock = TravellingClock(OPENED)
    hall = SqlHall.at(address, clock, district=district)
    try:
        yield Sitting(hall, clock, window=window)
    finally:
        hall.close()
