"""PostgreSQL that cannot be had, is held up, goes away and comes back: told in a word, nothing by halves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from data.model.command import TakeTicket
from data.model.outcome import Receipt
from data.model.query import AskCases
from data.port.errors import HallUnavailable
from data.store.backends.postgres_store import PostgresStore, shown
from data.store.log import events as log
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.texts import Language, texts
from data.time_source import TravellingClock
from tests.support import postgres
from tests.support.sitting import OPENED, Sitting
from tests.support.store.grounds import founded, lived_in
from tests.support.story import WANG
from tests.support.waiting import until

HOLD_LOCK = "SELECT key FROM setting WHERE district = '500102' AND key = 'card' FOR UPDATE"
OURS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'clerk-tui'"
)


@pytest.fixture
def address(postgres_url: str) -> str:
    """A hall that has lived a little."""
    lived_in(founded(postgres_url))
    return postgres_url


def asking(address: str, **settings: str) -> str:
    """The address with settings that the database is to keep for its connections."""
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return f"{address}{'&' if '?' in address else '?'}options={quote(options)}"


@contextmanager
def sitting(address: str) -> Iterator[Sitting]:
    clock = TravellingClock(OPENED)
    with closing(SqlHall.at(address, clock)) as hall:
        desk = Sitting(hall, clock)
        desk.ids = map(f"late-{desk.events()}-{{}}".format, range(1000))
        yield desk


def reason(address: str) -> HallUnavailable:
    """Why a database cannot be opened; the reason has a text of one line in both languages, and no secret."""
    with pytest.raises(HallUnavailable) as told:
        SqlHall.at(address, TravellingClock(OPENED))
    for language in Language:
        sentence = texts(language)(f"unavailable.{told.value.reason}", **told.value.facts)
        assert "\n" not in sentence
        assert "sesame" not in sentence
    assert "sesame" not in f"{told.value!r} {told.value.facts} {told.value.__cause__!r}"
    return told.value


class TestNotToBeHad:
    def test_nobody_listens(self) -> None:
        assert reason("postgresql://clerk:sesame@127.0.0.1:1/hall").reason == "unreachable"

    def test_there_is_no_such_host(self) -> None:
        assert reason("postgresql://clerk:sesame@hall.invalid/hall").reason == "unreachable"

    def test_there_is_no_such_database(self, postgres_url: str) -> None:
        name = postgres.name_of(postgres_url)
        assert reason(postgres_url.replace(name, f"{name}_none")).reason == "missing"

    def test_there_is_no_such_user(self, postgres_url: str) -> None:
        rest = postgres_url.partition("://")[2].rpartition("@")[2]
        assert reason(f"postgresql://clerk_tui_nobody:sesame@{rest}").reason == "denied"

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://u:sesame@h/d?nonsense=1",
            "postgresql://u:sesame@h:port/d",
            "postgresql://[u:sesame@h",
        ],
    )
    def test_it_is_no_address(self, address: str) -> None:
        assert reason(address).reason in ("bad_address", "unreachable")

    def test_a_user_without_rights_is_denied(self, address: str) -> None:
        with postgres.role(address) as (_, stranger):
            assert reason(stranger).reason == "denied"


class TestSecrets:
    def test_a_password_is_not_part_of_the_name(self, address: str) -> None:
        with postgres.role(address) as (name, theirs):
            with psycopg.connect(address) as owner:
                owner.execute(
                    SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(Identifier(name))
                )
            password = theirs.partition(f"{name}:")[2].partition("@")[0]
            assert password
            with closing(PostgresStore(theirs)) as store:
                assert password not in store.name
                assert password not in repr(store)
                with pytest.raises(HallUnavailable) as told, store.writing("500102") as connection:
                    connection.execute("SELECT 1").fetchall()
            assert told.value.reason == "denied"
            assert password not in f"{told.value!r} {told.value.facts} {told.value.__cause__!r}"

    def test_the_name_tells_host_port_and_database(self) -> None:
        assert (
            shown("postgresql://u:sesame@db.hall:6432/hall?sslmode=require")
            == "postgresql://db.hall:6432/hall"
        )
        assert shown("postgresql://u:sesame@/hall?host=/run/pg") == "postgresql:///run/pg/hall"

    def test_no_error_and_no_log_tells_personal_data(
        self, address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        caplog.set_level(logging.DEBUG)
        with psycopg.connect(address) as owner:
            # What a row must be is made impossible; PostgreSQL's own words would quote the row.
            owner.execute("ALTER TABLE case_row ADD CONSTRAINT never CHECK (applicant = '') NOT VALID")
        with sitting(address) as desk:
            with pytest.raises(HallUnavailable) as told:
                desk.opened()
            facts = f"{told.value!r} {told.value.facts} {caplog.text} {''.join(capfd.readouterr())}"
            assert all(secret not in facts for secret in (WANG.name, WANG.id_number, WANG.phone))


class TestReadOnly:
    def test_the_database_itself_refuses(self, address: str) -> None:
        before = verify(address)
        with closing(SqlHall.at(address, TravellingClock(OPENED), read_only=True)) as hall:
            assert hall.ask(AskCases()).total == 2
            with pytest.raises(HallUnavailable) as told:
                hall.do(Sitting(hall).make(TakeTicket, zone="market"))
            assert told.value.reason == "read_only"
            for sql in ("DELETE FROM case_row", "DROP TABLE outbox", "CREATE TABLE x (y text)"):
                for way in (hall.store.reading, hall.store.peeking, lambda: hall.store.writing("500102")):
                    with pytest.raises(HallUnavailable) as refused, way() as connection:
                        connection.execute(sql)
                    assert refused.value.reason == "read_only"
        assert verify(address) == before

    def test_it_sees_what_others_do(self, address: str) -> None:
        with (
            closing(SqlHall.at(address, TravellingClock(OPENED), read_only=True)) as wall,
            sitting(address) as desk,
        ):
            before = wall.ask(AskCases()).total
            desk.opened()
            assert wall.ask(AskCases()).total == before + 1


class TestHeldUp:
    def test_who_waits_too_long_for_the_writer_before_is_told_busy_and_goes_on(self, address: str) -> None:
        with sitting(asking(address, lock_timeout="50ms")) as desk:
            with psycopg.connect(address) as other:
                other.execute(HOLD_LOCK)
                with pytest.raises(HallUnavailable) as told:
                    desk.take()
                assert told.value.reason == "busy"
                # Nobody who only asks waits for a writer.
                assert desk.waiting() == []
            assert desk.take().number

    def test_a_statement_that_never_ends_is_ended(self, address: str) -> None:
        with sitting(asking(address, statement_timeout="1s")) as desk:
            with psycopg.connect(address) as other:
                other.execute("LOCK TABLE case_row IN ACCESS EXCLUSIVE MODE")
                with pytest.raises(HallUnavailable) as told:
                    desk.lines()
            assert told.value.reason == "busy"
            assert len(desk.lines()) == 2

    def test_a_writer_that_stands_still_loses_the_lock(self, address: str) -> None:
        hasty = asking(address, idle_in_transaction_session_timeout="50ms")
        with closing(PostgresStore(hasty)) as store, sitting(address) as desk:

            def stand_still() -> str:
                with store.writing("500102") as connection:
                    log.head(connection, "500102")
                    number = desk.take().number
                    log.head(connection, "500102")
                return number

            with pytest.raises(HallUnavailable) as told:
                stand_still()
            assert told.value.reason == "unreachable"
            assert len(desk.waiting()) == 1


class TestGoingAway:
    def test_a_hall_whose_connections_are_cut_says_so_and_goes_on(
        self, address: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        with sitting(address) as desk:
            desk.take()
            for act in (desk.take, desk.lines):
                with psycopg.connect(address, autocommit=True) as admin:
                    for (pid,) in admin.execute(OURS).fetchall():
                        admin.execute("SELECT pg_terminate_backend(%s)", [pid])
                    until(lambda: not admin.execute(OURS).fetchall())
                before = verify(address).receipts
                with pytest.raises(HallUnavailable) as told:
                    act()
                assert told.value.reason == "unreachable"
                assert verify(address).receipts == before

                def works() -> bool:
                    # The pool may hold more than one connection that was cut.
                    try:
                        return isinstance(desk.do(TakeTicket, zone="market"), Receipt)
                    except HallUnavailable:
                        return False

                until(works)
        assert verify(address).whole
        assert caplog.text == ""

    def test_a_writer_cut_off_in_its_transaction_has_written_nothing(self, address: str) -> None:
        before = verify(address)
        with sitting(address) as desk:
            hall = desk.hall
            assert isinstance(hall, SqlHall)
            commands = [desk.make(TakeTicket, zone="market") for _ in range(4)]

            def cutting() -> Iterator[TakeTicket]:
                yield from commands[:2]
                with psycopg.connect(address, autocommit=True) as admin:
                    for (pid,) in admin.execute(OURS).fetchall():
                        admin.execute("SELECT pg_terminate_backend(%s)", [pid])
                yield from commands[2:]

            with pytest.raises(HallUnavailable) as told:
                hall.do_many(cutting())
            assert told.value.reason == "unreachable"
            assert verify(address) == before
            outcomes = until(lambda: _tried(hall, commands))
            assert [type(each) for each in outcomes] == [Receipt] * len(commands)
        assert verify(address).whole


def _tried(hall: SqlHall, commands: list[TakeTicket]) -> tuple[object, ...]:
    try:
        return hall.do_many(commands)
    except HallUnavailable:
        return ()
