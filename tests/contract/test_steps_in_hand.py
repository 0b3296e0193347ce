"""A department's list of steps: to claim, claimed, all that is in hand; and what the file says of each."""

from __future__ import annotations

from datetime import date

import pytest

from data.model.case import Need
from data.model.command import (
    ClaimStep,
    Decide,
    FinishStep,
    HandBackStep,
    HandOverStep,
    ReturnStep,
    SayNeed,
)
from data.model.legal.clock import Light
from data.model.query import AskStepCounts, AskSteps, StepTab
from data.model.view import StepLine
from tests.support.sitting import Sitting


def listed(desk: Sitting, tab: StepTab, *, department: str = "", user: str = "", find: str = "") -> list[str]:
    """The steps of a tab, in its order."""
    query = AskSteps(tab=tab, department=department, user=user, find=find)
    return [line.code for line in desk.hall.ask(query).lines]


def counted(
    desk: Sitting, today: date | None = None, *, department: str = "", user: str = ""
) -> dict[str, int]:
    """How many steps each tab is said to hold."""
    return dict(desk.hall.ask(AskStepCounts(today=today, department=department, user=user)).tabs)


def step(desk: Sitting, case: str, code: str) -> StepLine:
    """One step of a case's route."""
    return next(line for line in desk.file(case).route if line.code == code)


def refusals(desk: Sitting, case: str) -> dict[str, str]:
    """Every act and the reason why it is not possible, blank where it is."""
    return {each.act: each.refusal.reason if each.refusal else "" for each in desk.file(case).acts}


def test_a_step_goes_from_the_department_s_list_to_its_holder_and_back(desk: Sitting) -> None:
    case = desk.accepted()
    assert listed(desk, StepTab.TO_CLAIM, department="fire") == ["fire"]
    desk.done(ClaimStep, case=case, step="fire", user="沈宁")
    assert listed(desk, StepTab.TO_CLAIM, department="fire") == []
    assert listed(desk, StepTab.MINE, department="fire", user="沈宁") == ["fire"]
    assert listed(desk, StepTab.MINE, department="fire", user="赵强") == []
    assert listed(desk, StepTab.IN_HAND, department="fire") == ["fire"]
    desk.done(HandOverStep, case=case, step="fire", to="赵强", user="沈宁")
    assert listed(desk, StepTab.MINE, user="赵强") == ["fire"]
    assert step(desk, case, "fire").holder == "赵强"
    desk.done(HandBackStep, case=case, step="fire", user="赵强")
    assert listed(desk, StepTab.TO_CLAIM, department="fire") == ["fire"]


def test_the_tabs_hold_as_many_as_is_said(desk: Sitting) -> None:
    for _ in range(3):
        desk.accepted()
    desk.done(ClaimStep, case=desk.accepted(), step="examine", user="沈宁")
    for department in ("", "market", "fire"):
        told = counted(desk, department=department, user="沈宁")
        for tab in (StepTab.TO_CLAIM, StepTab.MINE, StepTab.IN_HAND, StepTab.LIGHTS):
            page = desk.hall.ask(AskSteps(tab=tab, department=department, user="沈宁"))
            assert told[tab] == page.total == len(page.lines)
    late = date(2026, 3, 24)
    lights = desk.hall.ask(AskSteps(tab=StepTab.LIGHTS, department="fire", today=late))
    assert counted(desk, late, department="fire")[StepTab.LIGHTS] == lights.total == 4
    assert {line.light for line in lights.lines} == {Light.RED}


def test_a_line_of_the_list_says_whose_case_it_is_and_hides_who(desk: Sitting) -> None:
    case = desk.accepted()
    [line] = desk.hall.ask(AskSteps(tab=StepTab.TO_CLAIM, department="fire")).lines
    assert (line.case, line.applicant, line.item_name) == (case, "王*", "食品经营许可（新办）")
    assert listed(desk, StepTab.TO_CLAIM, find="食品") == ["fire", "examine"]
    assert listed(desk, StepTab.TO_CLAIM, find=case) == ["fire", "examine"]
    assert listed(desk, StepTab.TO_CLAIM, find="没有这样的人") == []


def test_what_is_done_at_the_window_is_not_on_a_reviewer_s_list(desk: Sitting) -> None:
    desk.granted()
    assert [line.code for line in desk.hall.ask(AskSteps()).lines] == ["deliver"]
    assert listed(desk, StepTab.IN_HAND) == []
    assert counted(desk)[StepTab.IN_HAND] == 0


def test_the_route_says_what_a_step_needs_and_why_it_was_sent_back(desk: Sitting) -> None:
    case = desk.accepted()
    desk.done(SayNeed, case=case, step="examine", needs=Need.MATERIALS, note="缺平面图")
    line = step(desk, case, "examine")
    assert (line.needs, line.note) == (Need.MATERIALS, "缺平面图")
    desk.handled(case)
    assert step(desk, case, "examine").needs is None
    desk.done(ReturnStep, case=case, step="decide", to="examine", reason="面积不符")
    line = step(desk, case, "examine")
    assert (line.returned, line.finished, line.holder) == ("面积不符", None, "张敏")
    desk.done(FinishStep, case=case, step="examine", colleague="李强")
    assert step(desk, case, "examine").returned == ""


@pytest.mark.parametrize("act", ["claim_step", "hand_over_step", "say_need", "return_step", "finish_step"])
def test_acts_on_steps_are_not_possible_before_acceptance(desk: Sitting, act: str) -> None:
    assert refusals(desk, desk.opened())[act] != ""


def test_acts_on_steps_are_possible_as_far_as_the_route_has_come(desk: Sitting) -> None:
    case = desk.accepted()
    told = refusals(desk, case)
    assert (told["claim_step"], told["say_need"], told["finish_step"]) == ("", "", "")
    assert (told["hand_back_step"], told["return_step"]) == ("step_not_claimed", "step_not_before")
    desk.done(ClaimStep, case=case, step="fire", user="沈宁")
    told = refusals(desk, case)
    assert (told["hand_back_step"], told["hand_over_step"]) == ("", "")
    desk.done(FinishStep, case=case, step="examine")
    assert refusals(desk, case)["return_step"] == ""
    assert desk.refused(Decide, case=case, granted=True) == "step_undone"
