"""Databases to be tried: an empty hall, and one in which something has happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.halls.small_hall import small_hall_file
from tests.support.store.grounds import Ground, founded, ground, lived_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new hall's file, set up and closed."""
    return small_hall_file(tmp_path / "hall.db")


@pytest.fixture
def lived(path: Path) -> Path:
    """A hall's file in which tickets and cases have gone their way, closed."""
    lived_in(ground(path))
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def new_ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """A new hall, set up and closed, on each ground."""
    if request.param == "sqlite":
        yield founded(tmp_path / "hall.db")
    else:
        with postgres.database() as address:
            yield founded(address)


@pytest.fixture(scope="session")
def _lived_database() -> Iterator[str]:
    with postgres.database() as address:
        lived_in(founded(address))
        yield postgres.name_of(address)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared_ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """A hall that has lived, on each ground, for tests that leave it as they found it."""
    if request.param == "sqlite":
        yield lived_in(founded(tmp_path_factory.mktemp("shared") / "hall.db"))
    else:
        with postgres.database(request.getfixturevalue("_lived_database")) as address:
            yield ground(address)


@pytest.fixture(params=["sqlite", "postgres"])
def lived_ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """A hall in which tickets and cases have gone their way, closed, on each ground."""
    if request.param == "sqlite":
        yield lived_in(founded(tmp_path / "hall.db"))
    else:
        with postgres.database(request.getfixturevalue("_lived_database")) as address:
            yield ground(address)
