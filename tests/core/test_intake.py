"""From receipt to acceptance: the checklist, correction told once, acceptance, non-acceptance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.model.applicant import Agent, Applicant, IdKind
from data.model.case import Status, Trust, Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CheckMaterials,
    Decline,
    Finding,
    OpenCase,
    Reveal,
    Withdraw,
)
from data.model.item import ApplicantKind
from data.model.outcome import Refusal
from tests.support.story import FOOD, INSTANT, WANG, Story


class TestReceipt:
    def test_a_case_gets_its_supervision_code_from_region_day_hall_and_window(self) -> None:
        assert Story().opened().file.code.startswith("500102260318A03")

    def test_two_cases_of_one_window_have_two_codes(self) -> None:
        assert Story(serial=0).opened().file.code != Story(serial=1).opened().file.code

    def test_a_case_keeps_the_version_of_its_item(self) -> None:
        assert Story(item=replace(FOOD, version="7")).opened().file.version == "7"

    def test_the_identifier_is_normalised(self) -> None:
        full_width = replace(WANG, id_number="１１０１０５１９４９１２３１００２ｘ")
        assert Story().opened(full_width).file.applicant.id_number == "11010519491231002X"

    @pytest.mark.parametrize("number", ["", "123", "500102199003070011", "500102209003070018", "abc"])
    def test_a_wrong_identifier_is_refused(self, number: str) -> None:
        refusal = Story().refused(OpenCase, item=FOOD.code, applicant=replace(WANG, id_number=number))
        assert refusal.reason.startswith("identifier.")
        assert refusal.article is not None
        assert refusal.article.law == "GB11643"
        assert number not in refusal.facts.values() or not number

    def test_an_applicant_has_a_name(self) -> None:
        refusal = Story().refused(OpenCase, item=FOOD.code, applicant=replace(WANG, name="  "))
        assert refusal.reason == "name_blank"

    def test_an_item_is_open_to_its_own_kinds_of_applicants_only(self) -> None:
        people = Story(item=replace(FOOD, applicants=(ApplicantKind.PERSON,)))
        firm = Applicant(
            name="渝味餐饮",
            kind=ApplicantKind.ENTERPRISE,
            id_kind=IdKind.CREDIT_CODE,
            id_number="91350100M000100Y43",
        )
        assert people.refused(OpenCase, item=FOOD.code, applicant=firm).reason == "applicant_kind"
        assert Story().opened(firm).file.applicant == firm

    def test_an_agent_shows_a_power_of_attorney(self) -> None:
        agent = Agent(name="李四", id_number="11010519491231002X")
        refusal = Story().refused(OpenCase, item=FOOD.code, applicant=replace(WANG, agent=agent))
        assert refusal.reason == "agent_unproven"
        proven = replace(WANG, agent=replace(agent, authority="授权委托书"))
        assert Story().opened(proven).file.applicant.agent is not None

    def test_an_item_that_is_not_there_is_refused(self) -> None:
        story = Story()
        story.item = None  # type: ignore[assignment]
        assert story.refused(OpenCase, item="no.such", applicant=WANG).reason == "item_unknown"


class TestChecklist:
    def test_counts_default_to_what_the_item_asks_for(self) -> None:
        check = Story().opened().found(licence=Verdict.THERE).file.check("licence")
        assert check is not None
        assert (check.originals, check.copies, check.trust) == (0, 1, Trust.B)

    def test_pages_are_counted_and_kept_when_the_material_is_looked_at_again(self) -> None:
        story = Story().opened()
        story.done(CheckMaterials, findings=(Finding(material="plan", verdict=Verdict.THERE, pages=12),))
        check = story.found(plan=Verdict.DEFECTIVE).file.check("plan")
        assert check is not None
        assert check.pages == 12

    def test_fewer_than_asked_for_is_not_there(self) -> None:
        finding = Finding(material="licence", verdict=Verdict.THERE, copies=0)
        assert Story().opened().refused(CheckMaterials, findings=(finding,)).reason == "too_few"

    @pytest.mark.parametrize("copies", [-1, 10_000])
    def test_impossible_counts_are_refused(self, copies: int) -> None:
        finding = Finding(material="licence", verdict=Verdict.THERE, copies=copies)
        assert Story().opened().refused(CheckMaterials, findings=(finding,)).reason == "count_impossible"

    def test_a_defect_is_explained(self) -> None:
        finding = Finding(material="plan", verdict=Verdict.DEFECTIVE)
        refusal = Story().opened().refused(CheckMaterials, findings=(finding,))
        assert refusal.reason == "defect_unexplained"

    def test_only_a_tolerable_material_is_tolerated(self) -> None:
        finding = Finding(material="plan", verdict=Verdict.TOLERATED)
        assert Story().opened().refused(CheckMaterials, findings=(finding,)).reason == "not_tolerable"
        assert Story().opened().found(health=Verdict.TOLERATED)

    def test_only_where_the_item_allows_it_is_a_material_promised(self) -> None:
        finding = Finding(material="plan", verdict=Verdict.PROMISED)
        assert Story().opened().refused(CheckMaterials, findings=(finding,)).reason == "not_promisable"

    def test_reuse_names_the_licence(self) -> None:
        blank = Finding(material="licence", verdict=Verdict.REUSED)
        assert Story().opened().refused(CheckMaterials, findings=(blank,)).reason == "not_reusable"
        check = Story().opened().found(licence=Verdict.REUSED).file.check("licence")
        assert check is not None
        assert check.trust is Trust.A

    def test_several_findings_are_all_recorded_or_none(self) -> None:
        good = Finding(material="form", verdict=Verdict.THERE)
        bad = Finding(material="nothing", verdict=Verdict.THERE)
        assert Story().opened().refused(CheckMaterials, findings=(good, bad)).reason == "material_unknown"

    def test_an_accepted_case_s_checklist_is_closed(self) -> None:
        finding = Finding(material="form", verdict=Verdict.MISSING)
        refusal = Story().accepted().refused(CheckMaterials, findings=(finding,))
        assert refusal.reason == "checklist_closed"


class TestArticle32Correction:
    def test_all_that_is_missing_or_defective_is_told_in_one_notice(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.DEFECTIVE, form=Verdict.MISSING)
        story.done(AskCorrection)
        assert story.file.corrections[0].materials == ("form", "plan")
        assert story.file.status is Status.CORRECTION

    def test_nothing_is_told_before_everything_is_checked(self) -> None:
        story = Story().opened().found(form=Verdict.MISSING)
        refusal = story.refused(AskCorrection)
        assert (refusal.reason, refusal.facts["count"]) == ("unchecked", "4")

    def test_with_nothing_wrong_there_is_nothing_to_tell(self) -> None:
        assert Story().opened().all_there().refused(AskCorrection).reason == "nothing_to_correct"

    def test_what_could_have_been_named_the_first_time_is_not_asked_for_again(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING)
        story.done(AskCorrection)
        story.on("2026-03-20").found(plan=Verdict.THERE, form=Verdict.DEFECTIVE)
        refusal = story.refused(AskCorrection)
        assert refusal.reason == "told_once"
        assert refusal.article is not None
        assert refusal.article.number == "32(4)"

    def test_a_defect_in_what_was_newly_handed_in_may_be_told(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING)
        story.done(AskCorrection)
        story.on("2026-03-20").found(plan=Verdict.DEFECTIVE)
        story.done(AskCorrection)
        assert [each.materials for each in story.file.corrections] == [("plan",), ("plan",)]

    def test_a_notice_waits_until_everything_asked_for_has_come(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING, form=Verdict.MISSING)
        story.done(AskCorrection)
        story.on("2026-03-20").found(plan=Verdict.THERE)
        assert story.refused(AskCorrection).reason == "correction_open"
        assert story.refused(Accept).reason == "correction_open"
        story.on("2026-03-23").found(form=Verdict.THERE)
        assert story.file.status is Status.RECEIVED

    def test_after_a_correction_the_case_is_accepted_as_of_the_day_the_last_material_arrived(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING)
        story.done(AskCorrection)
        story.on("2026-03-20").found(plan=Verdict.THERE)
        story.on("2026-03-23").done(Accept)
        assert story.file.accepted == date(2026, 3, 20)


class TestArticle32Acceptance:
    def test_complete_materials_are_accepted_on_the_day_of_the_decision(self) -> None:
        story = Story().accepted()
        assert (story.file.status, story.file.accepted) == (Status.ACCEPTED, date(2026, 3, 18))

    def test_with_a_necessary_material_missing_the_case_is_not_accepted(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING)
        assert story.refused(Accept).reason == "materials_faulty"

    def test_an_unnecessary_material_may_be_missing(self) -> None:
        story = Story().opened().all_there().found(photo=Verdict.MISSING)
        story.done(Accept)
        assert story.file.status is Status.ACCEPTED

    def test_a_tolerated_material_takes_a_signed_promise_and_becomes_a_debt(self) -> None:
        story = Story().opened().all_there().found(health=Verdict.TOLERATED)
        assert story.refused(Accept).reason == "promise_unsigned"
        story.done(Accept, signed_promise=True)
        assert [(debt.material, debt.days) for debt in story.file.debts] == [("health", 3)]

    def test_who_tells_nothing_for_five_working_days_has_accepted_as_of_receipt(self) -> None:
        story = Story().opened().found(plan=Verdict.MISSING)
        story.on("2026-03-26")
        finding = Finding(material="form", verdict=Verdict.MISSING)
        assert story.refused(CheckMaterials, findings=(finding,)).reason == "checklist_closed"
        assert story.refused(AskCorrection).reason == "accepted_already"
        story.done(Withdraw, reason="不办了")
        assert (story.file.accepted, story.file.deemed) == (date(2026, 3, 18), True)

    def test_on_the_fifth_working_day_the_correction_may_still_be_told(self) -> None:
        story = Story().opened().all_there().found(plan=Verdict.MISSING).on("2026-03-25", 23, 59)
        story.done(AskCorrection)
        assert not story.file.deemed

    def test_acceptance_ends_the_receiving_step_and_hands_on_to_the_departments(self) -> None:
        assert Story().accepted().steps() == {
            "receive": "done",
            "examine": "in hand",
            "fire": "in hand",
            "visit": "waiting",
            "decide": "waiting",
            "make": "waiting",
            "deliver": "waiting",
        }

    def test_an_instant_item_is_accepted_at_once(self) -> None:
        assert Story(item=INSTANT).accepted().file.status is Status.ACCEPTED


class TestArticle32Declining:
    def test_non_acceptance_says_who_to_go_to(self) -> None:
        story = Story().opened()
        refusal = story.refused(Decline, ground="not_our_authority", reason="属市级权限")
        assert refusal.reason == "go_to_blank"
        story.done(Decline, ground="not_our_authority", reason="属市级权限", go_to="市市场监管局")
        assert story.file.status is Status.DECLINED

    def test_no_licence_needed_is_told_with_its_reason(self) -> None:
        story = Story().opened()
        assert story.refused(Decline, ground="no_licence_needed", reason=" ").reason == "reason_blank"
        story.done(Decline, ground="no_licence_needed", reason="已取消许可")
        assert story.file.status is Status.NOT_REQUIRED

    def test_an_accepted_case_is_not_declined(self) -> None:
        refusal = Story().accepted().refused(Decline, ground="no_licence_needed", reason="不")
        assert refusal.reason == "accepted_already"

    def test_an_ended_case_is_left_alone_but_for_the_audit(self) -> None:
        story = Story().opened()
        story.done(Withdraw, reason="不办了")
        assert story.refused(Accept).reason == "case_ended"
        story.done(Reveal, reason="核对身份")


class TestTime:
    def test_a_command_before_the_last_event_is_refused(self) -> None:
        story = Story().opened()
        assert story.on("2026-03-17").refused(Accept).reason == "time_backwards"

    def test_a_command_from_the_future_is_refused(self) -> None:
        story = Story().opened()
        ahead = story.make(Accept, at=story.now.replace(hour=10))
        decision = story.send(ahead)
        assert isinstance(decision, Refusal)
        assert decision.reason == "from_the_future"

    def test_a_command_names_its_clerk(self) -> None:
        assert Story().opened().refused(Accept, user=" ").reason == "user_blank"
