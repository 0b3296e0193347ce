"""The journal of a desk: every command that its hall may not have, until the hall has answered it.

A SQLite file that is only ever appended to. Each record holds the hash of the one before, and is on the
disk before the clerk is told that anything has been done. How an entry stands follows from its records:

    given      what the clerk has done here, and what it made here
    done       the hall has carried it out: its receipt, and the command as it was sent
    stopped    the hall would not: its refusal or conflict, or why there is no answer
    again      the clerk gives it once more, under a new id
    dropped    the clerk gives it up, and why

A journal of which nothing waits any more may be begun anew (`data.offline.retention`). Its first record is

    begun      the hash of the last record before it, and how many there have been
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Final, TypeAlias

from data.model.command import Command
from data.model.outcome import Conflict, Receipt, Refusal
from data.port.codec import read, read_command, write, write_command
from data.port.errors import HallUnavailable

JOURNAL: Final = "journal.db"
APPLICATION: Final = 0x636C6B6A
"""The number by which a file says that it is a desk's journal (PRAGMA application_id)."""

_SCHEMA: Final = (
    """CREATE TABLE record (
        n INTEGER PRIMARY KEY CHECK (n >= 1), kind TEXT NOT NULL, entry TEXT NOT NULL, at TEXT NOT NULL,
        body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL CHECK (length(hash) = 64)
    ) STRICT""",
    """CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record
        BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END""",
    """CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
        BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END""",
    """CREATE TRIGGER record_follows_the_last BEFORE INSERT ON record
        WHEN NEW.n IS NOT coalesce((SELECT max(n) FROM record), 0) + 1
            OR NEW.prev IS NOT coalesce((SELECT hash FROM record ORDER BY n DESC LIMIT 1), '')
        BEGIN SELECT RAISE(ABORT, 'a record follows the last one'); END""",
)


class State(StrEnum):
    """How an entry stands with the hall."""

    WAITING = "waiting"
    DONE = "done"
    UNSETTLED = "unsettled"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a clerk has done, as JSON `command`, and what it made here: no receipt where nobody knows.

    `lost`: the hall may have carried it out, its answer has been lost. `after` are the entries that must be
    with the hall first, `base` the one whose last event the command has seen, `opener` the one that has
    opened its case here: blank where the hall knows the case by its code. `status` is how the case or
    ticket stood here afterwards.
    """

    command: str
    receipt: Receipt | None
    lost: bool = False
    after: tuple[str, ...] = ()
    base: str = ""
    opener: str = ""
    status: str = ""
    item_name: str = ""
    item_name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The hall has carried the command out, which it got as `sent`."""

    sent: str
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The hall would not carry it out, or has not answered for a reason of its own."""

    refusal: Refusal | None = None
    conflict: Conflict | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Given once more, as `command` with an id of its own."""

    command: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Given up; `seq` is the number of the hall's last event of the case that the clerk has seen."""

    by: str
    reason: str
    seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The journal has been begun anew, after so many records, the last of which had the hash `after`."""

    after: str
    records: int


Record: TypeAlias = Given | Done | Stopped | Again | Dropped
KINDS: Final[dict[str, type[Record | Begun]]] = {
    kind.__name__.lower(): kind for kind in (Given, Done, Stopped, Again, Dropped, Begun)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command of the journal, as its records have made it.

    `id` is the one under which it was first given, `command` what goes to the hall: the one given, or the
    one given again. `n` is the number of its last record, counted from the very first journal on.
    """

    id: str
    given: Given
    first: Command
    command: Command
    state: State = State.WAITING
    done: Receipt | None = None
    stopped: Stopped | None = None
    dropped: Dropped | None = None
    renewed: bool = False
    n: int = 0


