"""The hall as it was at the end of a day: a copy in memory, its log cut there, what came after undone.

Rows hold what is, and a past list must not know what came later. Asking for the past is rare and may cost a
copy of the file; the days to come need none of this, for a row tells when its light will change.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from data.store.engine.database import Database, Store
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.write.projection import OF_A_STREAM, Grounds, put_anew


def as_of(store: Store, connection: Database, held: Configuration, day: date) -> sqlite3.Connection:
    """A copy of the hall in memory as of the end of a day in Asia/Shanghai.

    What happened is what had happened by then, whenever it was recorded; catalogue, calendar and settings are
    today's. The caller closes it.
    """
    memory = store.past(connection, held.district)
    try:
        memory.execute("BEGIN")
        _cut(memory, held, day)
        memory.execute("COMMIT")
    except BaseException:
        memory.close()
        raise
    return memory


def _cut(memory: sqlite3.Connection, held: Configuration, day: date) -> None:
    later = {"district": held.district, "day": day.isoformat()}
    came = "FROM event WHERE district = :district AND substr(at, 1, 10) > :day"
    streams = [row[0] for row in memory.execute(f"SELECT DISTINCT stream {came}", later)]
    memory.execute(f"DELETE {came}", later)
    for table, column in reversed(OF_A_STREAM):
        memory.executemany(
            f'DELETE FROM {table.name} WHERE district = ? AND "{column}" = ?',
            ((held.district, stream) for stream in streams),
        )
    put_anew(Grounds(memory, held, Folded(held.district)), streams)
