"""`import` and `export`: what goes into the hall from files, and out of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli
from tests.support.cli.exchange_record import RECORD
from tests.support.halls.demo_hall import DAY

SHARED = Path(__file__).parents[3] / "shared/data"
OWN = Path(__file__).parents[2] / "data/catalogue/hall/items/food.yaml"
CALENDAR = """
version = "2027-test"
published = [2027]
[[day]]
date = 2027-01-01
working = false
name = "元旦"
"""
TABLE = "department,name,item_code,task_type,dept_code\n某区某局,丁戊许可,XK0001,01,11500102MB0000000A\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_exchange_record_goes_in_and_is_found(cli: Cli, db: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "record.json", json.dumps(RECORD))
    ran = cli("import", "--db", db, path)
    assert ran.code == 0, ran.err
    assert "record.json" in ran.out
    [item] = cli("ask", "--db", db, "items", "find=甲乙丙").records
    assert item["promised_days"] == 5


def test_a_record_is_known_by_its_content_where_its_name_says_nothing(
    cli: Cli, db: Path, tmp_path: Path
) -> None:
    path = written(tmp_path, "record", json.dumps(RECORD))
    assert cli("import", "--db", db, path).code == 0


def test_our_own_files_and_tables_go_in_too(cli: Cli, db: Path, tmp_path: Path) -> None:
    table = written(tmp_path, "table.csv", TABLE)
    ran = cli("import", "--db", db, "--json", OWN, table)
    assert ran.code == 0, ran.err
    own, rows = ran.records
    assert (own["added"], own["changed"]) == (0, 0)
    assert rows["added"] == 1


def test_a_year_brought_in_is_published(cli: Cli, demo: Path, tmp_path: Path) -> None:
    path = written(tmp_path, "2027.toml", CALENDAR)
    ran = cli("import", "--db", demo, path)
    assert ran.code == 0, ran.err
    assert "2027-test" in ran.out
    assert cli("verify", "--db", demo).code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("broken.json", "{"),
        ("empty.json", ""),
        ("list.json", "[]"),
        ("no-name.json", '{"AUDIT_ITEM": {"task_code": "1"}}'),
        ("broken.yaml", "items: ["),
        ("unknown.yaml", "zone: nowhere\nitems: []\n"),
        ("broken.toml", "version = "),
        ("unpublished.toml", 'version = "x"\ncolour = "red"\n'),
        ("broken.csv", "a,b\n1,2\n"),
        ("picture.png", "x"),
        ("nothing", "x"),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_does_not_keep_the_others_out(
    cli: Cli, db: Path, tmp_path: Path, name: str, text: str
) -> None:
    bad = written(tmp_path, name, text)
    good = written(tmp_path, "good.json", json.dumps(RECORD))
    ran = cli("import", "--db", db, "--lang", "en", bad, good)
    assert ran.code == 1
    assert "good.json" in ran.out
    told = ran.err.splitlines()
    assert any(name in line for line in told)
    assert all(line.startswith("clerk-tui: ") for line in told)
    assert cli("ask", "--db", db, "items", "find=甲乙丙").records


def test_a_file_that_is_not_there_is_told(cli: Cli, db: Path, tmp_path: Path) -> None:
    ran = cli("import", "--db", db, tmp_path / "none.json")
    assert ran.code == 1
    assert "none.json" in ran.err


def test_a_version_with_another_content_stays_out(cli: Cli, db: Path, tmp_path: Path) -> None:
    first = written(tmp_path, "first.json", json.dumps(RECORD))
    other = {"AUDIT_ITEM": RECORD["AUDIT_ITEM"] | {"promise_day": "6"}}
    second = written(tmp_path, "second.json", json.dumps(other))
    assert cli("import", "--db", db, first).code == 0
    ran = cli("import", "--db", db, second)
    assert ran.code == 1
    assert "second.json" in ran.err
    assert cli("ask", "--db", db, "items", "find=甲乙丙").records[0]["promised_days"] == 5


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real records are not here")
def test_every_real_record_and_the_real_table_go_in(cli: Cli, db: Path) -> None:
    ran = cli(
        "import", "--db", db, "--json", *sorted(SHARED.glob("items/*.json")), SHARED / "qianfeng-items.csv"
    )
    assert ran.code == 0, ran.err
    assert len(ran.records) == 9
    assert ran.records[-1]["added"] == 1135


def test_cases_go_out_with_the_exchange_s_state_codes_and_masked(cli: Cli, demo: Path) -> None:
    rows = cli("export", "--db", demo, "--today", DAY, "cases").records
    codes = {
        str(each["status"]): {row["state"] for row in rows if row["status"] == each["status"]}
        for each in rows
    }
    assert codes["correction"] == {6}
    assert codes["suspended"] == {9}
    assert codes["declined"] == {5}
    assert codes["not_required"] == {4}
    assert codes["refused"] == {13}
    assert codes["granted"] <= {11, 12}
    assert codes["collected"] <= {11, 12, 13}
    assert codes["withdrawn"] <= {2, 14}
    assert codes["accepted"] <= {3, 8, 10}
    assert codes["received"] <= {1, 3, 7}
    people = [str(row["applicant"]) for row in rows if "*" in str(row["applicant"])]
    assert people
    assert all(len(name) == 2 for name in people)


def test_the_same_as_csv_in_a_new_file(cli: Cli, demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    assert cli("export", "--db", demo, "--today", DAY, "cases", "--csv", "--to", path).code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    told = cli("export", "--db", demo, "--today", DAY, "cases").records
    assert [row["code"] for row in rows] == [row["code"] for row in told]
    ran = cli("export", "--db", demo, "cases", "--to", path)
    assert ran.code == 2
    assert "cases.csv" in ran.complaint


def test_a_name_that_a_spreadsheet_would_compute_is_only_text(cli: Cli, db: Path, tmp_path: Path) -> None:
    record = {"AUDIT_ITEM": RECORD["AUDIT_ITEM"] | {"task_name": "=1+1许可"}}
    cli("import", "--db", db, written(tmp_path, "record.json", json.dumps(record)))
    rows = csv.DictReader(io.StringIO(cli("export", "--db", db, "items", "--csv").out))
    names = [row["name"] for row in rows if "1+1" in row["name"]]
    assert names == ["'=1+1许可"]


def test_lights_and_items_go_out(cli: Cli, demo: Path) -> None:
    lights = cli("export", "--db", demo, "--today", DAY, "lights").records
    assert {each["light"] for each in lights} == {"law", "red", "yellow"}
    items = cli("export", "--db", demo, "items").records
    assert len(items) > 40


def test_there_is_nothing_else_to_export(cli: Cli, demo: Path) -> None:
    assert cli("export", "--db", demo, "secrets").code == 2
