"""Every row against the events it comes from: the log is folded again, stream by stream."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from sqlalchemy import Table, bindparam, select

from data.core.evolve import BrokenHistory, evolve_case, evolve_ticket
from data.law.refusal import LawError
from data.law.supervision_code import SupervisionCodeError
from data.model.case import Case
from data.model.event import Event, NoticeIssued, TicketTaken
from data.model.ticket import Ticket
from data.store.engine.database import Database
from data.store.engine.statement import Row, Statement
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.loading.licences import licence_row
from data.store.log.events import event_of
from data.store.schema.rows import SIGNAL_COLUMNS, Values, case_row, notice_row, step_rows, tells, ticket_row
from data.store.schema.tables import CASE, EVENT, LICENCE, NOTICE, OUTBOX, STEP, TICKET
from data.store.upkeep.verification import Problem

STALE: Final = frozenset(SIGNAL_COLUMNS)
"""Columns that wait to be computed anew when the calendar has changed since they were written."""

_STREAMS: Final = Statement(
    select(
        EVENT.c.stream,
        EVENT.c.kind,
        EVENT.c.position,
        EVENT.c.seq,
        EVENT.c.at,
        EVENT.c.user,
        EVENT.c.window,
        EVENT.c.command,
        EVENT.c.body,
    )
    .where(EVENT.c.district == bindparam("district"))
    .order_by(EVENT.c.stream, EVENT.c.seq)
)


def _rows_of(table: Table, key: str) -> Statement:
    return Statement(
        select(*table.c).where(table.c.district == bindparam("district"), table.c[key] == bindparam("key"))
    )


def _strays(table: Table, key: str) -> Statement:
    streams = select(EVENT.c.stream).where(EVENT.c.district == bindparam("district"))
    return Statement(
        select(table.c[key]).where(table.c.district == bindparam("district"), table.c[key].not_in(streams))
    )


_OWN: Final = {
    table: _rows_of(table, key)
    for table, key in (
        (CASE, "code"),
        (STEP, "case"),
        (LICENCE, "case"),
        (NOTICE, "case"),
        (OUTBOX, "case"),
        (TICKET, "id"),
    )
}
_STRAYS: Final = {table: _strays(table, key) for table, key in ((CASE, "code"), (TICKET, "id"))}


def row_problems(
    connection: Database, held: Configuration, spoilt: Collection[str]
) -> tuple[int, int, list[Problem]]:
    """How many cases and tickets there are, and which rows are not what their events make.

    Streams in `spoilt` are left out: their events are named already.
    """
    refold = _Refold(connection, held)
    cases = tickets = 0
    problems: list[Problem] = []
    rows = _STREAMS.stream(connection, district=held.district)
    for stream, own in groupby(rows, key=lambda row: str(row[0])):
        events = list(own)
        is_ticket = str(events[0][1]).startswith("ticket_")
        tickets, cases = tickets + is_ticket, cases + (not is_ticket)
        if stream not in spoilt:
            problems += refold.stream(stream, events)
    for table, strays in _STRAYS.items():
        for (stream,) in strays.all(connection, district=held.district):
            if stream not in spoilt:
                problems.append(Problem(key="row_stray", facts={"table": table.name, "stream": stream}))
    return cases, tickets, problems


class _Refold:
    """Folds one stream after another."""

    def __init__(self, connection: Database, held: Configuration) -> None:
        self._connection = connection
        self._held = held
        self._items = Folded(held.district)
        self._current = held.computed_by == held.calendar.version

    def stream(self, stream: str, rows: list[Row]) -> Iterator[Problem]:
        """The problems of one stream."""
        for expected, row in enumerate(rows, start=1):
            if row[3] != expected:
                yield Problem(key="event_lost", facts={"stream": stream, "seq": str(expected)})
                return
        try:
            events = [event_of(stream, row[3:]) for row in rows]
            if isinstance(events[0].body, TicketTaken):
                yield from self._ticket(events)
            else:
                yield from self._case(events, [row[2] for row in rows])
        except (ValueError, BrokenHistory, LawError, SupervisionCodeError):
            yield Problem(key="history", facts={"stream": stream})

    def _ticket(self, events: list[Event]) -> Iterator[Problem]:
        ticket: Ticket | None = None
        for event in events:
            ticket = evolve_ticket(ticket, event)
        if ticket is not None:
            yield from self._compare(TICKET, ticket.id, [ticket_row(self._held.district, ticket)])

    def _case(self, events: list[Event], positions: list[int]) -> Iterator[Problem]:
        case: Case | None = None
        for event in events:
            case = evolve_case(case, event)
        if case is None:
            return
        held, district = self._held, self._held.district
        item = self._items.item(self._connection, case.item, case.version)
        if item is None:
            yield Problem(key="item_lost", facts={"stream": case.code, "item": case.item})
            return
        given = (district, case, item, held.settings, held.calendar)
        notices = [
            notice_row(district, case.code, event.body)
            for event in events
            if isinstance(event.body, NoticeIssued)
        ]
        messages: list[Values] = [
            {"district": district, "position": position, "case": case.code, "kind": event.body.kind}
            for event, position in zip(events, positions, strict=True)
            if tells(case, event.body.kind)
        ]
        yield from self._compare(CASE, case.code, [case_row(*given)])
        yield from self._compare(STEP, case.code, step_rows(*given))
        licence = licence_row(district, case, item)
        yield from self._compare(LICENCE, case.code, [licence] if licence is not None else [])
        yield from self._compare(NOTICE, case.code, notices)
        yield from self._compare(OUTBOX, case.code, messages)

    def _compare(self, table: Table, key: str, expected: Iterable[Values]) -> Iterator[Problem]:
        names = [column.name for column in table.c]
        rows = _OWN[table].all(self._connection, district=self._held.district, key=key)
        found = {_key(table, row): row for row in (dict(zip(names, row, strict=True)) for row in rows)}
        wanted = {_key(table, row): row for row in expected}
        for place in found.keys() ^ wanted.keys():
            missing = place in wanted
            facts = {"table": table.name, "stream": key}
            yield Problem(key="row_missing" if missing else "row_stray", facts=facts)
        for place in found.keys() & wanted.keys():
            differing = [
                name
                for name, value in wanted[place].items()
                if found[place][name] != value and (self._current or name not in STALE)
            ]
            if differing:
                facts = {"table": table.name, "stream": key, "columns": ", ".join(differing)}
                yield Problem(key="row_differs", facts=facts)


def _key(table: Table, row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[column.name] for column in table.primary_key)
