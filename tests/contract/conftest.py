"""The halls that must all keep the same contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from data.port.hall import Hall
from data.time_source import TravellingClock
from tests.support import postgres
from tests.support.contract import PARTITIONED, grounds_of
from tests.support.halls.small_hall import OpenHall, postgres_hall, sqlite_hall
from tests.support.scaling.partitions import new_districts, partitioned, partitioned_hall
from tests.support.serving import crowd_at, served
from tests.support.sitting import OPENED, Sitting


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of the contract is kept on every ground."""
    if "open_hall" in metafunc.fixturenames:
        module = metafunc.module.__name__.rpartition(".")[2]
        metafunc.parametrize("open_hall", grounds_of(module, metafunc.function), indirect=True)


@pytest.fixture(scope="session")
def _partitions() -> Iterator[OpenHall]:
    districts = new_districts()
    with postgres.database() as made:
        address = partitioned(made)
        yield lambda clock, folder: partitioned_hall(address, next(districts), clock)


@pytest.fixture
def open_hall(request: pytest.FixtureRequest) -> Iterator[OpenHall]:
    """How each kind of hall is opened, anew and set up: near, and behind the real server on a real socket."""
    with ExitStack() as halls:

        def near_hall(clock: TravellingClock, folder: Path) -> Hall:
            return postgres_hall(clock, halls.enter_context(postgres.database()))

        def far_hall(clock: TravellingClock, folder: Path) -> Hall:
            place: str | Path = folder / "hall.db"
            if request.param == "http-sqlite":
                sqlite_hall(clock, folder).close()
            else:
                place = halls.enter_context(postgres.database())
                postgres_hall(clock, place).close()
            return crowd_at(halls.enter_context(served(place, clock)), clock)

        if request.param == PARTITIONED:
            yield request.getfixturevalue("_partitions")
        else:
            near = {"sqlite": sqlite_hall, "postgres": near_hall}
            yield near.get(request.param, far_hall)


@pytest.fixture
def desk(open_hall: OpenHall, tmp_path: Path) -> Iterator[Sitting]:
    """A clerk at window 3 of a new hall, on Wednesday 2026-03-18 at 9:40."""
    clock = TravellingClock(OPENED)
    hall = open_hall(clock, tmp_path)
    yield Sitting(hall, clock)
    hall.close()
