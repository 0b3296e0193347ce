"""The event log and the receipts: appended to, read back, never changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, literal_column, select

from data.codec import read as read_value
from data.codec import read_body, write, write_body, write_command
from data.hall import Mark
from data.model.command import Command
from data.model.event import Event
from data.model.outcome import Receipt
from data.store import moment
from data.store.chain import FIRST_PREV, Link, sealed
from data.store.configuration import REVISION
from data.store.database import Database
from data.store.statement import Row, Statement
from data.store.tables import EVENT, RECEIPT, SETTING

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
LINK = [EVENT.c[name] for name in Link._fields]

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
_RECEIPT = Statement(
    select(RECEIPT.c.fingerprint, RECEIPT.c.body).where(
        RECEIPT.c.district == bindparam("district"), RECEIPT.c.command == bindparam("command")
    )
)
_GIVE = Statement(
    insert(RECEIPT).values({name: bindparam(name) for name in ("district", "command", "fingerprint", "body")})
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


def canonical(command: Command) -> str:
    """What makes a command the same when it is sent again: everything but the moment of sending.

    A script that is run again has another moment in the lines whose moment it left to the program.
    """
    fields = json.loads(write_command(command))
    del fields["at"]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fingerprint(text: str) -> str:
    """The digest of a command's canonical text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def holds_nul(text: str) -> bool:
    """Whether a canonical text holds the character that PostgreSQL cannot keep and no person writes."""
    return "\\u0000" in text and NUL.search(text) is not None


def receipt_of(connection: Database, district: str, command: str) -> tuple[str, Receipt] | None:
    """The fingerprint and the receipt of a command's id, or None where it has not been carried out."""
    return Receipts(connection, district).of(command)


class Receipts:
    """The receipts of the commands of one write transaction: those there were, and those it gives."""

    def __init__(self, connection: Database, district: str, expected: Iterable[str] = ()) -> None:
        """Look up the expected commands at once."""
        self._connection = connection
        self._district = district
        # All questions first, then all answers: PostgreSQL is waited for once.
        asked = {
            each: _RECEIPT.run(connection, district=district, command=each)
            for each in dict.fromkeys(expected)
        }
        self._given = {each: _receipt(cursor.fetchone()) for each, cursor in asked.items()}

    def of(self, command: str) -> tuple[str, Receipt] | None:
        """The fingerprint and the receipt of a command's id, or None where it has not been carried out."""
        if command not in self._given:
            row = _RECEIPT.one(self._connection, district=self._district, command=command)
            self._given[command] = _receipt(row)
        return self._given[command]

    def give(self, receipt: Receipt, mark: str) -> None:
        """Write a command's receipt."""
        _GIVE.run(
            self._connection,
            district=self._district,
            command=receipt.command,
            fingerprint=mark,
            body=write(receipt),
        )
        self._given[receipt.command] = mark, receipt


def _receipt(row: Row | None) -> tuple[str, Receipt] | None:
    return None if row is None else (row[0], read_value(Receipt, row[1]))
