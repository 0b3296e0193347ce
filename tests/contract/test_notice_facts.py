"""What every hall tells of its notices: those issued, those a command would issue, the collection list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.model.applicant import Applicant, IdKind
from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CheckMaterials,
    Decide,
    Decline,
    Deliver,
    Finding,
    PrintNotice,
)
from data.model.notice import NoticeKind
from data.model.notice_facts import NoticeFacts
from data.model.query import AskCollection, AskDraft, AskFiled, AskNotice
from tests.support.sitting import Sitting
from tests.support.story import INSTANT, WANG


def notice(desk: Sitting, case: str, kind: NoticeKind) -> NoticeFacts:
    """What the case's notice of that kind tells."""
    number = next(each.number for each in desk.file(case).notices if each.kind is kind)
    told = desk.hall.ask(AskNotice(code=case, number=number))
    assert told is not None
    return told


def drafts(desk: Sitting, act: type[Any], **fields: Any) -> tuple[NoticeFacts, ...]:
    """What that command would issue."""
    before = desk.events()
    told = desk.hall.ask(AskDraft(commands=(desk.make(act, **fields),)))
    assert desk.events() == before
    return told


def test_a_notice_tells_the_case_as_it_stood_when_it_was_issued(desk: Sitting) -> None:
    case = desk.accepted()
    accepted = notice(desk, case, NoticeKind.ACCEPTANCE)
    desk.handled(case)
    desk.done(Decide, case=case, granted=True)
    later = notice(desk, case, NoticeKind.ACCEPTANCE)
    assert replace(later, printed=accepted.printed) == accepted
    assert accepted.applicant == "王小明"
    assert accepted.id_number == "5001**********0010"
    assert accepted.number == "涪市监受〔2026〕1号"


def test_a_print_is_counted_and_the_next_one_is_a_copy(desk: Sitting) -> None:
    case = desk.accepted()
    told = notice(desk, case, NoticeKind.ACCEPTANCE)
    assert told.copy == 0
    desk.done(PrintNotice, case=case, number=told.number)
    assert notice(desk, case, NoticeKind.ACCEPTANCE).copy == 1


def test_there_is_no_notice_of_another_number_or_case(desk: Sitting) -> None:
    case = desk.accepted()
    assert desk.hall.ask(AskNotice(code=case, number="涪市监受〔2026〕9号")) is None
    assert desk.hall.ask(AskNotice(code="nothing", number="涪市监受〔2026〕1号")) is None


def test_a_draft_tells_what_the_command_would_issue_without_a_number(desk: Sitting) -> None:
    case = desk.accepted()
    desk.handled(case)
    [told] = drafts(desk, Decide, case=case, granted=False, reasons="不符合法定条件")
    assert (told.kind, told.number, told.results[0].reasons) == (NoticeKind.REFUSAL, "", "不符合法定条件")
    desk.done(Decide, case=case, granted=False, reasons="不符合法定条件")
    assert notice(desk, case, NoticeKind.REFUSAL).results == told.results


def test_drafts_of_correction_non_acceptance_and_tolerance(desk: Sitting) -> None:
    case = desk.opened()
    desk.all_there(case)
    desk.found(case, plan=Verdict.DEFECTIVE)
    [correction] = drafts(desk, AskCorrection, case=case)
    assert [each.reason for each in correction.materials] == ["缺章"]
    [declined] = drafts(
        desk, Decline, case=case, ground="not_our_authority", reason="不属本机关", go_to="区城管局"
    )
    assert (declined.reason, declined.go_to) == ("不属本机关", "区城管局")
    desk.found(case, plan=Verdict.THERE, health=Verdict.TOLERATED)
    kinds = [each.kind for each in drafts(desk, Accept, case=case, signed_promise=True)]
    assert kinds == [NoticeKind.ACCEPTANCE, NoticeKind.TOLERANCE]


def test_several_commands_are_drafted_one_upon_the_other(desk: Sitting) -> None:
    case = desk.opened(INSTANT)
    found = tuple(Finding(material=each.code, verdict=Verdict.THERE) for each in INSTANT.materials)
    commands = (
        desk.make(CheckMaterials, case=case, findings=found),
        desk.make(Accept, case=case),
        desk.make(Decide, case=case, granted=True),
        desk.make(Deliver, case=case, recipient="王小明"),
    )
    told = desk.hall.ask(AskDraft(commands=commands))
    assert [each.kind for each in told] == [NoticeKind.ACCEPTANCE, NoticeKind.GRANT, NoticeKind.DELIVERY]
    assert desk.hall.ask(AskDraft(commands=commands[1:])) == ()


def test_what_would_be_refused_has_no_draft(desk: Sitting) -> None:
    assert drafts(desk, Decide, case=desk.accepted(), granted=True) == ()
    assert drafts(desk, Accept, case="nothing") == ()


def test_a_proof_of_delivery_names_the_decision_that_is_delivered(desk: Sitting) -> None:
    case = desk.granted()
    [draft] = drafts(desk, Deliver, case=case, recipient="王小明")
    assert draft.about == "涪市监准〔2026〕1号"
    assert draft.recipient == "王小明"


def test_a_collection_list_names_all_and_bears_the_number_of_the_first_proof(desk: Sitting) -> None:
    first, second = desk.granted(), desk.granted()
    before = desk.hall.ask(AskCollection(codes=(first, second), window="3", handler="张敏"))
    assert before is not None
    assert before.number == ""
    for case in (first, second):
        desk.done(Deliver, case=case, recipient="王小明")
    told = desk.hall.ask(AskCollection(codes=(first, second), window="3", handler="张敏"))
    assert told is not None
    assert told.number == "涪市监送〔2026〕1号"
    assert [each.licence for each in told.results] == [first, second]


def test_results_of_different_applicants_are_not_collected_on_one_list(desk: Sitting) -> None:
    other = desk.opened(INSTANT, applicant=Applicant(name="李四海", id_number="11010519491231002X"))
    desk.all_there(other, INSTANT)
    desk.done(Accept, case=other)
    desk.done(Decide, case=other, granted=True)
    assert desk.hall.ask(AskCollection(codes=(desk.granted(), other))) is None


def test_a_list_of_nothing_granted_is_no_list(desk: Sitting) -> None:
    assert desk.hall.ask(AskCollection(codes=(desk.opened(),))) is None
    assert desk.hall.ask(AskCollection(codes=())) is None


def test_what_somebody_has_filed_is_found_by_the_identifier_alone(desk: Sitting) -> None:
    first, second = desk.opened(), desk.opened(INSTANT)

    def filed(number: str, kind: IdKind = IdKind.RESIDENT_ID) -> list[str]:
        return [line.code for line in desk.hall.ask(AskFiled(id_kind=kind, id_number=number))]

    assert filed(WANG.id_number) == [second, first]
    assert filed("５００１０２１９９００３０７００１０") == [second, first]
    assert filed("500102199003070011") == []
    assert filed("") == []
