"""The event log: appended to, read back, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, literal_column, select

from data.model.event import Event
from data.port.codec import read_body, write_body
from data.port.status import Mark
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.statement import Row, Statement
from data.store.log.chain import FIRST_PREV, Link, sealed
from data.store.schema.setting_keys import REVISION
from data.store.schema.tables import EVENT, SETTING

_HEAD = Statement(
    select(EVENT.c.position, EVENT.c.hash)
    .where(EVENT.c.district == bindparam("district"))
    .order_by(EVENT.c.position.desc())
    .limit(1)
)
_NEWEST = Statement(
    select(EVENT.c.at, EVENT.c.recorded)
    .where(EVENT.c.district == bindparam("district"))
    .order_by(EVENT.c.position.desc())
    .limit(1)
)
_MARK = Statement(
    select(
        func.coalesce(
            select(func.max(EVENT.c.position))
            .where(EVENT.c.district == bindparam("district"))
            .scalar_subquery(),
            literal_column("0"),
        ),
        func.coalesce(
            select(SETTING.c.value)
            .where(SETTING.c.district == bindparam("district"), SETTING.c.key == bindparam("revision"))
            .scalar_subquery(),
            literal_column("'0'"),
        ),
    )
)
_APPEND = Statement(insert(EVENT).values({name: bindparam(name) for name in Link._fields}))
_STREAM = Statement(
    select(
        EVENT.c.seq,
        EVENT.c.at,
        EVENT.c.user,
        EVENT.c.window,
        EVENT.c.command,
        EVENT.c.body,
    )
    .where(
        EVENT.c.district == bindparam("district"),
        EVENT.c.stream == bindparam("stream"),
        EVENT.c.seq > bindparam("seen"),
    )
    .order_by(EVENT.c.seq)
)
_BETWEEN = Statement(
    select(
        EVENT.c.stream,
        EVENT.c.seq,
        EVENT.c.at,
        EVENT.c.user,
        EVENT.c.window,
        EVENT.c.command,
        EVENT.c.body,
    )
    .where(
        EVENT.c.district == bindparam("district"),
        EVENT.c.position > bindparam("seen"),
        EVENT.c.position <= bindparam("position"),
    )
    .order_by(EVENT.c.position)
)
_LAST_SEQ = Statement(
    select(func.max(EVENT.c.seq)).where(
        EVENT.c.district == bindparam("district"), EVENT.c.stream == bindparam("stream")
    )
)


def head(connection: Database, district: str) -> tuple[int, str]:
    """The position and the hash of the newest event; 0 and the first prev where there is none."""
    row = _HEAD.one(connection, district=district)
    return (0, FIRST_PREV) if row is None else (row[0], row[1])


def mark(connection: Database, district: str) -> Mark:
    """Where the log and the configuration stand."""
    row = _MARK.one(connection, district=district, revision=REVISION)
    assert row is not None
    return Mark(position=int(row[0]), revision=int(row[1]))


def newest_day(connection: Database, district: str) -> date:
    """The day of the newest event, by when it happened or was recorded, whichever is later."""
    row = _NEWEST.one(connection, district=district)
    return date.min if row is None else date.fromisoformat(max(str(each) for each in row)[:10])


class Tail:
    """The end of a district's log inside one write transaction: read once, then moved with every event."""

    def __init__(self, connection: Database, district: str) -> None:
        self._connection = connection
        self._district = district
        self._head: tuple[int, str] | None = None

    @property
    def position(self) -> int | None:
        """The position of the last event written, None before there is one."""
        return None if self._head is None else self._head[0]

    def append(self, events: Sequence[Event], recorded: datetime) -> list[int]:
        """Write events after the newest one, in their order; their positions."""
        if self._head is None:
            self._head = head(self._connection, self._district)
        position, prev = self._head
        links = []
        for event in events:
            position += 1
            link = sealed(
                Link(
                    district=self._district,
                    position=position,
                    stream=event.stream,
                    seq=event.seq,
                    at=moment.stored(event.at),
                    recorded=moment.stored(recorded),
                    user=event.user,
                    window=event.window,
                    command=event.command,
                    kind=event.body.kind,
                    body=write_body(event.body),
                    prev=prev,
                )
            )
            prev = link.hash
            links.append(link)
        _APPEND.each(self._connection, [link._asdict() for link in links])
        self._head = position, prev
        return [link.position for link in links]


def events_of(connection: Database, district: str, stream: str, seen: int = 0) -> tuple[Event, ...]:
    """A stream's events after the `seen`th, oldest first."""
    return tuple(
        event_of(stream, row) for row in _STREAM.all(connection, district=district, stream=stream, seen=seen)
    )


def events_between(
    connection: Database, district: str, seen: int, position: int, streams: Collection[str]
) -> Iterator[Event]:
    """The events after one position up to another that are of some streams, oldest first."""
    if not streams:
        return
    for stream, *row in _BETWEEN.all(connection, district=district, seen=seen, position=position):
        if stream in streams:
            yield event_of(stream, tuple(row))


def event_of(stream: str, row: Row) -> Event:
    """An event from its seq, at, user, window, command and body.

    Raises:
        ValueError: a moment or a body that cannot be read.
    """
    seq, at, user, window, command, body = row
    return Event(
        stream=stream,
        seq=seq,
        at=moment.read(at),
        user=user,
        window=window,
        command=command,
        body=read_body(body),
    )


def length_of(connection: Database, district: str, stream: str) -> int:
    """The number of a stream's last event, 0 where there is none."""
    row = _LAST_SEQ.one(connection, district=district, stream=stream)
    return row[0] or 0 if row else 0
