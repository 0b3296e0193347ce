"""A hall with accounts, on each database that a hall can be on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.accounts.hall import OPENED, People
from tests.contract.sitting import CARD, CATALOGUE, WINDOWS
from tests.support.setting_up import install


@pytest.fixture
def hall_file(tmp_path: Path) -> Path:
    """A new hall's file, set up and closed."""
    file = tmp_path / "hall.db"
    create(file)
    with closing(SqlHall.open(file, TravellingClock(OPENED), durable=False)) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def people(request: pytest.FixtureRequest) -> Iterator[People]:
    """The accounts of a hall, with a few people in them."""
    if request.param == "sqlite":
        place: str | Path = request.getfixturevalue("hall_file")
    else:
        place = str(request.getfixturevalue("postgres_url"))
        with closing(SqlHall.at(place, TravellingClock(OPENED))) as hall:
            install(hall, CATALOGUE, CARD, WINDOWS)
    with closing(People(place)) as people:
        people.settle()
        yield people
