"""Connections to the file, and what SQLite's errors mean to a hall."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from data.port.errors import HallUnavailable

APPLICATION: Final = 0x636C6B31
"""The number by which a file says that it is a hall's (PRAGMA application_id)."""

BUSY_SECONDS: Final = 10

_REASONS: Final = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_NOTADB: "not_a_database",
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of SQLite as the hall's.

    Raises:
        HallUnavailable: disk_full, busy, read_only, not_a_database, folder, or failed with the problem.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise unavailable(error, path) from error


def unavailable(error: sqlite3.Error, path: Path) -> HallUnavailable:
    """What an error of SQLite means."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CANTOPEN:
        return HallUnavailable("folder", path=str(path.parent))
    return HallUnavailable(_REASONS.get(code, "failed"), path=str(path), problem=str(error))


def connect(path: Path, *, read_only: bool = False, durable: bool = True) -> sqlite3.Connection:
    """A connection to an existing file, in autocommit: transactions are begun by hand.

    `durable` False is for throw-away databases: nothing waits for the disk.

    Raises:
        HallUnavailable: missing, folder, not_a_database, busy or failed.
    """
    if not path.is_file():
        raise HallUnavailable("missing", path=str(path))
    if not read_only and not os.access(path.parent, os.W_OK):
        raise HallUnavailable("folder", path=str(path.parent))
    mode = "mode=ro" if read_only else "mode=rw"
    if read_only and _never_written(path):
        mode = "immutable=1"
    with told(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            _identify(connection, path)
            if read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -32000")
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its start; whatever goes wrong undoes it whole.

    A body that ends the transaction itself has decided against it.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        if connection.in_transaction:
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction in which every read sees the same moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _identify(connection: sqlite3.Connection, path: Path) -> None:
    """Look at whose file it is before anything is changed in it."""
    if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
        raise HallUnavailable("not_a_database", path=str(path))


def _never_written(path: Path) -> bool:
    """Whether the file lies on a read-only medium, where a write-ahead log cannot even be opened."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not Path(f"{path}-wal").exists()
