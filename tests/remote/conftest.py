"""A served hall with real accounts, and a user's own folders with nothing in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.accounts.accounts import Accounts
from data.server.http.limits import Limits
from data.time_source import RealClock
from tests.support.cli.command_line import Cli
from tests.support.remote.far_desk import PASSWORD
from tests.support.serving import served


@pytest.fixture(autouse=True)
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of the user's own, with nothing in them."""
    for name in [each for each in os.environ if each.startswith("CLERK_TUI_")]:
        monkeypatch.delenv(name)
    for name in ("STATE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def api(cli: Cli, tmp_path: Path) -> Iterator[str]:
    """A hall with a clerk, served with real accounts; its URL."""
    db = tmp_path / "hall.db"
    assert cli("init", "--db", db).code == 0
    assert cli("account", "make", "zhangmin", "--password-stdin", "--db", db, lines=f"{PASSWORD}\n").code == 0
    lead = ("account", "make", "zhoulin", "--role", "lead", "--role", "clerk", "--password-stdin", "--db", db)
    assert cli(*lead, lines=f"{PASSWORD}\n").code == 0
    clock = RealClock()
    limits = Limits(readers=1, sign_ins=1, oldest=timedelta(days=7))
    with served(db, clock, lambda: Accounts.at(db, clock), limits=limits) as url:
        yield url
