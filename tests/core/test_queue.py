"""Tickets: one active ticket per window, numbers that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from data.core.context import Decided
from data.law.queue_order import order
from data.model.command import (
    CallNext,
    CallTicket,
    CloseTicket,
    FinishTicket,
    Hold,
    OpenCase,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)
from data.model.settings import Settings
from data.model.ticket import Priority, Rank, TicketStatus
from data.time_source import at
from tests.support.story import FOOD, WANG, Story


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


def called(serial: int = 3) -> Story:
    """A ticket called to window 3."""
    story = Story(serial=serial)
    story.done(TakeTicket, zone="market")
    story.done(CallNext)
    return story


def skipped() -> Story:
    """A ticket passed over after three unanswered calls."""
    story = called()
    for _ in range(2):
        story.later(20).done(Recall, ticket=story.paper.id)
    story.done(Skip, ticket=story.paper.id)
    return story


class TestOrder:
    def test_priority_then_raised_then_transferred_then_appointments_then_by_time_taken(self) -> None:
        walk_in = Story(serial=1)
        walk_in.done(TakeTicket, zone="market")
        slot = at(date(2026, 3, 18), 10)
        appointment = Story(serial=2).later(1)
        appointment.done(TakeTicket, zone="market", appointment=slot)
        transferred = Story(serial=3).later(2).served()
        transferred.done(Transfer, ticket=transferred.paper.id, to_window="4", reason="专窗")
        raised = Story(serial=4).later(3)
        raised.done(TakeTicket, zone="market")
        raised.done(Raise, ticket=raised.paper.id, reason="赶车")
        elderly = Story(serial=5).later(4)
        elderly.done(TakeTicket, zone="market", priority=Priority.ELDERLY)
        stories = [walk_in, appointment, transferred, raised, elderly]
        stories.sort(key=lambda story: order(story.paper.place, slot))
        assert [story.paper.number for story in stories] == ["VA005", "A004", "A003", "YA002", "A001"]

    def test_an_appointment_whose_slot_has_not_begun_goes_last(self) -> None:
        slot = at(date(2026, 3, 18), 10)
        story = Story(serial=2)
        story.done(TakeTicket, zone="market", appointment=slot)
        assert order(story.paper.place, slot - timedelta(seconds=1))[0] == Rank.NOT_YET
        assert order(story.paper.place, slot)[0] == Rank.APPOINTMENT

    def test_an_appointment_is_of_today(self) -> None:
        slot = at(date(2026, 3, 19), 10)
        refusal = Story().refused(TakeTicket, zone="market", appointment=slot)
        assert refusal.reason == "appointment_another_day"

    def test_who_has_priority_keeps_it_on_a_transfer(self) -> None:
        story = Story(serial=5)
        story.done(TakeTicket, zone="market", priority=Priority.DISABLED)
        story.done(CallNext)
        story.done(Serve, ticket=story.paper.id)
        story.done(Transfer, ticket=story.paper.id, to_window="4", reason="专窗")
        assert story.paper.place.rank is Rank.PRIORITY


class TestOutOfOrder:
    def test_a_call_out_of_order_needs_a_reason_that_is_kept(self) -> None:
        story = Story(serial=3)
        story.done(TakeTicket, zone="market")
        assert story.refused(CallTicket, ticket=story.paper.id, reason=" ").reason == "reason_blank"
        story.done(CallTicket, ticket=story.paper.id, reason="材料已备好")
        assert getattr(story.events[-1].body, "reason", "") == "材料已备好"

    def test_raising_needs_a_reason(self) -> None:
        story = Story(serial=3)
        story.done(TakeTicket, zone="market")
        assert story.refused(Raise, ticket=story.paper.id, reason="").reason == "reason_blank"


class TestRevival:
    def test_who_was_passed_over_goes_behind_the_next_waiting(self) -> None:
        following = Story(serial=4).later(90)
        following.done(TakeTicket, zone="market")
        later = Story(serial=5).later(91)
        later.done(TakeTicket, zone="market")
        story = skipped()
        story.upcoming, story.skipped = following.paper, (story.paper.id,)
        story.later(60).done(Revive, ticket=story.paper.id)
        waiting = sorted([later, story, following], key=lambda each: order(each.paper.place, story.now))
        assert [each.paper.number for each in waiting] == ["A004", "A003", "A005"]

    def test_only_the_window_s_last_three_are_revived(self) -> None:
        story = skipped()
        story.skipped = ("x", "y", "z", story.paper.id)
        assert story.refused(Revive, ticket=story.paper.id).reason == "skipped_too_long_ago"

    def test_a_revived_ticket_takes_three_calls_again(self) -> None:
        story = skipped()
        story.skipped = (story.paper.id,)
        story.done(Revive, ticket=story.paper.id)
        story.done(CallNext)
        assert story.refused(Skip, ticket=story.paper.id).facts["calls"] == "1"


class TestHoldAndTransfer:
    def test_a_held_ticket_frees_the_window_and_comes_back_to_it(self) -> None:
        story = Story(serial=3).served()
        story.done(Hold, ticket=story.paper.id, reason="去复印")
        other = Story(serial=4).served()
        story.active = other.paper
        assert story.refused(Unhold, ticket=story.paper.id).reason == "window_busy"
        story.active = None
        assert story.refused(Unhold, ticket=story.paper.id, window="4").reason == "ticket_elsewhere"
        story.done(Unhold, ticket=story.paper.id)
        assert story.paper.status is TicketStatus.SERVING

    def test_a_transfer_goes_somewhere_else(self) -> None:
        story = Story(serial=3).served()
        assert story.refused(Transfer, ticket=story.paper.id, reason="错").reason == "transferred_nowhere"
        refusal = story.refused(Transfer, ticket=story.paper.id, to_window="77", reason="错")
        assert refusal.reason == "window_unknown"
        story.done(Transfer, ticket=story.paper.id, to_window="4", reason="专窗")
        assert (story.paper.status, story.paper.window) == (TicketStatus.WAITING, "4")
        assert story.paper.number == "A003"


class TestOnePersonOneTicket:
    def test_no_second_ticket_waits_for_the_same_person_and_business(self) -> None:
        first = Story(serial=3)
        first.done(TakeTicket, zone="market", holder="500102199003070010")
        second = Story(serial=4, twin=first.paper)
        refusal = second.refused(TakeTicket, zone="market", holder="500102199003070010")
        assert (refusal.reason, refusal.facts["number"]) == ("waits_already", "A003")

    def test_the_log_keeps_a_pseudonym_of_the_day_only(self) -> None:
        story = Story(serial=3)
        story.done(TakeTicket, zone="market", holder="11010519491231002x")
        same = Story(serial=4)
        same.done(TakeTicket, zone="market", holder="11010519491231002X")
        tomorrow = Story(serial=3).on("2026-03-19")
        tomorrow.done(TakeTicket, zone="market", holder="11010519491231002X")
        assert story.paper.holder == same.paper.holder != tomorrow.paper.holder
        assert "1949" not in story.paper.holder


class TestCloseOfDay:
    def test_who_was_not_served_is_never_served(self) -> None:
        for story in (called(), skipped()):
            story.on("2026-03-18", 17, 30).done(CloseTicket, ticket=story.paper.id)
            assert story.paper.status is TicketStatus.NOT_SERVED
            assert story.refused(Serve, ticket=story.paper.id).reason == "ticket_not_called"

    def test_not_before_closing(self) -> None:
        story = called()
        refusal = story.on("2026-03-18", 17, 29).refused(CloseTicket, ticket=story.paper.id)
        assert refusal.reason == "day_not_over"

    def test_who_is_being_served_is_finished_first(self) -> None:
        story = Story(serial=3).served().on("2026-03-18", 18)
        assert story.refused(CloseTicket, ticket=story.paper.id).reason == "ticket_serving"
        story.done(FinishTicket, ticket=story.paper.id)
        assert story.refused(CloseTicket, ticket=story.paper.id).reason == "ticket_over"

    def test_yesterday_s_ticket_is_not_called_today(self) -> None:
        story = Story(serial=3)
        story.done(TakeTicket, zone="market")
        refusal = story.on("2026-03-19").refused(CallTicket, ticket=story.paper.id, reason="补办")
        assert refusal.reason == "ticket_another_day"
