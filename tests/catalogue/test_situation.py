# ruff: noqa: E501  (a table of mistakes reads best a line each)
"""The questions of an item: what they decide, and how every mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.files import read_items
from data.law.route import holds, left_out
from data.model.item import Answer, Condition, Silence
from tests.support.item_file import ITEM, only, read

ASKING = ITEM.replace(
    "    materials:\n",
    """\
    questions:
      - code: place
        text: 场所
        text_en: Place
        answers:
          - {code: owned, text: 自有, text_en: Owned}
          - {code: rented, text: 租赁, text_en: Rented}
    materials:
      - {code: lease, name: 租赁合同, when: {place: [rented]}}
""",
)


def test_questions_decide_what_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(ASKING, encoding="utf-8")
    (item,) = read_items(path)
    (question,) = item.questions
    assert (question.code, question.text, question.text_en) == ("place", "场所", "Place")
    assert question.answers == (
        Answer(code="owned", text="自有", text_en="Owned"),
        Answer(code="rented", text="租赁", text_en="Rented"),
    )
    lease = item.material("lease")
    assert lease is not None
    assert lease.when == (Condition(question="place", answers=("rented",)),)
    assert not holds(lease.when, {"place": "owned"})
    assert holds(lease.when, {"place": "rented"})
    assert holds(lease.when, {})


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("when: {place: [rented]}", "when: {shop: [rented]}", 17, "materials[lease].when.shop", "unknown.question"),
        ("when: {place: [rented]}", "when: {place: [lent]}", 17, "materials[lease].when.place", "unknown.answer"),
        ("when: {place: [rented]}", "when: {place: []}", 17, "materials[lease].when.place", "empty"),
        ("when: {place: [rented]}", "when: {}", 17, "materials[lease].when", "empty"),
        ("when: {place: [rented]}", "when: place", 17, "materials[lease].when", "type.map"),
        ("when: {place: [rented]}", "when: {place: rented}", 17, "materials[lease].when.place", "type.list"),
        ("when: {place: [rented]}", "when: {place: [rented, rented]}", 17, "materials[lease].when.place[1]", "duplicate.entry"),
        ("when: {place: [rented]}", "when: {place: [rented, owned]}", 17, "materials[lease].when.place", "idle_condition"),
        (", when: {place: [rented]}", "", 10, "questions[place].code", "idle_question"),
        ("          - {code: owned, text: 自有, text_en: Owned}\n", "", 13, "questions[place].answers", "few_answers"),
        ("text_en: Rented}", "text_en: Rented}\n          - {code: rented, text: 借用}", 16, "questions[place].answers[rented].code", "duplicate.code"),
        ("text: 自有, ", "", 14, "questions[place].answers[owned].text", "missing"),
        ("text: 场所\n", "texts: 场所\n        text: 场所\n", 11, "questions[place].texts", "unknown.field"),
        ("        text: 场所\n", "", 10, "questions[place].text", "missing"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_situation_is_told(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert old in ASKING
    told = only(read(tmp_path, ASKING.replace(old, new, 1)))
    assert told == (line, f"items[stall.new].{field}", f"catalogue.{reason}")


def test_a_question_without_answers_or_twice_the_same_is_told(tmp_path: Path) -> None:
    begin, end = ASKING.index("        answers:"), ASKING.index("    materials:")
    bare = ASKING[:begin] + ASKING[end:].replace(", when: {place: [rented]}", "")
    assert only(read(tmp_path, bare)) == (
        10,
        "items[stall.new].questions[place].answers",
        "catalogue.missing",
    )
    question = ASKING[ASKING.index("      - code: place") : end]
    twice = ASKING[:end] + question + ASKING[end:]
    assert only(read(tmp_path, twice)) == (
        16,
        "items[stall.new].questions[place].code",
        "catalogue.duplicate.code",
    )


STEPS = ASKING.replace(
    "    route: standard\n",
    """\
    two_people: true
    steps:
      - {code: receive, name: 收件, kind: receive}
      - {code: fire, name: 会商, kind: consult, days: 2, after: [receive], silence: agreed}
      - {code: visit, name: 核查, kind: site_visit, after: [receive], people: 2, when: {place: [owned]}}
      - {code: decide, name: 决定, kind: decide, after: [fire, visit]}
""",
)


def test_a_step_may_depend_on_the_situation_and_silence_may_agree(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(STEPS, encoding="utf-8")
    (item,) = read_items(path)
    assert item.two_people
    assert left_out(item, {"place": "rented"}) == ("visit",)
    assert left_out(item, {"place": "owned"}) == ()
    fire = item.step("fire")
    assert fire is not None
    assert fire.silence is Silence.AGREED
    assert {each.silence for each in item.steps} == {Silence.AGREED, Silence.SUPERVISOR}


def test_a_question_may_be_asked_for_a_step_alone(tmp_path: Path) -> None:
    path = tmp_path / "stall.yaml"
    path.write_text(STEPS.replace(", when: {place: [rented]}", ""), encoding="utf-8")
    (item,) = read_items(path)
    assert [each.code for each in item.questions] == ["place"]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("when: {place: [owned]}", "when: {shop: [owned]}", 24, "steps[visit].when.shop", "unknown.question"),
        ("kind: decide,", "kind: decide, when: {place: [owned]},", 25, "steps[decide].when", "decision_left_out"),
        ("days: 2, ", "", 23, "steps[fire].silence", "silence_unlimited"),
        ("kind: consult", "kind: examine", 23, "steps[fire].silence", "silence_kind"),
        ("silence: agreed", "silence: golden", 23, "steps[fire].silence", "choice"),
        ("two_people: true", "two_people: 2", 20, "two_people", "type.flag"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_step_of_a_situation_is_told(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert old in STEPS
    told = only(read(tmp_path, STEPS.replace(old, new, 1)))
    assert told == (line, f"items[stall.new].{field}", f"catalogue.{reason}")
