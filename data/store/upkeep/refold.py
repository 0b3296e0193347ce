"""Every row against the events it comes from: the log is folded again, stream by stream."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Table, bindparam, select

from data.core.broken_history import BrokenHistory
from data.core.streams import CASE as CASES
from data.core.streams import HALL as HALLS
from data.core.streams import KINDS, kind_begun_by
from data.core.streams import TICKET as TICKETS
from data.law.calendar.working_days import calendar_of
from data.law.refusal import LawError
from data.law.supervision_code import SupervisionCodeError
from data.model.hall import HALL, HallSetup
from data.model.item import Item, Reason
from data.model.settings import HallCard, Settings, Station
from data.port.codec import read
from data.store.engine.database import Database
from data.store.engine.statement import Row, Statement
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.log.events import event_of, events_of
from data.store.schema.rows import SIGNAL_COLUMNS, Values
from data.store.schema.setting_keys import CARD, KEPT_BY_THE_LOG, REASONS, SETTINGS, STATIONS
from data.store.schema.tables import EVENT, ITEM, SETTING
from data.store.upkeep.verification import Problem
from data.store.write.projection import PROJECTIONS, Grounds, ItemLost, projection_of

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
_JSON: Final[Mapping[tuple[str, str], type[Any]]] = {
    (SETTING.name, CARD): HallCard,
    (SETTING.name, SETTINGS): Settings,
    (SETTING.name, REASONS): tuple[Reason, ...],
    (SETTING.name, STATIONS): tuple[Station, ...],
    (ITEM.name, "body"): Item,
}
"""Values kept as JSON, by table and key or column: they are compared as values, for a later program may
write the same one in another text."""


def _rows_of(table: Table, column: str) -> Statement:
    of_the_hall = table.c.district == bindparam("district")
    query = select(*table.c).where(of_the_hall)
    return Statement(query.where(table.c[column] == bindparam("key")) if column else query)


def _strays(table: Table, key: str) -> Statement:
    streams = select(EVENT.c.stream).where(EVENT.c.district == bindparam("district"))
    return Statement(
        select(table.c[key]).where(table.c.district == bindparam("district"), table.c[key].not_in(streams))
    )


_OWN: Final = {
    table: _rows_of(table, column)
    for kind in KINDS
    for table, column in PROJECTIONS[kind.name].tables.items()
}
_STRAYS: Final = {
    table: _strays(table, column)
    for kind in (CASES, TICKETS)
    for table, column in list(PROJECTIONS[kind.name].tables.items())[:1]
}


def row_problems(
    connection: Database, held: Configuration, spoilt: Collection[str]
) -> tuple[int, int, list[Problem]]:
    """How many cases and tickets there are, and which rows are not what their events make.

    Streams in `spoilt` are left out: their events are named already. Everything is worked out by the
    configuration that the log tells, not by the one that its rows now hold.
    """
    problems: list[Problem] = []
    items = Folded(held.district)
    if HALL not in spoilt:
        held = _as_told(connection, held, items, problems)
    refold = _Refold(Grounds(connection, held, items))
    counts = {CASES.name: 0, TICKETS.name: 0, HALLS.name: 0}
    rows = _STREAMS.stream(connection, district=held.district)
    for stream, own in groupby(rows, key=lambda row: str(row[0])):
        events = list(own)
        with contextlib.suppress(BrokenHistory):
            counts[kind_begun_by(str(events[0][1])).name] += 1
        if stream not in spoilt:
            problems += refold.stream(stream, events)
    for table, strays in _STRAYS.items():
        for (stream,) in strays.all(connection, district=held.district):
            if stream not in spoilt:
                problems.append(Problem(key="row_stray", facts={"table": table.name, "stream": stream}))
    return counts[CASES.name], counts[TICKETS.name], problems


def _as_told(
    connection: Database, held: Configuration, items: Folded, problems: list[Problem]
) -> Configuration:
    """The configuration as the hall's own events make it; as its rows have it where they cannot be read."""
    try:
        setup: HallSetup | None = HALLS.fold(events_of(connection, held.district, HALL))
        if setup is None:
            problems.append(Problem(key="configuration_untold"))
            return held
        calendar = calendar_of(setup.layers)
    except (ValueError, BrokenHistory):
        return held
    items.know(setup.items)
    own = calendar if held.calendar.version == calendar.version else held.calendar
    return replace(
        held,
        card=setup.card,
        settings=setup.settings,
        windows=setup.windows,
        zones=setup.zones,
        stations=setup.stations,
        departments=setup.departments,
        calendar=own,
    )


class _Refold:
    """Folds one stream after another."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        held = grounds.configuration
        self._current = held.computed_by == held.calendar.version

    def stream(self, stream: str, rows: list[Row]) -> Iterator[Problem]:
        """The problems of one stream."""
        for expected, row in enumerate(rows, start=1):
            if row[3] != expected:
                yield Problem(key="event_lost", facts={"stream": stream, "seq": str(expected)})
                return
        try:
            events = [event_of(stream, row[3:]) for row in rows]
            kind = kind_begun_by(events[0].body.kind)
            projection = projection_of(kind)
            wanted = projection.rows(self._grounds, kind.fold(events), events, [row[2] for row in rows])
            for table, expected_rows in wanted.items():
                yield from self._compare(table, projection.tables[table], stream, expected_rows)
        except ItemLost as error:
            yield Problem(key="item_lost", facts={"stream": error.stream, "item": error.item})
        except (ValueError, BrokenHistory, LawError, SupervisionCodeError):
            yield Problem(key="history", facts={"stream": stream})

    def _compare(
        self, table: Table, column: str, stream: str, expected: Sequence[Values]
    ) -> Iterator[Problem]:
        names = [each.name for each in table.c]
        key = {"key": stream} if column else {}
        rows = _OWN[table].all(self._grounds.connection, district=self._grounds.district, **key)
        found = {_key(table, row): row for row in (dict(zip(names, row, strict=True)) for row in rows)}
        if table is SETTING:
            found = {place: row for place, row in found.items() if row["key"] in KEPT_BY_THE_LOG}
        wanted = {_key(table, row): row for row in expected}
        for place in found.keys() ^ wanted.keys():
            told = "row_missing" if place in wanted else "row_stray"
            yield Problem(key=told, facts={"table": table.name, "stream": _named(stream, column, place)})
        for place in found.keys() & wanted.keys():
            differing = [
                name
                for name, value in wanted[place].items()
                if not _same(table, wanted[place], name, found[place][name], value)
                and (self._current or name not in STALE)
            ]
            if differing:
                facts = {"table": table.name, "stream": _named(stream, column, place)}
                yield Problem(key="row_differs", facts={**facts, "columns": ", ".join(differing)})


def _named(stream: str, column: str, place: Row) -> str:
    """What a row is named by: its stream, or in the hall's own tables its key."""
    return stream if column else " ".join(str(each) for each in place[1:]) or stream


def _same(table: Table, row: Values, name: str, found: object, wanted: object) -> bool:
    if found == wanted:
        return True
    kind = _JSON.get((table.name, name)) or (
        _JSON.get((table.name, str(row.get("key")))) if name == "value" else None
    )
    if kind is None or not isinstance(found, str) or not isinstance(wanted, str):
        return False
    try:
        return bool(read(kind, found) == read(kind, wanted))
    except ValueError:
        return False


def _key(table: Table, row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row[column.name] for column in table.primary_key)
