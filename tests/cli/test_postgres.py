"""The command line on a PostgreSQL database: made, filled, examined, and copied by other means."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from clerk_tui.cli.connect.open_hall import screen_hall
from clerk_tui.cli.connect.session import session_of
from data.model.hall import HALL
from data.model.query import AskHall
from data.texts import Language
from tests.support import postgres
from tests.support.cli.command_line import Cli
from tests.support.cli.exchange_record import RECORD
from tests.support.halls.demo_hall import DAY

DISTRICTS = ("500102", "500103")
YUZHONG = Path(__file__).parents[2] / "docs/examples/yuzhong/catalogue"


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database without tables."""
    with postgres.database("template0") as address:
        yield address


@pytest.fixture
def both(cli: Cli, empty: str) -> str:
    """A database with two districts' halls."""
    for district in DISTRICTS:
        own = () if district == DISTRICTS[0] else ("--catalogue", YUZHONG)
        ran = cli("init", "--db", empty, "--region", district, "--windows", "3", *own, "--lang", "en")
        assert ran.code == 0, ran.err
        assert "3 windows" in ran.out
    return empty


def test_init_makes_the_tables_and_a_hall_a_district(cli: Cli, both: str) -> None:
    for district in DISTRICTS:
        [hall] = cli("ask", "--db", both, "--district", district, "hall").records
        assert isinstance(hall["card"], dict)
        assert hall["card"]["region"] == district
        assert cli("ask", "--db", both, "--district", district, "items").records
    ran = cli("verify", "--db", both, "--lang", "en")
    assert (ran.code, re.match(r"whole: [1-9]\d* events, 0 cases", ran.out) is not None) == (0, True)


def test_init_goes_over_no_hall(cli: Cli, both: str) -> None:
    ran = cli("init", "--db", both, "--region", DISTRICTS[0], "--name", "别的大厅")
    assert ran.code == 2
    assert DISTRICTS[0] in ran.complaint
    [hall] = cli("ask", "--db", both, "--district", DISTRICTS[0], "hall").records
    assert isinstance(hall["card"], dict)
    assert hall["card"]["name"] != "别的大厅"


def test_of_several_districts_one_must_be_named(cli: Cli, both: str) -> None:
    ran = cli("ask", "--db", both, "hall", "--lang", "en")
    assert ran.code == 4
    assert all(district in ran.complaint for district in DISTRICTS)
    assert cli("ask", "--db", both, "hall", "--district", "500104").code == 4


def test_commands_imports_and_exports_go_to_the_district_that_is_named(
    cli: Cli, both: str, tmp_path: Path
) -> None:
    at = ("--db", both, "--district", DISTRICTS[1])
    [hall] = cli("ask", *at, "hall").records
    assert isinstance(hall["zones"], list)
    zone, letter, *_ = hall["zones"][0]
    lines = "\n".join(
        json.dumps(line) for line in ({"act": "take_ticket", "zone": zone}, {"act": "call_next"})
    )
    ran = cli("do", *at, "--user", "张敏", "--window", "3", lines=lines)
    assert ran.code == 0, ran.out
    assert [each["number"] for each in ran.records] == [f"{letter}001", f"{letter}001"]
    elsewhere = cli("ask", "--db", both, "--district", DISTRICTS[0], "entries").records
    assert {each["stream"] for each in elsewhere if "stream" in each} == {HALL}
    before = len(cli("export", *at, "items").records)
    file = tmp_path / "record.json"
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    assert cli("import", *at, file).code == 0
    assert cli("ask", *at, "items", "find=甲乙丙").records
    assert len(cli("export", *at, "items").records) == before + 1
    assert not cli("ask", "--db", both, "--district", DISTRICTS[0], "items", "find=甲乙丙").records


def test_a_demo_hall_is_the_same_as_in_a_file(cli: Cli, empty: str, tmp_path: Path) -> None:
    heads = set()
    for place in (empty, str(tmp_path / "demo.db")):
        ran = cli("init", "--db", place, "--demo", "--cases", "30", "--seed", "7", "--today", DAY)
        assert ran.code == 0, ran.err
        [told] = cli("verify", "--db", place, "--json").records
        assert told["whole"] is True
        assert told["cases"] == 30
        heads.add(told["head"])
    assert len(heads) == 1
    lists = {
        place: cli("ask", "--db", place, "--today", DAY, "cases").out
        for place in (empty, str(tmp_path / "demo.db"))
    }
    assert len(set(lists.values())) == 1
    assert lists[empty]


def test_one_changed_byte_is_named(cli: Cli, empty: str) -> None:
    cli("init", "--db", empty, "--demo", "--cases", "12", "--today", DAY)
    with psycopg.connect(empty) as behind:
        behind.execute("SET session_replication_role = replica")
        [(stream, seq)] = behind.execute(
            "UPDATE event SET body = overlay(body placing 'X' from 3) WHERE position = 5 "
            "RETURNING stream, seq"
        ).fetchall()
    ran = cli("verify", "--db", empty)
    assert ran.code == 1
    assert any(stream in line and str(seq) in line for line in ran.out.splitlines())


def test_a_backup_is_postgresql_s_own_affair(cli: Cli, both: str, tmp_path: Path) -> None:
    ran = cli("backup", tmp_path / "copy.db", "--db", both)
    assert ran.code == 2
    assert "pg_dump" in ran.complaint
    assert "docs/deployment.md" in ran.complaint


def test_the_doctor_examines_it(cli: Cli, both: str) -> None:
    found = {str(each["name"]): each for each in cli("doctor", "--db", both, "--json").records}
    assert found["database"]["ok"] is True
    assert "postgresql://" in str(found["database"]["words"])


def test_a_desk_opens_on_it(both: str) -> None:
    arguments = Namespace(db=both, district=DISTRICTS[1])
    hall = screen_hall(session_of(arguments, Language.ZH), read_only=False).open()
    assert hall.ask(AskHall()).card.region == DISTRICTS[1]
    hall.close()


def test_the_password_is_never_told(cli: Cli, both: str, tmp_path: Path) -> None:
    with postgres.role(both) as (name, address):
        password = address.partition(f"{name}:")[2].partition("@")[0]
        with psycopg.connect(both) as owner:
            owner.execute(SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(Identifier(name)))
        wrong = address.replace(password, f"{password}-wrong")
        missing = address.replace("/clerk_tui_test", "/clerk_tui_none")
        for given in (address, wrong, missing, f"{address}{'&' if '?' in address else '?'}nonsense=1"):
            for subcommand in (
                ["verify"],
                ["init"],
                ["init", "--demo", "--today", DAY],
                ["ask", "hall"],
                ["doctor"],
                ["backup", str(tmp_path / "x.db")],
                ["account", "list"],
                ["import", "x.yaml"],
                ["link", "--config", "x.toml", "--read-only"],
            ):
                ran = cli(subcommand[0], "--db", given, *subcommand[1:])
                assert password not in f"{ran.out}{ran.err}", subcommand
                assert "Traceback" not in ran.err
