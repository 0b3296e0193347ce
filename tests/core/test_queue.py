"""Tickets: one active ticket per window, numbers that never change."""

from __future__ import annotations

from dataclasses import replace

from data.core.rules import Decided
from data.model.command import CallNext, FinishTicket, OpenCase, Recall, Serve, Skip, TakeTicket
from data.model.settings import Settings
from data.model.ticket import Priority, TicketStatus
from tests.core.story import FOOD, WANG, Story


def test_a_number_is_the_letter_and_the_daily_serial() -> None:
    story = Story(serial=24)
    story.done(TakeTicket, zone="market")
    assert story.paper.number == "A024"
    assert story.paper.id == "500102A-20260318-A024"


def test_a_priority_number_says_so() -> None:
    story = Story(serial=7)
    story.done(TakeTicket, zone="market", priority=Priority.ELDERLY)
    assert story.paper.number == "VA007"


def test_after_the_last_serial_of_the_day_no_number_is_given() -> None:
    assert Story(serial=1000).refused(TakeTicket, zone="market").reason == "numbers_used_up"


def test_the_number_never_changes_on_its_way() -> None:
    story = Story(serial=3).served()
    story.done(FinishTicket, ticket=story.paper.id)
    assert story.paper.number == "A003"
    assert story.paper.status is TicketStatus.FINISHED


def test_a_busy_window_calls_nobody_else() -> None:
    story = Story(serial=3).served()
    refusal = story.refused(CallNext)
    assert refusal.reason == "window_busy"
    assert refusal.facts["number"] == "A003"


def test_with_nobody_waiting_nobody_is_called() -> None:
    assert Story().refused(CallNext).reason == "nobody_waiting"


def test_an_unknown_window_calls_nobody() -> None:
    assert Story().refused(CallNext, window="99").reason == "window_unknown"


def test_a_recall_waits_for_the_set_interval() -> None:
    story = Story(serial=3)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    refusal = story.later(5).refused(Recall, ticket=story.paper.id)
    assert (refusal.reason, refusal.facts["seconds"]) == ("recall_too_soon", "15")
    story.later(15).done(Recall, ticket=story.paper.id)
    assert story.paper.calls == 2


def test_a_ticket_is_passed_over_only_after_three_unanswered_calls() -> None:
    story = Story(serial=3)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    for calls in (1, 2):
        refusal = story.refused(Skip, ticket=story.paper.id)
        assert (refusal.reason, refusal.facts["calls"]) == ("skip_too_soon", str(calls))
        story.later(20).done(Recall, ticket=story.paper.id)
    story.done(Skip, ticket=story.paper.id)
    assert story.paper.status is TicketStatus.SKIPPED


def test_who_was_not_served_is_not_finished() -> None:
    story = Story(serial=3)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    assert story.refused(FinishTicket, ticket=story.paper.id).reason == "ticket_not_serving"


def test_another_window_s_ticket_is_left_alone() -> None:
    story = Story(serial=3)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    for act in (Serve, Recall, Skip, FinishTicket):
        refusal = story.refused(act, ticket=story.paper.id, window="4")
        assert (refusal.reason, refusal.facts["window"]) == ("ticket_elsewhere", "3")


def test_a_case_is_opened_from_a_ticket_being_served_at_this_window() -> None:
    story = Story(serial=3)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    early = story.refused(OpenCase, item=FOOD.code, applicant=WANG, ticket=story.paper.id)
    assert early.reason == "ticket_not_serving"
    story.done(Serve, ticket=story.paper.id)
    elsewhere = story.refused(OpenCase, item=FOOD.code, applicant=WANG, ticket=story.paper.id, window="4")
    assert elsewhere.reason == "ticket_elsewhere"
    story.done(OpenCase, item=FOOD.code, applicant=WANG, ticket=story.paper.id)
    assert story.file.ticket == story.paper.id


def test_the_hall_sets_its_own_interval() -> None:
    story = Story(serial=3, settings=replace(Settings(), recall_seconds=0))
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    assert isinstance(story.do(Recall, ticket=story.paper.id), Decided)
