"""A hall's SQLite file as its store: one connection that one thread owns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Stop

from data.port.status import Change
from data.store.backends.watch import watch_file
from data.store.engine.database import Database
from data.store.engine.sqlite_connection import connect, reading, told, writing
from data.store.schema import upgrade as schema
from data.store.schema.triggers import TRIGGERS


class SqliteStore:
    """See `data.store.engine.database.Store`."""

    def __init__(self, path: Path, *, read_only: bool = False, durable: bool = True) -> None:
        """Open a file; for writing, an older one is copied and upgraded first.

        `durable` False is for throw-away files: nothing waits for the disk.

        Raises:
            HallUnavailable: missing, not_a_database, newer, older (read-only), folder, disk_full, busy.
        """
        if not read_only:
            schema.upgrade(path)
        self._path = path
        self._read_only = read_only
        self._connection = connect(path, read_only=read_only, durable=durable)
        try:
            schema.check_revision(self._connection, path)
        except BaseException:
            self._connection.close()
            raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for its owner's thread."""
        return self._connection

    @property
    def name(self) -> str:
        """The file."""
        return str(self._path)

    @property
    def read_only(self) -> bool:
        """Whether the file was opened for reading only."""
        return self._read_only

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction in which every read sees the same moment."""
        with told(self._path), reading(self._connection):
            yield self._connection

    @contextmanager
    def peeking(self) -> Iterator[sqlite3.Connection]:
        """The connection, outside any transaction."""
        with told(self._path):
            yield self._connection

    @contextmanager
    def writing(self, district: str | None = None) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the file's write lock from its start."""
        with told(self._path), writing(self._connection):
            yield self._connection

    def watch(self, district: str, stop: Stop, since: int) -> Iterator[Change]:
        """Changes since a position, noticed through `PRAGMA data_version`."""
        return watch_file(self._path, district, stop, since)

    def past(self, connection: Database, district: str) -> sqlite3.Connection:
        """A copy of the whole file in memory, without triggers."""
        assert isinstance(connection, sqlite3.Connection)
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            connection.backup(memory)
            for trigger in TRIGGERS:
                memory.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        except BaseException:
            memory.close()
            raise
        return memory

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
