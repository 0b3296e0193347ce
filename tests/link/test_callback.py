"""An answer that a department calls back with: taken once, kept when late, refused when it is nobody's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from data.link.callback import NOBODY, Callback
from data.link.owned_hall import OwnedHall
from data.link.signatures import Key
from data.model.case import Need
from data.model.command import CaseCommand, ClaimStep, Command, Decide, FinishStep, Suspend, Withdraw
from data.model.item import Silence, SuspensionKind
from data.model.outcome import Outcome
from data.port.errors import HallUnavailable
from data.store.sql_hall import SqlHall
from data.time_source import RealClock, TravellingClock
from tests.support.halls.setting_up import install as set_up
from tests.support.link.department import SECRET, Behaviour, Department
from tests.support.link.linked import Linked
from tests.support.sitting import CARD, CATALOGUE, WINDOWS
from tests.support.story import FOOD
from tests.support.waiting import PATIENCE

Fields = dict[str, Any]


@contextmanager
def nothing_changes(linked: Linked) -> Iterator[None]:
    """Whatever is done inside writes no event."""
    before = linked.desk.events()
    yield
    assert linked.desk.events() == before


def test_an_answer_finishes_the_step_in_the_name_of_who_gave_it(linked: Linked) -> None:
    case = linked.asked()
    assert linked.says(case, note="符合要求") == (200, {"result": "taken"})
    (finished,) = linked.finishes(case)
    assert (finished.agrees, finished.note) == (True, "符合要求")
    assert linked.answers(case) == [("agree", "")]
    line = next(each for each in linked.desk.file(case).route if each.code == "fire")
    assert line.by == "周立"


def test_the_same_answer_twice_is_one_answer(linked: Linked) -> None:
    case = linked.asked()
    first = linked.says(case)
    with nothing_changes(linked):
        assert [linked.says(case) for _ in range(3)] == [first] * 3
    assert len(linked.finishes(case)) == 1


def test_the_same_answer_eight_times_at_once_is_one_answer(linked: Linked) -> None:
    case = linked.asked()
    said: list[tuple[int, Fields]] = []
    callers = [Thread(target=lambda: said.append(linked.says(case))) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(PATIENCE)
    assert said == [(200, {"result": "taken"})] * 8
    assert len(linked.finishes(case)) == len(linked.answers(case)) == 1


def test_the_same_answer_is_the_same_another_day(linked: Linked) -> None:
    case = linked.asked()
    linked.says(case)
    linked.desk.on("2026-03-25")
    with nothing_changes(linked):
        assert linked.says(case) == (200, {"result": "taken"})


def test_a_second_answer_under_another_number_is_kept_and_changes_nothing(linked: Linked) -> None:
    case = linked.asked()
    linked.says(case)
    said = linked.says(case, id="second", opinion="disagree", note="再想想")
    assert said == (200, {"result": "kept", "reason": "step_finished"})
    assert linked.answers(case) == [("agree", ""), ("disagree", "step_finished")]
    assert [body.agrees for body in linked.finishes(case)] == [True]
    with nothing_changes(linked):
        assert linked.says(case, id="second", opinion="disagree", note="再想想") == said


def test_another_answer_under_the_same_number_is_told_so_and_the_case_shows_it_once_a_day(
    linked: Linked,
) -> None:
    case = linked.asked()
    linked.says(case)
    for _ in range(3):
        linked.desk.later(60)
        said = linked.says(case, opinion="disagree", note="不同意")
        assert said == (409, {"result": "changed", "reason": "id_reused"})
    assert linked.failures(case) == [("answer_changed", 1)]
    assert [body.agrees for body in linked.finishes(case)] == [True]


@pytest.mark.parametrize("way", ["disagree", "need_materials", "need_suspension"])
def test_what_needs_reasons_is_refused_without_them_and_taken_with_them(linked: Linked, way: str) -> None:
    case = linked.asked()
    assert linked.says(case, opinion=way) == (422, {"result": "refused", "reason": "reason_blank"})
    assert linked.failures(case) == [("answer_refused", 1)]
    assert linked.answers(case) == []
    assert linked.says(case, opinion=way, note="疏散通道不足") == (200, {"result": "taken"})
    assert linked.answers(case) == [(way, "")]


def test_a_need_is_said_and_the_opinion_may_follow(linked: Linked) -> None:
    case = linked.asked()
    assert linked.says(case, id="1", opinion="need_suspension", note="须专家评审")[0] == 200
    needs = [body.needs for body in linked.desk.bodies(case) if body.kind == "need_said"]
    assert needs == [Need.SUSPENSION]
    linked.desk.done(Suspend, case=case, kind=SuspensionKind.EXPERT_REVIEW, days=5, reason="专家评审")
    assert linked.says(case, id="2") == (200, {"result": "taken"})
    assert len(linked.finishes(case)) == 1


def test_late_the_step_was_finished_at_the_hall(linked: Linked) -> None:
    case = linked.asked()
    linked.desk.done(FinishStep, case=case, step="fire")
    assert linked.says(case, opinion="disagree", note="晚了") == (
        200,
        {"result": "kept", "reason": "step_finished"},
    )
    assert len(linked.finishes(case)) == 1


def test_late_somebody_at_the_hall_has_claimed_the_step(linked: Linked) -> None:
    case = linked.asked()
    linked.desk.done(ClaimStep, case=case, step="fire", user="赵磊")
    assert linked.says(case)[1] == {"result": "kept", "reason": "step_held"}
    assert linked.finishes(case) == []
    linked.desk.done(FinishStep, case=case, step="fire", user="赵磊")


def test_late_the_case_has_ended(linked: Linked) -> None:
    case = linked.asked()
    linked.desk.done(Withdraw, case=case, reason="不办了")
    said = linked.says(case)
    assert said == (200, {"result": "kept", "reason": "case_ended"})
    assert linked.answers(case) == [("agree", "case_ended")]
    assert linked.finishes(case) == []
    with nothing_changes(linked):
        assert linked.says(case) == said


def test_late_the_case_is_decided(linked: Linked) -> None:
    """A step that the decision no longer waited for, because any one of two was enough."""
    steps = tuple(replace(step, join=1) if step.code == "decide" else step for step in FOOD.steps)
    item = replace(FOOD, version="2", steps=steps)
    install(linked, item)
    case = linked.asked()
    linked.desk.done(FinishStep, case=case, step="examine")
    linked.desk.done(FinishStep, case=case, step="visit", colleague="李强")
    linked.desk.done(Decide, case=case, granted=True)
    assert linked.says(case, opinion="disagree", note="晚了")[1] == {"result": "kept", "reason": "decided"}
    assert linked.finishes(case) == []


def test_late_silence_has_agreed_by_then(linked: Linked) -> None:
    steps = tuple(
        replace(step, silence=Silence.AGREED) if step.code == "fire" else step for step in FOOD.steps
    )
    install(linked, replace(FOOD, version="2", steps=steps))
    case = linked.asked()
    linked.desk.on("2026-03-23")
    assert linked.says(case, opinion="disagree", note="晚了") == (
        200,
        {"result": "kept", "reason": "step_silent"},
    )
    (finished,) = linked.finishes(case)
    assert (finished.silent, finished.agrees) == (True, True)
    assert linked.answers(case) == [("disagree", "step_silent")]


def test_on_the_last_day_of_the_limit_it_is_not_late(linked: Linked) -> None:
    steps = tuple(
        replace(step, silence=Silence.AGREED) if step.code == "fire" else step for step in FOOD.steps
    )
    install(linked, replace(FOOD, version="2", steps=steps))
    case = linked.asked()
    linked.desk.on("2026-03-20", 23, 59)
    assert linked.says(case, opinion="disagree", note="通道不足")[1] == {"result": "taken"}


def test_an_answer_that_comes_before_its_sending_was_noted_is_not_lost(linked: Linked) -> None:
    """The department has the task, the hall has not heard so yet."""
    linked.department.behaviours.extend([Behaviour.DROP] * 3)
    case = linked.desk.accepted()
    assert linked.round().failed == 1
    assert linked.says(case, opinion="need_materials", note="缺图")[1] == {"result": "taken"}
    assert linked.restarted().round().sent == 0


def test_an_answer_during_the_sending_counts(linked: Linked) -> None:
    said: list[tuple[int, Fields]] = []

    def at_once(task: Fields) -> None:
        said.append(linked.department.call_back(linked.port, linked.department.answer(task)))

    linked.department.on_task = at_once
    case = linked.desk.accepted()
    assert linked.round().sent == 1
    assert said == [(200, {"result": "taken"})]
    assert linked.sent(case) == len(linked.finishes(case)) == 1


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        "系统升级中".encode("gb18030"),
        b'{"id": "1"}',
        b"[" * 60_000,
        b'{"case": "\\ud800", "step": "fire"}',
    ],
    ids=lambda each: repr(each[:12]),
)
def test_rubbish_is_told_so_and_changes_nothing(linked: Linked, rubbish: bytes) -> None:
    linked.asked()
    with nothing_changes(linked):
        assert linked.department.call_back(linked.port, rubbish) == (400, {"result": "rubbish"})


@pytest.mark.parametrize(
    "change",
    [
        {"opinion": "maybe"},
        {"opinion": None},
        {"by": " "},
        {"by": "周\n立"},
        {"id": ""},
        {"id": 7},
        {"note": "字" * 2_001},
        {"note": "\x00"},
        {"task": ["1"]},
        {"extra": 1},
    ],
    ids=str,
)
def test_rubbish_that_names_its_step_is_shown_on_the_case_once_a_day(linked: Linked, change: Fields) -> None:
    case = linked.asked()
    for day, hour in (("2026-03-18", 17), ("2026-03-18", 18), ("2026-03-19", 9)):
        linked.desk.on(day, hour)
        assert linked.says(case, **change) == (400, {"result": "rubbish"})
    assert linked.failures(case) == [("answer_rubbish", 1)] * 2
    assert linked.finishes(case) == []
    assert linked.says(case)[1] == {"result": "taken"}


def test_unsigned_forged_stale_and_early_change_nothing(linked: Linked) -> None:
    case = linked.asked()
    answer = linked.department.answer(linked.task(case))
    stranger = Department(secret=b"the key of somebody else altogether")
    try:
        with nothing_changes(linked):
            call = linked.department.call_back
            refused = (401, {"result": "not_signed"})
            assert call(linked.port, answer, **{"x-clerk-signature": ""}) == refused
            assert call(linked.port, answer, **{"x-clerk-signature": "v1=" + "0" * 64}) == refused
            assert call(linked.port, answer, **{"x-clerk-department": "market"}) == refused
            assert call(linked.port, answer, **{"x-clerk-department": ""}) == refused
            assert call(linked.port, answer, **{"x-clerk-timestamp": "1"}) == refused
            assert stranger.call_back(linked.port, answer) == refused
    finally:
        stranger.close()
    assert linked.failures(case) == []


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (-4, 200), (4, 200), (6, 401)])
def test_a_signature_holds_for_five_minutes_either_way(linked: Linked, minutes: int, status: int) -> None:
    case = linked.asked()
    key = linked.department.key
    body = json.dumps(linked.department.answer(linked.task(case))).encode()
    wall = TravellingClock(RealClock().now())
    callback = Callback(linked.desk.hall, {"fire": key}, linked.desk.clock, wall)
    headers = key.headers("POST", "/answers", wall.now() + timedelta(minutes=minutes), body)
    assert callback.reply("POST", "/answers", headers, body).status == status
    assert len(linked.finishes(case)) == (status == 200)


def test_a_department_may_not_answer_for_another(linked: Linked) -> None:
    case = linked.asked()
    with nothing_changes(linked):
        assert linked.says(case, step="examine") == (403, {"result": "refused", "reason": "step_elsewhere"})


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [("case", "500102-nothing", "case_unknown"), ("step", "nothing", "step_unknown")],
)
def test_what_there_is_not_is_not_found(linked: Linked, field: str, value: str, reason: str) -> None:
    case = linked.asked()
    with nothing_changes(linked):
        assert linked.says(case, **{field: value}) == (404, {"result": "refused", "reason": reason})


def test_a_hall_that_cannot_write_asks_for_the_answer_again(linked: Linked) -> None:
    """Nothing is lost meanwhile: the department sends it once more."""
    case = linked.asked()
    body = json.dumps(linked.department.answer(linked.task(case))).encode()
    key = linked.department.key

    class Full:
        def __init__(self) -> None:
            self.ask = linked.desk.hall.ask
            self.watch = linked.desk.hall.watch
            self.standing = linked.desk.hall.standing
            self.close = linked.desk.hall.close

        def do(self, command: Command) -> Outcome:
            raise HallUnavailable("disk_full", path="hall.db")

    callback = Callback(Full(), {"fire": key}, linked.desk.clock, RealClock())
    reply = callback.reply("POST", "/answers", key.headers("POST", "/answers", RealClock().now(), body), body)
    assert (reply.status, reply.result) == (503, "unavailable")
    assert linked.says(case)[1] == {"result": "taken"}


def test_an_event_a_little_ahead_of_the_listener_s_clock_is_no_hindrance(linked: Linked) -> None:
    """Another desk's clock runs four minutes fast."""
    case = linked.asked()
    ahead = linked.desk.clock.now() + timedelta(minutes=4)
    linked.desk.done(ClaimStep, case=case, step="examine", at=ahead)
    assert linked.says(case)[1] == {"result": "taken"}


