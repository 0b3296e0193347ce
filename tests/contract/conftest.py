"""The halls that must all keep the same contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from data.port.hall import Hall
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests import postgres
from tests.contract.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.remote.serving import crowd_at, served
from tests.support.setting_up import install

OpenHall = Callable[[TravellingClock, Path], Hall]


def sqlite_hall(clock: TravellingClock, folder: Path) -> Hall:
    """A hall in a SQLite file, set up with the small catalogue."""
    path = folder / "hall.db"
    create(path)
    hall = SqlHall.open(path, clock, durable=False)
    install(hall, CATALOGUE, CARD, WINDOWS)
    return hall


@pytest.fixture(params=["sqlite", "postgres", "http-sqlite", "http-postgres"])
def open_hall(request: pytest.FixtureRequest) -> Iterator[OpenHall]:
    """How each kind of hall is opened, anew and set up: near, and behind the real server on a real socket."""
    with ExitStack() as halls:

        def postgres_hall(clock: TravellingClock, folder: Path) -> Hall:
            return set_up(halls.enter_context(postgres.database()), clock)

        def far_hall(clock: TravellingClock, folder: Path) -> Hall:
            place: str | Path = folder / "hall.db"
            if request.param == "http-sqlite":
                sqlite_hall(clock, folder).close()
            else:
                place = halls.enter_context(postgres.database())
                set_up(place, clock).close()
            return crowd_at(halls.enter_context(served(place, clock)), clock)

        near = {"sqlite": sqlite_hall, "postgres": postgres_hall}
        yield near.get(request.param, far_hall)


def set_up(place: str, clock: TravellingClock) -> SqlHall:
    """The hall in a new PostgreSQL database, with the small catalogue."""
    hall = SqlHall.at(place, clock)
    install(hall, CATALOGUE, CARD, WINDOWS)
    return hall


@pytest.fixture
def desk(open_hall: OpenHall, tmp_path: Path) -> Iterator[Sitting]:
    """A clerk at window 3 of a new hall, on Wednesday 2026-03-18 at 9:40."""
    clock = TravellingClock(OPENED)
    hall = open_hall(clock, tmp_path)
    yield Sitting(hall, clock)
    hall.close()
