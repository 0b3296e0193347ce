"""Joint templates brought into a hall from the command line, and joint cases in its lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli

TEMPLATE = """\
zone: urban
joint:
  - code: joint.shop
    version: "1"
    name: 开店联合申报
    name_en: Opening a shop
    department: market
    promised_days: 6
    lanes:
      - {item: individual.new}
      - {item: signboard.new, after: [individual.new]}
"""
WHO = ("--user", "张敏", "--window", "3")
LI = {"name": "李小禾", "id_number": "500102199003070010"}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def opening(item: str) -> str:
    return json.dumps({"act": "open_case", "item": item, "applicant": LI}) + "\n"


def test_a_template_that_is_imported_can_be_applied_for(cli: Cli, db: Path, template: Path) -> None:
    [told] = cli("import", "--db", db, template, "--json").records
    assert (told["added"], told["remarks"]) == (1, [])
    claim = '{"act": "print_notice", "case": "@case:signboard.new", "number": "-"}\n'
    opened, refused = cli("do", "--db", db, *WHO, lines=opening("joint.shop") + claim).records
    assert [each["events"] for each in opened["others"]] == [["case_opened"]] * 2  # type: ignore[attr-defined]
    assert refused["reason"] == "notice_unknown"
    [case] = cli("ask", "--db", db, "case", f"code={opened['stream']}").records
    assert [lane["item"] for lane in case["lanes"]] == ["individual.new", "signboard.new"]  # type: ignore[attr-defined]


def test_lanes_that_take_longer_than_the_promise_are_remarked_on(cli: Cli, db: Path, template: Path) -> None:
    template.write_text(TEMPLATE.replace("promised_days: 6", "promised_days: 4"), encoding="utf-8")
    ran = cli("import", "--db", db, template, "--lang", "en")
    assert "takes 5 working days, 1 more than the promised 4" in ran.out


def test_a_mistake_is_told_with_file_line_field_and_reason(cli: Cli, db: Path, template: Path) -> None:
    template.write_text(TEMPLATE.replace("item: signboard.new", "item: moon"), encoding="utf-8")
    ran = cli("import", "--db", db, template, "--lang", "en")
    assert ran.code == 1
    assert "shop.yaml:11:joint[joint.shop].lanes[1].item: there is no item moon" in ran.err


def test_a_lane_that_the_case_does_not_have_is_told(cli: Cli, db: Path) -> None:
    line = '{"act": "accept", "case": "@case:signboard.new"}\n'
    _, wrong = cli("do", "--db", db, *WHO, lines=opening("joint.birth") + line).records
    assert (wrong["outcome"], wrong["reason"]) == ("invalid", "nothing_before")


def test_the_licences_of_an_applicant_are_asked_for_by_a_case(cli: Cli, db: Path) -> None:
    example = Path(__file__).parents[2] / "docs/examples/industrial-project.jsonl"
    first = cli("do", "--db", db, *WHO, example).records[0]
    held = cli("ask", "--db", db, "licences", f"code={first['stream']}").records
    assert [each["kind"] for each in held] == [
        "site-opinion",
        "feasibility-approval",
        "land-planning-permit",
        "works-planning-permit",
        "construction-permit",
    ]
