"""What the core decides about links, and that a task's number is the same however it is worked out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.link.departments import task_of
from data.model.command import FinishStep, NoteLink, TakeOpinion
from data.model.event import LinkFailed, LinkSent
from data.model.item import StepKind
from data.model.link import LinkProblem, Opinion
from data.model.outcome import Refusal
from data.texts import Language, texts
from tests.support.link.linked import BECAUSE, Linked
from tests.support.sitting import Sitting

STARTS = st.datetimes(timezones=st.just(UTC))


@given(STARTS, st.integers(-12, 12))
def test_a_task_s_number_does_not_depend_on_the_zone(started: datetime, hours: int) -> None:
    elsewhere = started.astimezone(timezone(timedelta(hours=hours)))
    assert task_of("500102", "c", "fire", started) == task_of("500102", "c", "fire", elsewhere)


@given(STARTS, STARTS)
def test_another_start_is_another_task(one: datetime, other: datetime) -> None:
    assert (task_of("500102", "c", "fire", one) == task_of("500102", "c", "fire", other)) is (one == other)


def test_every_problem_opinion_and_reason_has_its_words_in_both_languages() -> None:
    keys = [
        *(f"link.problem.{each}" for each in LinkProblem),
        *(f"link.opinion.{each}" for each in Opinion),
        *(f"link.because.{each}" for each in BECAUSE),
        *(f"event.{each}" for each in ("link_sent", "link_failed", "link_answered")),
    ]
    for language in Language:
        assert [key for key in keys if key not in texts(language)] == []


@pytest.mark.parametrize("step", ["examine", "nothing"])
def test_only_a_department_s_own_step_is_noted(linked: Linked, step: str) -> None:
    case = linked.desk.accepted()
    reason = linked.desk.refused(NoteLink, case=case, department="fire", step=step, task="t")
    assert reason == {"examine": "step_elsewhere", "nothing": "step_unknown"}[step]


def test_the_decision_is_never_taken_by_a_link(linked: Linked) -> None:
    desk = linked.desk
    case = desk.accepted()
    desk.handled(case)
    started = next(each.started for each in desk.file(case).route if each.kind is StepKind.DECIDE)
    assert started is not None
    task = task_of("500102", case, "decide", started)
    refused = desk.do(
        TakeOpinion,
        case=case,
        department="market",
        step="decide",
        task=task,
        answer="1",
        opinion=Opinion.AGREE,
    )
    assert isinstance(refused, Refusal)
    assert refused.reason == "step_needs_decision"


def test_two_people_are_asked_for_here_as_at_the_hall(linked: Linked) -> None:
    """Art. 34: a site visit is made by two."""
    desk = linked.desk
    case = desk.accepted()
    visit = visit_of(desk, case)
    assert desk.refused(TakeOpinion, **visit) == "two_people"
    assert desk.refused(TakeOpinion, **visit, colleague=desk.user) == "two_people"
    desk.done(TakeOpinion, **visit, colleague="李强")


def visit_of(desk: Sitting, case: str) -> dict[str, object]:
    """What answers the site visit of a case, once it is in hand."""
    desk.done(FinishStep, case=case, step="examine")
    started = next(each.started for each in desk.file(case).route if each.code == "visit")
    assert started is not None
    task = task_of("500102", case, "visit", started)
    return {
        "case": case,
        "department": "market",
        "step": "visit",
        "task": task,
        "answer": "1",
        "opinion": Opinion.AGREE,
    }


def test_notes_change_nothing_but_the_case_s_history(linked: Linked) -> None:
    desk = linked.desk
    case = desk.accepted()
    before = desk.file(case)
    desk.done(NoteLink, case=case, department="fire", step="fire", task="t")
    desk.done(
        NoteLink,
        case=case,
        department="fire",
        step="fire",
        task="t",
        problem=LinkProblem.TIMED_OUT,
        attempt=2,
    )
    after = desk.file(case)
    assert (after.route, after.checklist, after.clocks) == (before.route, before.checklist, before.clocks)
    assert [line.body for line in after.timeline[len(before.timeline) :]] == [
        LinkSent(step="fire", task="t"),
        LinkFailed(step="fire", task="t", problem=LinkProblem.TIMED_OUT, attempt=2),
    ]
