"""The hall as it was at the end of a day: a copy in memory, its log cut there, what came after undone.

Rows hold what is, and a past list must not know what came later. Asking for the past is rare and may cost a
copy of the file; the days to come need none of this, for a row tells when its light will change.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from data.core.evolve import case_of, evolve_ticket
from data.store.engine.database import Database, Store
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.log import events as log
from data.store.write import case_rows, ticket_rows

ROWS = {
    "case_row": "code",
    "step_row": "case",
    "ticket_row": "id",
    "licence": "case",
    "notice": "case",
    "outbox": "case",
}
"""The tables whose rows follow from the log, and the column that names the stream."""


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
    for table, column in ROWS.items():
        memory.executemany(
            f'DELETE FROM {table} WHERE district = ? AND "{column}" = ?',
            ((held.district, stream) for stream in streams),
        )
    items = Folded(held.district)
    for stream in streams:
        _fold(memory, held, items, stream)


def _fold(memory: sqlite3.Connection, held: Configuration, items: Folded, stream: str) -> None:
    """Write the rows of a stream anew from what is left of its events."""
    events = log.events_of(memory, held.district, stream)
    if not events:
        return
    if events[0].body.kind == "ticket_taken":
        ticket = None
        for event in events:
            ticket = evolve_ticket(ticket, event)
        assert ticket is not None
        ticket_rows.put(memory, held.district, ticket)
        return
    case = case_of(events)
    item = items.item(memory, case.item, case.version) if case is not None else None
    if case is not None and item is not None:
        case_rows.put(memory, held.district, case, item, held.settings, held.calendar)
