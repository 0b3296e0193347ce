"""`why`: each clock of a case in words."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli.command_line import Cli
from tests.support.halls.demo_hall import DAY


def reddest(cli: Cli, demo: Path) -> str:
    return str(cli("ask", "--db", demo, "--today", DAY, "lights", "limit=1").records[0]["code"])


def test_a_red_case_tells_its_start_its_days_and_the_law(cli: Cli, demo: Path) -> None:
    code = reddest(cli, demo)
    chinese = cli("why", "--db", demo, "--today", DAY, code)
    assert chinese.code == 0
    assert "行政许可法第42条" in chinese.out
    english = cli("why", "--db", demo, "--today", DAY, "--lang", "en", code).out
    assert "Administrative Licensing Law" in english
    assert english.count("\n") == chinese.out.count("\n")


def test_the_same_as_json_for_scripts(cli: Cli, demo: Path) -> None:
    code = reddest(cli, demo)
    [answer] = cli("why", "--db", demo, "--today", DAY, "--json", code).records
    assert answer["case"] == code
    assert isinstance(answer["clocks"], list)
    assert answer["clocks"][0]["light"] == "law"
    assert answer["clocks"][0]["lines"]


def test_as_of_an_earlier_day_the_light_is_another(cli: Cli, demo: Path) -> None:
    code = reddest(cli, demo)
    [case] = cli("ask", "--db", demo, "case", f"code={code}").records
    assert isinstance(case["line"], dict)
    received = str(case["line"]["received"])
    [answer] = cli("why", "--db", demo, "--today", received, "--json", code).records
    assert isinstance(answer["clocks"], list)
    lights = {each["light"] for each in answer["clocks"] if each["clock"] != "step"}
    assert lights <= {"green", "none"}


def test_a_case_whose_clocks_have_stopped_says_so(cli: Cli, demo: Path) -> None:
    cases = cli("ask", "--db", demo, "--today", DAY, "cases", "tab=all").records
    code = next(str(each["code"]) for each in cases if each["status"] == "collected")
    assert "已领取" in cli("why", "--db", demo, "--today", DAY, code).out


def test_no_such_case_is_refused_and_no_such_code_wrong_use(cli: Cli, demo: Path) -> None:
    assert cli("why", "--db", demo, "500102261122A03000N").code == 1
    ran = cli("why", "--db", demo, "12345")
    assert ran.code == 2
    assert "12345" in ran.complaint
