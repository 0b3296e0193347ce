"""What the hall is kept in: one database, SQLite's or PostgreSQL's, behind the same few doors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from threading import Event as Stop
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from data.port.status import Change

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.abc import Query

    Database: TypeAlias = sqlite3.Connection | Connection[tuple[Any, ...]]
else:
    Database: TypeAlias = Any


def command(connection: Database, sql: Query) -> None:
    """Run a statement without parameters and without an answer."""
    if isinstance(connection, sqlite3.Connection):
        assert isinstance(sql, str)
        connection.execute(sql)
    else:
        connection.execute(sql)


class Store(Protocol):
    """One hall's database. Errors of the database leave it as `HallUnavailable`."""

    @property
    def name(self) -> str:
        """What people call it: a path, or an address without its password."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        ...

    def reading(self) -> AbstractContextManager[Database]:
        """A transaction in which every read sees the same moment."""
        ...

    def peeking(self) -> AbstractContextManager[Database]:
        """A connection for one statement outside any transaction, from whatever thread."""
        ...

    def writing(self, district: str | None) -> AbstractContextManager[Database]:
        """One transaction that keeps other writers of the district out; whatever fails undoes it whole.

        A body that has ended the transaction itself has decided against it.
        """
        ...

    def watch(self, district: str, stop: Stop, since: int) -> Iterator[Change]:
        """Changes since a position until `stop` is set, on a connection of its own."""
        ...

    def past(self, connection: Database, district: str) -> sqlite3.Connection:
        """A copy of the district in memory, without triggers, for queries about another day."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
