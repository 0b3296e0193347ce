"""What cannot be opened, read or written says so in one line, and nothing is half done."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from data.model.command import TakeTicket
from data.model.outcome import Receipt
from data.model.query import AskCases, AskCounts
from data.port.errors import HallUnavailable
from data.store.backends.sqlite_store import SqliteStore
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.texts import Language, texts
from data.time_source import TravellingClock
from tests.support.halls.setting_up import put_items
from tests.support.sitting import OPENED, Sitting
from tests.support.store.grounds import ground
from tests.support.store.hall_file import raw
from tests.support.story import WANG

Done = TypeVar("Done")


def held(hall: SqlHall) -> sqlite3.Connection:
    """The connection that a hall holds."""
    assert isinstance(hall.store, SqliteStore)
    return hall.store.connection


def reason(path: Path, *, read_only: bool = False) -> HallUnavailable:
    """Why a file cannot be opened; the reason has a text in both languages, of one line."""
    with pytest.raises(HallUnavailable) as told:
        SqlHall.open(path, TravellingClock(OPENED), read_only=read_only)
    for language in Language:
        assert "\n" not in texts(language)(f"unavailable.{told.value.reason}", **told.value.facts)
    return told.value


def go_on(act: Callable[[], Done], done: list[Done]) -> None:
    """Do something until it is refused the room for it."""
    for _ in range(500):
        done.append(act())


def fill(file: Path) -> None:
    """Write a file until its disk is full."""
    with file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(b"\x00" * 4096)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_missing_database_is_missing_and_not_made(tmp_path: Path, read_only: bool) -> None:
    assert reason(tmp_path / "none.db", read_only=read_only).reason == "missing"
    assert reason(tmp_path, read_only=read_only).reason == "missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("content", [b"", b"dear reader\n" * 1000, b"\x00" * 4096])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes, read_only: bool) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    assert reason(file, read_only=read_only).reason == "not_a_database"
    assert file.read_bytes() == content


def test_another_program_s_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with raw(file) as connection:
        connection.execute("CREATE TABLE other (x)")
    before = file.read_bytes()
    assert reason(file).reason == "not_a_database"
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_without_a_hall_says_so(tmp_path: Path) -> None:
    file = tmp_path / "hall.db"
    create(file)
    with closing(SqlHall.open(file, TravellingClock(OPENED))) as hall:
        with pytest.raises(HallUnavailable) as told:
            hall.ask(AskCounts())
        assert told.value.reason == "not_installed"
        with pytest.raises(HallUnavailable):
            hall.do(Sitting(hall).make(TakeTicket, zone="market"))


def test_what_is_read_only_is_read_only_in_the_database_itself(lived: Path) -> None:
    before = verify(lived)
    with closing(SqlHall.open(lived, TravellingClock(OPENED), read_only=True)) as hall:
        assert hall.ask(AskCases()).total == 2
        with pytest.raises(HallUnavailable) as told:
            hall.do(Sitting(hall).make(TakeTicket, zone="market"))
        assert told.value.reason == "read_only"
        for sql in ("DELETE FROM case_row", "DROP TRIGGER event_is_never_deleted", "CREATE TABLE x (y)"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                held(hall).execute(sql)
        with pytest.raises(HallUnavailable):
            put_items(hall, ())
    assert verify(lived) == before


def test_a_read_only_hall_sees_what_others_do(lived: Path) -> None:
    with (
        closing(SqlHall.open(lived, TravellingClock(OPENED), read_only=True)) as wall,
        ground(lived).sitting() as desk,
    ):
        before = wall.ask(AskCases()).total
        desk.opened()
        assert wall.ask(AskCases()).total == before + 1


def test_on_a_full_disk_nothing_is_half_done_and_afterwards_it_goes_on(path: Path) -> None:
    with ground(path).sitting() as desk:
        hall = desk.hall
        assert isinstance(hall, SqlHall)
        desk.opened()
        (pages,) = held(hall).execute("PRAGMA page_count").fetchone()
        held(hall).execute(f"PRAGMA max_page_count = {pages}")
        done: list[str] = []
        with pytest.raises(HallUnavailable) as told:
            go_on(desk.opened, done)
        assert told.value.reason == "disk_full"
        whole = verify(path)
        assert (whole.whole, whole.cases) == (True, len(done) + 1)
        held(hall).execute(f"PRAGMA max_page_count = {pages * 10}")
        case = desk.accepted()
        assert desk.file(case).line.code == case
    assert verify(path).cases == len(done) + 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of one megabyte; skipped where none can be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    return folder


def test_on_a_file_system_that_is_really_full_the_next_command_works_when_there_is_room(
    small_disk: Path, path: Path
) -> None:
    try:
        file = small_disk / "hall.db"
        file.write_bytes(path.read_bytes())
        ballast = small_disk / "ballast"
        with ground(file).sitting() as desk:
            acknowledged = [desk.take()]
            with pytest.raises(OSError, match="No space"):
                fill(ballast)
            with pytest.raises(HallUnavailable) as told:
                go_on(desk.take, acknowledged)
            assert told.value.reason == "disk_full"
            ballast.unlink()
            acknowledged.append(desk.take())
            assert [each.number for each in acknowledged] == desk.waiting()
        assert verify(file).whole
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)


def test_a_database_that_somebody_holds_is_busy(path: Path) -> None:
    with ground(path).sitting() as desk:
        hall = desk.hall
        assert isinstance(hall, SqlHall)
        held(hall).execute("PRAGMA busy_timeout = 1")
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(HallUnavailable) as told:
                desk.take()
            assert told.value.reason == "busy"
            assert desk.lines() == ()
        assert desk.take().number == "A001"


def test_of_commands_sent_together_all_are_kept_or_none(path: Path) -> None:
    with ground(path).sitting() as desk:
        hall = desk.hall
        assert isinstance(hall, SqlHall)
        commands = [desk.make(TakeTicket, zone="market") for _ in range(5)]

        def broken() -> object:
            yield from commands
            raise RuntimeError("the sender gave up")

        with pytest.raises(RuntimeError):
            hall.do_many(broken())  # type: ignore[arg-type]
        assert desk.events() == 0
        outcomes = hall.do_many(commands)
        assert [each.number for each in outcomes if isinstance(each, Receipt)] == desk.waiting()


def test_no_error_tells_personal_data(path: Path) -> None:
    with ground(path).sitting() as desk:
        hall = desk.hall
        assert isinstance(hall, SqlHall)
        (pages,) = held(hall).execute("PRAGMA page_count").fetchone()
        held(hall).execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(HallUnavailable) as told:
            go_on(desk.opened, [])
        shown = f"{told.value!r} {told.value.facts} {told.value.__cause__!r}"
        assert all(secret not in shown for secret in (WANG.name, WANG.id_number, WANG.phone))
