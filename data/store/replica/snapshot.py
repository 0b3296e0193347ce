"""What a window takes with it to go on alone: the hall's configuration, and its own streams whole.

A window's streams are the cases received there that are open or of today, each with the whole of its joint
application, and every ticket of the day: a ticket holds no name, and whom the window will call nobody knows
beforehand. Whoever has an earlier replica gets the streams that were written since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sqlalchemy import bindparam, literal_column, or_, select

from data.core.case.intake import source_of
from data.core.streams import CASE as CASE_STREAM
from data.core.streams import kind_begun_by
from data.model.case import Case
from data.model.item import Item
from data.model.offline.snapshot import (
    CopiedEvent,
    CopiedItem,
    CopiedStream,
    HallConfiguration,
    WindowSnapshot,
)
from data.model.outcome import Receipt
from data.model.query import AskSnapshot
from data.store.engine.paging import BadPageKey, within
from data.store.engine.statement import Row, Rows, Statement, Value
from data.store.loading import configuration
from data.store.loading.context import StoreContext
from data.store.log import events as log
from data.store.log.receipts import receipt_of
from data.store.schema.tables import CASE, EVENT, ITEM, TICKET

ITEMS, STREAMS = "item:", "stream:"
"""How the key of a page begins: items come before the cases that are filed under them."""

_EVENTS: Final = Statement(
    select(
        EVENT.c.position,
        EVENT.c.seq,
        EVENT.c.at,
        EVENT.c.recorded,
        EVENT.c.user,
        EVENT.c.window,
        EVENT.c.command,
        EVENT.c.kind,
        EVENT.c.body,
        EVENT.c.prev,
        EVENT.c.hash,
    )
    .where(EVENT.c.district == bindparam("district"), EVENT.c.stream == bindparam("stream"))
    .order_by(EVENT.c.seq)
)
_ITEMS: Final = Statement(
    select(ITEM.c.code)
    .where(
        ITEM.c.district == bindparam("district"),
        literal_column("item.newest = 1"),
        ITEM.c.code > bindparam("seen"),
    )
    .order_by(ITEM.c.code)
    .limit(bindparam("limit"))
)
_TOUCHED: Final = select(EVENT.c.stream).where(
    EVENT.c.district == bindparam("district"), EVENT.c.position > bindparam("have")
)
_OF_THE_WINDOW: Final = select(CASE.c.code).where(
    CASE.c.district == bindparam("district"), CASE.c.source == bindparam("source")
)
_OF_THE_DAY: Final = select(TICKET.c.id).where(
    TICKET.c.district == bindparam("district"),
    or_(
        TICKET.c.day == bindparam("day"),
        # A window may still be busy with somebody of the day before.
        (TICKET.c.window == bindparam("window")) & literal_column("status IN ('called', 'serving')"),
    ),
)


def _paged(query: Rows, column: str) -> Statement:
    named = query.selected_columns[column]
    return Statement(query.where(named > bindparam("seen")).order_by(named).limit(bindparam("limit")))


_CASES: Final = _paged(
    _OF_THE_WINDOW.where(or_(literal_column("open = 1"), CASE.c.filed == bindparam("day"))), "code"
)
_CASES_SINCE: Final = _paged(_OF_THE_WINDOW.where(CASE.c.code.in_(_TOUCHED)), "code")
_TICKETS: Final = _paged(_OF_THE_DAY, "id")
_TICKETS_SINCE: Final = _paged(_OF_THE_DAY.where(TICKET.c.id.in_(_TOUCHED)), "id")


def snapshot(work: StoreContext, query: AskSnapshot, today: date) -> WindowSnapshot:
    """A page of what concerns a window; see the query.

    Raises:
        BadPageKey: `after` is not a key that a page has given.
    """
    held = work.configuration
    position, _ = log.head(work.connection, work.district)
    # A hall that has been brought back from a copy knows less than the window: that starts anew.
    fresh = query.have <= 0 or query.have > position
    first = query.after is None
    changed = fresh or query.revision != held.revision
    items, streams, after = _page(work, query, today, fresh=fresh, items=changed)
    return WindowSnapshot(
        at=work.now,
        position=position,
        revision=held.revision,
        fresh=fresh,
        fittings=_fittings(work) if first and changed else None,
        items=items,
        streams=streams,
        receipts=tuple(_receipts(work, query.commands)) if first else (),
        after=after,
    )


def _page(
    work: StoreContext, query: AskSnapshot, today: date, *, fresh: bool, items: bool
) -> tuple[tuple[CopiedItem, ...], tuple[CopiedStream, ...], str | None]:
    """Items first, where they are wanted, then streams; and the key of the next page."""
    limit = within(query.limit)
    after = query.after if query.after is not None else (ITEMS if items else STREAMS)
    if after.startswith(ITEMS):
        seen = after.removeprefix(ITEMS)
        rows = _ITEMS.all(work.connection, district=work.district, seen=seen, limit=limit)
        codes = [str(code) for (code,) in rows]
        copied = tuple(CopiedItem(newest=True, item=item) for item in _newest(work, codes))
        return copied, (), f"{ITEMS}{codes[-1]}" if len(codes) == limit else STREAMS
    if not after.startswith(STREAMS):
        raise BadPageKey
    names = _names(work, query, today, after.removeprefix(STREAMS), limit, fresh=fresh)
    more = f"{STREAMS}{names[-1]}" if len(names) == limit else None
    streams = {name: _stream(work, name) for name in names}
    streams |= {
        name: _stream(work, name) for name in _families(work, streams.values()) if name not in streams
    }
    return tuple(_used(work, streams.values())), tuple(streams.values()), more


def _newest(work: StoreContext, codes: Iterable[str]) -> Iterator[Item]:
    for code in codes:
        item = work.folded.newest(work.connection, code)
        if item is not None:
            yield item


def _names(
    work: StoreContext, query: AskSnapshot, today: date, seen: str, limit: int, *, fresh: bool
) -> list[str]:
    """The window's next streams in the order of their names."""
    own: dict[str, Value] = {
        "district": work.district,
        "seen": seen,
        "limit": limit,
        "day": today.isoformat(),
    }
    since: dict[str, Value] = {} if fresh else {"have": query.have}
    source = source_of(work.configuration.card, query.window)
    cases = (_CASES if fresh else _CASES_SINCE).all(work.connection, **own, **since, source=source)
    tickets = (_TICKETS if fresh else _TICKETS_SINCE).all(
        work.connection, **own, **since, window=query.window
    )
    return sorted({str(name) for (name,) in (*cases, *tickets)})[:limit]


