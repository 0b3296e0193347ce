"""`init`, `verify`, `backup` and `doctor`: a database made, examined and copied."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli
from tests.support.halls.demo_hall import DAY


def head(cli: Cli, path: Path) -> object:
    return cli("verify", "--db", path, "--json").records[0]["head"]


def test_init_makes_a_hall_with_our_catalogue(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert cli("init", "--db", path, "--name", "某区大厅", "--windows", "3").code == 0
    [hall] = cli("ask", "--db", path, "hall").records
    assert isinstance(hall["card"], dict)
    assert hall["card"]["name"] == "某区大厅"
    assert hall["card"]["demo"] is False
    assert isinstance(hall["windows"], list)
    assert len(hall["windows"]) == 3
    assert cli("ask", "--db", path, "items").records


def test_init_refuses_a_file_that_is_there_and_leaves_it_as_it_was(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    for options in ([], ["--demo"]):
        ran = cli("init", "--db", path, *options)
        assert ran.code == 2
        assert "notes.txt" in ran.complaint
        assert path.read_text() == "mine"


@pytest.mark.parametrize(
    "options",
    [
        ["--cases", "10"],
        ["--seed", "1"],
        ["--demo", "--cases", "0"],
        ["--demo", "--cases", "-4"],
        ["--demo", "--seed", "x"],
        ["--demo", "--today", "1999-01-01"],
        ["--demo", "--today", "2100-01-01"],
        ["--region", "50010"],
        ["--hall", "O"],
        ["--hall", ""],
        ["--name", " "],
        ["--windows", "0"],
    ],
)
def test_init_refuses_what_makes_no_hall_and_leaves_no_file(
    cli: Cli, tmp_path: Path, options: list[str]
) -> None:
    ran = cli("init", "--db", tmp_path / "new.db", *options)
    assert ran.code == 2
    assert ran.complaint
    assert not list(tmp_path.iterdir())


def test_init_in_a_folder_that_is_not_there_is_unavailable(cli: Cli, tmp_path: Path) -> None:
    ran = cli("init", "--db", tmp_path / "none" / "new.db")
    assert ran.code == 4
    assert ran.complaint


def test_the_same_seed_and_day_make_the_same_hall_to_the_last_hash(cli: Cli, tmp_path: Path) -> None:
    heads = set()
    for name in ("one.db", "two.db"):
        options = ["--demo", "--cases", "30", "--seed", "7", "--today", DAY]
        assert cli("init", "--db", tmp_path / name, *options).code == 0
        heads.add(head(cli, tmp_path / name))
    assert len(heads) == 1


def test_a_demo_hall_is_whole_and_has_as_many_cases_as_asked_for(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    cli("init", "--db", path, "--demo", "--cases", "41", "--today", DAY)
    [answer] = cli("verify", "--db", path, "--json").records
    assert answer["whole"] is True
    assert answer["cases"] == 41


def test_a_demo_hall_takes_commands_at_any_hour_of_its_day(cli: Cli, demo: Path) -> None:
    cases = cli("ask", "--db", demo, "--today", DAY, "cases").records
    fresh = [str(each["code"]) for each in cases if each["received"] == DAY]
    assert fresh
    lines = "\n".join(json.dumps({"act": "withdraw", "case": code, "reason": "试"}) for code in fresh)
    ran = cli("do", "--db", demo, "--today", DAY, "--user", "张敏", "--window", "3", lines=lines)
    reasons = {each.get("reason") for each in ran.records}
    assert not reasons & {"time_backwards", "from_the_future"}


def changed(path: Path, statement: str, *, triggers: bool = False) -> None:
    connection = sqlite3.connect(path)
    if not triggers:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
    with connection:
        connection.execute(statement)
    connection.close()


def test_one_changed_byte_is_found_and_its_case_and_event_are_named(cli: Cli, demo: Path) -> None:
    connection = sqlite3.connect(demo)
    stream, seq, position = connection.execute(
        "SELECT stream, seq, position FROM event WHERE kind = 'case_accepted' LIMIT 1"
    ).fetchone()
    connection.close()
    changed(demo, f"UPDATE event SET user = user || '.' WHERE position = {position}")
    ran = cli("verify", "--db", demo)
    assert ran.code == 1
    assert ran.complaint
    named = [line for line in ran.out.splitlines() if stream in line]
    assert named
    assert any(f"{seq}" in line for line in named)
    [answer] = cli("verify", "--db", demo, "--json", "--lang", "en").records
    assert answer["whole"] is False
    assert isinstance(answer["problems"], list)
    wanted = {"key": "event_changed", "stream": stream, "seq": str(seq)}.items()
    assert any(wanted <= problem.items() for problem in answer["problems"])


def test_verify_tells_counts_and_the_head_of_the_chain(cli: Cli, demo: Path) -> None:
    ran = cli("verify", "--db", demo)
    assert ran.code == 0
    assert str(head(cli, demo)) in ran.out


def test_a_backup_is_whole_and_the_same(cli: Cli, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert cli("backup", "--db", demo, copy).code == 0
    assert head(cli, copy) == head(cli, demo)


def test_a_backup_never_overwrites(cli: Cli, demo: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")
    ran = cli("backup", "--db", demo, copy)
    assert ran.code == 2
    assert ran.complaint
    assert copy.read_text() == "mine"


SUBCOMMANDS = (
    ["ask", "counts"],
    ["do"],
    ["verify"],
    ["backup", "copy.db"],
    ["export", "cases"],
    ["import", "x.yaml"],
    ["why", "500102261122A03000N"],
)


@pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=lambda each: each[0])
def test_what_is_not_a_database_is_unavailable_in_one_line(
    cli: Cli, tmp_path: Path, subcommand: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes.db"
    path.write_text("these are notes, and long enough to be looked at as if they were a database" * 20)
    ran = cli(subcommand[0], "--db", path, *subcommand[1:])
    assert ran.code == 4
    assert "notes.db" in ran.complaint


@pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=lambda each: each[0])
def test_a_database_of_a_newer_program_is_left_alone(
    cli: Cli, db: Path, tmp_path: Path, subcommand: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed(db, "UPDATE alembic_version SET version_num = '9999'", triggers=True)
    ran = cli(subcommand[0], "--db", db, *subcommand[1:])
    assert ran.code == 4
    assert "9999" in ran.complaint


def test_the_doctor_tells_a_line_a_thing_and_fails_where_one_is_bad(cli: Cli, demo: Path) -> None:
    ran = cli("doctor", "--db", demo, "--json", "--today", DAY)
    found = {str(each["name"]): each["ok"] for each in ran.records}
    assert found["database"] is True
    assert found["calendar"] is True
    assert found["writable"] is True
    assert found["size"] is False
    assert ran.code == 4


def test_the_doctor_finds_what_is_no_database(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("notes")
    found = {str(each["name"]): each for each in cli("doctor", "--db", path, "--json").records}
    assert found["database"]["ok"] is False
    assert "notes.db" in str(found["database"]["words"])


def test_the_doctor_knows_a_year_that_is_not_published(cli: Cli, demo: Path) -> None:
    found = {
        str(each["name"]): each["ok"]
        for each in cli("doctor", "--db", demo, "--json", "--today", "2040-01-04").records
    }
    assert found["calendar"] is False
