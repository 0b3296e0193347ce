# ruff: noqa: E501  (a table of mistakes reads best a line each)
"""A hall's catalogue from files: what is read, and how every mistake is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.catalogue.files import read_catalogue, read_items
from data.catalogue.problem import CatalogueError
from data.catalogue.reading import HALL
from data.model.item import (
    ApplicantKind,
    Form,
    ItemKind,
    ItemType,
    SpecialProcedure,
    StepKind,
    SuspensionKind,
)
from tests.support.item_file import ITEM, only, read


def test_an_item_is_read_with_everything_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(
        ITEM.replace("route: standard", "route: standard\n    limits: {examine: 3}")
        + """\
    name_en: Stall
    type: other
    kind: promised
    applicants: [person]
    extension_days: 3
    warn_days: 2
    law: [{title: 中华人民共和国食品安全法, clause: 第三十六条}]
    special: [{kind: inspection, days: 7, law: 某条}]
    result: {licence: food-workshop, years: 3}
""",
        encoding="utf-8",
    )
    (item,) = read_items(path)
    assert (item.code, item.version, item.name, item.name_en) == ("stall.new", "1", "食品摊贩备案", "Stall")
    assert (item.kind, item.type, item.zone) == (ItemKind.PROMISED, ItemType.OTHER, "food")
    assert item.applicants == (ApplicantKind.PERSON,)
    assert (item.promised_days, item.statutory_days, item.extension_days, item.warn_days) == (5, 10, 3, 2)
    assert item.law[0].clause == "第三十六条"
    assert item.materials[0].form is Form.PAPER
    assert (item.materials[1].tolerable, item.materials[1].tolerance_days) == (True, 3)
    assert [step.kind for step in item.steps] == [
        StepKind.RECEIVE,
        StepKind.EXAMINE,
        StepKind.DECIDE,
        StepKind.DELIVER,
    ]
    assert {step.department for step in item.steps} == {item.department}
    assert item.steps[1].days == 3
    assert item.special == (SpecialProcedure(kind=SuspensionKind.INSPECTION, days=7, law="某条"),)
    assert item.result is not None
    assert (item.result.name, item.result.years) == ("食品生产加工小作坊登记证", 3)
    assert item.initials == "sptfba"


def test_text_stays_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(ITEM.replace('"1"', "1.10").replace("食品摊贩备案", "no"), encoding="utf-8-sig")
    (item,) = read_items(path)
    assert (item.version, item.name) == ("1.10", "no")


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("    promised_days: 5", "    promised: 5\n    promised_days: 5", 7, "items[stall.new].promised", "unknown.field"),
        ("    promised_days: 5\n", "", 3, "items[stall.new].promised_days", "missing"),
        ("    name: 食品摊贩备案\n", "", 3, "items[stall.new].name", "missing"),
        ("食品摊贩备案", '""', 5, "items[stall.new].name", "empty"),
        ("食品摊贩备案", "[食品]", 5, "items[stall.new].name", "type.text"),
        ("食品摊贩备案", "", 5, "items[stall.new].name", "type.text"),
        ("promised_days: 5", "promised_days: five", 7, "items[stall.new].promised_days", "type.number"),
        ("promised_days: 5", "promised_days: 5.0", 7, "items[stall.new].promised_days", "type.number"),
        ("promised_days: 5", "promised_days: ５", 7, "items[stall.new].promised_days", "type.number"),
        ("promised_days: 5", "promised_days: -5", 7, "items[stall.new].promised_days", "negative"),
        ("promised_days: 5", "promised_days: 11", 7, "items[stall.new].promised_days", "over_statutory"),
        ("statutory_days: 10", "extension_days: -1", 8, "items[stall.new].extension_days", "negative"),
        ("promised_days: 5\n    statutory_days: 10", "promised_days: 21", 7, "items[stall.new].promised_days", "over_statutory"),
        ("department: market", "department: moon", 6, "items[stall.new].department", "unknown.department"),
        ("    department: market\n", "", 3, "items[stall.new].department", "missing"),
        ("zone: food", "zone: moon", 1, "zone", "unknown.zone"),
        ("route: standard", "route: moon", 12, "items[stall.new].route", "unknown.route"),
        ("    route: standard\n", "", 3, "items[stall.new].route", "missing"),
        ("route: standard", "kind: soon\n    route: standard", 12, "items[stall.new].kind", "choice"),
        ("route: standard", "joint: perhaps\n    route: standard", 12, "items[stall.new].joint", "type.flag"),
        ("route: standard", "law: none\n    route: standard", 12, "items[stall.new].law", "type.list"),
        ("route: standard", "law: [none]\n    route: standard", 12, "items[stall.new].law[0]", "type.map"),
        ("route: standard", "result: {licence: moon}\n    route: standard", 12, "items[stall.new].result.licence", "unknown.licence"),
        ("name: 申请书", "name: 申请书, licences: [moon]", 10, "items[stall.new].materials[form].licences", "unknown.licence"),
        ("code: card", "code: form", 11, "items[stall.new].materials[form].code", "duplicate.code"),
        ("tolerance_days: 3", "tolerance_days: 6", 11, "items[stall.new].materials[card].tolerance_days", "tolerance_late"),
        (", tolerance_days: 3", "", 11, "items[stall.new].materials[card].tolerance_days", "missing"),
        ("tolerable: true, ", "", 11, "items[stall.new].materials[card].tolerance_days", "not_tolerable"),
        ("route: standard", "limits: {rest: 3}\n    route: standard", 12, "items[stall.new].limits.rest", "unknown.field"),
        ("route: standard", "special: [{kind: rest, days: 3}]\n    route: standard", 12, "items[stall.new].special[0].kind", "choice"),
        ("route: standard", "special: [{kind: tender}]\n    route: standard", 12, "items[stall.new].special[0].days", "missing"),
        ("    version: \"1\"", "    version: \"1\"\n    version: \"2\"", 5, "items[stall.new].version", "duplicate.key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_field_and_reason(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert old in ITEM
    assert only(read(tmp_path, ITEM.replace(old, new, 1))) == (line, field, f"catalogue.{reason}")


def test_an_instant_item_has_no_limits_and_tolerates_nothing(tmp_path: Path) -> None:
    problems = read(tmp_path, ITEM.replace("    promised_days", "    kind: instant\n    promised_days"))
    assert [(each.line, each.reason) for each in problems] == [
        (8, "catalogue.instant_limit"),
        (9, "catalogue.instant_limit"),
    ]
    (problem,) = read(
        tmp_path, ITEM.replace("    promised_days: 5\n    statutory_days: 10\n", "    kind: instant\n")
    )
    assert problem.reason == "catalogue.tolerance_unlimited"


STEPS = """\
    steps:
      - {code: receive, name: 收件, kind: receive}
      - {code: examine, name: 审查, after: [receive]}
      - {code: visit, name: 核查, kind: site_visit, after: [examine], people: 2}
      - {code: decide, name: 决定, kind: decide, after: [examine, visit], join: 1}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("after: [receive]", "after: [visit]", 14, "examine].after", "circle"),
        ("after: [receive]", "after: [moon]", 14, "examine].after", "unknown.step"),
        ("after: [receive]", "after: [receive, receive]", 14, "examine].after[1]", "duplicate.entry"),
        ("after: [examine], people", "people", 15, "visit].after", "unreached"),
        ("join: 1", "join: 3", 16, "decide].join", "join"),
        ("join: 1", "join: 0", 16, "decide].join", "join"),
        ("people: 2", "people: 0", 15, "visit].people", "nobody"),
        ("kind: decide", "kind: consult", 12, "steps", "no_decision"),
        ("code: visit", "code: examine", 15, "examine].code", "duplicate.code"),
        ("people: 2", "department: moon", 15, "visit].department", "unknown.department"),
    ],
)
def test_a_route_that_does_not_hold_together_is_told(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    text = ITEM.replace("    route: standard\n", STEPS)
    assert old in text
    told = only(read(tmp_path, text.replace(old, new, 1)))
    assert told[0] == line
    assert told[1].endswith(field)
    assert told[2] == f"catalogue.{reason}"


def test_a_route_of_its_own_is_read_with_its_departments(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(
        ITEM.replace("    route: standard\n", STEPS.replace("people: 2", "department: fire, people: 2")),
        encoding="utf-8",
    )
    (item,) = read_items(path)
    departments = {each.code: each.name for each in read_catalogue().departments}
    visit = item.step("visit")
    assert visit is not None
    assert departments[visit.department] == "涪陵区消防救援大队"
    assert visit.people == 2
    assert item.steps[3].join == 1


def test_steps_and_a_template_at_once_are_refused(tmp_path: Path) -> None:
    assert only(read(tmp_path, ITEM + STEPS))[2] == "catalogue.two_routes"


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = ITEM.replace("promised_days: 5", "promised_days: -1").replace("market", "moon")
    problems = read(tmp_path, text.replace("tolerable: true", "tolerable: maybe"))
    assert [each.line for each in problems] == [7, 6, 11]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("zone: food\nitems: [\n", 3, "yaml"),
        ("zone: food\n\titems: 1\n", 2, "yaml"),
        ("# 空\n中文: \x07\n", 2, "yaml"),
        ("zone: food\nitems: []\n--- \nzone: food\n", 3, "yaml"),
        ("", 0, "no_content"),
        (ITEM.encode("gbk"), 5, "utf8"),
        ("- zone\n", 1, "type.map"),
        ("[" * 20_000, 1, "yaml"),
    ],
)
def test_a_file_that_is_no_catalogue_is_told_in_one_line(
    tmp_path: Path, text: str | bytes, line: int, reason: str
) -> None:
    problem = read(tmp_path, text)[0]
    assert problem.reason == f"catalogue.{reason}"
    assert problem.line in (line, line + 1)
    assert "\n" not in str(problem)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(CatalogueError, match=r"catalogue\.unreadable"):
        read_items(Path("nowhere.yaml"))


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HALL, tmp_path / "hall"))


