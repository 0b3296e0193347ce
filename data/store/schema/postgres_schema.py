"""A hall's schema on PostgreSQL: the same migrations as on SQLite, each upgrade in one transaction."""

from __future__ import annotations

from typing import Any, Final

import psycopg
import sqlalchemy as sa
from alembic import command
from psycopg import Connection
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import NullPool

from data.store.schema.account_tables import EVERY
from data.store.schema.migrations.run import configuration
from data.store.schema.postgres_triggers import restore
from data.store.schema.upgrade import NEWEST

_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('clerk-tui schema', 0))"
_REVISION: Final = b"SELECT version_num FROM alembic_version"
_KNOWN: Final = b"SELECT to_regclass('alembic_version') IS NOT NULL"


@compiles(sa.Text, "postgresql")
def _by_bytes(_type: sa.Text, _compiler: Any, **_options: Any) -> str:  # noqa: ANN401
    """Text is compared by its bytes, as in SQLite: codes and moments are in one order everywhere."""
    return 'TEXT COLLATE "C"'


for _table in EVERY.tables.values():
    for _index in _table.indexes:
        # Said here and not in the tables, for the dialect takes time to load that no desk on a file has.
        _index.dialect_options["postgresql"]["where"] = _index.dialect_options["sqlite"]["where"]


def revision_of(connection: Connection[Any]) -> str:
    """The revision of a database's schema; empty where it has none."""
    if not connection.execute(_KNOWN).fetchall()[0][0]:
        return ""
    rows = connection.execute(_REVISION).fetchall()
    return str(rows[0][0]) if rows else ""


def migrate(url: str, revision: str = NEWEST) -> None:
    """Make the tables of an empty database, or bring older ones up to date; two programs at once do it once.

    Raises:
        psycopg.Error: what the database said; it is as it was.
    """
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    config = configuration()
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(_ALONE)
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            # The driver would take the percent signs of a function's text for parameters.
            restore(lambda sql: connection.exec_driver_sql(sql.replace("%", "%%")), revision)
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise error.orig from error
        raise
    finally:
        engine.dispose()
