"""Notices get their numbers with the act that calls for them; situations decide what is asked for."""

from __future__ import annotations

from dataclasses import replace

from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    Decline,
    OpenCase,
    PrintNotice,
    TellSituation,
    Withdraw,
)
from data.model.event import NoticePrinted
from data.model.item import Answer, Condition, Department, Question
from data.model.notice import NoticeKind
from tests.support.story import FOOD, WANG, Story

MARKET = Department(code="market", name="涪陵区市场监督管理局", abbreviation="涪市监")
CATERING = replace(
    FOOD,
    questions=(
        Question(
            code="kind",
            text="经营方式",
            answers=(Answer(code="shop", text="销售"), Answer(code="meal", text="餐饮")),
        ),
    ),
    materials=(
        *FOOD.materials,
        replace(FOOD.materials[2], code="kitchen", when=(Condition(question="kind", answers=("meal",)),)),
    ),
)


def kinds(story: Story) -> list[NoticeKind]:
    """The kinds of notice that the case has had so far."""
    return [each.kind for each in story.file.notices]


class TestNumbers:
    def test_receipt_and_acceptance_each_have_their_notice(self) -> None:
        story = Story(department=MARKET, notices={NoticeKind.RECEIPT: 17}).accepted()
        assert [each.number for each in story.file.notices] == ["涪市监收〔2026〕17号", "涪市监受〔2026〕1号"]

    def test_tolerance_has_a_notice_of_its_own(self) -> None:
        story = Story(department=MARKET).opened().all_there().found(health=Verdict.TOLERATED)
        story.done(Accept, signed_promise=True)
        assert kinds(story) == [NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE, NoticeKind.TOLERANCE]

    def test_correction_and_non_acceptance_are_told_in_writing(self) -> None:
        story = Story(department=MARKET).opened().all_there().found(plan=Verdict.MISSING)
        story.done(AskCorrection)
        story.done(Decline, ground="not_our_authority", reason="市级权限", go_to="市局")
        assert kinds(story) == [NoticeKind.RECEIPT, NoticeKind.CORRECTION, NoticeKind.NON_ACCEPTANCE]

    def test_what_the_law_deems_is_told_by_nobody(self) -> None:
        story = Story(department=MARKET).opened().on("2026-03-26")
        story.done(Withdraw, reason="不办了")
        assert kinds(story) == [NoticeKind.RECEIPT]

    def test_every_print_after_the_first_is_a_reprint(self) -> None:
        story = Story(department=MARKET).opened()
        number = story.file.notices[0].number
        for copy in (0, 1, 2):
            story.done(PrintNotice, number=number)
            body = story.events[-1].body
            assert isinstance(body, NoticePrinted)
            assert body.copy == copy

    def test_a_notice_that_is_not_there_is_not_printed(self) -> None:
        assert Story(department=MARKET).opened().refused(PrintNotice, number="1").reason == "notice_unknown"

    def test_an_ended_case_s_notices_are_still_printed(self) -> None:
        story = Story(department=MARKET).opened()
        story.done(Withdraw, reason="不办了")
        story.done(PrintNotice, number=story.file.notices[0].number)


class TestSituation:
    def verdict(self, story: Story) -> Verdict | None:
        check = story.file.check("kitchen")
        return check.verdict if check else None

    def test_until_the_question_is_answered_everything_is_asked_for(self) -> None:
        assert self.verdict(Story(item=CATERING).opened()) is Verdict.UNCHECKED

    def test_what_the_situation_does_not_need_falls_away(self) -> None:
        story = Story(item=CATERING).opened()
        story.done(TellSituation, answers=(("kind", "shop"),))
        assert self.verdict(story) is Verdict.NOT_APPLICABLE

    def test_another_answer_asks_for_it_after_all(self) -> None:
        story = Story(item=CATERING)
        story.done(OpenCase, item=CATERING.code, applicant=WANG, answers=(("kind", "shop"),))
        assert self.verdict(story) is Verdict.NOT_APPLICABLE
        story.done(TellSituation, answers=(("kind", "meal"),))
        assert self.verdict(story) is Verdict.UNCHECKED

    def test_an_answer_that_the_question_does_not_have_is_refused(self) -> None:
        story = Story(item=CATERING).opened()
        assert story.refused(TellSituation, answers=(("kind", "x"),)).reason == "answer_unknown"
        assert story.refused(TellSituation, answers=(("x", "meal"),)).reason == "answer_unknown"
        assert story.refused(TellSituation, answers=()).reason == "nothing_answered"

    def test_after_a_correction_notice_the_situation_is_settled(self) -> None:
        story = Story(item=CATERING).opened().all_there().found(plan=Verdict.MISSING)
        story.done(AskCorrection)
        story.on("2026-03-20").found(plan=Verdict.THERE)
        assert story.refused(TellSituation, answers=(("kind", "shop"),)).reason == "checklist_closed"


def test_a_second_case_of_the_same_item_and_applicant_is_opened_knowingly() -> None:
    story = Story(same="500102260318A030013")
    assert story.refused(OpenCase, item=FOOD.code, applicant=WANG).reason == "open_already"
    story.done(OpenCase, item=FOOD.code, applicant=WANG, again=True)
