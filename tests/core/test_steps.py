"""Steps in hand: claimed, handed on, sent back, silent; and routes that depend on the situation."""

from __future__ import annotations

from dataclasses import replace

from data.model.case import Need
from data.model.command import (
    Accept,
    ClaimStep,
    Decide,
    FinishStep,
    HandBackStep,
    HandOverStep,
    OpenCase,
    ReturnStep,
    SayNeed,
    Withdraw,
)
from data.model.item import Answer, Condition, Item, Question, Silence
from tests.support.story import FOOD, WANG, Story


def with_step(item: Item, code: str, **changes: object) -> Item:
    """The item with one of its steps changed."""
    steps = tuple(replace(step, **changes) if step.code == code else step for step in item.steps)  # type: ignore[arg-type]
    return replace(item, steps=steps)


class TestClaim:
    def test_a_claimed_step_is_finished_by_its_holder_alone(self) -> None:
        story = Story().accepted()
        story.done(ClaimStep, step="fire", user="赵强")
        assert story.refused(FinishStep, step="fire").reason == "step_held"
        assert story.refused(ClaimStep, step="fire").reason == "step_claimed_already"
        story.done(FinishStep, step="fire", user="赵强")

    def test_handed_back_it_is_anybody_s_again(self) -> None:
        story = Story().accepted()
        assert story.refused(HandBackStep, step="fire").reason == "step_not_claimed"
        story.done(ClaimStep, step="fire", user="赵强")
        story.done(HandBackStep, step="fire", user="赵强")
        story.done(FinishStep, step="fire")

    def test_handed_over_it_is_the_colleague_s(self) -> None:
        story = Story().accepted()
        story.done(ClaimStep, step="fire", user="赵强")
        assert story.refused(HandOverStep, step="fire", to=" ", user="赵强").reason == "colleague_blank"
        story.done(HandOverStep, step="fire", to="孙丽", user="赵强")
        assert story.refused(FinishStep, step="fire", user="赵强").reason == "step_held"
        story.done(FinishStep, step="fire", user="孙丽")

    def test_what_a_step_needs_is_said_with_reasons_and_kept_in_view(self) -> None:
        story = Story().accepted()
        assert story.refused(SayNeed, step="fire", needs=Need.SUSPENSION, note="").reason == "reason_blank"
        story.done(SayNeed, step="fire", needs=Need.SUSPENSION, note="须检测")
        run = story.file.run("fire")
        assert run is not None
        assert (run.needs, run.finished) == (Need.SUSPENSION, None)


class TestReturn:
    def test_sent_back_everything_after_the_earlier_step_is_done_again(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="examine")
        story.done(ReturnStep, step="visit", to="examine", reason="图纸有误")
        assert story.steps()["examine"] == "in hand"
        assert story.steps()["visit"] == "waiting"
        assert story.steps()["fire"] == "in hand"

    def test_only_to_a_finished_step_before_it_and_with_reasons(self) -> None:
        story = Story().accepted()
        assert story.refused(ReturnStep, step="examine", to="fire", reason="误").reason == "step_not_before"
        assert story.refused(ReturnStep, step="examine", to="receive", reason="误").reason == "step_received"
        story.done(FinishStep, step="examine")
        assert story.refused(ReturnStep, step="visit", to="examine", reason="").reason == "reason_blank"


class TestSilence:
    def test_silence_past_the_limit_counts_as_agreed_where_the_item_says_so(self) -> None:
        story = Story(item=with_step(FOOD, "fire", silence=Silence.AGREED)).accepted()
        story.on("2026-03-20").done(FinishStep, step="examine")
        assert story.steps()["fire"] == "in hand"
        story.on("2026-03-23").done(FinishStep, step="visit", colleague="陈静")
        run = story.file.run("fire")
        assert run is not None
        assert (run.silent, run.agrees, run.by) == (True, True, "")
        assert story.steps()["decide"] == "in hand"

    def test_elsewhere_the_case_waits_for_the_silent_department(self) -> None:
        story = Story().accepted()
        story.done(FinishStep, step="examine")
        story.on("2026-03-23").done(FinishStep, step="visit", colleague="陈静")
        refusal = story.refused(Decide, granted=True)
        assert (refusal.reason, refusal.facts["step"]) == ("step_undone", "会商")


class TestSituation:
    ITEM = replace(
        with_step(FOOD, "fire", when=(Condition(question="fire", answers=("yes",)),)),
        questions=(
            Question(
                code="fire",
                text="是否用明火",
                answers=(Answer(code="yes", text="是"), Answer(code="no", text="否")),
            ),
        ),
    )

    def test_a_step_that_the_situation_does_not_need_holds_nobody_up(self) -> None:
        story = Story(item=self.ITEM)
        story.done(OpenCase, item=FOOD.code, applicant=WANG, answers=(("fire", "no"),))
        story.all_there().done(Accept)
        assert story.refused(FinishStep, step="fire").reason == "step_unknown"
        story.done(FinishStep, step="examine")
        story.done(FinishStep, step="visit", colleague="陈静")
        assert story.steps()["decide"] == "in hand"


class TestLeftOut:
    """What the situation spares in the middle of the route spares nothing before it."""

    ITEM = replace(
        with_step(FOOD, "visit", when=(Condition(question="visit", answers=("yes",)),)),
        questions=(
            Question(
                code="visit",
                text="核查",
                answers=(Answer(code="yes", text="是"), Answer(code="no", text="否")),
            ),
        ),
    )

    def spared(self) -> Story:
        story = Story(item=self.ITEM)
        story.done(OpenCase, item=FOOD.code, applicant=WANG, answers=(("visit", "no"),))
        story.all_there().done(Accept)
        return story

    def test_a_step_that_is_not_needed_does_not_let_the_decision_pass_those_before_it(self) -> None:
        story = self.spared()
        story.done(FinishStep, step="fire")
        assert story.steps()["decide"] == "waiting"
        refusal = story.refused(Decide, granted=True)
        assert (refusal.reason, refusal.facts["step"]) == ("step_undone", "审查")

    def test_after_those_before_it_the_route_goes_on_behind_it(self) -> None:
        story = self.spared()
        story.done(FinishStep, step="fire")
        story.done(FinishStep, step="examine")
        assert story.steps()["decide"] == "in hand"


class TestTwoPeople:
    def test_who_received_the_case_does_not_decide_it_where_the_item_asks_for_two(self) -> None:
        story = Story(item=replace(FOOD, two_people=True)).accepted()
        for step in ("examine", "fire", "visit"):
            story.done(FinishStep, step=step, colleague="陈静")
        assert story.refused(Decide, granted=True).reason == "received_it"
        story.done(Decide, granted=True, user="刘局长")

    def test_withdrawing_leaves_no_step_in_hand(self) -> None:
        story = Story().accepted()
        story.done(Withdraw, reason="不办了")
        assert story.refused(FinishStep, step="examine").reason == "case_ended"
