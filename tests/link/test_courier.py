"""A step goes to its department's own system once, whatever that system does; the case shows it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model.case import Verdict
from data.model.command import Accept, FinishStep, ReturnStep, Withdraw
from data.model.event import DataRevealed
from tests.support.link.department import Behaviour, Fields
from tests.support.link.linked import PATIENCE, Linked, courier_of
from tests.support.story import WANG

SHOWN = {
    Behaviour.TIME_OUT: "timed_out",
    Behaviour.DROP: "unreachable",
    Behaviour.NO_ROOM: "unreachable",
    Behaviour.ERROR: "failed",
    Behaviour.BUSY: "failed",
    Behaviour.REFUSE: "refused",
    Behaviour.REDIRECT: "refused",
    Behaviour.RUBBISH: "rubbish",
    Behaviour.HALF: "unreachable",
    Behaviour.HUGE: "rubbish",
    Behaviour.OTHER_TASK: "rubbish",
    Behaviour.OTHER_CASE: "rubbish",
    Behaviour.UNSIGNED: "unsigned",
    Behaviour.FORGED: "unsigned",
}
TRIED_AGAIN = {"timed_out", "unreachable", "failed"}


def test_a_step_in_hand_is_sent_once_with_what_the_department_needs(linked: Linked) -> None:
    case = linked.desk.accepted()
    done = linked.courier.round()
    assert (done.sent, done.failed, done.waiting) == (1, 0, 0)
    task = linked.task(case)
    assert (task["district"], task["item_name"], task["step_name"]) == (
        "500102",
        "食品经营许可（新办）",
        "会商",
    )
    assert (task["step_kind"], task["people"], task["due"]) == ("consult", 1, "2026-03-20")
    materials = [(each["name"], each["verdict"]) for each in task["materials"]]
    assert materials[0] == ("申请书", "there")
    for _ in range(3):
        assert linked.round().sent == 0
    assert linked.restarted().round().sent == 0
    assert linked.department.sendings == [task["id"]]
    assert linked.sent(case) == 1


def test_the_applicant_is_masked_unless_the_department_is_told_in_full(linked: Linked) -> None:
    case = linked.asked()
    applicant = linked.task(case)["applicant"]
    assert applicant["masked"] is True
    text = str(linked.task(case))
    assert WANG.name not in text
    assert WANG.id_number not in text
    assert WANG.phone not in text


def test_telling_in_full_is_kept_in_the_log_with_its_reason_once(linked: Linked) -> None:
    linked.courier = courier_of(linked.desk, linked.link, reason="消防会商须核对身份")
    linked.department.behaviours.extend([Behaviour.RUBBISH])
    case = linked.desk.accepted()
    assert linked.round().failed == 1
    assert linked.round().sent == 1
    applicant = linked.task(case)["applicant"]
    assert (applicant["id_number"], applicant["masked"]) == (WANG.id_number, False)
    reveals = [body for body in linked.desk.bodies(case) if isinstance(body, DataRevealed)]
    assert [body.reason for body in reveals] == ["消防会商须核对身份"]


@pytest.mark.parametrize("how", SHOWN, ids=lambda how: how.value.replace(" ", "-"))
def test_the_case_shows_that(linked: Linked, how: Behaviour) -> None:
    linked.department.behaviours.extend([how] * PATIENCE.tries)
    case = linked.desk.accepted()
    assert linked.round().failed == 1
    assert linked.failures(case) == [(SHOWN[how], 1)]
    assert linked.sent(case) == 0
    tries = PATIENCE.tries if SHOWN[how] in TRIED_AGAIN else 1
    assert len(linked.department.sendings) == tries
    assert linked.finishes(case) == []
    linked.department.behaviours.clear()
    assert linked.restarted().round().waiting == 1
    assert linked.round().sent == 1
    assert len(linked.department.tasks) == linked.sent(case) == 1
    assert len(set(linked.department.sendings)) == 1


PASSING = [how for how in SHOWN if SHOWN[how] in TRIED_AGAIN and how is not Behaviour.TIME_OUT]


@pytest.mark.parametrize("how", PASSING, ids=lambda how: how.name)
def test_what_passes_at_once_is_tried_again_at_once(linked: Linked, how: Behaviour) -> None:
    linked.department.behaviours.append(how)
    case = linked.desk.accepted()
    assert linked.round().sent == 1
    assert linked.failures(case) == []
    assert len(linked.department.sendings) == 2
    assert len(linked.department.tasks) == 1


def test_a_department_that_is_not_there_is_waited_for_longer_each_time(linked: Linked) -> None:
    case = linked.desk.accepted()
    linked.department.close()
    started = linked.desk.clock.now()
    tried: list[datetime] = []
    for _ in range(30):
        if linked.round(later=timedelta(minutes=1)).failed:
            tried.append(linked.desk.clock.now())
    minutes = [int((moment - started).total_seconds()) // 60 for moment in tried]
    assert minutes == [1, 2, 4, 8, 16]
    assert linked.failures(case) == [("unreachable", number) for number in range(1, 6)]


def test_a_department_that_is_away_holds_a_round_up_once(linked: Linked) -> None:
    cases = [linked.desk.accepted() for _ in range(4)]
    linked.department.behaviours.extend([Behaviour.TIME_OUT] * PATIENCE.tries)
    done = linked.courier.round()
    assert (done.failed, done.waiting) == (1, 3)
    assert linked.courier.round().sent == 3
    assert linked.round().sent == 1
    assert [linked.sent(case) for case in cases] == [1] * 4


@pytest.mark.parametrize("how", [Behaviour.ACK, Behaviour.ANSWER, Behaviour.REFUSE], ids=lambda how: how.name)
def test_two_couriers_beside_each_other_do_no_harm(linked: Linked, how: Behaviour) -> None:
    """The second goes its round while the first waits for the department, a minute later by its clock."""
    other = courier_of(linked.desk, linked.link)
    turns = iter([other])

    def meanwhile(_task: Fields) -> None:
        for courier in turns:
            courier.round()
            linked.desk.later(60)

    linked.department.always = how
    linked.department.on_task = meanwhile
    case = linked.desk.accepted()
    linked.courier.round()
    assert len(linked.department.sendings) == 2
    assert len(set(linked.department.sendings)) == 1
    told = (
        linked.sent(case),
        len(linked.answers(case)),
        len(linked.finishes(case)),
        len(linked.failures(case)),
    )
    assert (
        told
        == {
            Behaviour.ACK: (1, 0, 0, 0),
            Behaviour.ANSWER: (0, 1, 1, 0),
            Behaviour.REFUSE: (0, 0, 0, 1),
        }[how]
    )


def test_one_task_that_is_refused_holds_up_no_other(linked: Linked) -> None:
    for _ in range(3):
        linked.desk.accepted()
    linked.department.behaviours.append(Behaviour.REFUSE)
    done = linked.courier.round()
    assert (done.failed, done.sent) == (1, 2)


def test_an_answer_given_at_once_finishes_the_step(linked: Linked) -> None:
    linked.department.always = Behaviour.ANSWER
    case = linked.desk.accepted()
    done = linked.round()
    assert (done.sent, done.answered) == (1, 1)
    assert linked.answers(case) == [("agree", "")]
    assert [body.agrees for body in linked.finishes(case)] == [True]
    step = next(each for each in linked.desk.file(case).route if each.code == "fire")
    assert step.by == "周立"
    assert linked.round().sent == 0


def test_an_opinion_against_it_without_reasons_is_sent_back_and_may_be_put_right(linked: Linked) -> None:
    linked.department.always = Behaviour.ANSWER
    linked.department.opinion = {"opinion": "disagree", "note": " ", "by": "周立"}
    case = linked.desk.accepted()
    assert linked.round().failed == 1
    assert linked.failures(case) == [("answer_refused", 1)]
    assert linked.finishes(case) == []
    linked.department.opinion = {"opinion": "disagree", "note": "疏散通道不足", "by": "周立"}
    assert linked.round().answered == 1
    (finished,) = linked.finishes(case)
    assert (finished.agrees, finished.note) == (False, "疏散通道不足")


def test_what_a_step_needs_is_said_at_once_and_the_task_is_not_sent_again(linked: Linked) -> None:
    linked.department.always = Behaviour.ANSWER
    linked.department.opinion = {"opinion": "need_materials", "note": "缺疏散图", "by": "周立"}
    case = linked.desk.accepted()
    assert linked.round().answered == 1
    assert linked.answers(case) == [("need_materials", "")]
    assert linked.finishes(case) == []
    assert linked.restarted().round().sent == 0
    assert len(linked.department.sendings) == 1


def test_a_step_that_was_sent_back_is_another_task(linked: Linked) -> None:
    case = linked.asked()
    first = linked.task(case)["id"]
    assert linked.says(case)[1] == {"result": "taken"}
    linked.desk.done(FinishStep, case=case, step="examine")
    linked.desk.done(FinishStep, case=case, step="visit", colleague="李强")
    linked.desk.done(ReturnStep, case=case, step="decide", to="fire", reason="平面图换了")
    assert linked.round().sent == 1
    assert len(linked.department.tasks) == 2
    old = linked.department.answer(linked.department.tasks[first], id="late", opinion="disagree", note="旧图")
    assert linked.department.call_back(linked.port, old) == (
        200,
        {"result": "kept", "reason": "step_returned"},
    )
    (second,) = set(linked.department.tasks) - {first}
    new = linked.department.answer(linked.department.tasks[second])
    assert linked.department.call_back(linked.port, new)[1] == {"result": "taken"}
    assert linked.answers(case) == [("agree", ""), ("disagree", "step_returned"), ("agree", "")]


def test_a_case_that_was_withdrawn_is_not_sent(linked: Linked) -> None:
    case = linked.desk.accepted()
    linked.desk.done(Withdraw, case=case, reason="不办了")
    assert linked.round().sent == 0
    assert linked.department.sendings == []


def test_what_the_situation_does_not_ask_for_is_not_told(linked: Linked) -> None:
    case = linked.desk.opened()
    linked.desk.all_there(case)
    linked.desk.found(case, photo=Verdict.NOT_APPLICABLE)
    linked.desk.done(Accept, case=case)
    linked.round()
    assert "photo" not in [each["code"] for each in linked.task(case)["materials"]]


def test_the_due_day_is_the_step_s_own(linked: Linked) -> None:
    case = linked.asked()
    assert date.fromisoformat(linked.task(case)["due"]) == date(2026, 3, 20)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    database=None,
)
@given(st.lists(st.tuples(st.sampled_from(list(Behaviour)), st.booleans()), max_size=7))
def test_whatever_the_department_does_nothing_is_lost_and_nothing_done_twice(
    linked: Linked, course: list[tuple[Behaviour, bool]]
) -> None:
    """Every behaviour in any order, the courier forgetting all at times; then the department is well."""
    department = linked.department
    before = len(department.tasks)
    case = linked.desk.accepted()
    for how, forgets in course:
        department.behaviours.extend([how] * PATIENCE.tries)
        if forgets:
            linked.restarted()
        linked.round()
        department.behaviours.clear()
    linked.round()
    assert len(department.tasks) == before + 1
    answered = linked.finishes(case)
    assert len(answered) == len(linked.answers(case)) <= 1
    assert linked.sent(case) + len(answered) == 1
    attempts = [number for _, number in linked.failures(case)]
    assert attempts == list(range(1, len(attempts) + 1))
    if not answered:
        assert linked.says(case)[1] == {"result": "taken"}
    assert linked.says(case)[1] == {"result": "taken"}
    assert len(linked.finishes(case)) == 1
