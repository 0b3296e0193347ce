# ruff: noqa: E501  (a table of mistakes reads best a line each)
"""Joint templates from files: their lanes, the one checklist, and every mistake told with its place."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from data.catalogue.exchange.pace import longest_chain, longest_path, over_promise
from data.catalogue.files import read_catalogue, read_item_file
from data.catalogue.problem import CatalogueError, Problem
from data.catalogue.union import union_of
from data.law.joint import asked_as, lane_situation, waits_for
from data.law.route import holds
from data.model.item import (
    Answer,
    ApplicantKind,
    Condition,
    Form,
    Item,
    Lane,
    Material,
    Question,
    Step,
    StepKind,
)
from tests.support.item_file import only
from tests.support.joint.project import ITEMS, lane_item

JOINT = """\
zone: food
joint:
  - code: joint.stall
    version: "1"
    name: 开店联合申报
    department: market
    promised_days: 12
    lanes:
      - {item: individual.new}
      - {item: food.operation.new, after: [individual.new]}
"""


@pytest.fixture(scope="module")
def ours() -> Mapping[str, Item]:
    return {item.code: item for item in read_catalogue().items}


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    path = folder / "joint.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_item_file(path)
    return caught.value.problems


class TestReading:
    def test_a_template_is_an_item_with_lanes_and_the_limits_of_article_42(self, tmp_path: Path) -> None:
        path = tmp_path / "joint.yaml"
        path.write_text(JOINT, encoding="utf-8")
        (template,) = read_item_file(path).items
        assert template.lanes == (
            Lane(item="individual.new", version="1"),
            Lane(item="food.operation.new", after=("individual.new",), version="1"),
        )
        assert (template.joint, template.promised_days) == (True, 12)
        assert (template.statutory_days, template.extension_days) == (45, 15)
        assert template.applicants == (ApplicantKind.PERSON,)
        assert [step.kind for step in template.steps] == [StepKind.RECEIVE, StepKind.DELIVER]
        assert template.initials == "kdlhsb"

    @pytest.mark.parametrize(
        ("old", "new", "line", "field", "reason"),
        [
            ("item: food.operation.new", "item: moon", 10, "lanes[1].item", "unknown.item"),
            ("after: [individual.new]", "after: [moon]", 10, "lanes[1].after", "joint.no_lane"),
            ("{item: individual.new}", "{item: individual.new, after: [food.operation.new]}", 9, "lanes[0].after", "circle"),
            ("{item: food.operation.new, after: [individual.new]}", "{item: individual.new}", 10, "lanes[1].item", "duplicate.code"),
            ("item: food.operation.new", "item: joint.birth", 10, "lanes[1].item", "joint.nested"),
            ("promised_days: 12", "promised_days: 46", 7, "promised_days", "over_statutory"),
            ("    promised_days: 12\n", "", 3, "promised_days", "missing"),
            ("promised_days: 12", "promised_days: 12\n    extension_days: 16", 8, "extension_days", "joint.extension"),
            ("department: market", "department: moon", 6, "department", "unknown.department"),
            ("department: market", "department: market\n    applicants: [enterprise]", 7, "applicants", "joint.applicant"),
            ("item: food.operation.new", "item: company.change", 8, "lanes", "joint.nobody"),
            ("      - {item: food.operation.new, after: [individual.new]}\n", "", 8, "lanes", "joint.few"),
            ("code: joint.stall", "code: joint.stall\n    kind: instant", 4, "kind", "unknown.field"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_told_with_line_field_and_reason(
        self, tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
    ) -> None:
        assert old in JOINT
        told = only(problems(tmp_path, JOINT.replace(old, new)))
        assert told == (line, f"joint[joint.stall].{field}", f"catalogue.{reason}")

    def test_a_template_twice_is_told(self, tmp_path: Path) -> None:
        told = only(problems(tmp_path, JOINT + JOINT.split("joint:\n")[1]))
        assert told[2] == "catalogue.duplicate.item"

    def test_lanes_may_be_of_items_that_only_the_hall_knows(self, tmp_path: Path) -> None:
        path = tmp_path / "joint.yaml"
        path.write_text(
            JOINT.replace("individual.new", "land").replace("food.operation.new", "plan"), "utf-8"
        )
        (template,) = read_item_file(path, known=ITEMS.get).items
        assert [material.name for material in template.materials] == ["申请书", "红线图"]

    def test_a_chain_that_takes_longer_than_promised_is_remarked_on(self, tmp_path: Path) -> None:
        path = tmp_path / "joint.yaml"
        path.write_text(JOINT.replace("promised_days: 12", "promised_days: 4"), encoding="utf-8")
        (remark,) = read_item_file(path).remarks
        assert remark.reason == "catalogue.remark.lanes_over_promise"
        assert remark.facts == {"days": "6", "promised": "4", "over": "2"}


def asking(code: str, *materials: Material, question: Question | None = None) -> Item:
    return replace(lane_item(code, *materials), questions=(question,) if question else ())


WAY = Question(
    code="way",
    text="方式",
    answers=(Answer(code="a", text="甲"), Answer(code="b", text="乙"), Answer(code="c", text="丙")),
)
IF_A, IF_B = (Condition(question="way", answers=(code,)) for code in "ab")


def union(*items: Item, after: Mapping[str, tuple[str, ...]] | None = None) -> Item:
    """A template of these items as far as its checklist goes."""
    lanes = tuple(Lane(item=item.code, after=(after or {}).get(item.code, ())) for item in items)
    found = union_of(lanes, {item.code: item for item in items})
    return Item(
        code="whole",
        version="1",
        name="总",
        department="lead",
        zone="z",
        questions=found.questions,
        materials=found.materials,
        shared=found.shared,
        lanes=lanes,
    )


class TestUnion:
    def test_the_same_name_however_it_is_typed_is_asked_for_once(self) -> None:
        one = asking("one", Material(code="form", name="申请表（Ａ）"))
        two = asking("two", Material(code="paper", name=" 申请表(a) ", copies=2))
        (material,) = union(one, two).materials
        assert (material.code, material.originals, material.copies) == ("form", 1, 2)

    def test_what_the_same_kinds_of_licence_satisfy_is_asked_for_once(self) -> None:
        one = asking("one", Material(code="id", name="身份证", licences=("resident-id", "passport")))
        two = asking("two", Material(code="who", name="负责人证件", licences=("passport", "resident-id")))
        other = asking("other", Material(code="x", name="护照", licences=("passport",)))
        assert [each.code for each in union(one, two, other).materials] == ["id", "x"]

    def test_what_another_lane_s_result_satisfies_is_not_asked_for(self) -> None:
        one = asking("one", Material(code="form", name="表"))
        two = asking("two", Material(code="result", name="一的结果", licences=("one-licence",)))
        assert [each.code for each in union(one, two, after={"two": ("one",)}).materials] == ["form"]
        assert [each.code for each in union(one, two).materials] == ["form"]

    def test_a_result_that_comes_only_afterwards_satisfies_nothing(self) -> None:
        one = asking("one", Material(code="early", name="二的结果", licences=("two-licence",)))
        two = asking("two", Material(code="own", name="二自己的旧证", licences=("two-licence",)))
        told = union(one, two, after={"two": ("one",)})
        assert [each.code for each in told.materials] == ["early"]
        assert waits_for(told.lanes, "two") == {"one"}

    def test_codes_that_mean_different_things_are_prefixed_by_the_item(self) -> None:
        one = asking("one", Material(code="form", name="甲表"))
        two = asking("two", Material(code="form", name="乙表"))
        assert [each.code for each in union(one, two).materials] == ["one.form", "two.form"]

    def test_what_every_lane_allows_is_allowed_and_the_strictest_form_holds(self) -> None:
        lenient = Material(
            code="m",
            name="图",
            form=Form.EITHER,
            tolerable=True,
            tolerance_days=5,
            promise=True,
            standard="甲",
        )
        strict = Material(
            code="m", name="图", form=Form.PAPER, tolerable=True, tolerance_days=2, standard="乙"
        )
        (material,) = union(asking("one", lenient), asking("two", strict)).materials
        assert (material.form, material.tolerable, material.tolerance_days) == (Form.PAPER, True, 2)
        assert (material.promise, material.standard) == (False, "甲；乙")

    def test_a_question_of_two_lanes_is_asked_once_and_one_code_for_two_questions_is_prefixed(self) -> None:
        plan = Material(code="plan", name="图", when=(IF_A,))
        one, two = asking("one", plan, question=WAY), asking("two", replace(plan, name="表"), question=WAY)
        assert [each.code for each in union(one, two).questions] == ["way"]
        other = asking("two", replace(plan, name="表"), question=replace(WAY, text="别的"))
        told = union(one, other)
        assert [each.code for each in told.questions] == ["one.way", "two.way"]
        assert asked_as(told, "two", "way") == "two.way"
        assert lane_situation(told, other, {"one.way": "a", "two.way": "b"}) == (("way", "b"),)

    def test_lanes_that_ask_in_other_situations_ask_in_each_of_them(self) -> None:
        one = asking("one", Material(code="m", name="图", when=(IF_A,)), question=WAY)
        two = asking("two", Material(code="m", name="图", when=(IF_B,)), question=WAY)
        (material,) = union(one, two).materials
        assert material.when == (Condition(question="way", answers=("a", "b")),)
        always = asking("three", Material(code="m", name="图"))
        assert union(one, always).materials[0].when == ()

    def test_situations_that_cannot_be_said_together_ask_always_and_say_so(self) -> None:
        one = asking("one", Material(code="m", name="图", when=(IF_A,)), question=WAY)
        other = replace(WAY, code="size")
        sized = Condition(question="size", answers=("a",))
        two = asking("two", Material(code="m", name="图", when=(sized,)), question=other)
        lanes = (Lane(item="one"), Lane(item="two"))
        found = union_of(lanes, {"one": one, "two": two})
        assert (found.materials[0].when, found.anyway) == ((), ("图",))


class TestPace:
    STEPS = (
        Step(code="receive", name="收", kind=StepKind.RECEIVE),
        Step(code="slow", name="慢", days=9, after=("receive",)),
        Step(code="quick", name="快", days=2, after=("receive",)),
        Step(code="decide", name="定", kind=StepKind.DECIDE, days=1, after=("slow", "quick")),
        Step(code="make", name="制", kind=StepKind.MAKE_LICENCE, days=5, after=("decide",)),
    )

    def test_the_slowest_way_to_the_decision_counts_and_what_follows_it_does_not(self) -> None:
        assert longest_path(self.STEPS) == 10

    def test_of_any_one_that_is_waited_for_the_quickest_counts(self) -> None:
        steps = (*self.STEPS[:3], replace(self.STEPS[3], join=1), self.STEPS[4])
        assert longest_path(steps) == 9

    def test_lanes_side_by_side_take_as_long_as_the_slowest(self) -> None:
        template = union(*ITEMS.values(), after={"plan": ("land",), "build": ("plan", "fire")})
        assert longest_chain(template, ITEMS) == 30

    def test_a_promise_that_is_kept_is_not_remarked_on(self) -> None:
        item = replace(ITEMS["land"], steps=self.STEPS, promised_days=10)
        assert over_promise(item, {}) is None
        remark = over_promise(replace(item, promised_days=7), {})
        assert remark is not None
        assert remark.facts["over"] == "3"


class TestRoutes:
    START = """\
