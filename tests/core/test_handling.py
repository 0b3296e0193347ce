"""From acceptance to collection: steps, excluded time, extension, the decision, delivery."""

from __future__ import annotations

from datetime import date

import pytest

from data.model.case import Status, Verdict
from data.model.command import (
    Accept,
    Decide,
    Deliver,
    Extend,
    FinishStep,
    Resume,
    SettleDebt,
    Suspend,
)
from data.model.item import SuspensionKind
from tests.support.story import INSTANT, Story


def examined() -> Story:
    """A case whose steps before the decision are all done."""
    story = Story().accepted()
    for step in ("examine", "fire"):
        story.done(FinishStep, step=step)
    story.done(FinishStep, step="visit", colleague="陈静")
    return story


class TestRoute:
    def test_a_finished_step_hands_on_to_the_next(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="examine")
        assert story.steps()["visit"] == "in hand"

    def test_a_step_waits_for_all_before_it(self) -> None:
        story = Story().accepted()
        assert story.refused(FinishStep, step="visit", colleague="陈静").reason == "step_waits"
        story.done(FinishStep, step="examine")
        story.done(FinishStep, step="visit", colleague="陈静")
        assert story.steps()["decide"] == "waiting"
        story.done(FinishStep, step="fire")
        assert story.steps()["decide"] == "in hand"

    def test_a_step_is_done_once(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="examine")
        assert story.refused(FinishStep, step="examine").reason == "step_finished"

    def test_article_34_a_site_visit_takes_two(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="examine")
        refusal = story.refused(FinishStep, step="visit")
        assert (refusal.reason, refusal.article and refusal.article.number) == ("two_people", "34")
        assert story.refused(FinishStep, step="visit", colleague="张敏").reason == "two_people"

    def test_who_disagrees_says_why(self) -> None:
        assert Story().accepted().refused(FinishStep, step="fire", agrees=False).reason == "reason_blank"

    @pytest.mark.parametrize(
        ("step", "reason"),
        [("decide", "step_needs_decision"), ("deliver", "step_needs_delivery"), ("x", "step_unknown")],
    )
    def test_deciding_and_delivering_are_acts_of_their_own(self, step: str, reason: str) -> None:
        assert Story().accepted().refused(FinishStep, step=step).reason == reason


class TestArticle45:
    def test_excluded_time_starts_with_its_length_and_ends(self) -> None:
        story = Story().accepted()
        story.done(Suspend, kind=SuspensionKind.EXPERT_REVIEW, days=10, reason="专家评审")
        assert story.file.open_suspension is not None
        story.on("2026-03-25").done(Resume)
        assert story.file.suspensions[0].resumed == date(2026, 3, 25)
        assert story.file.open_suspension is None

    def test_one_suspension_at_a_time(self) -> None:
        story = Story().accepted()
        story.done(Suspend, kind=SuspensionKind.HEARING, days=10, reason="听证")
        refusal = story.refused(Suspend, kind=SuspensionKind.TESTING, days=5, reason="检测")
        assert (refusal.reason, refusal.article and refusal.article.number) == ("suspended_already", "45")

    def test_no_suspension_no_resumption(self) -> None:
        assert Story().accepted().refused(Resume).reason == "not_suspended"

    @pytest.mark.parametrize("days", [-1, 0, 10_001])
    def test_a_length_that_cannot_be_is_refused(self, days: int) -> None:
        refusal = Story().accepted().refused(Suspend, kind=SuspensionKind.HEARING, days=days, reason="听证")
        assert refusal.reason == "days_impossible"

    def test_nothing_is_decided_in_excluded_time(self) -> None:
        story = examined()
        story.done(Suspend, kind=SuspensionKind.HEARING, days=10, reason="听证")
        assert story.refused(Decide, granted=True).reason == "suspended_already"

    def test_before_acceptance_there_is_nothing_to_suspend(self) -> None:
        refusal = Story().opened().refused(Suspend, kind=SuspensionKind.HEARING, days=5, reason="听证")
        assert refusal.reason == "not_in_handling"


