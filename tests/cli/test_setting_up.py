"""docs/setting-up.md is true: a hall of another district is set up whole, and a case goes through it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli
from tests.support.cli.page_examples import fits
from tests.support.halls.demo_hall import DAY

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "setting-up.md").read_text("utf-8")
EXAMPLE = DOCS / "examples/yuzhong"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, in which the page's commands are typed."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "yuzhong"))
    wrong = (folder / "windows.toml").read_text("utf-8")
    wrong = wrong.replace('["business"]', '["bussiness"]').replace('["business", ', "[")
    (folder / "wrong.toml").write_text(wrong, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def set_up(cli: Cli, *options: str) -> None:
    ran = cli("init", "--db", "hall.db", "--catalogue", "catalogue", "--windows", "windows.toml", *options)
    assert ran.code == 0, ran.err


def test_every_command_of_the_page_does_what_it_says(cli: Cli, folder: Path) -> None:
    typed = 0
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for example in re.findall(r"^\$ clerk-tui (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            command, said = example[0], example[1].splitlines()
            ran = cli(*shlex.split(command))
            assert fits((ran.out + ran.err).splitlines(), said), f"{command}\n{ran.out}{ran.err}"
            assert ran.code == (2 if said[0].startswith("clerk-tui: ") else 0)
            typed += 1
    assert typed == 8
    assert not (folder / "other.db").exists()


def test_the_file_that_the_page_shows_is_read(cli: Cli, folder: Path) -> None:
    [shown] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert isinstance(shown, str)
    more = [f'[[window]]\ncode = "{code}"\nname = "{code}"\nzones = ["{zone}"]\n' for code, zone in
            (("J1", "jiefangbei"), ("M1", "majiabao"))]  # fmt: skip
    Path("windows.toml").write_text("\n".join((shown, *more)), encoding="utf-8")
    set_up(cli)


def test_a_case_goes_from_its_ticket_to_its_collection_and_the_hall_is_whole(cli: Cli, folder: Path) -> None:
    set_up(cli)
    at = ("--db", "hall.db", "--today", DAY)
    ran = cli("do", "one-case.jsonl", *at, "--user", "江雨", "--window", "3")
    assert ran.code == 0, ran.out
    assert [each["outcome"] for each in ran.records] == ["receipt"] * 13
    [case] = cli("ask", "cases", "tab=all", *at).records
    assert (case["status"], case["department_name"]) == ("collected", "渝中区市场监督管理局")
    assert str(case["code"]).startswith("500103260318Y03")
    [told] = cli("verify", *at, "--json").records
    assert (told["whole"], told["cases"], told["tickets"]) == (True, 1, 1)
    assert {line["light"] for line in cli("export", "lights", *at).records} <= {"none"}


def test_a_joint_application_of_the_hall_is_opened_with_its_lanes(cli: Cli, folder: Path) -> None:
    set_up(cli)
    applicant = {"name": "李小禾", "id_number": "500102199003070010", "phone": "13800001234"}
    line = json.dumps({"act": "open_case", "item": "joint.eatery", "applicant": applicant})
    at = ("--db", "hall.db", "--today", DAY)
    ran = cli("do", *at, "--user", "江雨", "--window", "1", lines=line)
    assert ran.code == 0, ran.out
    items = {str(each["item"]) for each in cli("ask", "cases", "tab=all", *at).records}
    assert "joint.eatery" in items
    assert cli("verify", *at).code == 0


def test_a_station_s_window_calls_who_waits_there_and_nobody_else(cli: Cli, folder: Path) -> None:
    set_up(cli)
    at = ("--db", "hall.db", "--today", DAY, "--user", "秦月")
    lines = "\n".join(json.dumps({"act": "take_ticket", "zone": zone}) for zone in ("food", "daping"))
    assert cli("do", *at, "--window", "3", lines=lines).code == 0
    call = json.dumps({"act": "call_next"})
    assert cli("do", *at, "--window", "J1", lines=call).records[0]["reason"] == "nobody_waiting"
    [called] = cli("do", *at, "--window", "D1", lines=call).records
    assert called["number"] == "T001"


def test_ask_hall_shows_stations_and_where_each_window_stands(cli: Cli, folder: Path) -> None:
    set_up(cli, "--name", "渝中大厅")
    [hall] = cli("ask", "--db", "hall.db", "hall").records
    card, stations, windows = hall["card"], hall["stations"], hall["windows"]
    assert isinstance(card, dict)
    assert isinstance(stations, list)
    assert isinstance(windows, list)
    assert (card["name"], card["region"], card["phone"]) == ("渝中大厅", "500103", "023-00000000")
    assert [(each["code"], each["level"], each["parent"]) for each in stations] == [
        ("jiefangbei", "township", ""),
        ("daping", "township", ""),
        ("majiabao", "village", "daping"),
    ]
    places = {each["code"]: each["station"] for each in windows}
    assert places == {"1": "", "2": "", "3": "", "J1": "jiefangbei", "D1": "daping", "M1": "majiabao"}


def test_windows_by_number_serve_every_zone_of_a_catalogue_of_one_s_own(cli: Cli, folder: Path) -> None:
    options = ("--catalogue", "catalogue", "--region", "500103", "--windows", "2", "--lang", "en")
    ran = cli("init", "--db", "hall.db", *options)
    assert (ran.code, ran.out) == (0, "made hall.db: 9 items, 2 windows\n")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--region", "500103"], "--catalogue"),
        (["--windows", "windows.toml"], "--catalogue"),
        (["--windows", "none.toml", "--catalogue", "catalogue"], "none.toml"),
        (["--windows", "pipe", "--catalogue", "catalogue"], "pipe"),
        (["--windows", "/dev/zero", "--catalogue", "catalogue"], "zero"),
        (["--windows", "gbk.toml", "--catalogue", "catalogue"], "gbk.toml"),
        (["--windows", "broken.toml", "--catalogue", "catalogue"], "broken.toml"),
        (["--windows", "windows.toml", "--catalogue", "none"], "none"),
        (["--windows", "windows.toml", "--catalogue", "empty"], "empty"),
        (["--windows", "windows.toml", "--catalogue", "/dev/zero"], "zero"),
        (["--windows", "windows.toml", "--catalogue", "catalogue", "--region", "5001"], "5001"),
        (["--windows", "windows.toml", "--catalogue", "catalogue", "--hall", "I"], "I"),
        (["--windows", "", "--catalogue", "catalogue"], "--windows"),
        (["--windows", "100", "--catalogue", "catalogue"], "100"),
        (["--windows", "-1", "--catalogue", "catalogue"], "-1"),
        (["--demo", "--windows", "windows.toml"], "--windows"),
        (["--demo", "--catalogue", "catalogue", "--name", "甲"], "--name --catalogue"),
    ],
)
def test_what_makes_no_hall_is_told_in_one_line_and_nothing_is_written(
    cli: Cli, folder: Path, options: list[str], named: str
) -> None:
    os.mkfifo("pipe")
    Path("empty").mkdir()
    Path("gbk.toml").write_bytes(Path("windows.toml").read_text("utf-8").encode("gbk"))
    Path("broken.toml").write_text("[hall\n", encoding="utf-8")
    before = sorted(folder.iterdir())
    for language in ("zh", "en"):
        ran = cli("init", "--db", "hall.db", *options, "--lang", language)
        assert ran.code == 2
        assert named in ran.complaint
        assert sorted(folder.iterdir()) == before


def test_every_fault_is_a_line_of_its_own(cli: Cli, folder: Path) -> None:
    text = Path("windows.toml").read_text("utf-8").replace('code = "2"', 'code = "1"')
    Path("windows.toml").write_text(text.replace('parent = "daping"', 'parent = "d"'), encoding="utf-8")
    ran = cli("init", "--db", "hall.db", "--catalogue", "catalogue", "--windows", "windows.toml")
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "windows.toml:window[1].code",
        "windows.toml:station[majiabao].parent",
    ]
    assert not Path("hall.db").exists()
