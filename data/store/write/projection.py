"""The rows that follow from each kind of stream: which tables, what is in them, and how they are written.

A stream is projected when a command has written to it, when the past is asked for, when a window takes it
with it, and when a database is examined: always by the one entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Table

from data.core.streams import CASE as CASES
from data.core.streams import HALL as HALLS
from data.core.streams import TICKET as TICKETS
from data.core.streams import AnyKind, kind_begun_by
from data.model.case import Case
from data.model.event import Event, NoticeIssued
from data.model.hall import HallSetup
from data.model.ticket import Ticket
from data.store.engine.database import Database
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.loading.licences import licence_row
from data.store.log.events import events_of
from data.store.schema.rows import Values, case_row, notice_row, step_rows, tells, ticket_row
from data.store.schema.setup_rows import setup_rows
from data.store.schema.tables import (
    CASE,
    DEPARTMENT,
    ITEM,
    LICENCE,
    NOTICE,
    OUTBOX,
    OVERLAY,
    SETTING,
    STEP,
    TICKET,
    WINDOW,
    ZONE,
)
from data.store.write import case_rows, ticket_rows

Rows = Mapping[Table, Sequence[Values]]


class ItemLost(Exception):
    """A case of an item's version that the hall does not have."""

    def __init__(self, stream: str, item: str) -> None:
        super().__init__(f"{stream} {item}")
        self.stream, self.item = stream, item


@dataclass(frozen=True, slots=True)
class Grounds:
    """What rows are made from besides the stream itself."""

    connection: Database
    configuration: Configuration
    items: Folded

    @property
    def district(self) -> str:
        """The district whose hall it is."""
        return self.configuration.district


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The rows of one kind of stream.

    `tables` are those that hold them, each after those that it refers to, with the column that names the
    stream; of a hall's own stream, which is alone of its kind, the tables are its whole. `rows` says what is
    in them, `put` writes those that follow from the folded stream; those of single events (notices, messages)
    are written with the events.
    """

    tables: Mapping[Table, str]
    rows: Callable[[Grounds, Any, Sequence[Event], Sequence[int]], Rows]
    put: Callable[[Grounds, Any], None]


def _rows_of_ticket(grounds: Grounds, ticket: Ticket, _: Sequence[Event], __: Sequence[int]) -> Rows:
    return {TICKET: [ticket_row(grounds.district, ticket)]}


def _put_ticket(grounds: Grounds, ticket: Ticket) -> None:
    ticket_rows.put(grounds.connection, grounds.district, ticket)


def _rows_of_case(grounds: Grounds, case: Case, events: Sequence[Event], positions: Sequence[int]) -> Rows:
    held, district = grounds.configuration, grounds.district
    item = grounds.items.item(grounds.connection, case.item, case.version)
    if item is None:
        raise ItemLost(case.code, case.item)
    given = (district, case, item, held.settings, held.calendar)
    licence = licence_row(district, case, item)
    return {
        CASE: [case_row(*given)],
        STEP: step_rows(*given),
        LICENCE: [licence] if licence is not None else [],
        NOTICE: [
            notice_row(district, case.code, event.body)
            for event in events
            if isinstance(event.body, NoticeIssued)
        ],
        OUTBOX: [
            {"district": district, "position": position, "case": case.code, "kind": event.body.kind}
            for event, position in zip(events, positions, strict=True)
            if tells(case, event.body.kind)
        ],
    }


def _put_case(grounds: Grounds, case: Case) -> None:
    held = grounds.configuration
    item = grounds.items.item(grounds.connection, case.item, case.version)
    if item is not None:
        case_rows.put(grounds.connection, grounds.district, case, item, held.settings, held.calendar)


def _rows_of_hall(grounds: Grounds, setup: HallSetup, _: Sequence[Event], __: Sequence[int]) -> Rows:
    return setup_rows(grounds.district, setup)


def _put_hall(_: Grounds, __: HallSetup) -> None:
    """Nothing: a hall's configuration is never put anew, and each of its events has written its own rows."""


PROJECTIONS: Final[Mapping[str, Projection]] = MappingProxyType(
    {
        CASES.name: Projection(
            tables={CASE: "code", STEP: "case", LICENCE: "case", NOTICE: "case", OUTBOX: "case"},
            rows=_rows_of_case,
            put=_put_case,
        ),
        TICKETS.name: Projection(tables={TICKET: "id"}, rows=_rows_of_ticket, put=_put_ticket),
        HALLS.name: Projection(
            tables=dict.fromkeys((DEPARTMENT, ITEM, ZONE, WINDOW, SETTING, OVERLAY), ""),
            rows=_rows_of_hall,
            put=_put_hall,
        ),
    }
)
"""The projection of every kind of stream by the kind's name."""

OF_A_STREAM: Final[tuple[tuple[Table, str], ...]] = tuple(
    (table, column)
    for projection in PROJECTIONS.values()
    for table, column in projection.tables.items()
    if column
)
"""The tables whose rows go with a stream of their own, each after those that it refers to."""


def projection_of(kind: AnyKind) -> Projection:
    """How a kind of stream is projected."""
    return PROJECTIONS[kind.name]


def put_anew(grounds: Grounds, streams: Iterable[str]) -> None:
    """Write the rows of streams from what the log has of them; of one without events there is nothing."""
    for stream in streams:
        events = events_of(grounds.connection, grounds.district, stream)
        if events:
            kind = kind_begun_by(events[0].body.kind)
            projection_of(kind).put(grounds, kind.fold(events))
