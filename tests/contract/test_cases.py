"""What every hall does with cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.model.applicant import Applicant
from data.model.case import Status, Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CheckMaterials,
    Decide,
    Decline,
    Deliver,
    Extend,
    Finding,
    FinishStep,
    OpenCase,
    PrintNotice,
    Resume,
    Reveal,
    SettleDebt,
    Suspend,
    Withdraw,
)
from data.model.event import CaseAccepted, NoticeIssued
from data.model.item import SuspensionKind
from data.model.legal.clock import Light, Running
from data.model.query import AskApplicant, AskCase, AskItem, AskWhy, Tab
from tests.support.sitting import Sitting
from tests.support.story import FOOD, INSTANT, WANG


def test_a_case_goes_from_receipt_to_collection(desk: Sitting) -> None:
    case = desk.collected()
    file = desk.file(case)
    assert file.line.status is Status.COLLECTED
    assert file.licence == case
    assert file.valid_to == date(2031, 3, 17)
    assert file.line.light is Light.NONE
    assert [line.seq for line in file.timeline] == list(range(1, len(file.timeline) + 1))


def test_a_code_is_found_however_it_is_typed(desk: Sitting) -> None:
    case = desk.opened()
    typed = f"{case[:6]} {case[6:12]}-{case[12:]}".lower()
    found = desk.hall.ask(AskCase(code=typed))
    assert found is not None
    assert found.line.code == case
    assert desk.hall.ask(AskCase(code="500102260318A030009")) is None
    assert desk.hall.ask(AskCase(code="no code at all")) is None


def test_each_case_of_a_window_has_its_own_code(desk: Sitting) -> None:
    codes = [desk.opened() for _ in range(20)] + [desk.opened(window="4") for _ in range(20)]
    assert len(set(codes)) == 40


def test_a_case_is_opened_for_the_ticket_that_is_served(desk: Sitting) -> None:
    ticket = desk.serving()
    assert (
        desk.refused(OpenCase, item=FOOD.code, applicant=WANG, ticket=ticket, window="4")
        == "ticket_elsewhere"
    )
    case = desk.opened(ticket=ticket)
    assert desk.file(case).line.ticket == "A001"


def test_what_is_wrong_with_an_application_is_refused(desk: Sitting) -> None:
    assert desk.refused(OpenCase, item="no.such", applicant=WANG) == "item_unknown"
    assert desk.refused(OpenCase, item=FOOD.code, applicant=WANG, window="9") == "window_unknown"
    wrong = replace(WANG, id_number="500102199003070011")
    assert desk.refused(OpenCase, item=FOOD.code, applicant=wrong) == "identifier.check"


def test_a_second_open_case_of_the_same_item_is_asked_about(desk: Sitting) -> None:
    case = desk.opened()
    typed = replace(WANG, id_number=" 5001021990 03070010 ")
    assert desk.refused(OpenCase, item=FOOD.code, applicant=typed) == "open_already"
    desk.done(OpenCase, item=INSTANT.code, applicant=WANG)
    desk.done(Withdraw, case=case, reason="改日再办")
    desk.done(OpenCase, item=FOOD.code, applicant=typed)


def test_everything_wrong_is_told_in_one_notice(desk: Sitting) -> None:
    case = desk.opened()
    assert desk.refused(AskCorrection, case=case) == "unchecked"
    desk.found(
        case,
        form=Verdict.THERE,
        licence=Verdict.REUSED,
        plan=Verdict.MISSING,
        health=Verdict.DEFECTIVE,
        photo=Verdict.THERE,
    )
    assert desk.refused(Accept, case=case) == "materials_faulty"
    desk.done(AskCorrection, case=case)
    assert desk.file(case).line.status is Status.CORRECTION
    assert desk.refused(Accept, case=case) == "correction_open"
    desk.on("2026-03-23")
    desk.found(case, plan=Verdict.THERE, health=Verdict.THERE)
    desk.on("2026-03-24")
    desk.done(Accept, case=case)
    assert desk.file(case).accepted == date(2026, 3, 23)


def test_a_case_nobody_decided_on_is_accepted_by_the_law(desk: Sitting) -> None:
    case = desk.opened()
    desk.on("2026-03-26")
    file = desk.file(case)
    assert (file.accepted, file.deemed) == (date(2026, 3, 18), True)
    assert file.clocks[0].running is Running.DEEMED
    assert desk.refused(Accept, case=case) == "accepted_already"
    desk.done(FinishStep, case=case, step="fire")
    assert CaseAccepted(on=date(2026, 3, 18), deemed=True) in desk.bodies(case)


def test_a_tolerated_material_is_owed_until_it_comes(desk: Sitting) -> None:
    case = desk.opened()
    desk.found(
        case,
        form=Verdict.THERE,
        licence=Verdict.THERE,
        plan=Verdict.THERE,
        health=Verdict.TOLERATED,
        photo=Verdict.THERE,
    )
    assert desk.refused(Accept, case=case) == "promise_unsigned"
    desk.done(Accept, case=case, signed_promise=True)
    owed = next(line for line in desk.file(case).checklist if line.code == "health")
    assert (owed.due, owed.light) == (date(2026, 3, 23), Light.GREEN)
    desk.handled(case)
    desk.done(Decide, case=case, granted=True)
    desk.done(FinishStep, case=case, step="make")
    assert desk.refused(Deliver, case=case, recipient="王小明") == "debt_open"
    desk.done(SettleDebt, case=case, material="health")
    desk.done(Deliver, case=case, recipient="王小明")


def test_excluded_time_freezes_the_light(desk: Sitting) -> None:
    case = desk.accepted()
    expert = SuspensionKind.EXPERT_REVIEW
    assert desk.refused(Suspend, case=case, kind=expert, days=0, reason="评审") == "days_impossible"
    desk.done(Suspend, case=case, kind=expert, days=10, reason="评审")
    line = desk.file(case).line
    assert (line.status, line.light, line.left, line.due) == (Status.SUSPENDED, Light.FROZEN, 5, None)
    assert desk.refused(Suspend, case=case, kind=expert, days=1, reason="再评") == "suspended_already"
    desk.on("2026-03-25")
    desk.done(Resume, case=case)
    assert desk.refused(Resume, case=case) == "not_suspended"
    assert desk.file(case).line.due == date(2026, 4, 1)


def test_the_handling_is_extended_once(desk: Sitting) -> None:
    case = desk.accepted()
    desk.done(Extend, case=case, days=5, approver="局长", reason="疑难")
    assert desk.file(case).line.due == date(2026, 4, 1)
    assert desk.refused(Extend, case=case, days=5, approver="局长", reason="疑难") == "extended_already"


def test_a_case_ends_declined_withdrawn_or_refused(desk: Sitting) -> None:
    declined, withdrawn, refused = desk.opened(), desk.opened(), desk.accepted()
    desk.done(Decline, case=declined, ground="not_our_authority", reason="不属本区", go_to="市局")
    desk.done(Withdraw, case=withdrawn, reason="不办了")
    desk.handled(refused)
    assert desk.refused(Decide, case=refused, granted=False) == "reasons_blank"
    desk.done(Decide, case=refused, granted=False, reasons="布局不合要求")
    statuses = [desk.file(case).line.status for case in (declined, withdrawn, refused)]
    assert statuses == [Status.DECLINED, Status.WITHDRAWN, Status.REFUSED]
    assert desk.refused(Accept, case=declined) == "case_ended"
    desk.done(Deliver, case=refused, recipient="王小明")


def test_two_people_verify_on_site(desk: Sitting) -> None:
    case = desk.accepted()
    desk.done(FinishStep, case=case, step="examine")
    assert desk.refused(FinishStep, case=case, step="visit") == "two_people"
    desk.done(FinishStep, case=case, step="visit", colleague="李强")


def test_a_case_that_is_not_there_is_refused(desk: Sitting) -> None:
    assert desk.refused(Accept, case="500102260318A030009") == "case_unknown"
    assert desk.hall.ask(AskCase(code="500102260318A030009")) is None
    assert desk.hall.ask(AskWhy(code="500102260318A030009")) == ()


def test_a_case_keeps_the_version_it_was_filed_under(desk: Sitting) -> None:
    case = desk.opened()
    assert desk.file(case).version == "1"
    item = desk.hall.ask(AskItem(code=FOOD.code))
    assert item == FOOD
    assert desk.hall.ask(AskItem(code=FOOD.code, version="7")) is None


def test_personal_data_is_masked_until_revealed_for_a_reason(desk: Sitting) -> None:
    case = desk.opened()
    file = desk.file(case)
    assert (file.applicant.name, file.applicant.phone) == ("王*", "138****1234")
    assert "19900307" not in repr(file)
    assert "13800001234" not in repr(file)
    assert desk.refused(Reveal, case=case, reason=" ") == "reason_blank"
    assert desk.hall.ask(AskApplicant(code=case, command="c99")) is None
    command = desk.done(Reveal, case=case, reason="核对电话").command
    assert desk.hall.ask(AskApplicant(code=case, command=command)) == WANG
    other = desk.opened()
    assert desk.hall.ask(AskApplicant(code=other, command=command)) is None


def test_notices_are_numbered_without_gaps_within_kind_and_year(desk: Sitting) -> None:
    first, second = desk.opened(), desk.opened()
    desk.on("2027-01-06")
    third = desk.opened()

    def number(case: str) -> str:
        return next(body.number for body in desk.bodies(case) if isinstance(body, NoticeIssued))

    assert [number(case) for case in (first, second, third)] == [
        "涪市监收〔2026〕1号",
        "涪市监收〔2026〕2号",
        "涪市监收〔2027〕1号",
    ]
    desk.done(PrintNotice, case=third, number="涪市监收〔2027〕1号")
    assert desk.refused(PrintNotice, case=third, number="涪市监收〔2026〕1号") == "notice_unknown"


def test_every_act_is_possible_or_says_why_not(desk: Sitting) -> None:
    def acts(case: str) -> dict[str, str]:
        return {each.act: each.refusal.reason if each.refusal else "" for each in desk.file(case).acts}

    case = desk.opened()
    assert (acts(case)["accept"], acts(case)["resume"]) == ("unchecked", "not_suspended")
    desk.all_there(case)
    assert acts(case)["accept"] == ""
    desk.done(Accept, case=case)
    assert (acts(case)["accept"], acts(case)["suspend"]) == ("accepted_already", "")


def test_every_running_clock_can_be_asked_why(desk: Sitting) -> None:
    case = desk.accepted()
    explained = desk.hall.ask(AskWhy(code=case))
    running = [clock for clock in desk.file(case).clocks if clock.running is Running.RUNNING]
    assert {each.clock.kind for each in explained} == {clock.kind for clock in running}
    assert explained[0].clock.due == date(2026, 3, 25)


def test_a_year_not_published_is_provisional(desk: Sitting) -> None:
    desk.on("2026-12-28")
    case = desk.accepted()
    line = desk.file(case).line
    assert line.provisional
    assert line.due is not None
    assert line.due.year == 2027


def test_awkward_text_is_kept_as_it_was_told(desk: Sitting) -> None:
    awkward = "\u202e[bold]王'; DROP TABLE event; -- \\u0000 %s" + "长" * 200
    applicant = Applicant(name=awkward, id_number="500102199003070010")
    case = desk.opened(applicant=applicant)
    command = desk.done(Reveal, case=case, reason=awkward).command
    assert desk.hall.ask(AskApplicant(code=case, command=command)) == applicant
    assert desk.codes(Tab.ALL, find="[BOLD]王") == [case]


def test_a_nul_that_not_every_database_could_keep_is_refused(desk: Sitting) -> None:
    applicant = Applicant(name="王\x00'; DROP TABLE event; --", id_number="500102199003070010")
    assert desk.refused(OpenCase, item=FOOD.code, applicant=applicant) == "nul"
    assert desk.codes(Tab.ALL) == []


def test_a_finding_of_a_material_nobody_asks_for_is_refused(desk: Sitting) -> None:
    case = desk.opened()
    finding = Finding(material="passport", verdict=Verdict.THERE)
    assert desk.refused(CheckMaterials, case=case, findings=(finding,)) == "material_unknown"


def test_no_case_is_known_by_the_id_of_a_ticket(desk: Sitting) -> None:
    ticket = desk.take().stream
    assert desk.hall.ask(AskCase(code=ticket)) is None
    assert desk.hall.ask(AskWhy(code=ticket)) == ()
    assert desk.refused(Accept, case=ticket) == "case_unknown"
