"""A new database, and an old one brought up to this program's schema."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from data.port.errors import HallUnavailable
from data.store.engine.sqlite_connection import APPLICATION, connect, told, writing
from data.store.schema.account_tables import EVERY
from data.store.schema.triggers import restore

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""The schemas that this program knows, oldest first; each is a migration."""

NEWEST: Final = REVISIONS[-1]


def create(path: Path) -> None:
    """Make a new, empty database.

    Raises:
        HallUnavailable: exists; folder (missing or not writable); disk_full.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise HallUnavailable("exists", path=str(path)) from None
    except OSError as error:
        raise HallUnavailable("folder", path=str(path.parent), problem=error.strerror or "") from None
    try:
        with told(path):
            _fill(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _fill(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        with writing(connection):
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            fill(connection)
    finally:
        connection.close()


def fill(connection: sqlite3.Connection, *, triggers: bool = True) -> None:
    """Make the tables of an empty database; without triggers for a copy that is no log."""
    for table in EVERY.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
    if triggers:
        restore(connection.execute, NEWEST)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (NEWEST,))


def revision_of(connection: sqlite3.Connection) -> str:
    """The revision of a database's schema; empty where it has none."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        return ""
    return str(row[0]) if row else ""


def check_revision(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a schema that is not this program's.

    Raises:
        HallUnavailable: newer, older or not_a_database.
    """
    with told(path):
        found = revision_of(connection)
    check_known(found, str(path))


def check_known(found: str, name: str) -> None:
    """Refuse a revision that is not this program's.

    Raises:
        HallUnavailable: newer, older or not_a_database.
    """
    if not found:
        raise HallUnavailable("not_a_database", path=name)
    if found not in REVISIONS:
        raise HallUnavailable("newer", found=found, known=NEWEST)
    if found != NEWEST:
        raise HallUnavailable("older", found=found, known=NEWEST)


def upgrade(path: Path) -> Path | None:
    """Bring an older database up to date; the copy made before, or None where there was nothing to do.

    The copy stands beside the file as `NAME.before-REVISION`. A migration that fails leaves the file as
    it was.

    Raises:
        HallUnavailable: newer, not_a_database, missing, folder, disk_full or busy.
    """
    connection = connect(path)
    try:
        try:
            check_revision(connection, path)
        except HallUnavailable as error:
            if error.reason != "older":
                raise
        else:
            return None
        # Alembic takes as long to import as everything else; only an upgrade needs it.
        from data.store.schema.migrations.run import copied, migrate

        with told(path):
            copy = copied(connection, path, NEWEST)
            migrate(path, NEWEST)
        return copy
    finally:
        connection.close()
