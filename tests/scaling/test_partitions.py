"""Every table partitioned by district, by deploy/postgres/partition.sql, and no line of code changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from data.store.schema.account_tables import EVERY
from data.store.schema.postgres_schema import migrate
from data.store.schema.postgres_triggers import TRIGGERS
from data.store.upkeep.verification import Problem
from data.store.upkeep.verify import verify
from tests.support import postgres
from tests.support.halls.setting_up import founded_at
from tests.support.scaling.districts import DISTRICTS, FIRST, SECOND, founded, sitting
from tests.support.scaling.partitions import new_districts, partitioned
from tests.support.sitting import CARD, CATALOGUE, WINDOWS
from tests.support.store.postgres_description import DESCRIBED, described


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A database with two districts' halls, each in its own partitions; every test leaves it whole."""
    with postgres.database() as made:
        yield founded(partitioned(made, *DISTRICTS))


def test_every_row_lies_in_its_district_s_partition(address: str) -> None:
    before = verify(address)
    for district in DISTRICTS:
        with sitting(address, district) as desk:
            desk.ids = map(f"{uuid4().hex}-{{}}".format, range(100))
            desk.opened(ticket=desk.serving())
            desk.collected()
    after = verify(address)
    assert after.whole
    assert (after.cases, after.tickets) == (before.cases + 4, before.tickets + 2)
    with psycopg.connect(address) as connection:
        for table in EVERY.tables:
            rows = connection.execute(
                f'SELECT tableoid::regclass::text, district FROM "{table}" GROUP BY 1, 2'.encode()
            ).fetchall()
            assert all(part.strip('"') == f"{table}_{district}" for part, district in rows)
        events = connection.execute("SELECT DISTINCT tableoid::regclass::text FROM event").fetchall()
    assert {f"event_{district}" for district in DISTRICTS} <= {part for (part,) in events}


def test_a_hall_that_has_lived_is_partitioned_as_it_is(postgres_url: str) -> None:
    founded(postgres_url)
    for district in DISTRICTS:
        with sitting(postgres_url, district) as desk:
            desk.collected()
            desk.opened(ticket=desk.serving())
    before = verify(postgres_url)
    for _ in range(2):
        # Once more changes nothing.
        partitioned(postgres_url)
        assert verify(postgres_url) == before
    with sitting(postgres_url, FIRST) as desk:
        desk.ids = map("after-{}".format, range(100))
        desk.collected()
    assert verify(postgres_url).whole


def test_keys_checks_and_indexes_are_named_and_made_as_before(address: str, postgres_url: str) -> None:
    """Migrations to come find them by their names."""
    ours = set(EVERY.tables)
    constraints = {row for row in described(postgres_url, "constraints") if str(row[0]).strip('"') in ours}
    with psycopg.connect(address) as connection:
        made = connection.execute(DESCRIBED["constraints"].encode()).fetchall()
        indexes = connection.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relkind = 'p'"
        ).fetchall()
    assert constraints
    assert constraints <= {tuple(row) for row in made}
    assert {str(row[0]) for row in described(postgres_url, "indexes")} == {name for (name,) in indexes}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event_{district} SET kind = 'x'",
        "DELETE FROM event_{district}",
        "TRUNCATE event_{district} CASCADE",
        "DELETE FROM receipt_{district}",
        "TRUNCATE receipt_{district}",
        "TRUNCATE account_entry_rest",
        "TRUNCATE event CASCADE",
        "INSERT INTO event_{district} SELECT * FROM event_{district} LIMIT 1",
    ],
)
def test_no_partition_s_log_is_changed(address: str, sql: str) -> None:
    with sitting(address, FIRST) as clerk:
        clerk.ids = map(f"{uuid4().hex}-{{}}".format, range(10))
        clerk.take()
    statement = sql.format(district=FIRST).encode()
    with psycopg.connect(address) as behind, pytest.raises(psycopg.errors.IntegrityError):
        behind.execute(statement)


@pytest.mark.parametrize("trigger", sorted(TRIGGERS))
def test_a_trigger_switched_off_on_one_partition_is_named_and_an_upgrade_makes_it_anew(
    address: str, trigger: str
) -> None:
    table = f"{TRIGGERS[trigger][0]}_{FIRST}"
    with psycopg.connect(address) as behind:
        behind.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}".encode())
    assert verify(address).problems == (Problem(key="trigger", facts={"trigger": trigger}),)
    migrate(address)
    assert verify(address).whole


def test_a_question_of_one_district_looks_into_its_partitions_alone(address: str) -> None:
    with psycopg.connect(address) as connection:
        plan = connection.execute(
            "EXPLAIN SELECT code FROM case_row WHERE district = %s AND open = 1", [FIRST]
        ).fetchall()
    told = "\n".join(line for (line,) in plan)
    assert f"case_row_{FIRST}" in told
    assert SECOND not in told


def test_a_district_without_a_partition_of_its_own_goes_to_the_rest(
    address: str,
) -> None:
    district = next(new_districts())
    founded_at(address, CATALOGUE, replace(CARD, region=district), WINDOWS)
    with sitting(address, district) as clerk:
        clerk.take()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT DISTINCT district FROM event_rest").fetchall() == [(district,)]
    assert verify(address).whole