zone: food
items:
  - code: stall.new
    version: "1"
    name: 食品摊贩备案
    department: market
    promised_days: 5
    steps:
      - {code: receive, name: 收件, kind: receive}
"""
    DECIDE = "      - {code: decide, name: 决定, kind: decide, after: [AFTER]}\n"

    @pytest.mark.parametrize(
        ("steps", "after", "step", "reason"),
        [
            ("{code: aside, name: 旁, after: [receive]}", "receive", "aside].code", "dead_end"),
            (
                "{code: make, name: 制证, kind: make_licence, after: [receive]}\n"
                "      - {code: check, name: 核对, after: [make]}",
                "check",
                "check].after",
                "undoable",
            ),
            (
                "{code: first, name: 初定, kind: decide, after: [receive]}\n"
                "      - {code: check, name: 核对, after: [first]}",
                "check",
                "check].after",
                "undoable",
            ),
        ],
        ids=["a step that leads nowhere", "after the making of the licence", "between two decisions"],
    )
    def test_a_step_that_nobody_can_do_or_that_leads_nowhere_is_told(
        self, tmp_path: Path, steps: str, after: str, step: str, reason: str
    ) -> None:
        text = self.START + f"      - {steps}\n" + self.DECIDE.replace("AFTER", after)
        told = only(problems(tmp_path, text))
        assert told[1].endswith(step)
        assert told[2] == f"catalogue.{reason}"

    def test_what_is_done_after_the_decision_is_no_dead_end(self, tmp_path: Path) -> None:
        path = tmp_path / "stall.yaml"
        path.write_text(
            self.START
            + self.DECIDE.replace("AFTER", "receive")
            + "      - {code: visit, name: 事后核查, kind: site_visit, role: 核查员, after: [decide]}\n",
            encoding="utf-8",
        )
        (item,) = read_item_file(path).items
        assert item.steps[2].role == "核查员"


CHAINS = ("joint.industrial", "joint.restaurant", "joint.birth")


class TestOurOwn:
    @pytest.mark.parametrize("code", CHAINS)
    def test_every_material_is_asked_for_once_and_reaches_every_lane_that_needs_it(
        self, ours: Mapping[str, Item], code: str
    ) -> None:
        template = ours[code]
        names = [material.name for material in template.materials]
        assert len(names) == len(set(names))
        reached = [(each.item, each.lane_material) for each in template.shared]
        assert len(reached) == len(set(reached))
        results = {ours[lane.item].result.licence: lane.item for lane in template.lanes}  # type: ignore[union-attr]
        for lane in template.lanes:
            for material in ours[lane.item].materials:
                supplied = {results[kind] for kind in material.licences if kind in results}
                by_others = supplied & waits_for(template.lanes, lane.item)
                assert ((lane.item, material.code) in reached) is not bool(by_others), material

    @pytest.mark.parametrize("code", CHAINS)
    def test_all_lanes_one_after_the_other_keep_the_promise(
        self, ours: Mapping[str, Item], code: str
    ) -> None:
        assert over_promise(ours[code], ours) is None
        assert (ours[code].promised_days or 0) <= 45

    @pytest.mark.parametrize("code", CHAINS)
    def test_the_whole_asks_in_every_situation_for_what_its_lanes_ask(
        self, ours: Mapping[str, Item], code: str
    ) -> None:
        template = ours[code]
        answers = [[each.code for each in question.answers] for question in template.questions]
        for given in itertools.product(*answers):
            situation = dict(zip((each.code for each in template.questions), given, strict=True))
            asked = {each.code for each in template.materials if holds(each.when, situation)}
            needed = {
                each.material
                for each in template.shared
                if (lane := ours[each.item]) is not None
                and (material := lane.material(each.lane_material)) is not None
                and holds(material.when, dict(lane_situation(template, lane, situation)))
            }
            assert asked == needed, situation

    def test_the_industrial_chain_is_land_feasibility_planning_works_and_construction(
        self, ours: Mapping[str, Item]
    ) -> None:
        chain = [f"construction.{each}" for each in ("site", "feasibility", "land", "works", "permit")]
        lanes = ours["joint.industrial"].lanes
        assert [lane.item for lane in lanes] == chain
        assert [lane.after for lane in lanes] == [(), *((each,) for each in chain[:-1])]

    def test_no_item_of_ours_has_a_route_longer_than_its_promise(self, ours: Mapping[str, Item]) -> None:
        assert [item.code for item in ours.values() if over_promise(item, ours)] == []

    def test_a_result_that_no_lane_of_ours_issues_is_still_asked_for(self, ours: Mapping[str, Item]) -> None:
        codes = {each.code for each in ours["joint.industrial"].materials}
        assert {"fire-design", "title"} <= codes

    def test_the_example_of_the_guide_can_be_read(self, tmp_path: Path) -> None:
        guide = (Path(__file__).parents[2] / "docs/joint.md").read_text("utf-8")
        path = tmp_path / "joint.yaml"
        path.write_text(guide.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
        (template,) = read_item_file(path).items
        assert len(template.lanes) >= 3
