"""The roles of deploy/postgres: the server does what it must and touches no log, a wall only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from data.accounts.signed_in import SignedIn
from data.model.command import TakeTicket
from data.model.query import AskBoard, AskCases, AskCounts, AskQueue
from data.model.settings import Settings
from data.port.errors import HallUnavailable
from data.store.schema.account_tables import EVERY
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support import postgres
from tests.support.accounts.people import CLERKS, People
from tests.support.halls.setting_up import install, put_items, put_settings
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.support.store.grounds import founded, lived_in
from tests.support.story import FOOD

FOLDER = Path(__file__).parents[2] / "deploy/postgres"
GRANTS = (FOLDER / "grants.sql").read_text("utf-8")
ROLES = (FOLDER / "roles.sql").read_text("utf-8")
LOGS = ("event", "receipt", "account_entry")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The database, as each of the roles enters it."""

    owner: str
    server: str
    wall: str


@pytest.fixture(scope="module")
def addresses() -> Iterator[Addresses]:
    """A hall that has lived, its grants given under names of their own."""
    with ExitStack() as made:
        owner = made.enter_context(postgres.database())
        lived_in(founded(owner))
        server, as_server = made.enter_context(postgres.role(owner))
        wall, as_wall = made.enter_context(postgres.role(owner))
        with psycopg.connect(owner) as connection:
            connection.execute(renamed(GRANTS, server, wall).encode())
            connection.execute(
                SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(Identifier(wall))
            )
        yield Addresses(owner, as_server, as_wall)


def renamed(script: str, server: str, wall: str) -> str:
    return script.replace("clerk_server", server).replace("clerk_wall", wall)


def test_no_table_is_forgotten() -> None:
    granted = set(re.findall(r"[a-z_]+", GRANTS))
    assert set(EVERY.tables) <= granted
    for log in LOGS:
        for rights in re.findall(rf"GRANT ([A-Z, ]+) ON\s[^;]*\b{log}\b[^;]*TO clerk_server;", GRANTS):
            assert rights == "SELECT, INSERT"


def test_the_script_of_the_roles_makes_those_that_are_granted_to() -> None:
    made = set(re.findall(r"CREATE ROLE (\w+) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;", ROLES))
    assert made == {"clerk_owner", "clerk_server", "clerk_wall"}
    assert set(re.findall(r"clerk_\w+", GRANTS)) <= made


def test_the_server_does_all_that_it_must(addresses: Addresses) -> None:
    clock = TravellingClock(OPENED)
    with closing(SqlHall.at(addresses.server, clock)) as hall:
        desk = Sitting(hall, clock, window="4")
        desk.ids = map("served-{}".format, range(1000))
        desk.opened(ticket=desk.serving())
        desk.collected()
        put_settings(hall, Settings())
        put_items(hall, [replace(FOOD, version="99")])
        install(hall, CATALOGUE, CARD, WINDOWS)
        hall.ask(AskCounts())
    people = People(addresses.server)
    people.settle()
    signed_in = people.sign_in(CLERKS[0], window="3")
    assert isinstance(signed_in, SignedIn)
    people.accounts.sign_out(signed_in.token)
    people.database.close()
    assert verify(addresses.server).whole


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {log} SET district = district",
        "DELETE FROM {log}",
        "TRUNCATE {log} CASCADE",
        "ALTER TABLE {log} DISABLE TRIGGER ALL",
        "DROP TRIGGER {log}_is_never_changed ON {log}",
        "ALTER TABLE {log} ADD COLUMN x text",
        "DROP TABLE {log} CASCADE",
        "CREATE TRIGGER x BEFORE INSERT ON {log} FOR EACH ROW EXECUTE FUNCTION clerk_never()",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION clerk_never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "DROP FUNCTION clerk_never() CASCADE",
        "CREATE TABLE x (y text)",
        "GRANT ALL ON {log} TO PUBLIC",
        "REVOKE ALL ON {log} FROM PUBLIC",
    ],
)
def test_the_server_cannot_change_a_log_or_its_guard(addresses: Addresses, log: str, sql: str) -> None:
    before = verify(addresses.owner)
    with psycopg.connect(addresses.server, autocommit=True) as server:
        try:
            server.execute(sql.format(log=log).encode())
        except psycopg.errors.InsufficientPrivilege:
            pass
        else:
            # Giving and taking rights that one does not have is a warning to PostgreSQL, and does nothing.
            assert sql.startswith(("GRANT", "REVOKE"))
    with psycopg.connect(addresses.owner) as owner:
        rights = owner.execute(
            "SELECT count(*) FROM information_schema.role_table_grants "
            "WHERE grantee = 'PUBLIC' AND table_schema = 'public'"
        ).fetchall()
    assert rights == [(0,)]
    assert verify(addresses.owner) == before


def test_a_wall_reads_and_examines_and_no_more(addresses: Addresses) -> None:
    clock = TravellingClock(OPENED)
    for read_only in (True, False):
        with closing(SqlHall.at(addresses.wall, clock, read_only=read_only)) as wall:
            for question in (AskCounts(), AskCases(), AskQueue(), AskBoard()):
                wall.ask(question)
            with pytest.raises(HallUnavailable) as told:
                wall.do(Sitting(wall).make(TakeTicket, zone="market"))
            assert told.value.reason in ("read_only", "denied")
    assert verify(addresses.wall).whole
    with psycopg.connect(addresses.wall, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        for sql in ("DELETE FROM outbox", "UPDATE case_row SET status = 'x'", "SELECT password FROM account"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.encode())
