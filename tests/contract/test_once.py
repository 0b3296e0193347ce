"""A command is carried out once, in order, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from data.model.case import Verdict
from data.model.command import Accept, CallNext, CheckMaterials, Finding, OpenCase, TakeTicket, Withdraw
from data.model.outcome import Receipt, Refusal
from data.model.query import AskEntries
from data.time_source import TravellingClock
from tests.support.sitting import Sitting
from tests.support.story import FOOD, WANG


def test_the_same_command_again_gives_the_first_receipt(desk: Sitting) -> None:
    command = desk.make(TakeTicket, zone="market")
    first = desk.hall.do(command)
    desk.take()
    events = desk.events()
    desk.later(60)
    assert desk.hall.do(command) == first
    assert desk.hall.do(replace(command, at=desk.clock.now())) == first
    assert desk.events() == events


def test_an_id_used_for_another_command_is_refused(desk: Sitting) -> None:
    command = desk.make(TakeTicket, zone="market")
    desk.hall.do(command)
    for other in (
        replace(command, zone="insurance"),
        replace(command, user="李强"),
        desk.make(CallNext, id="c1"),
    ):
        outcome = desk.hall.do(other)
        assert isinstance(outcome, Refusal)
        assert outcome.reason == "id_reused"
    assert desk.events() == 1


def test_a_refused_command_may_be_sent_again_when_it_has_become_possible(desk: Sitting) -> None:
    command = desk.make(CallNext)
    assert isinstance(desk.hall.do(command), Refusal)
    desk.take()
    assert isinstance(desk.hall.do(replace(command, at=desk.clock.now())), Receipt)


def test_who_comes_second_is_told_who_was_first(desk: Sitting) -> None:
    case = desk.opened()
    seen = desk.file(case).line.seq
    desk.done(
        CheckMaterials, case=case, findings=(Finding(material="plan", verdict=Verdict.MISSING),), user="李强"
    )
    conflict = desk.conflict(Withdraw, case=case, reason="改日", expected=seen)
    assert (conflict.stream, conflict.expected, conflict.actual) == (case, seen, seen + 1)
    assert (conflict.by, conflict.events) == ("李强", ("material_checked",))
    assert conflict.at == desk.clock.now() - timedelta(seconds=1)
    desk.done(Withdraw, case=case, reason="改日", expected=conflict.actual)


def test_a_number_nobody_has_seen_yet_is_a_conflict_too(desk: Sitting) -> None:
    case = desk.opened()
    assert desk.conflict(Withdraw, case=case, reason="改日", expected=99).events == ()


def test_a_command_from_the_future_is_refused(desk: Sitting) -> None:
    command = desk.make(TakeTicket, zone="market", at=desk.clock.now() + timedelta(hours=1))
    outcome = desk.hall.do(command)
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "from_the_future"


def test_a_day_before_every_calendar_is_refused(desk: Sitting) -> None:
    clock: TravellingClock = desk.clock
    command = desk.make(OpenCase, item=FOOD.code, applicant=WANG, at=clock.now().replace(year=1899))
    assert isinstance(desk.hall.do(command), Refusal)


def test_every_event_says_who_where_when_and_by_which_command(desk: Sitting) -> None:
    case = desk.accepted()
    entries = desk.hall.ask(AskEntries(stream=case)).lines
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert {(entry.user, entry.window) for entry in entries} == {("张敏", "3")}
    assert all(entry.recorded >= entry.at for entry in entries)
    everything = desk.hall.ask(AskEntries()).lines
    assert [entry.position for entry in everything] == list(range(1, len(everything) + 1))
    assert len({entry.hash for entry in everything}) == len(everything)


def test_a_command_that_names_what_it_saw_is_carried_out_when_nothing_has_changed(desk: Sitting) -> None:
    case = desk.opened()
    desk.all_there(case)
    receipt = desk.done(Accept, case=case, expected=desk.file(case).line.seq)
    assert receipt.seq == desk.file(case).line.seq
    assert receipt.events[0] == "case_accepted"
