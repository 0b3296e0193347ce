"""Statements written with the tables and compiled once: what runs thousands of times is plain SQL text.

SQLAlchemy's own execution costs more than the statement it runs; the compiled text on the database's cursor
does not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import Executable, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ClauseElement

Value: TypeAlias = str | int | None
Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Select[*tuple[Any, ...]]
"""A query, whatever its columns."""
_DIALECT: Final = sqlite.dialect(paramstyle="named")


class Statement:
    """One statement with named parameters, compiled when it is first run."""

    __slots__ = ("_constants", "_expression", "_sql")

    def __init__(self, expression: Executable) -> None:
        self._expression = expression
        self._sql = ""
        self._constants: dict[str, Value] = {}

    def run(self, connection: sqlite3.Connection, **values: Value) -> sqlite3.Cursor:
        """Run it; parameters that it names and the call does not have the value that it was written with."""
        return connection.execute(self.sql, {**self._constants, **values})

    def all(self, connection: sqlite3.Connection, **values: Value) -> list[Row]:
        """Every row."""
        return self.run(connection, **values).fetchall()

    def one(self, connection: sqlite3.Connection, **values: Value) -> Row | None:
        """The first row, or None."""
        row: Row | None = self.run(connection, **values).fetchone()
        return row

    def each(self, connection: sqlite3.Connection, rows: Iterable[Mapping[str, Value]]) -> None:
        """Run it once for every row of values; each row names all parameters."""
        connection.executemany(self.sql, rows)

    @property
    def sql(self) -> str:
        """The text that is run."""
        if not self._sql:
            assert isinstance(self._expression, ClauseElement)
            compiled = self._expression.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
            self._constants = dict(compiled.params)
            self._sql = str(compiled)
        return self._sql
