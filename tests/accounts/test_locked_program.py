"""The program itself: a desk that opens locked for whoever has a PIN, and locks as it was told."""

from __future__ import annotations

import os
import shutil
import signal
from argparse import Namespace
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from clerk_tui.cli.connect.lock_options import minutes_of, pin_unlocker
from clerk_tui.cli.connect.os_user import os_user
from clerk_tui.cli.exits import Failure
from clerk_tui.cli.main import run
from data.accounts.pins import Pins
from tests.support.accounts.locked_desk import PIN
from tests.support.accounts.people import People
from tests.support.pty_desk import TODAY
from tests.support.pty_terminal import Terminal


@pytest.fixture
def db(tmp_path: Path) -> Path:
    made = tmp_path / "made.db"
    assert run(["init", "--db", str(made), "--demo", *TODAY]) == 0
    return Path(shutil.copy(made, tmp_path / "hall.db"))


def set_pin(db: Path) -> None:
    """Set the PIN of whoever runs the tests."""
    with closing(People(db)) as people:
        assert Pins(people.database, hashing=people.hashing).put(os_user(), PIN, os_user()) is None


def test_the_desk_of_whoever_has_a_pin_opens_locked(db: Path, tmp_path: Path) -> None:
    set_pin(db)
    given = ["desk", "--db", str(db), *TODAY, "--user", "张敏", "--window", "3"]
    environment = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_DATA_HOME": str(tmp_path / "data")}
    with Terminal(given, environment=environment) as terminal:
        screen = terminal.wait_for("办件台已锁", ">PIN")
        assert "在办" not in screen
        terminal.press("123123", "enter")
        terminal.wait_for("PIN不对")
        terminal.press(PIN, "enter")
        terminal.wait_for("[在办", "绿")
        terminal.press("N")
        terminal.press("spjy")
        terminal.wait_for("spjy", ">食品")
        terminal.press("\x0c")
        terminal.wait_until(lambda screen: "已锁" in screen and "spjy" not in screen, "the lock")
        terminal.press(PIN, "enter")
        terminal.wait_for("spjy", ">食品")
        terminal.signal(signal.SIGTERM)
        terminal.wait_for_end()
    assert PIN.encode() not in terminal.written


def test_no_pin_no_lock(db: Path) -> None:
    assert pin_unlocker(db, None) is None
    assert pin_unlocker("postgresql://nowhere/hall", None) is None


def test_the_unlocker_knows_the_pin(db: Path) -> None:
    set_pin(db)
    unlock = pin_unlocker(db, None)
    assert unlock is not None
    assert unlock(PIN)
    assert not unlock("284692")


def test_a_file_that_cannot_be_written_still_has_its_pin(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pin(db)
    writable = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and writable(path, mode))
    unlock = pin_unlocker(db, None)
    assert unlock is not None
    assert unlock(PIN)
    assert [unlock("111222") for _ in range(9)] == [False] * 9


def test_after_how_long_it_locks() -> None:
    def told(option: int | None, **environment: str) -> timedelta:
        return minutes_of(Namespace(lock_after=option), environment)

    assert told(None) == timedelta(minutes=10)
    assert told(3, CLERK_TUI_LOCK_AFTER="5") == timedelta(minutes=3)
    assert told(0, CLERK_TUI_LOCK_AFTER="5") == timedelta(0)
    assert told(None, CLERK_TUI_LOCK_AFTER="5") == timedelta(minutes=5)


@pytest.mark.parametrize("given", ["x", "-1", "1.5", "99999", "１", "999999999999999"])
def test_what_is_no_number_of_minutes_is_refused(given: str) -> None:
    with pytest.raises(Failure) as told:
        minutes_of(Namespace(lock_after=None), {"CLERK_TUI_LOCK_AFTER": given})
    assert told.value.key == "cli.bad_minutes"
