"""What every hall shows of a case's situation: its questions, the answers, and what they spare."""

from __future__ import annotations

from data.model.case import Verdict
from data.model.command import Accept, CheckMaterials, Finding, OpenCase, PrintNotice, TellSituation
from data.model.notice import NoticeKind
from data.model.view import MaterialLine
from tests.support.sitting import VENUE, Sitting
from tests.support.story import WANG


def lines(desk: Sitting, case: str) -> dict[str, MaterialLine]:
    """The lines of a case's checklist by their materials."""
    return {line.code: line for line in desk.file(case).checklist}


def test_a_case_shows_its_questions_and_what_was_answered(desk: Sitting) -> None:
    case = desk.opened(VENUE, answers=(("automatic", "none"),))
    way, automatic = desk.file(case).questions
    assert (way.code, way.text, way.text_en) == ("way", "是否选择告知承诺", "Promise or inspection")
    assert way.answers == (("promise", "承诺", "Promise"), ("inspection", "先检查", "Inspection"))
    assert (way.answer, automatic.answer) == ("", "none")
    assert desk.file(desk.opened()).questions == ()


def test_what_the_situation_spares_says_which_answers_do(desk: Sitting) -> None:
    case = desk.opened(VENUE, answers=(("automatic", "none"),))
    before = lines(desk, case)
    assert (before["staff"].verdict, before["staff"].spared_by) == (Verdict.NOT_APPLICABLE, ("automatic",))
    assert (before["pledge"].verdict, before["pledge"].spared_by) == (Verdict.UNCHECKED, ())
    desk.done(TellSituation, case=case, answers=(("way", "promise"),))
    assert lines(desk, case)["staff"].spared_by == ("way", "automatic")
    desk.done(TellSituation, case=case, answers=(("way", "inspection"), ("automatic", "installed")))
    after = lines(desk, case)
    assert (after["staff"].verdict, after["staff"].spared_by) == (Verdict.UNCHECKED, ())
    assert (after["pledge"].verdict, after["pledge"].spared_by) == (Verdict.NOT_APPLICABLE, ("way",))


def test_what_a_clerk_finds_not_applicable_is_not_laid_on_the_situation(desk: Sitting) -> None:
    case = desk.opened(VENUE)
    finding = Finding(material="form", verdict=Verdict.NOT_APPLICABLE, reason="可以联网核验")
    desk.done(CheckMaterials, case=case, findings=(finding,))
    line = lines(desk, case)["form"]
    assert (line.verdict, line.reason, line.spared_by) == (Verdict.NOT_APPLICABLE, "可以联网核验", ())


def test_a_case_is_accepted_without_what_its_situation_spares(desk: Sitting) -> None:
    case = desk.opened(VENUE, answers=(("way", "promise"), ("automatic", "none")))
    assert desk.refused(Accept, case=case) == "unchecked"
    desk.found(case, form=Verdict.THERE, pledge=Verdict.PROMISED)
    desk.done(Accept, case=case)
    assert desk.refused(TellSituation, case=case, answers=(("way", "inspection"),)) == "checklist_closed"


def test_an_answer_that_there_is_not_is_refused(desk: Sitting) -> None:
    case = desk.opened(VENUE)
    assert desk.refused(TellSituation, case=case, answers=(("way", "maybe"),)) == "answer_unknown"
    assert desk.refused(TellSituation, case=case, answers=(("where", "here"),)) == "answer_unknown"
    answers = (("way", "maybe"),)
    assert desk.refused(OpenCase, item=VENUE.code, applicant=WANG, again=True, answers=answers) == (
        "answer_unknown"
    )


def test_a_line_keeps_the_note_of_its_material(desk: Sitting) -> None:
    assert lines(desk, desk.opened(VENUE))["form"].note == "一式一份"


def test_a_case_shows_its_notices_in_the_order_they_were_issued(desk: Sitting) -> None:
    case = desk.accepted()
    receipt, acceptance = desk.file(case).notices
    assert [receipt.kind, acceptance.kind] == [NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE]
    assert receipt.number.startswith("涪市监")
    assert (receipt.prints, acceptance.prints) == (0, 0)
    desk.done(PrintNotice, case=case, number=acceptance.number)
    assert [each.prints for each in desk.file(case).notices] == [0, 1]
