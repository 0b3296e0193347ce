"""A demo hall in a database of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.catalogue.files import read_catalogue
from data.clock import TravellingClock
from data.demo.hall import CASES, SEED, Made, make
from data.demo.place import morning_of
from data.store.schema import create
from data.store.sql_hall import SqlHall


def make_database(path: Path, *, today: date, cases: int | None = None, seed: int | None = None) -> Made:
    """Make a new database with a demo hall; what fails leaves no file behind.

    Raises:
        HallUnavailable: the file exists or cannot be written.
        OutOfCalendar: no working days are known around `today`.
        DemoRefused: our catalogue is such that a command was refused.
    """
    clock = TravellingClock(morning_of(today))
    hall, made = open_made(path, clock, today=today, cases=cases, seed=seed)
    hall.close()
    return made


def open_made(
    path: Path,
    clock: TravellingClock,
    *,
    today: date,
    cases: int | None = None,
    seed: int | None = None,
    durable: bool = True,
) -> tuple[SqlHall, Made]:
    """Make a demo hall and leave it open, its clock at the demo's moment; see `make_database`."""
    catalogue = read_catalogue()
    create(path)
    try:
        hall = SqlHall.open(path, clock, durable=durable)
        try:
            made = make(
                hall,
                catalogue,
                clock,
                today=today,
                cases=CASES if cases is None else cases,
                seed=SEED if seed is None else seed,
            )
        except BaseException:
            hall.close()
            raise
    except BaseException:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise
    return hall, made