class Journal:
    """A journal that is open. Any thread may use it."""

    def __init__(self, path: Path) -> None:
        """Open a journal, or begin one.

        Raises:
            HallUnavailable: folder, journal_spoilt (a record is not as it was written), disk_full, busy.
        """
        self._path = path
        self._entries: dict[str, Entry] = {}
        self._n, self._head = 0, ""
        self._before = 0
        self._newest: datetime | None = None
        self._lock = Lock()
        if not path.exists():
            begin(path)
        with self._told():
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self._open()
            except BaseException:
                self._connection.close()
                raise

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def records(self) -> int:
        """How many records there have been."""
        return self._before + self._n

    @property
    def newest(self) -> datetime | None:
        """The moment of the newest entry's last record; None where there is no entry."""
        return self._newest

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the order in which they were given."""
        return tuple(self._entries.values())

    def entry(self, id_: str) -> Entry | None:
        """The entry that was first given under that id, or None."""
        return self._entries.get(id_)

    def in_state(self, *states: State) -> tuple[Entry, ...]:
        """The entries that stand so."""
        return tuple(entry for entry in self.entries if entry.state in states)

    def give(self, command: Command, given: Given, at: datetime) -> Entry:
        """Write what a clerk has done; on the disk when this returns."""
        return self._append(command.id, given, at)

    def write(self, id_: str, record: Done | Stopped | Again | Dropped, at: datetime) -> Entry:
        """Write what has become of an entry; on the disk when this returns."""
        return self._append(id_, record, at)

    def replace_by(self, put: Callable[[Begun], object]) -> None:
        """Let go of the file, and have another put in its place meanwhile; nobody else gets it until then.

        Raises:
            HallUnavailable: disk_full, folder.
        """
        with self._lock, self._told():
            # What SQLite keeps beside it would else be taken for the new file's.
            self._connection.execute("PRAGMA journal_mode = DELETE")
            self._connection.execute("BEGIN EXCLUSIVE")
            try:
                put(Begun(after=self._head, records=self.records))
            finally:
                self._connection.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _append(self, id_: str, record: Record, at: datetime) -> Entry:
        kind, body = type(record).__name__.lower(), write(record)
        with self._lock:
            entry = replace(_after(self._entries.get(id_), id_, record), n=self.records + 1)
            row = (self._n + 1, kind, id_, at.isoformat(), body, self._head)
            hash_ = _hash(row)
            with self._told():
                self._connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, hash_))
            self._n, self._head, self._newest = row[0], hash_, at
            self._entries[id_] = entry
        return entry

    def _open(self) -> None:
        connection = self._connection
        if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION,):
            raise HallUnavailable("journal_spoilt", path=str(self._path))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # A second desk on the same journal would send everything twice.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        for n, hash_, id_, at, record in _records(connection, self._path):
            self._n, self._head = n, hash_
            if isinstance(record, Begun):
                # This record stands for itself and all before it.
                self._before = record.records
                continue
            self._newest = at
            self._entries[id_] = replace(_after(self._entries.get(id_), id_, record), n=self.records)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")

    def _told(self) -> _Told:
        return _Told(self._path)


class _Told:
    """Errors of SQLite as what they mean to the desk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            reasons = {
                sqlite3.SQLITE_FULL: "disk_full",
                sqlite3.SQLITE_BUSY: "journal_busy",
                sqlite3.SQLITE_LOCKED: "journal_busy",
                sqlite3.SQLITE_CANTOPEN: "folder",
                sqlite3.SQLITE_READONLY: "folder",
            }
            path = self._path
            raise HallUnavailable(
                reasons.get(code, "journal_spoilt"), path=str(path if code not in (14, 8) else path.parent)
            ) from error


def verify(path: Path) -> int:
    """How many records a journal holds, each as it was written.

    Raises:
        HallUnavailable: missing, or journal_spoilt: a record was changed, is missing or does not follow.
    """
    if not path.is_file():
        raise HallUnavailable("missing", path=str(path))
    with _Told(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return sum(1 for _ in _records(connection, path))
        finally:
            connection.close()


def begin(path: Path, begun: Begun | None = None, at: datetime | None = None) -> None:
    """Make a journal whole or not at all, for its owner alone: empty, or begun anew at a moment."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise HallUnavailable("folder", path=str(path.parent), problem=error.strerror or "") from None
    with _Told(path):
        connection = sqlite3.connect(new, isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            for statement in _SCHEMA:
                connection.execute(statement)
            if begun is not None and at is not None:
                row = (1, "begun", "", at.isoformat(), write(begun), "")
                connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, _hash(row)))
        finally:
            connection.close()
    new.replace(path)


def _records(
    connection: sqlite3.Connection, path: Path
) -> Iterator[tuple[int, str, str, datetime, Record | Begun]]:
    """The records in their order, each checked against the one before it."""
    head = ""
    rows = connection.execute("SELECT n, kind, entry, at, body, prev, hash FROM record ORDER BY n")
    for expected, (n, kind, id_, at, body, prev, hash_) in enumerate(rows, start=1):
        if (n, prev) != (expected, head) or _hash((n, kind, id_, at, body, prev)) != hash_:
            raise HallUnavailable("journal_spoilt", path=str(path), record=str(expected))
        head = hash_
        try:
            record = read(KINDS[kind], body)
            moment = datetime.fromisoformat(at)
        except (KeyError, ValueError):
            raise HallUnavailable("journal_spoilt", path=str(path), record=str(expected)) from None
        yield n, hash_, id_, moment, record


def _hash(row: tuple[int, str, str, str, str, str]) -> str:
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _after(entry: Entry | None, id_: str, record: Record) -> Entry:
    """An entry with one more record.

    Raises:
        ValueError: the record does not belong there.
    """
    if isinstance(record, Given):
        if entry is not None:
            raise ValueError(id_)
        command = read_command(record.command)
        return Entry(id=id_, given=record, first=command, command=command)
    if entry is None:
        raise ValueError(id_)
    match record:
        case Done():
            return replace(entry, state=State.DONE, done=record.receipt)
        case Stopped():
            return replace(entry, state=State.UNSETTLED, stopped=record)
        case Again():
            command = read_command(record.command)
            return replace(entry, state=State.WAITING, command=command, renewed=True)
        case Dropped():
            return replace(entry, state=State.DROPPED, dropped=record)


def seq_of(entry: Entry, stream: str) -> int | None:
    """The number of the hall's last event of a stream after an entry, if it is known."""
    done = entry.done
    if done is None:
        return entry.dropped.seq if entry.dropped is not None else None
    if done.stream == stream:
        return done.seq
    return next((each.seq for each in done.others if each.stream == stream), None)


def told(command: Command) -> str:
    """A command as the journal keeps it."""
    return write_command(command)