class TestArticle42:
    def test_the_handling_is_extended_once_with_approver_and_reason(self) -> None:
        story = Story().accepted()
        story.done(Extend, days=10, approver="刘局长", reason="案情复杂")
        refusal = story.refused(Extend, days=1, approver="刘局长", reason="再延")
        assert (refusal.reason, refusal.article and refusal.article.number) == ("extended_already", "42")

    @pytest.mark.parametrize("days", [-1, 0, 11])
    def test_by_ten_working_days_at_the_most(self, days: int) -> None:
        refusal = Story().accepted().refused(Extend, days=days, approver="刘", reason="复杂")
        assert refusal.reason == "extension_too_long"

    def test_only_with_approver_and_reason(self) -> None:
        story = Story().accepted()
        assert story.refused(Extend, days=5, approver="", reason="复杂").reason == "approver_blank"
        assert story.refused(Extend, days=5, approver="刘", reason="").reason == "reason_blank"

    def test_the_day_off_after_the_last_day_is_too_late_as_well(self) -> None:
        story = Story().on("2026-03-19").accepted()
        refusal = story.on("2026-04-18").refused(Extend, days=5, approver="刘", reason="复杂")
        assert refusal.reason == "limit_run_out"

    def test_not_after_the_statutory_limit_has_run_out(self) -> None:
        story = Story().accepted()
        assert (
            story.on("2026-04-17").refused(Extend, days=5, approver="刘", reason="复杂").reason
            == "limit_run_out"
        )
        story.on("2026-04-16").done(Extend, days=5, approver="刘", reason="复杂")


class TestDecision:
    def test_the_decision_waits_for_the_steps_before_it(self) -> None:
        story = Story().accepted()
        assert story.refused(Decide, granted=True).reason == "step_undone"

    def test_a_grant_gives_the_licence_its_number_and_its_last_day(self) -> None:
        story = examined().on("2026-03-24")
        story.done(Decide, granted=True)
        decision = story.file.decision
        assert decision is not None
        assert decision.licence == story.file.code
        assert decision.valid_to == date(2031, 3, 23)
        assert story.steps()["make"] == "in hand"

    def test_article_38_a_refusal_states_its_reasons(self) -> None:
        story = examined()
        refusal = story.refused(Decide, granted=False)
        assert (refusal.reason, refusal.article and refusal.article.number) == ("reasons_blank", "38")
        story.done(Decide, granted=False, reasons="布局不符合要求")
        assert story.file.status is Status.REFUSED

    def test_a_grant_against_an_opinion_states_its_reasons(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="fire", agrees=False, note="疏散通道不足")
        story.done(FinishStep, step="examine")
        story.done(FinishStep, step="visit", colleague="陈静")
        assert story.refused(Decide, granted=True).reason == "opposed"
        story.done(Decide, granted=True, reasons="已整改")

    def test_a_case_is_decided_once(self) -> None:
        story = examined()
        story.done(Decide, granted=True)
        assert story.refused(Decide, granted=False, reasons="不").reason == "decided_already"


class TestDelivery:
    def test_the_licence_is_made_and_handed_out(self) -> None:
        story = examined()
        story.done(Decide, granted=True)
        assert story.refused(Deliver, recipient="王小明").reason == "step_undone"
        story.done(FinishStep, step="make")
        assert story.refused(Deliver, recipient=" ").reason == "recipient_blank"
        story.done(Deliver, recipient="王小明")
        assert story.file.status is Status.COLLECTED
        assert story.steps()["deliver"] == "done"

    def test_a_refusal_is_handed_out_without_a_licence(self) -> None:
        story = examined()
        story.done(Decide, granted=False, reasons="不符合")
        story.done(Deliver, recipient="王小明", method="courier")
        assert story.file.status is Status.COLLECTED

    def test_no_licence_is_handed_out_while_a_tolerated_material_is_owing(self) -> None:
        story = Story().opened().all_there().found(health=Verdict.TOLERATED)
        story.done(Accept, signed_promise=True)
        for step in ("examine", "fire"):
            story.done(FinishStep, step=step)
        story.done(FinishStep, step="visit", colleague="陈静")
        story.done(Decide, granted=True)
        story.done(FinishStep, step="make")
        assert story.refused(Deliver, recipient="王小明").reason == "debt_open"
        assert story.refused(SettleDebt, material="plan").reason == "no_debt"
        story.done(SettleDebt, material="health")
        assert story.refused(SettleDebt, material="health").reason == "debt_settled"
        story.done(Deliver, recipient="王小明")

    def test_before_a_decision_there_is_nothing_to_hand_out(self) -> None:
        assert Story().accepted().refused(Deliver, recipient="王").reason == "nothing_to_deliver"

    def test_an_instant_item_goes_from_receipt_to_collection(self) -> None:
        story = Story(item=INSTANT).accepted()
        story.done(Decide, granted=True)
        story.done(Deliver, recipient="王小明")
        assert story.file.status is Status.COLLECTED
