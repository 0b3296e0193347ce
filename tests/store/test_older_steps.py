"""Steps in hand of a file written before their rows named a holder: filled in from what has happened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from data.model.command import ClaimStep, FinishStep, ReturnStep
from data.model.query import AskSteps
from data.store.schema.migrations.run import migrate
from data.store.upkeep.verify import verify
from tests.support.store.grounds import ground


def make_older(path: Path) -> str:
    """Take the columns of the fifth schema away again; the revision that the file had."""
    with closing(sqlite3.connect(path)) as connection:
        (newest,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        for name in ("kind", "holder"):
            connection.execute(f"ALTER TABLE step_row DROP COLUMN {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        connection.commit()
    return str(newest)


def test_the_holders_of_an_older_file_are_those_that_its_events_name(path: Path) -> None:
    with ground(path).sitting() as desk:
        returned, claimed, free = desk.accepted(), desk.accepted(), desk.accepted()
        desk.done(FinishStep, case=returned, step="examine", user="沈宁")
        desk.done(ReturnStep, case=returned, step="visit", to="examine", reason="面积不符")
        desk.done(ClaimStep, case=claimed, step="fire", user="赵强")
    make_older(path)
    migrate(path, "0005")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute('SELECT "case", step, kind, holder FROM step_row').fetchall()
    assert sorted(rows) == sorted(
        [
            (returned, "examine", "examine", "沈宁"),
            (returned, "fire", "consult", ""),
            (claimed, "examine", "examine", ""),
            (claimed, "fire", "consult", "赵强"),
            (free, "examine", "examine", ""),
            (free, "fire", "consult", ""),
        ]
    )


def test_an_older_file_is_whole_once_it_is_upgraded(path: Path) -> None:
    with ground(path).sitting() as desk:
        desk.done(ClaimStep, case=desk.accepted(), step="fire", user="赵强")
    newest = make_older(path)
    migrate(path, "0005")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (newest,))
        connection.commit()
    with ground(path).sitting() as desk:
        lines = desk.hall.ask(AskSteps()).lines
        assert {line.code: line.holder for line in lines} == {"fire": "赵强", "examine": ""}
    assert verify(path).whole
