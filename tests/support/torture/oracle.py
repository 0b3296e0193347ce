"""What a hall's database itself says, asked in plain SQL: none of the program's own code reads it here."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from data.model.hall import HALL

Row = tuple[Any, ...]

_COLUMNS = 'district, position, stream, seq, at, recorded, "user", "window", command, kind, body, prev, hash'

NONE_OF = {
    "events of one command that do not stand together": (
        "SELECT command FROM event GROUP BY command HAVING count(*) <> max(position) - min(position) + 1"
    ),
    "commands with two receipts": "SELECT command FROM receipt GROUP BY command HAVING count(*) > 1",
    "events without a receipt": "SELECT DISTINCT command FROM event EXCEPT SELECT command FROM receipt",
    "receipts without an event": "SELECT command FROM receipt EXCEPT SELECT command FROM event",
    "missing positions": "SELECT max(position), count(*) FROM event HAVING max(position) <> count(*)",
    "streams with a gap": (
        "SELECT stream FROM event GROUP BY stream HAVING min(seq) <> 1 OR max(seq) <> count(*)"
    ),
    "streams out of order": (
        "SELECT stream, seq FROM (SELECT stream, seq, lag(seq, 1, 0) OVER"
        " (PARTITION BY stream ORDER BY position) AS before FROM event) AS pairs WHERE seq <> before + 1"
    ),
    "broken links": (
        "SELECT position FROM (SELECT position, prev, lag(hash, 1, '') OVER (ORDER BY position) AS before"
        " FROM event) AS pairs WHERE prev <> before"
    ),
    "cases opened twice": (
        "SELECT stream FROM event WHERE kind = 'case_opened' GROUP BY stream HAVING count(*) > 1"
    ),
    "applications received twice": (
        "SELECT body FROM event WHERE kind = 'case_opened' GROUP BY body HAVING count(*) > 1"
    ),
    "tickets called twice": (
        "SELECT stream FROM event WHERE kind = 'ticket_called' GROUP BY stream HAVING count(*) > 1"
    ),
    "windows with two at once": (
        'SELECT "window", position FROM (SELECT "window", position, kind, lag(kind, 1, \'ticket_finished\')'
        ' OVER (PARTITION BY "window" ORDER BY position) AS before FROM event'
        " WHERE kind IN ('ticket_called', 'ticket_finished')) AS turns"
        " WHERE kind = 'ticket_called' AND before <> 'ticket_finished'"
    ),
    "cases accepted twice": (
        "SELECT stream FROM event WHERE kind = 'case_accepted' GROUP BY stream HAVING count(*) > 1"
    ),
}
"""What there must be none of, by its name."""


@dataclass(frozen=True)
class Log:
    """The log as it stood: every command's stream, kinds of events and last number, in their order.

    Of the hall's own stream, which no clerk writes, only the positions are there.

    `streams` has the stream of every position, the first of them at 1.
    """

    commands: Mapping[str, tuple[str, tuple[str, ...], int]]
    streams: tuple[str, ...]
    kinds: Mapping[str, int]


def rows(place: str | Path, statement: str) -> list[Row]:
    """What a statement answers, on a connection of its own."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as file:
            return file.execute(statement).fetchall()
    with psycopg.connect(place) as connection:
        return connection.execute(statement.encode()).fetchall()


def examined(place: str | Path) -> Log:
    """The log, of which nothing may be wrong by itself."""
    wrong = {name: found for name, statement in NONE_OF.items() if (found := rows(place, statement))}
    assert not wrong, wrong
    commands: dict[str, tuple[str, tuple[str, ...], int]] = {}
    streams: list[str] = []
    kinds: dict[str, int] = {}
    for row in rows(place, f"SELECT {_COLUMNS} FROM event ORDER BY position"):
        assert _digest(row[:-1]) == row[-1], f"event {row[1]} is not as its hash says"
        stream, seq, command, kind = row[2], row[3], row[8], row[9]
        streams.append(stream)
        if stream == HALL:
            continue
        before = commands.get(command, (stream, (), 0))
        assert before[0] == stream
        commands[command] = (stream, (*before[1], kind), seq)
        kinds[kind] = kinds.get(kind, 0) + 1
    return Log(commands, tuple(streams), kinds)


def whole_journal(path: Path) -> int:
    """The records of a desk's journal, each of which must be as its hash says and follow the one before."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        records = file.execute(
            "SELECT n, kind, entry, at, body, prev, hash FROM record ORDER BY n"
        ).fetchall()
    head = ""
    for number, record in enumerate(records, start=1):
        assert record[0] == number
        assert record[5] == head
        assert _digest(record[:-1]) == record[-1]
        head = record[-1]
    return len(records)


def _digest(values: Sequence[Any]) -> str:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
