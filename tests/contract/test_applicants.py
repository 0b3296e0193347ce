"""What every hall knows of one applicant: what they filed before, and what they may collect at one window."""

from __future__ import annotations

from data.model.applicant import Agent, Applicant, IdKind
from data.model.case import Status, Verdict
from data.model.command import Accept, Decide, Deliver, FinishStep, SettleDebt, Withdraw
from data.model.query import AskEarlier, AskReady
from data.model.view import CaseLine
from tests.support.sitting import VENUE, Sitting
from tests.support.story import FOOD, INSTANT, WANG

LI = Applicant(name="李四海", id_number="11010519491231002X", phone="13900005678")
TRAVELLER = Applicant(name="Ana Ruiz", id_kind=IdKind.PASSPORT, id_number="XD1234567")
NAMESAKE = Applicant(name="Jan Novak", id_kind=IdKind.PASSPORT, id_number="XD1234567")


def earlier(desk: Sitting, case: str) -> list[str]:
    return [line.code for line in desk.hall.ask(AskEarlier(code=case))]


def ready(desk: Sitting, case: str) -> tuple[CaseLine, ...]:
    return desk.hall.ask(AskReady(code=case))


def test_what_the_applicant_filed_before_is_told_newest_first(desk: Sitting) -> None:
    first = desk.opened()
    desk.done(Withdraw, case=first, reason="改日")
    desk.opened(applicant=LI)
    desk.on("2026-03-19")
    second = desk.opened(INSTANT)
    third = desk.opened(window="4")
    desk.on("2026-03-20")
    now = desk.opened(VENUE)
    later = desk.opened()
    assert earlier(desk, now) == [third, second, first]
    assert earlier(desk, second) == [first]
    assert earlier(desk, first) == []
    assert earlier(desk, later) == [now, third, second, first]
    line = desk.hall.ask(AskEarlier(code=second))[0]
    assert (line.status, line.item, line.applicant) == (Status.WITHDRAWN, FOOD.code, "王*")


def test_at_most_twenty_earlier_cases_are_told(desk: Sitting) -> None:
    codes = [desk.opened() for _ in range(23)]
    assert earlier(desk, codes[-1]) == codes[-2:-22:-1]


def test_an_identifier_is_asked_in_any_spacing_and_of_no_case_nothing_is_told(desk: Sitting) -> None:
    first, second = desk.opened(), desk.opened()
    spaced = " ".join(second[start : start + 4] for start in range(0, len(second), 4)).lower()
    assert earlier(desk, spaced) == [first]
    assert earlier(desk, "nothing") == []
    assert ready(desk, "nothing") == ()


def test_two_passports_of_one_number_are_two_people(desk: Sitting) -> None:
    hers = desk.opened(applicant=TRAVELLER)
    his = desk.opened(applicant=NAMESAKE)
    again = desk.opened(applicant=TRAVELLER)
    assert earlier(desk, his) == []
    assert earlier(desk, again) == [hers]


def test_a_resident_is_known_by_the_number_also_under_another_name_and_with_an_agent(desk: Sitting) -> None:
    agent = Agent(name="赵六", id_number="11010519491231002X", authority="委托书")
    first = desk.opened()
    renamed = Applicant(name="王晓明", id_number=WANG.id_number, agent=agent)
    assert earlier(desk, desk.opened(applicant=renamed)) == [first]
    assert earlier(desk, desk.opened(applicant=LI)) == []


def test_everything_decided_of_an_applicant_is_collected_at_one_window(desk: Sitting) -> None:
    food = desk.granted()
    venue = desk.opened(VENUE, answers=(("way", "inspection"), ("automatic", "none")))
    desk.found(venue, form=Verdict.THERE)
    desk.done(Accept, case=venue)
    desk.done(Decide, case=venue, granted=False, reasons="现场核查不合格")
    running = desk.accepted()
    lines = ready(desk, running)
    assert [(line.code, line.status) for line in lines] == [(food, Status.GRANTED), (venue, Status.REFUSED)]
    assert {line.department for line in lines} == {"market", "fire"}
    assert ready(desk, food) == lines
    desk.done(Deliver, case=food, recipient="王小明")
    assert [line.code for line in ready(desk, running)] == [venue]
    desk.done(Deliver, case=venue, recipient="王小明")
    assert ready(desk, running) == ()


def test_a_licence_that_is_not_made_yet_is_not_ready(desk: Sitting) -> None:
    case = desk.accepted()
    desk.handled(case)
    desk.done(Decide, case=case, granted=True)
    assert ready(desk, case) == ()
    assert desk.refused(Deliver, case=case, recipient="王小明") == "step_undone"
    desk.done(FinishStep, case=case, step="make")
    assert [line.code for line in ready(desk, case)] == [case]


def test_a_licence_with_a_material_still_owing_is_not_ready(desk: Sitting) -> None:
    case = desk.opened()
    desk.all_there(case)
    desk.found(case, health=Verdict.TOLERATED)
    desk.done(Accept, case=case, signed_promise=True)
    desk.handled(case)
    desk.done(Decide, case=case, granted=True)
    desk.done(FinishStep, case=case, step="make")
    assert ready(desk, case) == ()
    desk.done(SettleDebt, case=case, material="health")
    assert [line.code for line in ready(desk, case)] == [case]


def test_nobody_elses_results_are_among_them(desk: Sitting) -> None:
    desk.granted()
    assert ready(desk, desk.accepted(applicant=LI)) == ()
