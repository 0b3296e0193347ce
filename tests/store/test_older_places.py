"""Places in the queue written before the time of taking counted among equals."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from data.store.schema.migrations.run import migrate
from data.store.schema.upgrade import create

NINE, TEN, HALF_PAST = (f"2026-03-18T{time}:00+08:00" for time in ("09:00", "10:00", "10:30"))
COLUMNS = ("id", "number", "letter", "serial", "rank", "moment", "behind", "taken")
ROWS = {
    "taken": ("A001", "A", 1, 5, NINE, 0, NINE),
    "for a slot": ("YA002", "A", 2, 4, TEN, 0, NINE),
    "put behind another": ("A003", "A", 3, 4, TEN, 1, NINE),
    "come back to an empty hall": ("A004", "A", 4, 5, HALF_PAST, 0, NINE),
}
REST = {
    "district": "500102",
    "seq": 1,
    "zone": "market",
    "day": "2026-03-18",
    "status": "waiting",
    "priority": "none",
    "holder": "",
    "last": HALF_PAST,
    '"window"': "",
    "clerk": "",
    "calls": 0,
}


def columns(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Name, type, obligation and default of every column of the tickets' table."""
    return [row[1:] for row in connection.execute("PRAGMA table_info(ticket_row)")]


def test_a_place_of_an_older_file_keeps_what_its_events_make_of_it(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    migrate(path, "0002")
    connection = sqlite3.connect(path)
    names = ", ".join((*COLUMNS, *REST))
    marks = ", ".join("?" * (len(COLUMNS) + len(REST)))
    for id_, row in ROWS.items():
        values = (id_, *row, *REST.values())
        connection.execute(f"INSERT INTO ticket_row ({names}) VALUES ({marks})", values)
    connection.commit()
    connection.close()
    migrate(path, "0003")
    connection = sqlite3.connect(path)
    found = dict(connection.execute("SELECT id, place_taken FROM ticket_row"))
    connection.close()
    assert found == {
        "taken": NINE,
        "for a slot": NINE,
        "put behind another": TEN,
        "come back to an empty hall": HALF_PAST,
    }


def test_a_migrated_table_is_like_a_new_one(tmp_path: Path) -> None:
    migrate(tmp_path / "old.db", "0003")
    create(tmp_path / "new.db")
    found = []
    for name in ("old.db", "new.db"):
        connection = sqlite3.connect(tmp_path / name)
        found.append(columns(connection))
        connection.close()
    assert found[0] == found[1]
    assert found[0][-1][0] == "place_taken"
