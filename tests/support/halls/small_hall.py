"""A new hall with the small catalogue, wherever it is to stand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.port.hall import Hall
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.setting_up import install
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS

OpenHall = Callable[[TravellingClock, Path], Hall]


@cache
def _made() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hall.db"
        create(path)
        with closing(SqlHall.open(path, TravellingClock(OPENED), durable=False)) as hall:
            install(hall, CATALOGUE, CARD, WINDOWS)
        return path.read_bytes()


def small_hall_file(path: Path) -> Path:
    """A hall in a new SQLite file, set up and closed."""
    path.write_bytes(_made())
    return path


def sqlite_hall(clock: TravellingClock, folder: Path) -> SqlHall:
    """A hall in a new SQLite file of a folder."""
    return SqlHall.open(small_hall_file(folder / "hall.db"), clock, durable=False)


def postgres_hall(clock: TravellingClock, address: str) -> SqlHall:
    """A hall in a PostgreSQL database that has our tables and no hall."""
    hall = SqlHall.at(address, clock)
    install(hall, CATALOGUE, CARD, WINDOWS)
    return hall
