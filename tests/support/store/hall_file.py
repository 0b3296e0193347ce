"""A hall's SQLite file, behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from data.store.schema.triggers import TRIGGERS


@contextmanager
def raw(path: Path, *, unguarded: bool = False) -> Iterator[sqlite3.Connection]:
    """The database of a file; `unguarded` without the triggers that forbid changes."""
    with closing(sqlite3.connect(path)) as connection:
        if unguarded:
            for name in TRIGGERS:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()
