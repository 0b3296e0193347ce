"""Statements written with the tables and compiled once: what runs thousands of times is plain SQL text.

SQLAlchemy's own execution costs more than the statement it runs; the compiled text on the database's cursor
does not. A statement is compiled for the database that it is first run on, once for each kind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Dialect, Executable, Select, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ClauseElement

from data.store.engine.database import Database

if TYPE_CHECKING:
    from psycopg import Cursor

Value: TypeAlias = str | int | None
Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Select[*tuple[Any, ...]]
"""A query, whatever its columns."""
_SQLITE: Final = sqlite.dialect(paramstyle="named")
AT_ONCE: Final = 2_000
"""How many rows of a long answer are fetched at once."""


class Statement:
    """One statement with named parameters, compiled when it is first run."""

    __slots__ = ("_constants", "_expression", "_postgres", "_postgres_constants", "_sqlite")

    def __init__(self, expression: Executable) -> None:
        self._expression = expression
        self._sqlite = ""
        self._constants: dict[str, Value] = {}
        self._postgres = b""
        self._postgres_constants: dict[str, Value] = {}

    def run(self, connection: Database, **values: Value) -> sqlite3.Cursor | Cursor[Row]:
        """Run it; parameters that it names and the call does not have the value that it was written with."""
        if isinstance(connection, sqlite3.Connection):
            return connection.execute(self.sql, {**self._constants, **values})
        return connection.execute(self.postgres_sql, {**self._postgres_constants, **values})

    def all(self, connection: Database, **values: Value) -> list[Row]:
        """Every row."""
        cursor = self.run(connection, **values)
        _wait(connection)
        return cursor.fetchall()

    def one(self, connection: Database, **values: Value) -> Row | None:
        """The first row, or None."""
        cursor = self.run(connection, **values)
        _wait(connection)
        row: Row | None = cursor.fetchone()
        return row

    def stream(self, connection: Database, **values: Value) -> Iterator[Row]:
        """Every row of an answer that may be too long to be held at once."""
        if isinstance(connection, sqlite3.Connection):
            yield from connection.execute(self.sql, {**self._constants, **values})
            return
        # Not the driver's own: that one cannot be used while statements are sent without waiting.
        name = f"stream_{id(self)}".encode()
        connection.execute(
            b"DECLARE " + name + b" NO SCROLL CURSOR FOR " + self.postgres_sql,
            {**self._postgres_constants, **values},
        )
        while rows := connection.execute(b"FETCH %d FROM " % AT_ONCE + name).fetchall():
            yield from rows
        connection.execute(b"CLOSE " + name)

    def each(self, connection: Database, rows: Iterable[Mapping[str, Value]]) -> None:
        """Run it once for every row of values; each row names all parameters."""
        if isinstance(connection, sqlite3.Connection):
            connection.executemany(self.sql, rows)
        else:
            with connection.cursor() as cursor:
                cursor.executemany(self.postgres_sql, rows)

    @property
    def sql(self) -> str:
        """The text that SQLite runs."""
        if not self._sqlite:
            self._sqlite, self._constants = self._compiled(_SQLITE)
        return self._sqlite

    @property
    def postgres_sql(self) -> bytes:
        """The text that PostgreSQL runs."""
        if not self._postgres:
            text, self._postgres_constants = self._compiled(_postgres())
            self._postgres = text.encode()
        return self._postgres

    def _compiled(self, dialect: Dialect) -> tuple[str, dict[str, Value]]:
        """The text, and the values that it was written with."""
        expression = self._expression
        assert isinstance(expression, ClauseElement)
        compiled = expression.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        return str(compiled), dict(compiled.params)


class Put(Statement):
    """Write rows of a table by their primary key: new ones are inserted, known ones get the new values."""

    __slots__ = ("_table",)

    def __init__(self, table: Table) -> None:
        super().__init__(table.insert())
        self._table = table

    def _compiled(self, dialect: Dialect) -> tuple[str, dict[str, Value]]:
        text, constants = super()._compiled(dialect)
        table = self._table
        keys = [column.name for column in table.primary_key]
        quoted = dialect.identifier_preparer.quote
        updates = ", ".join(
            f"{quoted(column.name)} = excluded.{quoted(column.name)}"
            for column in table.c
            if column.name not in keys
        )
        target = ", ".join(quoted(key) for key in keys)
        return f"{text} ON CONFLICT ({target}) DO UPDATE SET {updates}", constants


def _wait(connection: Database) -> None:
    """Let the database answer everything that it was sent, and see that it is we who are waited for now.

    An answer alone would leave it waiting for the rest of a message: the time that a transaction may stand
    still would never begin, and whoever stood still would hold the district's lock for ever.
    """
    if not isinstance(connection, sqlite3.Connection) and connection._pipeline is not None:
        connection._pipeline.sync()


@cache
def _postgres() -> Dialect:
    """Loaded when a database of its kind is opened: it takes long to load."""
    from sqlalchemy.dialects.postgresql.base import PGCompiler, PGDialect

    class Compiler(PGCompiler):
        """LIKE finds letters of either case, as it does in SQLite."""

        visit_like_op_binary = PGCompiler.visit_ilike_op_binary

    class Postgres(PGDialect):
        statement_compiler = Compiler

    made: Dialect = Postgres(paramstyle="pyformat")  # type: ignore[no-untyped-call]
    return made
