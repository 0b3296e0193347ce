"""Where no screen can be drawn, or no key be read, the program says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clerk_tui.cli import terminal
from tests.support.cli.command_line import Cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("subcommand", ["desk", "demo", "monitor"])
def test_without_a_terminal_no_screen_is_drawn(cli: Cli, demo: Path, subcommand: str) -> None:
    ran = cli(subcommand, "--db", demo)
    assert ran.code == 2
    assert "do" in ran.complaint


def test_no_subcommand_means_the_desk(cli: Cli, demo: Path) -> None:
    assert cli("--db", demo).complaint == cli("desk", "--db", demo).complaint


@pytest.fixture
def in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(terminal, "has_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


@pytest.mark.parametrize("name", ["LC_ALL", "LC_CTYPE", "LANG"])
@pytest.mark.parametrize("locale", ["zh_CN.GBK", "zh_CN.gb18030", "en_US.ISO-8859-1", "zh_CN.nothing"])
def test_an_encoding_that_is_not_utf8_is_named(
    cli: Cli, demo: Path, in_a_terminal: pytest.MonkeyPatch, name: str, locale: str
) -> None:
    in_a_terminal.setenv(name, locale)
    ran = cli("desk", "--db", demo)
    assert ran.code == 2
    assert locale.partition(".")[2] in ran.complaint


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_US.utf8", "zh_CN.UTF-8@pinyin"])
def test_utf8_is_known_by_every_name(in_a_terminal: pytest.MonkeyPatch, locale: str) -> None:
    in_a_terminal.setenv("LC_ALL", locale)
    assert terminal.is_utf8(terminal.encoding())


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_only_prints_is_refused(
    cli: Cli, demo: Path, in_a_terminal: pytest.MonkeyPatch, term: str
) -> None:
    in_a_terminal.setenv("TERM", term)
    in_a_terminal.setenv("LANG", "C.UTF-8")
    ran = cli("desk", "--db", demo)
    assert ran.code == 2
    assert "TERM" in ran.complaint


def test_a_desk_without_a_database_is_unavailable(
    cli: Cli, tmp_path: Path, in_a_terminal: pytest.MonkeyPatch
) -> None:
    in_a_terminal.setenv("LANG", "C.UTF-8")
    ran = cli("desk", "--db", tmp_path / "none.db")
    assert ran.code == 4
    assert "none.db" in ran.complaint


def test_what_is_loaded_before_the_first_paint_holds_no_database() -> None:
    script = (
        "import sys, clerk_tui.cli.commands.screens.desk, clerk_tui.desk;"
        "import data.demo.demo_clock, data.demo.demo_place;"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic', 'pypinyin', 'yaml', 'stdnum')"
        " if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
