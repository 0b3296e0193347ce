"""What notices tell: masked, with the law's dates, as things stood when they were issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.model.applicant import Applicant
from data.model.case import Verdict
from data.model.command import Accept, CheckMaterials, Extend, Finding, Resume
from data.model.item import ItemKind, ItemType
from data.model.notice import NoticeKind, number
from data.notices.book import NoticeBook
from data.notices.facts import Issue, facts, issuable
from data.notices.history import issue_of
from data.notices.notice_error import NoticeError
from data.texts import Language
from data.time_source import at
from tests.support.notices.invented_cases import (
    FIRM,
    ITEM,
    LATER,
    OFFICE,
    PERSON,
    find,
    number_of,
    printed,
    story_of,
    told,
    written,
)
from tests.support.story import Story


def test_a_number_has_the_agency_the_kind_the_year_and_the_serial() -> None:
    assert number("涪市监", NoticeKind.ACCEPTANCE, 2026, 17) == "涪市监受〔2026〕17号"


@pytest.mark.parametrize(("abbreviation", "serial"), [("", 1), ("  ", 1), ("涪市监", 0)])
def test_a_number_without_agency_or_serial_is_refused(abbreviation: str, serial: int) -> None:
    with pytest.raises(ValueError, match="needs an abbreviation"):
        number(abbreviation, NoticeKind.RECEIPT, 2026, serial)


@pytest.mark.parametrize("language", Language, ids=str)
@pytest.mark.parametrize("kind", NoticeKind, ids=str)
@pytest.mark.parametrize("applicant", [PERSON, FIRM], ids=["person", "firm"])
def test_no_notice_prints_an_identifier_or_telephone_in_full(
    kind: NoticeKind, applicant: Applicant, language: Language
) -> None:
    text = written(kind, language=language, applicant=applicant).text
    assert applicant.name in text
    assert applicant.phone not in text.replace("-", "")
    if applicant is PERSON:
        assert "5001**********0010" in text
        assert "138****1234" in text
    assert "19900307" not in text
    assert "19491231" not in text


def test_acceptance_tells_both_limits_and_their_last_days() -> None:
    limits = told(NoticeKind.ACCEPTANCE, story_of(NoticeKind.ACCEPTANCE)).limits
    assert [(each.kind, each.days, each.due) for each in limits] == [
        ("promised", 5, date(2026, 3, 25)),
        ("statutory", 20, date(2026, 4, 16)),
    ]


def test_a_due_date_in_an_unpublished_year_says_that_it_may_move() -> None:
    story = Story(item=ITEM, department=OFFICE.department).on("2026-12-25").opened(PERSON)
    find(story)
    story.done(Accept)
    text = NoticeBook().write(told(NoticeKind.ACCEPTANCE, story)).text
    assert "承诺办理期限：5个工作日，至2027年1月1日（暂定：2027年放假安排尚未公布）" in text


def test_a_suspension_tells_what_will_be_left() -> None:
    limits = {each.kind: each for each in told(NoticeKind.SUSPENSION, story_of(NoticeKind.SUSPENSION)).limits}
    assert (limits["promised"].due, limits["promised"].left) == (None, 3)
    assert limits["suspension"].due == date(2026, 4, 3)


def test_an_extension_moves_both_limits() -> None:
    limits = {
        each.kind: each.due for each in told(NoticeKind.EXTENSION, story_of(NoticeKind.EXTENSION)).limits
    }
    assert limits == {"promised": date(2026, 4, 9), "statutory": date(2026, 4, 30)}


def test_a_correction_lists_only_what_it_asks_for_with_reason_and_standard() -> None:
    materials = told(NoticeKind.CORRECTION, story_of(NoticeKind.CORRECTION)).materials
    assert [(each.name, each.verdict) for each in materials] == [
        ("与食品经营相适应的主要设备设施布局、操作流程等文件", Verdict.DEFECTIVE),
        ("从业人员健康证明", Verdict.MISSING),
    ]
    assert materials[0].standard == "比例尺1:100，标注面积和功能分区"
    assert materials[0].reason.startswith("缺比例尺")


def test_a_receipt_lists_what_was_handed_in_and_not_what_is_missing() -> None:
    names = [each.name for each in told(NoticeKind.RECEIPT, story_of(NoticeKind.RECEIPT)).materials]
    assert "从业人员健康证明" not in names
    assert len(names) == 4


def test_a_tolerated_material_has_its_own_day() -> None:
    (material,) = told(NoticeKind.TOLERANCE, story_of(NoticeKind.TOLERANCE)).materials
    assert (material.days, material.due) == (3, date(2026, 3, 23))


@pytest.mark.parametrize(
    "kind", [NoticeKind.NON_ACCEPTANCE, NoticeKind.NOT_REQUIRED, NoticeKind.REFUSAL], ids=str
)
def test_who_is_turned_away_is_told_of_reconsideration_and_litigation(kind: NoticeKind) -> None:
    text = written(kind).text.replace("\n", "")
    assert "六十日内，依照《中华人民共和国行政复议法》第二十条" in text
    assert "六个月内，依照《中华人民共和国行政诉讼法》第四十六条" in text


def test_who_is_sent_elsewhere_is_told_where() -> None:
    assert "请向该机关申请：重庆市南岸区市场监督管理局" in written(NoticeKind.NON_ACCEPTANCE).text


def test_the_licensing_law_holds_by_reference_for_what_is_no_licence() -> None:
    item = replace(ITEM, type=ItemType.CONFIRMATION)
    text = NoticeBook().write(told(NoticeKind.GRANT, story_of(NoticeKind.GRANT, item=item))).text
    assert "参照《中华人民共和国行政许可法》第三十八条" in text.replace("\n", "")
    assert "依照《中华人民共和国行政许可法》" not in text.replace("\n", "")
    assert "准予办理决定书" in text


def test_a_joint_extension_is_the_government_s() -> None:
    story = story_of(NoticeKind.ACCEPTANCE, item=replace(ITEM, joint=True, extension_days=15))
    story.on("2026-03-20").done(Extend, days=15, approver="区长", reason="需要多部门会商")
    text = NoticeBook().write(told(NoticeKind.EXTENSION, story)).text.replace("\n", "")
    assert "第四十二条第二款，经本级人民政府负责人批准，延长15个工作日" in text
    assert "联合办理法定期限：45个工作日" in text


def test_an_instant_item_promises_the_day() -> None:
    item = replace(
        ITEM, kind=ItemKind.INSTANT, type=ItemType.PUBLIC_SERVICE, promised_days=None, statutory_days=None
    )
    text = NoticeBook().write(told(NoticeKind.RECEIPT, story_of(NoticeKind.RECEIPT, item=item))).text
    assert "本事项为即办件" in text
    assert "办结期限：至2026年3月18日" in text


def test_a_reprint_tells_what_the_original_told() -> None:
    story = story_of(NoticeKind.SUSPENSION)
    original = told(NoticeKind.SUSPENSION, story)
    printed(story, NoticeKind.SUSPENSION)
    story.on("2026-03-27").done(Resume)
    again = told(NoticeKind.SUSPENSION, story, now=LATER)
    assert again.copy == 1
    assert again.printed == LATER
    assert replace(again, copy=0, printed=original.printed) == original


def test_a_receipt_s_reprint_tells_of_the_materials_of_its_first_print() -> None:
    story = story_of(NoticeKind.RECEIPT)
    printed(story, NoticeKind.RECEIPT)
    story.done(CheckMaterials, findings=(Finding(material="health", verdict=Verdict.THERE),))
    names = [each.name for each in told(NoticeKind.RECEIPT, story).materials]
    assert "从业人员健康证明" not in names


def test_delivery_names_the_notice_that_it_delivers() -> None:
    facts_ = told(NoticeKind.DELIVERY, story_of(NoticeKind.DELIVERY))
    assert facts_.about == "涪市监准〔2026〕1号"
    assert facts_.recipient == "王小明"


def test_results_of_several_cases_are_collected_together() -> None:
    one, other = (
        story_of(NoticeKind.GRANT),
        story_of(NoticeKind.GRANT, item=replace(ITEM, name="公共场所卫生许可")),
    )
    issue = Issue(number="", at=one.now, handler="张敏", together=((other.file, other.item),))
    told_ = facts(NoticeKind.COLLECTION, one.file, one.item, OFFICE, issue)
    assert [each.item for each in told_.results] == ["食品经营许可（新办）", "公共场所卫生许可"]
    assert "共2项" in NoticeBook().write(told_).text


def test_what_has_not_happened_cannot_be_told() -> None:
    story = story_of(NoticeKind.RECEIPT)
    assert issuable(story.file) == (NoticeKind.RECEIPT,)
    with pytest.raises(NoticeError, match="nothing_to_tell"):
        facts(
            NoticeKind.GRANT, story.file, story.item, OFFICE, Issue(number="1", at=story.now, handler="张敏")
        )


def test_a_non_acceptance_without_its_ground_is_refused() -> None:
    story = story_of(NoticeKind.NON_ACCEPTANCE)
    with pytest.raises(NoticeError, match="no_ground"):
        facts(
            NoticeKind.NON_ACCEPTANCE,
            story.file,
            story.item,
            OFFICE,
            Issue(number="1", at=story.now, handler="张敏"),
        )


def test_a_notice_dated_before_what_it_tells_is_refused() -> None:
    story = story_of(NoticeKind.GRANT)
    issue = Issue(number="1", at=at(date(2026, 3, 20), 9), handler="张敏")
    with pytest.raises(NoticeError, match="before_the_case"):
        facts(NoticeKind.GRANT, story.file, story.item, OFFICE, issue)


def test_a_number_that_the_case_does_not_have_is_refused() -> None:
    story = story_of(NoticeKind.RECEIPT)
    with pytest.raises(NoticeError, match="unknown"):
        issue_of(story.events, "涪市监受〔2026〕9号", story.now)


def test_every_numbered_kind_is_found_by_its_number() -> None:
    for kind in NoticeKind:
        if kind is not NoticeKind.COLLECTION:
            story = story_of(kind)
            assert issue_of(story.events, number_of(kind, story), story.now)[0] is kind
