"""The demo hall of one Wednesday: made once in each process, copied for every test."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.demo.demo_database import make_database
from data.demo.demo_place import morning_of
from data.time_source import TravellingClock

TODAY = date(2026, 3, 18)
DAY = TODAY.isoformat()


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        make_database(path, today=TODAY)
        return path.read_bytes()


def demo_hall_file(path: Path) -> Path:
    """A demo hall of a test's own."""
    path.write_bytes(_made())
    return path


def demo_morning() -> TravellingClock:
    """A clock at the moment of which the demo hall is."""
    return TravellingClock(morning_of(TODAY))
