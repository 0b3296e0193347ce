"""The database itself refuses to change or fork the log, whoever asks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from data.store.chain import Link, sealed
from data.store.tables import EVENT
from tests.store.conftest import copy_ticket, raw

COLUMNS = [column.name for column in EVENT.c]


def newest(connection: sqlite3.Connection) -> Link:
    row = connection.execute(
        f"SELECT {', '.join(Link._fields)} FROM event ORDER BY position DESC LIMIT 1"
    ).fetchone()
    return Link(*row)


def following(connection: sqlite3.Connection) -> Link:
    """An event that could be the next one."""
    last = newest(connection)
    return sealed(last._replace(position=last.position + 1, seq=last.seq + 1, prev=last.hash))


def insert(connection: sqlite3.Connection, link: Link, verb: str = "INSERT") -> None:
    names, marks = ", ".join(Link._fields), ", ".join("?" * len(Link._fields))
    connection.execute(f"{verb} INTO event ({names}) VALUES ({marks})", link)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_event_can_be_updated(lived: Path, column: str) -> None:
    with (
        raw(lived) as connection,
        pytest.raises(sqlite3.IntegrityError, match="an event is never changed"),
    ):
        connection.execute(f"UPDATE event SET {column} = {column} WHERE position = 3")


def test_no_event_can_be_deleted(lived: Path) -> None:
    with raw(lived) as connection:
        before = connection.execute("SELECT count(*) FROM event").fetchone()
        with pytest.raises(sqlite3.IntegrityError, match="an event is never deleted"):
            connection.execute("DELETE FROM event WHERE position = 3")
        with pytest.raises(sqlite3.IntegrityError, match="an event is never deleted"):
            connection.execute("DELETE FROM event")
        assert connection.execute("SELECT count(*) FROM event").fetchone() == before


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
            insert(connection, forged, verb)
        assert connection.execute("SELECT * FROM event ORDER BY position").fetchall() == before


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT"])
def test_the_number_of_an_event_in_its_stream_cannot_be_taken_twice(lived: Path, verb: str) -> None:
    with raw(lived) as connection:
        link = following(connection)
        with pytest.raises(sqlite3.IntegrityError):
            insert(connection, sealed(link._replace(seq=link.seq - 1)), verb)


@pytest.mark.parametrize(
    "change",
    [{"position": 2}, {"position": 99_999}, {"prev": ""}, {"prev": "0" * 64}, {"seq": 1}, {"seq": 999}],
)
def test_an_event_that_does_not_follow_the_last_one_is_refused(
    lived: Path, change: dict[str, int | str]
) -> None:
    with raw(lived) as connection, pytest.raises(sqlite3.IntegrityError):
        insert(connection, sealed(following(connection)._replace(**change)))  # type: ignore[arg-type]


def test_an_upsert_changes_no_event(lived: Path) -> None:
    with raw(lived) as connection:
        names, marks = ", ".join(Link._fields), ", ".join("?" * len(Link._fields))
        sql = (
            f"INSERT INTO event ({names}) VALUES ({marks}) "
            "ON CONFLICT (district, position) DO UPDATE SET user = 'x'"
        )
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(sql, newest(connection))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE receipt SET fingerprint = 'x'",
        "DELETE FROM receipt",
        "REPLACE INTO receipt SELECT district, command, 'x', body FROM receipt LIMIT 1",
        "INSERT OR REPLACE INTO receipt SELECT district, command, 'x', body FROM receipt LIMIT 1",
    ],
)
def test_no_receipt_can_be_changed(lived: Path, sql: str) -> None:
    with raw(lived) as connection, pytest.raises(sqlite3.IntegrityError, match="a receipt is"):
        connection.execute(sql)


def test_values_of_another_type_are_refused(lived: Path) -> None:
    with raw(lived) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE case_row SET open = 'yes'")


def test_a_window_cannot_have_two_active_tickets(lived: Path) -> None:
    with raw(lived) as connection:
        (active,) = connection.execute("SELECT count(*) FROM ticket_row WHERE status = 'serving'").fetchone()
        assert active == 1
        with pytest.raises(sqlite3.IntegrityError):
            copy_ticket(connection, id="other", number="A999", serial=999)
