"""A demo hall in a database of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.catalogue.files import read_catalogue
from data.demo.demo_hall import CASES, SEED, Made, founding, make, plan
from data.demo.demo_place import CARD, morning_of
from data.law.calendar.working_days import published
from data.model.item import Catalogue
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.store.upkeep.founding import found
from data.time_source import TravellingClock


def make_database(
    place: str | Path, *, today: date, cases: int | None = None, seed: int | None = None
) -> Made:
    """Make a demo hall: a new file, of which nothing stays behind when it fails, or one more of a database.

    In a PostgreSQL database a hall that could not be filled stays behind empty.

    Raises:
        HallUnavailable: the file, or a hall of the demo's district, exists, or cannot be written.
        OutOfCalendar: no working days are known around `today`.
        DemoRefused: our catalogue is such that a command was refused.
    """
    clock = TravellingClock(morning_of(today))
    if isinstance(place, Path):
        hall, made = open_made(place, clock, today=today, cases=cases, seed=seed)
    else:
        catalogue = read_catalogue()
        number, kind = (CASES if cases is None else cases), (SEED if seed is None else seed)
        commands = plan(catalogue, today=today, cases=number, seed=kind, calendar=published())
        found(place, founding(catalogue, commands, today=today, seed=kind))
        hall = SqlHall.at(place, clock, district=CARD.region)
        try:
            made = _made(hall, catalogue, clock, today, cases, seed)
        except BaseException:
            hall.close()
            raise
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
    """Make a demo hall in a file and leave it open, its clock at the demo's moment; see `make_database`."""
    catalogue = read_catalogue()
    create(path)
    try:
        hall = SqlHall.open(path, clock, durable=durable)
        try:
            made = _made(hall, catalogue, clock, today, cases, seed)
        except BaseException:
            hall.close()
            raise
    except BaseException:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise
    return hall, made


def _made(
    hall: SqlHall,
    catalogue: Catalogue,
    clock: TravellingClock,
    today: date,
    cases: int | None,
    seed: int | None,
) -> Made:
    return make(
        hall,
        catalogue,
        clock,
        today=today,
        cases=CASES if cases is None else cases,
        seed=SEED if seed is None else seed,
    )
