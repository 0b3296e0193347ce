"""Import of national exchange records: what is meant is kept, what is odd is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue.exchange.record import brackets_match
from data.catalogue.exchange.records import ImportedItem, item_code, read_exchange
from data.catalogue.problem import CatalogueError
from data.model.item import Form, ItemKind, ItemType, LawRef, Source, StepKind, SuspensionKind
from data.texts import Language, texts

REAL = Path(__file__).parents[3] / "shared" / "data" / "items"

Reader = Callable[..., ImportedItem]


def material(name: str = "申请书", **changed: object) -> dict[str, object]:
    values: dict[str, object] = {
        "material_name": name,
        "material_type": "1",
        "is_need": "1",
        "original_amount": 1,
        "copy_amount": 0,
        "material_form": "1",
        "source_type": "10",
        "ordernum": 1,
        "accept_stand": "无",
    }
    return values | changed


def special(description: str, **changed: object) -> dict[str, object]:
    values: dict[str, object] = {
        "special_name": "9",
        "special_date": 5,
        "special_date_type": "1",
        "special_desc": description,
    }
    return values | changed


def record(parts: dict[str, object], **changed: object) -> dict[str, object]:
    item: dict[str, object] = {
        "task_code": "91350100M000100Y434000100001000",
        "task_name": "某事项",
        "task_type": "01",
        "task_version": "3",
        "project_type": "2",
        "dept_code": "91350100M000100Y43",
        "dept_name": "某县行政审批局",
        "promise_day": "10",
        "promise_type": "1",
        "anticipate_day": "20",
        "anticipate_type": "1",
    }
    whole: dict[str, object] = {
        "AUDIT_ITEM": item | changed,
        "AUDIT_ITEM_EXTEND": {"result_name": "某证"},
        "AUDIT_ITEM_BYLAW": [{"law_name": "《某法》", "clause_number": "第三条"}],
        "AUDIT_MATERIAL": [material()],
        "AUDIT_ITEM_SPECIAL": [],
    }
    return whole | parts


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(parts: dict[str, object] | None = None, **changed: object) -> ImportedItem:
        path = tmp_path / "record.json"
        path.write_text(json.dumps(record(parts or {}, **changed), ensure_ascii=False), encoding="utf-8")
        return read_exchange(path)

    return reader


def reasons(imported: ImportedItem) -> list[str]:
    return [each.reason.removeprefix("catalogue.remark.") for each in imported.remarks]


def test_a_sound_record_is_read_without_remarks(read: Reader) -> None:
    imported = read()
    item = imported.item
    assert not imported.remarks
    assert item.code.startswith("91350100M000100Y434000100001000-")
    assert (item.version, item.name, item.zone, item.initials) == ("3", "某事项", "general", "msx")
    assert (item.kind, item.type) == (ItemKind.PROMISED, ItemType.LICENCE)
    assert (item.promised_days, item.statutory_days) == (10, 20)
    assert item.law == (LawRef(title="某法", clause="第三条"),)
    assert item.result is not None
    assert item.result.name == "某证"
    assert imported.department.code == item.department == "91350100M000100Y43"
    assert [step.kind for step in item.steps] == [
        StepKind.RECEIVE,
        StepKind.EXAMINE,
        StepKind.DECIDE,
        StepKind.DELIVER,
    ]
    assert {step.department for step in item.steps} == {item.department}


def test_numbers_as_text_and_in_full_width_digits_are_numbers(read: Reader) -> None:
    item = read({"AUDIT_MATERIAL": [material(original_amount="２", copy_amount=3.0, material_type="3")]},
                promise_day="１５", anticipate_day=20, task_version=7).item  # fmt: skip
    assert (item.promised_days, item.statutory_days, item.version) == (15, 20, "7")
    assert (item.materials[0].originals, item.materials[0].copies) == (2, 3)


@pytest.mark.parametrize("nothing", ["", "无", "暂无", "/", " 无 ", None])
def test_words_for_nothing_are_nothing(read: Reader, nothing: object) -> None:
    imported = read(
        {
            "AUDIT_MATERIAL": [material(accept_stand=nothing, remark=nothing, by_law=nothing, fee=nothing)],
            "AUDIT_ITEM_EXTEND": {"result_name": nothing},
        }
    )  # fmt: skip
    found = imported.item.materials[0]
    assert (found.standard, found.note, found.law) == ("", "", "")
    assert imported.item.result is None
    assert not imported.remarks


def test_an_object_for_a_list_and_a_list_for_an_object_are_read_and_told(read: Reader) -> None:
    sound = record({})
    imported = read({"AUDIT_ITEM": [sound["AUDIT_ITEM"]], "AUDIT_MATERIAL": material()})
    assert imported.item.materials == read().item.materials
    assert reasons(imported) == ["as_list", "as_object"]


def test_two_items_in_one_record_are_refused_rather_than_chosen_from(read: Reader) -> None:
    item = record({})["AUDIT_ITEM"]
    with pytest.raises(CatalogueError, match=r"catalogue\.several"):
        read({"AUDIT_ITEM": [item, item]})


def test_materials_are_sorted_and_ties_stay_in_file_order(read: Reader) -> None:
    imported = read({"AUDIT_MATERIAL": [material("丁", ordernum=None), material("丙", ordernum="２"),
                                        material("甲"), material("乙")]})  # fmt: skip
    assert [each.name for each in imported.item.materials] == ["甲", "乙", "丙", "丁"]
    assert [each.code for each in imported.item.materials] == ["m01", "m02", "m03", "m04"]
    assert reasons(imported) == ["material_order"]


@pytest.mark.parametrize(
    ("type_", "originals", "copies", "kept", "remark"),
    [
        ("1", 0, 3, (0, 3), "material_amounts"),
        ("1", 1, 1, (1, 1), "material_amounts"),
        ("2", 1, 0, (1, 0), "material_amounts"),
        ("3", 1, 0, (1, 0), "material_amounts"),
        ("1", 0, 0, (1, 0), "material_none"),
        ("1", "若干", 2, (0, 2), "not_number"),
        ("2", None, None, (0, 1), ""),
        ("3", 2, 2, (2, 2), ""),
    ],
)
def test_amounts_that_contradict_the_kind_are_kept_and_told(
    read: Reader, type_: str, originals: object, copies: object, kept: tuple[int, int], remark: str
) -> None:
    imported = read(
        {"AUDIT_MATERIAL": [material(material_type=type_, original_amount=originals, copy_amount=copies)]}
    )
    found = imported.item.materials[0]
    assert (found.originals, found.copies) == kept
    assert reasons(imported)[:1] == ([remark] if remark else [])


def test_codes_of_materials_are_understood(read: Reader) -> None:
    coded = {"is_need": "2", "material_form": "3", "source_type": "20"}
    parts = {"AUDIT_MATERIAL": [material(**coded, accept_stand="清晰", sign_ask="盖章")]}
    found = read(parts).item.materials[0]
    assert (found.necessary, found.form, found.source) == (False, Form.EITHER, Source.GOVERNMENT)
    assert found.standard == "清晰；盖章"


def test_a_material_that_may_follow_later_is_due_with_the_promise(read: Reader) -> None:
    found = read({"AUDIT_MATERIAL": [material(is_need="3")]}).item.materials[0]
    assert (found.necessary, found.tolerable, found.tolerance_days) == (True, True, 10)


def test_nothing_may_follow_later_where_nothing_is_promised(read: Reader) -> None:
    imported = read(
        {"AUDIT_MATERIAL": [material(is_need="3")]}, project_type="1", promise_day="", anticipate_day=""
    )
    assert not imported.item.materials[0].tolerable
    assert reasons(imported) == ["material_tolerance"]


def test_materials_without_a_name_are_left_out_and_equal_ones_kept(read: Reader) -> None:
    imported = read({"AUDIT_MATERIAL": [material(""), material("甲"), material("甲"), "甲"]})
    assert [each.name for each in imported.item.materials] == ["甲", "甲"]
    assert sorted(reasons(imported)) == [
        "entry_skipped",
        "material_twice",
        "material_unnamed",
        "not_used",
    ]


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("组织专家评审", SuspensionKind.EXPERT_REVIEW),
        ("机构评审：《招标投标法》第一条", SuspensionKind.EXPERT_REVIEW),
        ("委托检验", SuspensionKind.INSPECTION),
        ("现场检测", SuspensionKind.TESTING),
        ("技术鉴定", SuspensionKind.APPRAISAL),
        ("举行听证", SuspensionKind.HEARING),
        ("招标", SuspensionKind.TENDER),
        ("拍卖", SuspensionKind.AUCTION),
        ("产地检疫", SuspensionKind.QUARANTINE),
    ],
)
@pytest.mark.parametrize(("code", "remark"), [("9", "special_recognised"), ("3", "special_code")])
def test_a_special_procedure_is_recognised_by_its_description_and_told(
    read: Reader, description: str, kind: SuspensionKind, code: str, remark: str
) -> None:
    imported = read({"AUDIT_ITEM_SPECIAL": special(description, special_name=code)})
    assert [(each.kind, each.days) for each in imported.item.special] == [(kind, 5)]
    assert reasons(imported) == ["as_object", remark]


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"special_desc": "现场核查"}, "special_unused"),
        ({"special_desc": "公示"}, "special_unused"),
        ({"special_desc": "", "special_name": "3"}, "special_unused"),
        ({"special_desc": "《专家评审办法》"}, "special_unused"),
        ({"special_desc": "检验、检测"}, "special_several"),
        ({"special_desc": "专家评审", "special_date_type": "2"}, "special_calendar"),
        ({"special_desc": "专家评审", "special_date": "无"}, "special_days"),
    ],
)
def test_what_is_none_of_the_eight_kinds_cannot_stop_the_clock(
    read: Reader, changed: dict[str, object], remark: str
) -> None:
    imported = read({"AUDIT_ITEM_SPECIAL": [special("", **changed)]})
    assert imported.item.special == ()
    assert reasons(imported) == [remark]


def test_a_special_procedure_longer_than_the_promise_is_told(read: Reader) -> None:
    imported = read({"AUDIT_ITEM_SPECIAL": [special("专家评审", special_date=11)]})
    assert imported.item.special[0].days == 11
    assert reasons(imported) == ["special_recognised", "special_long"]


def test_of_a_special_procedure_told_twice_the_longer_counts(read: Reader) -> None:
    imported = read(
        {"AUDIT_ITEM_SPECIAL": [special("评审", special_date=9), special("专家评审", special_date=4)]}
    )
    assert [each.days for each in imported.item.special] == [9]
    assert reasons(imported)[-1] == "special_twice"


@pytest.mark.parametrize(
    ("changed", "limits", "kind", "told"),
    [
        ({"promise_day": "25"}, (20, 20), ItemKind.PROMISED, ["over_statutory"]),
        ({"promise_day": ""}, (20, 20), ItemKind.PROMISED, ["no_promise"]),
        ({"anticipate_day": ""}, (10, None), ItemKind.PROMISED, []),
        ({"anticipate_day": "45"}, (10, 45), ItemKind.PROMISED, ["over_licence_law"]),
        ({"anticipate_day": "66", "task_type": "10"}, (10, 66), ItemKind.PROMISED, []),
        ({"promise_day": "", "anticipate_day": "无"}, (None, None), ItemKind.OTHER, ["no_limit"]),
        ({"promise_type": ""}, (10, 20), ItemKind.PROMISED, []),
        ({"promise_type": "7"}, (20, 20), ItemKind.PROMISED, ["limit_unit", "no_promise"]),
        ({"promise_type": "2"}, (20, 20), ItemKind.PROMISED, ["calendar", "no_promise"]),
        ({"anticipate_type": "2"}, (10, None), ItemKind.PROMISED, ["calendar_licence"]),
        ({"anticipate_type": "2", "task_type": "07"}, (10, None), ItemKind.PROMISED, ["calendar"]),
        (
            {"anticipate_type": "2", "promise_type": "2", "task_type": "07"},
            (None, None),
            ItemKind.OTHER,
            ["calendar", "calendar", "no_limit"],
        ),
        ({"project_type": "1"}, (None, None), ItemKind.INSTANT, ["instant_limit", "instant_limit"]),
        ({"project_type": "1", "promise_day": 0, "anticipate_day": 0}, (None, None), ItemKind.INSTANT, []),
        ({"project_type": "6"}, (10, 20), ItemKind.OTHER, ["code_unknown"]),
        ({"promise_day": "十"}, (20, 20), ItemKind.PROMISED, ["not_number", "no_promise"]),
        ({"promise_day": "-3"}, (20, 20), ItemKind.PROMISED, ["not_number", "no_promise"]),
    ],
)
def test_limits_are_working_days_within_the_law_or_none(
    read: Reader,
    changed: dict[str, object],
    limits: tuple[int | None, int | None],
    kind: ItemKind,
    told: list[str],
) -> None:
    imported = read(**changed)
    assert (imported.item.promised_days, imported.item.statutory_days) == limits
    assert imported.item.kind is kind
    assert reasons(imported) == told


def test_brackets_that_do_not_close_are_told_and_kept(read: Reader) -> None:
    imported = read(task_name="某事项（新办")
    assert imported.item.name == "某事项（新办"
    assert reasons(imported) == ["brackets"]


@given(st.text("（）()《》【】字", max_size=12))
def test_brackets_match_when_taking_out_closed_pairs_leaves_none(text: str) -> None:
    left = text.replace("（", "(").replace("）", ")").replace("字", "")
    for _ in text:
        left = left.replace("()", "").replace("《》", "").replace("【】", "")
    assert brackets_match(text) is (left == "")


def test_sub_items_that_share_a_code_stay_two_items() -> None:
    assert item_code("1", "审批（甲）") != item_code("1", "审批（乙）")
    assert item_code("1", "审批（甲）") == item_code("1", "审批(甲) ")


@given(st.text(), st.text())
def test_only_equal_names_share_a_code(one: str, other: str) -> None:
    assert item_code("1", one) == item_code("1", one)
    if one.isascii() and other.isascii():
        same = "".join(one.split()) == "".join(other.split())
        assert (item_code("1", one) == item_code("1", other)) is same


def test_fields_without_a_place_are_named_in_one_remark(read: Reader) -> None:
    imported = read(
        {"AUDIT_ITEM_WINDOW": [{"window_name": "一号"}], "AUDIT_MATERIAL": [material(page_num=1, fee="无")]},
        serve_type="1,2",
        is_fee="0",
    )
    (remark,) = imported.remarks
    assert (
        remark.facts["fields"]
        == "AUDIT_ITEM (is_fee, serve_type); AUDIT_MATERIAL (page_num); AUDIT_ITEM_WINDOW"
    )


def test_a_record_without_statute_version_or_valid_department_code_is_told(read: Reader) -> None:
    imported = read({"AUDIT_ITEM_BYLAW": []}, task_version="", dept_code="083372204")
    assert imported.item.version == "1"
    assert imported.department.code == "083372204"
    assert sorted(reasons(imported)) == ["department_code", "no_law", "no_version"]


def test_a_field_of_another_shape_is_told(read: Reader) -> None:
    imported = read({"AUDIT_MATERIAL": [material(remark={"a": "b"})]})
    assert imported.item.materials[0].note == ""
    assert reasons(imported) == ["not_text"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "json"),
        (b'{"AUDIT_ITEM": ', "json"),
        (b'{"AUDIT_ITEM": {}, "AUDIT_ITEM": {}}', "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (b'{"AUDIT_ITEM": []}', "shape"),
        (b'{"AUDIT_ITEM": "x"}', "shape"),
        (b'{"AUDIT_ITEM": {"task_code": "1"}}', "missing"),
        ("{“名称”}".encode("gbk"), "utf8"),
    ],
)
def test_a_file_that_is_no_record_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_exchange(path)
    assert [each.reason for each in caught.value.problems] == [f"catalogue.{reason}"]
    for language in Language:
        assert "\n" not in caught.value.problems[0].told(texts(language))


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real public records is not here")
class TestRealRecords:
    def imported(self) -> list[ImportedItem]:
        return [read_exchange(path) for path in sorted(REAL.glob("*.json"))]

    def test_all_go_in_with_materials_and_limits(self) -> None:
        found = self.imported()
        assert len(found) == 8
        assert all(
            each.item.materials and each.item.promised_days and each.item.statutory_days for each in found
        )
        assert sum(len(each.item.materials) for each in found) == 2 + 1 + 5 * 5 + 9

    def test_records_that_share_a_code_stay_apart_by_name_or_version(self) -> None:
        found = self.imported()
        assert len({(each.item.code, each.item.version) for each in found}) == 8
        assert len({each.item.code for each in found}) == len({each.item.name for each in found}) == 6

    def test_the_review_is_recognised_and_its_length_told(self) -> None:
        energy = self.imported()[0]
        assert [(each.kind, each.days) for each in energy.item.special] == [
            (SuspensionKind.EXPERT_REVIEW, 15)
        ]
        assert {"special_recognised", "special_long", "material_amounts"} <= set(reasons(energy))

    def test_a_decree_that_names_no_procedure_does_not_stop_the_clock(self) -> None:
        study = self.imported()[-1]
        assert study.item.special == ()
        assert {"as_list", "special_unused", "brackets", "material_order"} <= set(reasons(study))

    def test_every_remark_has_a_text_in_both_languages(self) -> None:
        for each in self.imported():
            for remark in each.remarks:
                for language in Language:
                    told = remark.told(texts(language))
                    assert "catalogue." not in told
                    assert "\n" not in told
