"""The grounds on which a hall can stand, a SQLite file and a PostgreSQL database, tried alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from data.store.backends.opening import is_address
from data.store.schema import postgres_triggers, triggers
from data.store.schema.upgrade import NEWEST
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.setting_up import founded_at
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting

Value = str | int | None
Row = tuple[Any, ...]

REFUSED: Final = (sqlite3.IntegrityError, psycopg.IntegrityError)
"""What a database raises that refuses to break a promise."""


class Raw(Protocol):
    """The database behind the program's back; `?` stands for a value in either."""

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Run a statement; its rows, none where it has no answer."""
        ...


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()


class _Postgres:
    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        # Whoever is refused goes on, as with SQLite.
        with self._connection.transaction():
            cursor = self._connection.execute(sql.replace("%", "%%").replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a hall stands, and the names of the triggers that guard it there."""

    place: Path | str
    triggers: tuple[str, ...]

    @contextmanager
    def sitting(self, *, user: str = "张敏", window: str = "3") -> Iterator[Sitting]:
        """A clerk at the hall."""
        clock = TravellingClock(OPENED)
        with closing(opened(self.place, clock)) as hall:
            desk = Sitting(hall, clock, user=user, window=window)
            # Every sitting has its own ids: a command sent again is not carried out again.
            desk.ids = count(1 + 1000 * (1 + desk.events()))
            yield desk

    @contextmanager
    def raw(self, *, unguarded: bool = False) -> Iterator[Raw]:
        """The database behind the program's back; `unguarded` past the triggers that forbid changes."""
        if isinstance(self.place, Path):
            with closing(sqlite3.connect(self.place)) as file:
                if unguarded:
                    for name in triggers.TRIGGERS:
                        file.execute(f"DROP TRIGGER {name}")
                yield _Sqlite(file)
                if unguarded:
                    triggers.restore(file.execute, NEWEST)
                file.commit()
        else:
            with psycopg.connect(self.place, autocommit=True) as connection:
                if unguarded:
                    # Past every trigger, those of foreign keys too, and all of them stay where they are.
                    connection.execute("SET session_replication_role = replica")
                yield _Postgres(connection)

    def drop(self, trigger: str) -> None:
        """Drop one trigger."""
        table = "" if isinstance(self.place, Path) else f" ON {postgres_triggers.TRIGGERS[trigger][0]}"
        with self.raw() as database:
            database.run(f"DROP TRIGGER {trigger}{table}")


def ground(place: Path | str) -> Ground:
    """The ground at a place."""
    names = postgres_triggers.TRIGGERS if is_address(place) else triggers.TRIGGERS
    return Ground(place, tuple(names))


def opened(place: Path | str, clock: TravellingClock) -> SqlHall:
    """The hall at a place; nothing of it need outlive the test."""
    if isinstance(place, Path):
        return SqlHall.open(place, clock, durable=False)
    return SqlHall.at(place, clock)


def founded(place: Path | str) -> Ground:
    """A new hall at a place, with the small catalogue."""
    founded_at(place, CATALOGUE, CARD, WINDOWS)
    return ground(place)


def lived_in(here: Ground) -> Ground:
    """The hall, after tickets and cases have gone their way."""
    with here.sitting() as desk:
        desk.opened(ticket=desk.serving())
        desk.accepted()
        desk.collected()
    return here
