"""Our own catalogue of a district hall: complete, lawful, and quick to load."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator, Mapping

import pytest

from data.catalogue.files import read_catalogue
from data.catalogue.pinyin import initials
from data.catalogue.reading import read_frame
from data.law.identifier import credit_code
from data.law.route import holds, left_out
from data.model.item import Catalogue, Item, ItemKind, ItemType, StepKind

HANDLING = {StepKind.EXAMINE, StepKind.SITE_VISIT, StepKind.CONSULT, StepKind.DECIDE}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def single(catalogue: Catalogue) -> tuple[Item, ...]:
    """The items that are applied for one by one."""
    return tuple(each for each in catalogue.items if not each.lanes)


def find(catalogue: Catalogue, code: str) -> Item:
    return next(each for each in catalogue.items if each.code == code)


def asked_for(item: Item, situation: Mapping[str, str]) -> set[str]:
    return {each.code for each in item.materials if holds(each.when, situation)}


def situations(item: Item) -> Iterator[dict[str, str]]:
    """Every way of answering all the questions of an item."""
    codes = [question.code for question in item.questions]
    for answers in itertools.product(*(question.answers for question in item.questions)):
        yield dict(zip(codes, (each.code for each in answers), strict=True))


def test_thirteen_zones_each_with_items_and_a_letter_of_its_own(catalogue: Catalogue) -> None:
    assert len(catalogue.zones) == 13
    assert len({zone.letter for zone in catalogue.zones}) == 13
    assert not {zone.letter for zone in catalogue.zones} & set("VYIO")
    assert {each.zone for each in catalogue.items} == {zone.code for zone in catalogue.zones}
    assert "general" in {zone.code for zone in catalogue.zones}


def test_departments_have_credit_codes_and_abbreviations_of_their_own(catalogue: Catalogue) -> None:
    assert len(catalogue.departments) >= 14
    assert all(credit_code(each.code) == each.code for each in catalogue.departments)
    assert len({each.abbreviation for each in catalogue.departments}) == len(catalogue.departments)


def test_enough_items_with_two_to_nine_materials_each(catalogue: Catalogue) -> None:
    assert len(single(catalogue)) >= 44
    assert all(2 <= len(each.materials) <= 9 for each in single(catalogue))
    assert sum(each.kind is ItemKind.INSTANT for each in catalogue.items) >= 8
    assert all(each.law for each in catalogue.items)
    assert all(each.result for each in single(catalogue))


def test_everything_has_an_english_name(catalogue: Catalogue) -> None:
    names = [(each.name, each.name_en) for each in catalogue.departments]
    names += [(each.name, each.name_en) for each in catalogue.zones]
    for item in catalogue.items:
        names.append((item.name, item.name_en))
        names += [(each.name, each.name_en) for each in item.materials]
        names += [(each.name, each.name_en) for each in item.steps]
        names += [(item.result.name, item.result.name_en)] if item.result else []
        for question in item.questions:
            names.append((question.text, question.text_en))
            names += [(each.text, each.text_en) for each in question.answers]
    assert all(name and english and english.isascii() for name, english in names)


def test_no_promise_is_longer_than_the_law_allows(catalogue: Catalogue) -> None:
    for each in catalogue.items:
        if each.kind is ItemKind.PROMISED:
            assert each.promised_days is not None
            statutory = each.statutory_days or (
                45 if each.joint else 20 if each.type is ItemType.LICENCE else None
            )
            assert statutory is None or each.promised_days <= statutory, each.code


@pytest.mark.parametrize(
    ("code", "statutory", "extension"),
    [
        ("construction.permit", 7, 0),
        ("construction.fire.design", 15, 0),
        ("fire.venue.opening", 10, 0),
        ("company.new", 3, 3),
        ("food.operation.new", 10, 5),
        ("water.abstraction.new", 45, 0),
        ("nurse.register", 20, 0),
        ("property.transfer", 30, 0),
        ("construction.completion", 45, 15),
        ("labour.dispatch.new", 20, 10),
    ],
)
def test_limits_that_a_law_of_its_own_sets(
    catalogue: Catalogue, code: str, statutory: int, extension: int
) -> None:
    found = find(catalogue, code)
    assert (found.statutory_days, found.extension_days) == (statutory, extension)


def test_the_steps_up_to_the_decision_fit_into_the_promise(catalogue: Catalogue) -> None:
    for each in catalogue.items:
        ends: dict[str, int] = {}
        for step in each.steps:
            start = max((ends[code] for code in step.after), default=0)
            ends[step.code] = start + ((step.days or 0) if step.kind in HANDLING else 0)
        assert each.promised_days is None or max(ends.values()) <= each.promised_days, each.code


def test_two_people_make_every_site_visit(catalogue: Catalogue) -> None:
    visits = [step for each in catalogue.items for step in each.steps if step.kind is StepKind.SITE_VISIT]
    assert visits
    assert all(step.people >= 2 for step in visits)


def test_each_permit_of_the_construction_chain_is_a_material_of_the_next(catalogue: Catalogue) -> None:
    chain = ["site", "feasibility", "land", "works", "permit", "completion"]
    found = [find(catalogue, f"construction.{each}") for each in chain]
    for earlier, later in itertools.pairwise(found):
        assert earlier.result
        assert any(earlier.result.licence in each.licences for each in later.materials), later.code


def test_the_food_licence_has_eight_materials_one_reused_and_one_tolerable(catalogue: Catalogue) -> None:
    food = find(catalogue, "food.operation.new")
    assert len(food.materials) == 8
    assert [each.name for each in food.materials if each.tolerable] == ["从业人员健康证明"]
    assert [each.name for each in food.materials if "business-licence" in each.licences] == ["营业执照"]


def test_a_caterer_is_asked_for_eight_materials_and_a_shop_not_for_its_procedures(
    catalogue: Catalogue,
) -> None:
    food = find(catalogue, "food.operation.new")
    assert len(asked_for(food, {"business": "catering"})) == 8
    assert asked_for(food, {}) == asked_for(food, {"business": "catering"})
    assert asked_for(food, {}) - asked_for(food, {"business": "retail"}) == {"process"}


def test_enough_items_ask_for_the_situation_where_the_law_distinguishes(catalogue: Catalogue) -> None:
    asking = [each for each in catalogue.items if each.questions]
    assert len(asking) >= 8
    for item in asking:
        for situation in situations(item):
            assert len(asked_for(item, situation)) >= 1, (item.code, situation)


def test_an_answer_only_spares_and_never_asks_for_more(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        for situation in situations(item):
            told: dict[str, str] = {}
            before, route = asked_for(item, told), set(left_out(item, told))
            assert before == {each.code for each in item.materials}
            assert not route
            for question, answer in situation.items():
                told[question] = answer
                assert asked_for(item, told) <= before
                assert route <= set(left_out(item, told))
                before, route = asked_for(item, told), set(left_out(item, told))


def test_every_question_has_answers_that_make_a_difference(catalogue: Catalogue) -> None:
    for item in catalogue.items:
        for question in item.questions:
            found = {
                (
                    frozenset(asked_for(item, {question.code: each.code})),
                    left_out(item, {question.code: each.code}),
                )
                for each in question.answers
            }
            assert len(found) >= 2, (item.code, question.code)


@pytest.mark.parametrize(
    ("code", "situation", "asked", "spared"),
    [
        (
            "company.cancel",
            {"procedure": "simple"},
            {"pledge"},
            {"resolution", "liquidation", "tax-clearance"},
        ),
        ("company.cancel", {"procedure": "merger"}, {"tax-clearance"}, {"liquidation", "pledge"}),
        ("company.new", {"assets": "state", "approval": "none"}, {"authority"}, {"approval"}),
        ("construction.land", {"land": "granted"}, {"land"}, {"site-opinion"}),
        ("construction.permit", {"tender": "compulsory", "project": "ordinary"}, {"award"}, {"fire-design"}),
        ("marriage.register", {"before": "divorced"}, {"divorce"}, set()),
        ("marriage.register", {"before": "never"}, {"declaration"}, {"divorce"}),
        ("culture.entertainment.new", {"premises": "owned"}, {"premises"}, {"lease"}),
        ("property.transfer", {"cause": "gift"}, {"gift"}, {"contract", "inheritance", "judgment"}),
        ("fire.venue.opening", {"way": "promise", "automatic": "none"}, {"pledge"}, {"application", "staff"}),
    ],
)
def test_what_a_situation_asks_for_and_what_it_spares(
    catalogue: Catalogue, code: str, situation: dict[str, str], asked: set[str], spared: set[str]
) -> None:
    found = asked_for(find(catalogue, code), situation)
    assert asked <= found
    assert not spared & found


def test_who_promises_fire_safety_is_visited_after_the_decision(catalogue: Catalogue) -> None:
    venue = find(catalogue, "fire.venue.opening")
    assert left_out(venue, {"way": "promise"}) == ("visit",)
    assert left_out(venue, {"way": "inspection"}) == ()


def test_a_divorce_tells_of_the_thirty_days_to_think(catalogue: Catalogue) -> None:
    notes = [each.note for each in find(catalogue, "marriage.divorce.apply").materials]
    assert any("三十日" in note and "自然日" in note for note in notes)


def test_every_kind_of_licence_that_is_listed_is_used(catalogue: Catalogue) -> None:
    used = {each.result.licence for each in catalogue.items if each.result}
    for each in catalogue.items:
        used.update(licence for material in each.materials for licence in material.licences)
    assert set(read_frame().licences) == used


def test_the_written_initials_are_those_of_the_names(catalogue: Catalogue) -> None:
    assert {each.code: each.initials for each in catalogue.items} == {
        each.code: initials(each.name) for each in catalogue.items
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("食品经营许可（新办）", "spjyxkxb"),
        ("重庆市ＡＢ类 3 号", "cqsabl3h"),
        ("", ""),
        ("--", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_loading_our_own_catalogue_costs_no_pinyin_dictionary() -> None:
    code = (
        "import sys; from data.catalogue.files import read_catalogue; read_catalogue(); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stdout.split()
    assert "data.catalogue.files" in loaded
    assert not {"pypinyin", "textual", "sqlmodel"} & set(loaded)
