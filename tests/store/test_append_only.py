"""The database itself refuses to change or fork the log, whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sized
from pathlib import Path

import psycopg
import pytest

from data.store.log.chain import Link, sealed
from data.store.schema.tables import EVENT, TICKET
from tests.support.store.grounds import REFUSED, Ground, Raw, Row
from tests.support.store.hall_file import raw

COLUMNS = [column.name for column in EVENT.c]
ENTRY = (
    'INSERT INTO account_entry (district, position, at, "by", "user", act, facts) '
    "VALUES ('500102', ?, '2026-03-18T09:40:00.000+08:00', 'x', 'x', 'made', '{}')"
)
EMPTYING_REFUSED = (*REFUSED, psycopg.errors.FeatureNotSupported)
"""A table to which another one refers is not emptied alone, whatever its triggers say."""


def quoted(name: str) -> str:
    return f'"{name}"'


def marks(names: Sized) -> str:
    return ", ".join("?" * len(names))


NAMES = ", ".join(map(quoted, Link._fields))


def newest(database: Raw) -> Link:
    [row] = database.run(f"SELECT {NAMES} FROM event ORDER BY position DESC LIMIT 1")
    return Link(*row)


def following(database: Raw) -> Link:
    """An event that could be the next one."""
    last = newest(database)
    return sealed(last._replace(position=last.position + 1, seq=last.seq + 1, prev=last.hash))


def insert(database: Raw, link: Link, *, after: str = "") -> None:
    database.run(f"INSERT INTO event ({NAMES}) VALUES ({marks(link)}) {after}", link)


def as_written(database: Raw) -> list[Row]:
    """The whole log."""
    return database.run("SELECT * FROM event ORDER BY position")


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_event_can_be_updated(lived_ground: Ground, column: str) -> None:
    with lived_ground.raw() as database, pytest.raises(REFUSED, match="never"):
        database.run(f'UPDATE event SET "{column}" = "{column}" WHERE position = 3')


@pytest.mark.parametrize("sql", ["DELETE FROM event WHERE position = 3", "DELETE FROM event"])
def test_no_event_can_be_deleted(lived_ground: Ground, sql: str) -> None:
    with lived_ground.raw() as database:
        before = as_written(database)
        with pytest.raises(REFUSED, match="never"):
            database.run(sql)
        assert as_written(database) == before


@pytest.mark.parametrize("table", ["event", "receipt", "account_entry"])
@pytest.mark.parametrize("cascade", ["", " CASCADE"])
def test_no_log_can_be_emptied_at_once(lived_ground: Ground, table: str, cascade: str) -> None:
    if isinstance(lived_ground.place, Path):
        # SQLite's way of emptying a table is to delete every row of it.
        statement = f"DELETE FROM {table}"
    else:
        statement = f"TRUNCATE {table}{cascade}"
    with lived_ground.raw() as database:
        if table == "account_entry":
            database.run(ENTRY, (1,))
        with pytest.raises(EMPTYING_REFUSED):
            database.run(statement)
        assert database.run(f"SELECT count(*) FROM {table}") != [(0,)]


def test_an_entry_of_the_accounts_follows_the_last_one(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        for wrong in (0, 2):
            with pytest.raises(REFUSED):
                database.run(ENTRY, (wrong,))
        database.run(ENTRY, (1,))
        database.run(ENTRY, (2,))
        for wrong in (1, 2, 4):
            with pytest.raises(REFUSED):
                database.run(ENTRY, (wrong,))
        for sql in ("UPDATE account_entry SET act = 'x'", "DELETE FROM account_entry"):
            with pytest.raises(REFUSED, match="never"):
                database.run(sql)


@pytest.mark.parametrize(
    "verb", ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"]
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("position", [1, 3])
def test_no_event_can_be_replaced(lived: Path, verb: str, recursive: str, position: int) -> None:
    with raw(lived) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        before = connection.execute("SELECT * FROM event ORDER BY position").fetchall()
        row = connection.execute(
            f"SELECT {', '.join(Link._fields)} FROM event WHERE position = ?", (position,)
        ).fetchone()
        forged = sealed(Link(*row)._replace(user="somebody else"))
        with pytest.raises(sqlite3.IntegrityError, match="an event follows the last one"):
            connection.execute(f"{verb} INTO event ({NAMES}) VALUES ({marks(forged)})", forged)
        assert connection.execute("SELECT * FROM event ORDER BY position").fetchall() == before


def test_the_number_of_an_event_in_its_stream_cannot_be_taken_twice(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        link = following(database)
        with pytest.raises(REFUSED):
            insert(database, sealed(link._replace(seq=link.seq - 1)))


def test_an_event_that_follows_the_last_one_is_taken(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        link = following(database)
        insert(database, link)
        assert newest(database) == link


@pytest.mark.parametrize(
    "change",
    [{"position": 2}, {"position": 99_999}, {"prev": ""}, {"prev": "0" * 64}, {"seq": 1}, {"seq": 999}],
)
def test_an_event_that_does_not_follow_the_last_one_is_refused(
    lived_ground: Ground, change: dict[str, int | str]
) -> None:
    with lived_ground.raw() as database:
        link = following(database)
        with pytest.raises(REFUSED):
            insert(database, sealed(link._replace(**change)))  # type: ignore[arg-type]


def test_an_upsert_changes_no_event(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        before = as_written(database)
        with pytest.raises(REFUSED):
            insert(
                database, newest(database), after="ON CONFLICT (district, position) DO UPDATE SET kind = 'x'"
            )
        assert as_written(database) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE receipt SET fingerprint = 'x'",
        "DELETE FROM receipt",
        "INSERT INTO receipt SELECT district, command, 'x', body FROM receipt LIMIT 1",
    ],
)
def test_no_receipt_can_be_changed(lived_ground: Ground, sql: str) -> None:
    with lived_ground.raw() as database, pytest.raises(REFUSED):
        database.run(sql)


@pytest.mark.parametrize("verb", ["REPLACE", "INSERT OR REPLACE"])
def test_no_receipt_can_be_replaced(lived: Path, verb: str) -> None:
    with raw(lived) as connection, pytest.raises(sqlite3.IntegrityError, match="a receipt is"):
        connection.execute(f"{verb} INTO receipt SELECT district, command, 'x', body FROM receipt LIMIT 1")


def test_values_of_another_type_are_refused(lived_ground: Ground) -> None:
    with lived_ground.raw() as database, pytest.raises((sqlite3.IntegrityError, psycopg.DataError)):
        database.run("UPDATE case_row SET open = 'yes'")


def test_a_window_cannot_have_two_active_tickets(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        assert database.run("SELECT count(*) FROM ticket_row WHERE status = 'serving'") == [(1,)]
        names = [column.name for column in TICKET.c]
        [row] = database.run(f"SELECT {', '.join(map(quoted, names))} FROM ticket_row")
        twin = {**dict(zip(names, row, strict=True)), "id": "other", "number": "A999", "serial": 999}
        with pytest.raises(REFUSED):
            database.run(
                f"INSERT INTO ticket_row ({', '.join(map(quoted, names))}) VALUES ({marks(names)})",
                list(twin.values()),
            )
