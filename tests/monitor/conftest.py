"""A wall before a copy of one demo hall, read by keys, while a desk writes into the same file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.monitor.wall import Stand, walls_at


@pytest.fixture
def desk(demo: Path, clock: TravellingClock) -> Iterator[SqlHall]:
    """Another program on the same file, which may write."""
    with closing(SqlHall.open(demo, clock)) as hall:
        yield hall


@pytest.fixture
def stand(demo: Path, clock: TravellingClock) -> Stand:
    """Walls at the demo hall."""
    return walls_at(demo, clock)
