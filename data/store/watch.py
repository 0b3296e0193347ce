"""What has been written since: the newest position and the streams touched, by whomever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Stop
from typing import Final

from sqlalchemy import bindparam, select

from data.hall import Change
from data.store import configuration
from data.store.connection import connect, told
from data.store.statement import Statement
from data.store.tables import EVENT

EVERY_SECONDS: Final = 0.15

_SINCE = Statement(
    select(EVENT.c.position, EVENT.c.stream)
    .where(EVENT.c.district == bindparam("district"), EVENT.c.position > bindparam("seen"))
    .order_by(EVENT.c.position)
)


def watch(path: Path, district: str, stop: Stop, since: int) -> Iterator[Change]:
    """Changes since a position until `stop` is set, on a connection of its own.

    A change without streams is one of the configuration: the catalogue, the windows, the calendar.

    Raises:
        HallUnavailable: the file cannot be read any more.
    """
    with told(path):
        connection = connect(path, read_only=True)
        try:
            seen, revision = since, configuration.revision_of(connection, district)
            version = None
            while not stop.is_set():
                before, version = version, _version(connection)
                if version != before:
                    now = configuration.revision_of(connection, district)
                    rows = _SINCE.all(connection, district=district, seen=seen)
                    if rows or now != revision:
                        seen, revision = rows[-1][0] if rows else seen, now
                        yield Change(position=seen, streams=tuple(dict.fromkeys(row[1] for row in rows)))
                        continue
                stop.wait(EVERY_SECONDS)
        finally:
            connection.close()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
