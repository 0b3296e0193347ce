"""What has been written since: the newest position and the streams touched, by whomever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Stop
from typing import Final

from sqlalchemy import bindparam, select

from data.port.status import Change
from data.store.engine.database import Database
from data.store.engine.sqlite_connection import connect, told
from data.store.engine.statement import Statement
from data.store.schema.tables import EVENT

EVERY_SECONDS: Final = 0.15
AT_MOST: Final = 5_000
"""How many events one change may tell of; who was away for longer is told in several."""

_SINCE = Statement(
    select(EVENT.c.position, EVENT.c.stream)
    .where(EVENT.c.district == bindparam("district"), EVENT.c.position > bindparam("seen"))
    .order_by(EVENT.c.position)
    .limit(bindparam("limit"))
)


class Seen:
    """How far somebody has seen a district's log."""

    def __init__(self, connection: Database, district: str, since: int) -> None:
        self._connection = connection
        self._district = district
        self._position = since

    def changes(self) -> Iterator[Change]:
        """What is new since the last look."""
        while change := streams_since(self._connection, self._district, self._position):
            self._position = change.position
            yield change


def streams_since(connection: Database, district: str, since: int) -> Change | None:
    """What has been written after a position, at most `AT_MOST` events of it; None where nothing has."""
    rows = _SINCE.all(connection, district=district, seen=since, limit=AT_MOST)
    if not rows:
        return None
    return Change(position=rows[-1][0], streams=tuple(dict.fromkeys(str(row[1]) for row in rows)))


def watch_file(path: Path, district: str, stop: Stop, since: int) -> Iterator[Change]:
    """Changes of a SQLite file since a position until `stop` is set, on a connection of its own.

    Raises:
        HallUnavailable: the file cannot be read any more.
    """
    with told(path):
        connection = connect(path, read_only=True)
        try:
            seen = Seen(connection, district, since)
            version = None
            while not stop.is_set():
                before, version = version, _version(connection)
                if version != before:
                    yield from seen.changes()
                else:
                    stop.wait(EVERY_SECONDS)
        finally:
            connection.close()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
