"""A hall that was set up before its log told of it is carried over: told as it stands, in its log's order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from data.law.calendar.overlay import LocalDay, Overlay
from data.model.hall import HALL
from data.model.query import AskEntries, AskHall, AskItems, AskQueue
from data.model.settings import Settings
from data.store.engine.sqlite_connection import APPLICATION
from data.store.log.chain import Link, hash_of
from data.store.schema.migrations import run
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import ADMINISTRATOR, lay_calendar, put_items, put_settings
from tests.support.sitting import OPENED, Sitting
from tests.support.story import FOOD

OLD = "0007"
TABLES = ("setting", "department", "zone", "window", "item", "overlay", "ticket_row")


@pytest.fixture
def old(path: Path, tmp_path: Path) -> Path:
    """A hall of before: everything that it is set up with, and two tickets, of which alone its log tells."""
    with closing(SqlHall.open(path, TravellingClock(OPENED))) as hall:
        put_settings(hall, Settings(warn_days=3))
        put_items(hall, [replace(FOOD, version="2", promised_days=9)])
        lay_calendar(hall, Overlay("local-1", {OPENED.date(): LocalDay(False, "停电")}))
        desk = Sitting(hall, TravellingClock(OPENED))
        desk.take()
        desk.take("insurance")
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    run.migrate(file, OLD)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS now", (str(path),))
        for table in TABLES:
            names = [row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')]
            columns = ", ".join(f'"{name}"' for name in names)
            connection.execute(f'INSERT INTO main."{table}" SELECT {columns} FROM now."{table}"')
        connection.execute("UPDATE setting SET value = '7' WHERE key = 'revision'")
        _tell_tickets_alone(connection)
        connection.commit()
    return file


def _tell_tickets_alone(connection: sqlite3.Connection) -> None:
    columns = ", ".join(f'"{name}"' for name in Link._fields)
    rows = connection.execute(f"SELECT {columns} FROM now.event WHERE stream <> ? ORDER BY position", (HALL,))
    prev = ""
    for position, row in enumerate(rows.fetchall(), start=1):
        link = Link(*row)._replace(position=position, prev=prev)
        prev = hash_of(link)
        places = ", ".join("?" for _ in Link._fields)
        connection.execute(f"INSERT INTO main.event ({columns}) VALUES ({places})", link._replace(hash=prev))
        connection.execute(
            "INSERT INTO main.receipt SELECT * FROM now.receipt WHERE command = ?", (link.command,)
        )


def test_a_hall_of_before_is_told_as_it_stands_and_goes_on(old: Path, path: Path) -> None:
    with closing(SqlHall.open(path, TravellingClock(OPENED))) as hall:
        wanted = [hall.ask(each) for each in (AskHall(), AskItems(limit=500), AskQueue())]
    with closing(SqlHall.open(old, TravellingClock(OPENED))) as hall:
        assert [hall.ask(each) for each in (AskHall(), AskItems(limit=500), AskQueue())] == wanted
        told = hall.ask(AskEntries(stream=HALL, limit=500)).lines
        assert told[0].kind == "hall_named"
        assert {each.user for each in told} == {"clerk-tui"}
        assert all(each.reason for each in told)
        assert [each.at for each in told] == sorted(each.at for each in told)
        desk = Sitting(hall, TravellingClock(OPENED), user=ADMINISTRATOR)
        desk.ids = count(1_000)
        desk.opened()
        put_settings(hall, Settings(warn_days=1))
    assert verify(old).whole


def test_what_is_changed_after_it_was_carried_over_is_named(old: Path) -> None:
    with closing(SqlHall.open(old, TravellingClock(OPENED))):
        pass
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("""UPDATE setting SET value = '{"warn_days": 9}' WHERE key = 'settings'""")
        connection.commit()
    assert [each.facts["stream"] for each in verify(old).problems] == ["settings"]