def test_an_item_that_stands_in_two_files_is_told_with_both(hall: Path) -> None:
    (hall / "items" / "zz.yaml").write_text(ITEM.replace("stall.new", "food.operation.new"), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(hall)
    (problem,) = caught.value.problems
    assert (problem.file, problem.facts["file"]) == ("items/zz.yaml", "items/food.yaml")


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("zones.yaml", "letter: B", "letter: A", "catalogue.duplicate.code"),
        ("zones.yaml", "letter: B", "letter: 乙", "catalogue.letter"),
        ("zones.yaml", "code: business", "code: general", "catalogue.duplicate.code"),
        ("departments.yaml", "key: planning", "key: market", "catalogue.duplicate.code"),
        ("departments.yaml", "涪规资", "涪市监", "catalogue.duplicate.code"),
        ("licences.yaml", "code: household-register", "code: resident-id", "catalogue.duplicate.code"),
        ("routes.yaml", "after: [receive]", "after: [deliver]", "catalogue.circle"),
    ],
)
def test_departments_zones_licences_and_routes_are_checked_too(
    hall: Path, file: str, old: str, new: str, reason: str
) -> None:
    path = hall / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(hall)
    (problem,) = caught.value.problems
    assert (problem.file, problem.reason) == (file, reason)


def test_a_department_needs_a_valid_credit_code(hall: Path) -> None:
    path = hall / "departments.yaml"
    path.write_text(
        "departments:\n  - {key: a, code: 91350100M000100Y44, name: 甲, abbreviation: 甲}\n", encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(hall)
    (problem,) = caught.value.problems
    assert (problem.line, problem.reason) == (2, "identifier.check")


def test_a_folder_without_items_is_told(hall: Path) -> None:
    shutil.rmtree(hall / "items")
    with pytest.raises(CatalogueError, match=r"catalogue\.no_items"):
        read_catalogue(hall)
