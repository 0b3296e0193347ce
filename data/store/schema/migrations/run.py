"""Runs alembic on a file: the copy before, one transaction around all revisions, the triggers after."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.store.engine.sqlite_connection import BUSY_SECONDS
from data.store.schema.triggers import restore

FOLDER = Path(__file__).parent


def configuration() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def copied(connection: sqlite3.Connection, path: Path, revision: str) -> Path:
    """A copy of the open database beside it, under a name that is still free."""
    copy = path.with_name(f"{path.name}.before-{revision}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.before-{revision}-{number}")
    target = sqlite3.connect(copy)
    try:
        connection.backup(target)
    except BaseException:
        target.close()
        copy.unlink(missing_ok=True)
        raise
    target.close()
    return copy


def migrate(path: Path, revision: str) -> None:
    """Run the revisions up to one, all in one transaction; two programs at once run them once.

    Raises:
        sqlite3.Error: what the database said; the file is as it was.
    """

    def opened() -> sqlite3.Connection:
        # Python's own transactions would commit before a change of the schema: they are begun by hand.
        return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = configuration()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            restore(connection.exec_driver_sql, revision)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from error
        raise
    finally:
        engine.dispose()
