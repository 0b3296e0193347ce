"""A hall with accounts, on each database that a hall can be on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.time_source import TravellingClock
from tests.support.accounts.people import OPENED, People
from tests.support.halls.small_hall import postgres_hall, small_hall_file


@pytest.fixture
def hall_file(tmp_path: Path) -> Path:
    """A new hall's file, set up and closed."""
    return small_hall_file(tmp_path / "hall.db")


@pytest.fixture(params=["sqlite", "postgres"])
def people(request: pytest.FixtureRequest) -> Iterator[People]:
    """The accounts of a hall, with a few people in them."""
    if request.param == "sqlite":
        place: str | Path = request.getfixturevalue("hall_file")
    else:
        place = str(request.getfixturevalue("postgres_url"))
        postgres_hall(TravellingClock(OPENED), place).close()
    with closing(People(place)) as people:
        people.settle()
        yield people