def _families(work: StoreContext, streams: Iterable[CopiedStream]) -> Iterator[str]:
    """Whatever belongs to a joint application with the cases among the streams."""
    for case in _cases(work, streams):
        if case.joint or case.lanes:
            whole = work.folded.case(work.connection, case.joint) if case.joint else case
            yield from (whole.code, *(code for _, code in whole.lanes)) if whole is not None else ()


def _used(work: StoreContext, streams: Iterable[CopiedStream]) -> Iterator[CopiedItem]:
    """The versions that cases are filed under and that are no longer the newest."""
    for code, version in dict.fromkeys((case.item, case.version) for case in _cases(work, streams)):
        if configuration.newest_version(work.connection, work.district, code) == version:
            continue
        item = work.folded.item(work.connection, code, version)
        if item is not None:
            yield CopiedItem(newest=False, item=item)


def _cases(work: StoreContext, streams: Iterable[CopiedStream]) -> Iterator[Case]:
    for each in streams:
        if each.events and kind_begun_by(each.events[0].kind) is CASE_STREAM:
            case = work.folded.case(work.connection, each.stream)
            if case is not None:
                yield case


def _stream(work: StoreContext, stream: str) -> CopiedStream:
    rows = _EVENTS.all(work.connection, district=work.district, stream=stream)
    return CopiedStream(stream=stream, events=tuple(_event(row) for row in rows))


def _event(row: Row) -> CopiedEvent:
    position, seq, at, recorded, user, window, command, kind, body, prev, hash_ = row
    return CopiedEvent(
        position=position,
        seq=seq,
        at=at,
        recorded=recorded,
        user=user,
        window=window,
        command=command,
        kind=kind,
        body=body,
        prev=prev,
        hash=hash_,
    )


def _receipts(work: StoreContext, commands: Iterable[str]) -> Iterator[Receipt]:
    for command in commands:
        given = receipt_of(work.connection, work.district, command)
        if given is not None:
            yield given[1]


def _fittings(work: StoreContext) -> HallConfiguration:
    held = work.configuration
    return HallConfiguration(
        card=held.card,
        settings=held.settings,
        windows=held.windows,
        zones=held.zones,
        departments=tuple(held.departments.values()),
        reasons=configuration.reasons_of(work.connection, work.district),
        stations=held.stations,
        layers=configuration.layers_of(work.connection, work.district),
    )
