"""New databases, older ones brought up to date, and newer ones left alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from data.port.errors import HallUnavailable
from data.store.engine.sqlite_connection import APPLICATION
from data.store.schema import upgrade as schema
from data.store.schema.migrations import run
from data.store.schema.triggers import TRIGGERS
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import install
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS
from tests.support.store.grounds import ground
from tests.support.store.hall_file import raw

MAKE_ANEW = """
import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "{newest}"


def upgrade() -> None:
    with op.batch_alter_table("event", recreate="always") as batch:
        batch.alter_column("window", existing_type=sa.Text(), server_default="")
"""


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """An empty database of the oldest schema."""
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
    run.migrate(file, schema.REVISIONS[0])
    return file


def described(path: Path) -> Iterator[tuple[str, ...]]:
    """The tables, columns, indexes and triggers of a database, however their text was written."""
    with raw(path) as connection:
        for name, kind, wr, strict in connection.execute(
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall():
            yield ("table", name, kind, str(wr), str(strict))
            for column in connection.execute(f"SELECT * FROM pragma_table_info('{name}')").fetchall():
                yield ("column", name, *(str(value) for value in column[1:]))
            for index in connection.execute(f"SELECT * FROM pragma_index_list('{name}')").fetchall():
                parts = connection.execute(f"SELECT name FROM pragma_index_info('{index[1]}')").fetchall()
                yield ("index", name, str(index[2:]), str(parts))
            for key in connection.execute(f"SELECT * FROM pragma_foreign_key_list('{name}')").fetchall():
                yield ("key", name, *(str(value) for value in key[2:]))
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"):
            yield ("trigger", name, sql)


def checks(path: Path) -> set[tuple[str, str]]:
    """The checks of every table."""
    with raw(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {(name, line.strip(" ,")) for name, sql in rows for line in sql.splitlines() if "CHECK" in line}


def test_a_new_database_is_what_all_migrations_make(oldest: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    schema.create(new)
    assert schema.upgrade(oldest) is not None
    assert sorted(described(new)) == sorted(described(oldest))
    assert checks(new) == checks(oldest)


def test_the_program_knows_every_migration() -> None:
    script = ScriptDirectory.from_config(run.configuration())
    known = [revision.revision for revision in script.walk_revisions()]
    assert known == list(reversed(schema.REVISIONS))


def test_an_older_database_is_copied_and_upgraded_when_it_is_opened(oldest: Path) -> None:
    with closing(SqlHall.open(oldest, TravellingClock(OPENED))) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    copy = oldest.with_name(f"old.db.before-{schema.NEWEST}")
    with raw(copy) as connection:
        assert schema.revision_of(connection) == schema.REVISIONS[0]
    assert verify(oldest).whole
    assert schema.upgrade(oldest) is None


def test_a_copy_never_goes_over_another(oldest: Path) -> None:
    first = oldest.with_name(f"old.db.before-{schema.NEWEST}")
    first.write_text("kept")
    copy = schema.upgrade(oldest)
    assert copy == oldest.with_name(f"old.db.before-{schema.NEWEST}-2")
    assert first.read_text() == "kept"


def test_an_older_database_is_not_read_as_it_is(oldest: Path) -> None:
    with pytest.raises(HallUnavailable) as told:
        SqlHall.open(oldest, TravellingClock(OPENED), read_only=True)
    assert told.value.reason == "older"
    assert told.value.facts == {"found": schema.REVISIONS[0], "known": schema.NEWEST}


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_database_is_left_alone(path: Path, read_only: bool) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    before = path.read_bytes()
    for open_it in (
        lambda: SqlHall.open(path, TravellingClock(OPENED), read_only=read_only),
        lambda: verify(path),
    ):
        with pytest.raises(HallUnavailable) as told:
            open_it()
        assert told.value.reason == "newer"
        assert told.value.facts == {"found": "9001", "known": schema.NEWEST}
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*before*"))


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    oldest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(described(oldest))

    def fails(execute: object, revision: str) -> None:
        raise sqlite3.OperationalError("no luck today")

    monkeypatch.setattr(run, "restore", fails)
    with pytest.raises(HallUnavailable) as told:
        schema.upgrade(oldest)
    assert (told.value.reason, told.value.facts["problem"]) == ("failed", "no luck today")
    assert sorted(described(oldest)) == before


def test_a_migration_that_makes_a_table_anew_keeps_the_log_append_only(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(run.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "r0099_anew.py").write_text(MAKE_ANEW.format(newest=schema.NEWEST))
    monkeypatch.setattr(run, "FOLDER", folder)
    before = verify(lived)
    run.migrate(lived, "0099")
    with raw(lived) as connection:
        made = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert {name for (name,) in made} == set(TRIGGERS)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM event")
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema.NEWEST,))
    assert verify(lived) == before


def test_creating_goes_over_nothing(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(HallUnavailable) as told:
        schema.create(path)
    assert told.value.reason == "exists"
    assert path.read_bytes() == before


@pytest.mark.parametrize("where", ["missing/hall.db", "/proc/hall.db"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    with pytest.raises(HallUnavailable) as told:
        schema.create(tmp_path / where)
    assert told.value.reason == "folder"
    assert told.value.facts["path"] == str((tmp_path / where).parent)


def test_an_upgraded_database_goes_on(oldest: Path) -> None:
    schema.upgrade(oldest)
    with closing(SqlHall.open(oldest, TravellingClock(OPENED))) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    with ground(oldest).sitting() as desk:
        desk.collected()
    assert verify(oldest).whole
