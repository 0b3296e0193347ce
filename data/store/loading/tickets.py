"""Tickets read from their rows: the one named, the window's own, the next in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement

from data.model.ticket import Rank, Ticket
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.statement import Rows, Statement, Value
from data.store.schema.rows import TICKET_COLUMNS, ticket_from
from data.store.schema.tables import TICKET

COLUMNS = [TICKET.c[name] for name in TICKET_COLUMNS]
WAITING: ColumnElement[bool] = literal_column("status = 'waiting'")
ACTIVE: ColumnElement[bool] = literal_column("status IN ('called', 'serving')")
SKIPPED: ColumnElement[bool] = literal_column("status = 'skipped'")
HELD: ColumnElement[bool] = literal_column("status = 'held'")
TURN: ColumnElement[int] = case(
    (
        (TICKET.c.rank == Rank.APPOINTMENT.value) & (TICKET.c.moment > bindparam("now")),
        Rank.NOT_YET.value,
    ),
    else_=TICKET.c.rank,
)
"""The rank now: an appointment whose slot has not begun goes last."""


ORDER = (TURN, TICKET.c.moment, TICKET.c.place_taken, TICKET.c.behind, TICKET.c.last, TICKET.c.id)
"""The order of calling; of those put behind the same ticket, who was revived first goes first."""


_NAMED = Statement(
    select(*COLUMNS).where(TICKET.c.district == bindparam("district"), TICKET.c.id == bindparam("id"))
)
_ACTIVE = Statement(
    select(*COLUMNS).where(
        TICKET.c.district == bindparam("district"), TICKET.c.window == bindparam("window"), ACTIVE
    )
)
_SKIPPED = Statement(
    select(*COLUMNS)
    .where(
        TICKET.c.district == bindparam("district"),
        TICKET.c.window == bindparam("window"),
        TICKET.c.day == bindparam("day"),
        SKIPPED,
    )
    .order_by(TICKET.c.last.desc(), TICKET.c.id.desc())
    .limit(bindparam("last"))
)
_HELD = Statement(
    select(*COLUMNS)
    .where(
        TICKET.c.district == bindparam("district"),
        TICKET.c.day == bindparam("day"),
        TICKET.c.window == bindparam("window"),
        HELD,
    )
    .order_by(TICKET.c.last, TICKET.c.id)
)
_TWIN = Statement(
    select(*COLUMNS)
    .where(
        TICKET.c.district == bindparam("district"),
        TICKET.c.day == bindparam("day"),
        TICKET.c.zone == bindparam("zone"),
        TICKET.c.holder == bindparam("holder"),
        WAITING,
    )
    .limit(1)
)
_SERIAL = Statement(
    select(func.coalesce(func.max(TICKET.c.serial), 0) + 1).where(
        TICKET.c.district == bindparam("district"),
        TICKET.c.day == bindparam("day"),
        TICKET.c.letter == bindparam("letter"),
    )
)


def named(connection: Database, district: str, id_: str) -> Ticket | None:
    """The ticket of that id."""
    row = _NAMED.one(connection, district=district, id=id_)
    return None if row is None else ticket_from(row)


def active(connection: Database, district: str, window: str) -> Ticket | None:
    """The ticket that a window has called or serves."""
    row = _ACTIVE.one(connection, district=district, window=window)
    return None if row is None else ticket_from(row)


def skipped(connection: Database, district: str, window: str, day: date, last: int) -> tuple[Ticket, ...]:
    """The last tickets that a window passed over on a day, newest first."""
    rows = _SKIPPED.all(connection, district=district, window=window, day=day.isoformat(), last=last)
    return tuple(ticket_from(row) for row in rows)


def held(connection: Database, district: str, window: str, day: date) -> tuple[Ticket, ...]:
    """The tickets that a window has put aside on a day, the first one first."""
    rows = _HELD.all(connection, district=district, window=window, day=day.isoformat())
    return tuple(ticket_from(row) for row in rows)


def twin(connection: Database, district: str, day: date, zone: str, holder: str) -> Ticket | None:
    """A waiting ticket of the same holder and business."""
    if not holder:
        return None
    row = _TWIN.one(connection, district=district, day=day.isoformat(), zone=zone, holder=holder)
    return None if row is None else ticket_from(row)


def next_serial(connection: Database, district: str, day: date, letter: str) -> int:
    """The next number of the day under a zone's letter."""
    row = _SERIAL.one(connection, district=district, day=day.isoformat(), letter=letter)
    assert row is not None
    return int(row[0])


def upcoming(
    connection: Database,
    district: str,
    now: datetime,
    day: date,
    window: str,
    zones: Sequence[str],
) -> Ticket | None:
    """The ticket that a window would call next: one that waits for it, or for one of its zones."""
    row = _next(len(zones)).one(
        connection,
        district=district,
        day=day.isoformat(),
        now=moment.stored(now),
        window=window,
        **zone_values(zones),
    )
    return None if row is None else ticket_from(row)


def callable_at(zones: int) -> ColumnElement[bool]:
    """Waiting for the window `:window`, or for nobody's in particular and one of its zones (none: all)."""
    anyones = TICKET.c.window == ""
    if zones:
        anyones &= TICKET.c.zone.in_([bindparam(f"zone{number}") for number in range(zones)])
    return or_(TICKET.c.window == bindparam("window"), anyones)


def zone_values(zones: Sequence[str]) -> dict[str, Value]:
    """The parameters of `callable_at`."""
    return {f"zone{number}": zone for number, zone in enumerate(zones)}


def waiting(*columns: ColumnElement[Any]) -> Rows:
    """The day's waiting tickets."""
    return select(*columns).where(
        TICKET.c.district == bindparam("district"), TICKET.c.day == bindparam("day"), WAITING
    )


@cache
def _next(zones: int) -> Statement:
    return Statement(waiting(*COLUMNS).where(callable_at(zones)).order_by(*ORDER).limit(1))