def test_nor_where_that_clock_is_past_midnight_already(linked: Linked) -> None:
    case = linked.asked()
    linked.desk.on("2026-03-18", 23, 58)
    ahead = linked.desk.clock.now() + timedelta(minutes=4)
    linked.desk.done(ClaimStep, case=case, step="examine", at=ahead)
    assert linked.says(case)[1] == {"result": "taken"}
    assert linked.says(case, id="2", opinion="disagree", note="晚了")[1]["reason"] == "step_finished"


def test_clocks_too_far_apart_are_not_the_answer_s_fault(linked: Linked) -> None:
    """Once the clocks agree, the same answer is taken."""
    case = linked.asked()
    moment = linked.desk.clock.now()
    linked.desk.done(ClaimStep, case=case, step="examine")
    linked.desk.clock.travel(moment - timedelta(minutes=10))
    assert linked.says(case) == (503, {"result": "unavailable", "reason": "from_the_future"})
    assert linked.failures(case) == []
    linked.desk.clock.travel(moment + timedelta(minutes=1))
    assert linked.says(case)[1] == {"result": "taken"}


def test_an_event_written_between_the_look_and_the_command_is_no_hindrance(linked: Linked) -> None:
    case = linked.asked()
    hall = linked.desk.hall
    ahead = linked.desk.clock.now() + timedelta(minutes=4)
    between = [linked.desk.make(ClaimStep, case=case, step="examine", at=ahead)]

    class Busy:
        def __init__(self) -> None:
            self.ask = hall.ask
            self.watch = hall.watch
            self.standing = hall.standing
            self.close = hall.close

        def do(self, command: Command) -> Outcome:
            while between:
                hall.do(between.pop())
            assert isinstance(command, CaseCommand)
            return hall.do(command)

    key = linked.department.key
    body = json.dumps(linked.department.answer(linked.task(case))).encode()
    callback = Callback(Busy(), {"fire": key}, linked.desk.clock, RealClock())
    reply = callback.reply("POST", "/answers", key.headers("POST", "/answers", RealClock().now(), body), body)
    assert reply.result == "taken"


def test_nobody_can_sign_as_nobody(linked: Linked) -> None:
    case = linked.asked()
    body = json.dumps(linked.department.answer(linked.task(case))).encode()
    callback = Callback(linked.desk.hall, {"fire": Key("fire", SECRET)}, linked.desk.clock, RealClock())
    headers = NOBODY.headers("POST", "/answers", RealClock().now(), body)
    assert callback.reply("POST", "/answers", headers, body).status == 401


def install(linked: Linked, item: Any) -> None:
    """Give the hall this item instead of its own."""
    hall = linked.desk.hall
    assert isinstance(hall, OwnedHall)
    inner = hall._hall
    assert isinstance(inner, SqlHall)
    items = tuple(item if each.code == item.code else each for each in CATALOGUE.items)
    hall._owner.submit(set_up, inner, replace(CATALOGUE, items=items), CARD, WINDOWS).result()
