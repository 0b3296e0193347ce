"""`due`: the legal calculator on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("start", "days", "options", "due"),
    [
        ("2026-02-13", "5", [], "2026-02-27"),
        ("2026-04-30", "5", [], "2026-05-11"),
        ("2026-09-18", "5", [], "2026-09-24"),
        ("2026-09-30", "5", [], "2026-10-13"),
        ("2024-09-13", "10", [], "2024-09-29"),
        ("2026-09-17", "45", [], "2026-11-25"),
        ("2026-03-02", "20", ["--suspend", "2026-03-05:2026-03-19"], "2026-04-14"),
        ("2026-03-02", "20", ["--extend", "10"], "2026-04-14"),
        ("2026-03-02", "0", [], "2026-03-02"),
    ],
)
def test_the_last_day_of_a_limit(cli: Cli, start: str, days: str, options: list[str], due: str) -> None:
    [answer] = cli("due", start, days, *options, "--json").records
    assert answer["due"] == due
    assert answer["provisional"] is False


def test_a_day_of_a_year_not_published_is_provisional(cli: Cli) -> None:
    [answer] = cli("due", "2026-12-20", "20", "--json").records
    assert answer["provisional"] is True
    assert "2027" in cli("due", "2026-12-20", "20").out


def test_a_suspension_still_open_leaves_the_due_date_open(cli: Cli) -> None:
    [answer] = cli("due", "2026-03-02", "20", "--suspend", "2026-03-05:", "--json").records
    assert answer["due"] is None
    assert answer["left"] == 17


def test_with_a_year_s_arrangement_at_hand_its_days_are_no_longer_provisional(
    cli: Cli, tmp_path: Path
) -> None:
    overlay = tmp_path / "2027.toml"
    day = '[[day]]\ndate = 2027-01-01\nworking = false\nname = "元旦"\n'
    overlay.write_text(f'version = "2027-1"\npublished = [2027]\n{day}', encoding="utf-8")
    [answer] = cli("due", "2026-12-20", "20", "--calendar", overlay, "--json").records
    assert answer["provisional"] is False
    assert answer["due"] == "2027-01-18"
    assert cli("due", "2026-12-20", "20", "--calendar", tmp_path / "none.toml").code == 1


def test_a_hall_that_is_named_counts_by_its_own_days(cli: Cli, tmp_path: Path) -> None:
    hall, overlay = tmp_path / "hall.db", tmp_path / "local.toml"
    day = '[[day]]\ndate = 2026-12-21\nworking = false\nname = "区庆"\n'
    overlay.write_text(f'version = "local-1"\n{day}', encoding="utf-8")
    assert cli("init", "--db", hall).code == 0
    assert cli("import", overlay, "--db", hall).code == 0
    [local] = cli("due", "2026-12-18", "1", "--db", hall, "--json").records
    [common] = cli("due", "2026-12-18", "1", "--json").records
    assert (local["due"], common["due"]) == ("2026-12-22", "2026-12-21")


@pytest.mark.parametrize(
    "arguments",
    [
        ["2026-03-02", "-1"],
        ["2026-03-02", "10001"],
        ["1899-12-31", "5"],
        ["2026-03-02", "20", "--suspend", "2026-03-19:2026-03-05"],
        ["2026-03-02", "20", "--suspend", "2026-03-05:2026-03-19", "--suspend", "2026-03-10:2026-03-12"],
        ["2026-03-02", "20", "--suspend", ":2026-03-12"],
        ["2026-03-02", "20", "--extend", "5", "--extend", "5"],
        ["2026-03-02", "20", "--extend", "11"],
    ],
)
def test_what_the_law_has_no_place_for_is_refused_with_the_law(cli: Cli, arguments: list[str]) -> None:
    ran = cli("due", *arguments)
    assert ran.code == 1
    assert "行政许可法" in ran.complaint
    assert not ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["yesterday", "5"],
        ["2026-02-30", "5"],
        ["20260302", "5"],
        ["2026-03-02", "five"],
        ["2026-03-02", "9" * 400],
        ["2026-03-02"],
        ["2026-03-02", "5", "--suspend", "2026-03-05"],
        ["2026-03-02", "5", "--suspend", "a:b"],
    ],
)
def test_what_is_no_date_or_number_is_wrong_use(cli: Cli, arguments: list[str]) -> None:
    ran = cli("due", *arguments)
    assert ran.code == 2
    assert ran.complaint


def test_the_words_are_those_of_the_language(cli: Cli) -> None:
    assert "国庆" in cli("due", "2026-09-30", "5").out
    assert "National Day" in cli("due", "2026-09-30", "5", "--lang", "en").out


@pytest.mark.parametrize("arguments", [["due", "2026-09-30", "5"], ["--help"]])
def test_neither_the_calculator_nor_the_help_loads_a_database_or_a_screen(arguments: list[str]) -> None:
    script = (
        f"import sys; from clerk_tui.cli.main import run; run({arguments!r});"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'pydantic', 'textual', 'yaml')"
        " if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
