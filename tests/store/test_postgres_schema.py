"""The schema on PostgreSQL: what the migrations make is what the tables say, from whatever revision."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from data.port.errors import HallUnavailable
from data.store.schema import postgres_schema
from data.store.schema import upgrade as schema
from data.store.schema.account_tables import EVERY
from data.store.schema.postgres_triggers import TRIGGERS
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support import postgres
from tests.support.halls.setting_up import founded_at, install
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.support.store.postgres_description import DESCRIBED, described
from tests.support.waiting import PATIENCE


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database without tables."""
    with postgres.database("template0") as address:
        yield address


@pytest.mark.parametrize("what", list(DESCRIBED))
def test_the_migrations_make_what_the_tables_say(empty: str, postgres_url: str, what: str) -> None:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(empty), poolclass=NullPool
    )
    EVERY.create_all(engine)
    said, made = described(empty, what), described(postgres_url, what)
    assert said
    assert made == said


def test_every_text_is_compared_by_its_bytes(postgres_url: str) -> None:
    texts = {(row[0], row[1], row[4]) for row in described(postgres_url, "columns") if row[2] == "text"}
    assert len(texts) > 100
    assert {collation for _, _, collation in texts} == {"C"}


def test_every_trigger_is_made_and_no_other(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        made = connection.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()
    assert sorted(name for (name,) in made) == sorted(TRIGGERS)


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_an_older_database_is_upgraded_when_it_is_opened(empty: str, revision: str) -> None:
    postgres_schema.migrate(empty, revision)
    with pytest.raises(HallUnavailable) as told:
        SqlHall.at(empty, TravellingClock(OPENED), read_only=True)
    assert told.value.reason == "older"
    assert told.value.facts == {"found": revision, "known": schema.NEWEST}
    clock = TravellingClock(OPENED)
    with closing(SqlHall.at(empty, clock)) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
        Sitting(hall, clock).collected()
    assert verify(empty).whole


def test_an_older_database_keeps_its_log(empty: str) -> None:
    postgres_schema.migrate(empty, schema.REVISIONS[0])
    with psycopg.connect(empty) as connection, pytest.raises(psycopg.errors.IntegrityError):
        connection.execute(
            "INSERT INTO event VALUES ('500102', 2, 's', 1, 'a', 'r', 'u', 'w', 'c', 'k', '{}', '', %s)",
            ["0" * 64],
        )


def test_a_database_of_a_newer_program_is_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
    for open_it in (
        lambda: SqlHall.at(postgres_url, TravellingClock(OPENED)),
        lambda: SqlHall.at(postgres_url, TravellingClock(OPENED), read_only=True),
        lambda: verify(postgres_url),
        lambda: founded_at(postgres_url, CATALOGUE, CARD, WINDOWS),
    ):
        with pytest.raises(HallUnavailable) as told:
            open_it()
        assert told.value.reason == "newer"
        assert told.value.facts == {"found": "9001", "known": schema.NEWEST}


def test_another_program_s_database_is_left_as_it_is(empty: str) -> None:
    with psycopg.connect(empty) as connection:
        connection.execute("CREATE TABLE other (x text)")
    before = described(empty, "columns")
    with pytest.raises(HallUnavailable) as told:
        SqlHall.at(empty, TravellingClock(OPENED))
    assert told.value.reason == "not_a_database"
    assert described(empty, "columns") == before


@pytest.mark.parametrize("revision", ["", schema.REVISIONS[0]])
def test_programs_that_upgrade_at_once_do_it_once(empty: str, postgres_url: str, revision: str) -> None:
    if revision:
        postgres_schema.migrate(empty, revision)
    programs = 4
    barrier = Barrier(programs)

    def upgrade(_: int) -> None:
        barrier.wait(PATIENCE)
        postgres_schema.migrate(empty)

    with ThreadPoolExecutor(programs) as threads:
        list(threads.map(upgrade, range(programs)))
    assert all(described(empty, what) == described(postgres_url, what) for what in DESCRIBED)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.NEWEST,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres_schema.migrate(empty, schema.REVISIONS[0])
    before = {what: described(empty, what) for what in DESCRIBED}

    def fails(execute: object, revision: str) -> None:
        raise psycopg.OperationalError("no luck today")

    monkeypatch.setattr(postgres_schema, "restore", fails)
    with pytest.raises(HallUnavailable):
        SqlHall.at(empty, TravellingClock(OPENED))
    assert {what: described(empty, what) for what in DESCRIBED} == before


def test_whoever_may_not_change_the_tables_is_told_that_they_are_older(empty: str) -> None:
    postgres_schema.migrate(empty, schema.REVISIONS[0])
    with postgres.role(empty) as (name, address):
        with psycopg.connect(empty) as owner:
            owner.execute(SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(Identifier(name)))
        with pytest.raises(HallUnavailable) as told:
            SqlHall.at(address, TravellingClock(OPENED))
        assert told.value.reason == "older"
