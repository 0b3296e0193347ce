"""Databases to be tried: an empty hall, and one in which something has happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest

from data.store.schema.triggers import TRIGGERS
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests import postgres
from tests.contract.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.store.grounds import Ground, founded, ground, lived_in
from tests.support.setting_up import install


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new hall's file, set up and closed."""
    file = tmp_path / "hall.db"
    create(file)
    with closing(SqlHall.open(file, TravellingClock(OPENED), durable=False)) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    return file


@contextmanager
def sitting_at(path: Path, *, user: str = "张敏") -> Iterator[Sitting]:
    """A clerk at the hall of a file."""
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        desk = Sitting(hall, clock, user=user)
        # Every sitting has its own ids: a command sent again is not carried out again.
        desk.ids = count(1 + 1000 * (1 + desk.events()))
        yield desk


@pytest.fixture
def lived(path: Path) -> Path:
    """A hall's file in which tickets and cases have gone their way, closed."""
    with sitting_at(path) as desk:
        desk.opened(ticket=desk.serving())
        desk.accepted()
        desk.collected()
    return path


@contextmanager
def raw(path: Path, *, unguarded: bool = False) -> Iterator[sqlite3.Connection]:
    """The database behind the program's back; `unguarded` without the triggers that forbid changes."""
    with closing(sqlite3.connect(path)) as connection:
        if unguarded:
            for name in TRIGGERS:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()


def copy_ticket(connection: sqlite3.Connection, **changes: str | int) -> None:
    """Put another row of a ticket beside the first, with these columns changed."""
    names = [row[1] for row in connection.execute("PRAGMA table_info(ticket_row)")]
    row = dict(zip(names, connection.execute("SELECT * FROM ticket_row").fetchone(), strict=True))
    marks = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO ticket_row VALUES ({marks})", list({**row, **changes}.values()))


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
