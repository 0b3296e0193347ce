"""A demo hall in a database of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.catalogue.files import read_catalogue
from data.clock import TravellingClock
from data.demo.hall import CASES, SEED, Made, make
from data.demo.life import Almanac
from data.law.calendar import published
from data.store.schema import create
from data.store.sql_hall import SqlHall


def make_database(
    path: Path, *, today: date, cases: int | None = None, seed: int | None = None, durable: bool = True
) -> Made:
    """Make a new database with a demo hall; what fails leaves no file behind.

    Raises:
        HallUnavailable: the file exists or cannot be written.
        OutOfCalendar: no working days are known around `today`.
        DemoRefused: our catalogue is such that a command was refused.
    """
    clock = TravellingClock(Almanac(published(), today).now)
    catalogue = read_catalogue()
    create(path)
    try:
        hall = SqlHall.open(path, clock, durable=durable)
        try:
            return make(
                hall,
                catalogue,
                clock,
                today=today,
                cases=CASES if cases is None else cases,
                seed=SEED if seed is None else seed,
            )
        finally:
            hall.close()
    except BaseException:
        for each in path.parent.glob(f"{path.name}*"):
            if each.name.removeprefix(path.name) in ("", "-wal", "-shm"):
                each.unlink()
        raise
