"""What every hall does with tickets."""

from __future__ import annotations

import pytest

from data.model.command import (
    CallNext,
    CallTicket,
    CloseTicket,
    FinishTicket,
    Hold,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)
from data.model.query import AskQueue, AskWindow
from data.model.ticket import Priority, TicketStatus
from data.time_source import at
from tests.support.sitting import Sitting


def skipped(desk: Sitting) -> str:
    """A ticket that was called three times and passed over."""
    ticket = desk.done(CallNext).stream
    for _ in range(2):
        desk.later(20)
        desk.done(Recall, ticket=ticket)
    desk.done(Skip, ticket=ticket)
    return ticket


def test_a_ticket_is_taken_called_served_and_finished(desk: Sitting) -> None:
    taken = desk.take()
    assert (taken.number, taken.seq, taken.events) == ("A001", 1, ("ticket_taken",))
    called = desk.done(CallNext)
    assert (called.stream, called.number, called.seq) == (taken.stream, "A001", 2)
    desk.done(Serve, ticket=taken.stream)
    assert desk.done(FinishTicket, ticket=taken.stream).seq == 4
    assert desk.hall.ask(AskWindow(window="3")).active is None


def test_numbers_count_up_within_a_letter_and_a_day(desk: Sitting) -> None:
    numbers = [desk.take().number, desk.take(priority=Priority.ELDERLY).number, desk.take("insurance").number]
    assert numbers == ["A001", "VA002", "B001"]
    desk.on("2026-03-19")
    assert desk.take().number == "A001"


def test_a_zone_that_is_not_there_gives_no_number(desk: Sitting) -> None:
    assert desk.refused(TakeTicket, zone="harbour") == "zone_unknown"


def test_the_same_person_waits_once_for_the_same_business(desk: Sitting) -> None:
    desk.take(holder="500102199003070010")
    assert desk.refused(TakeTicket, zone="market", holder="500102199003070010") == "waits_already"
    assert desk.take("insurance", holder="500102199003070010").number == "B001"
    desk.done(CallNext)
    assert desk.take(holder="500102199003070010").number == "A002"


def test_nobody_is_called_where_nobody_waits(desk: Sitting) -> None:
    assert desk.refused(CallNext) == "nobody_waiting"
    desk.take()
    desk.on("2026-03-19")
    assert desk.refused(CallNext) == "nobody_waiting"


def test_a_window_serves_one_at_a_time(desk: Sitting) -> None:
    desk.serving()
    desk.take()
    assert desk.refused(CallNext) == "window_busy"
    assert desk.done(CallNext, window="4").number == "A002"


def test_a_window_that_is_not_there_calls_nobody(desk: Sitting) -> None:
    desk.take()
    assert desk.refused(CallNext, window="9") == "window_unknown"


def test_a_window_calls_only_its_zones(desk: Sitting) -> None:
    desk.take("market")
    desk.take("insurance")
    assert desk.waiting("5") == ["B001"]
    assert desk.waiting("3") == desk.waiting() == ["A001", "B001"]
    assert desk.done(CallNext, window="5").number == "B001"


def test_priority_goes_before_raised_before_the_rest(desk: Sitting) -> None:
    for _ in range(2):
        desk.take()
    third = desk.take().stream
    desk.take(priority=Priority.DISABLED)
    desk.done(Raise, ticket=third, reason="孩子发烧")
    assert desk.waiting() == ["VA004", "A003", "A001", "A002"]
    assert desk.done(CallNext).number == "VA004"


def test_an_appointment_goes_last_until_its_slot_has_begun(desk: Sitting) -> None:
    desk.take(appointment=at(desk.today.date(), 10))
    desk.take()
    assert desk.waiting() == ["A002", "YA001"]
    desk.on("2026-03-18", 10, 1)
    assert desk.waiting() == ["YA001", "A002"]
    assert desk.done(CallNext).number == "YA001"


def test_a_recall_waits_and_a_skip_takes_three_calls(desk: Sitting) -> None:
    ticket = desk.take().stream
    desk.done(CallNext)
    assert desk.refused(Recall, ticket=ticket) == "recall_too_soon"
    assert desk.refused(Skip, ticket=ticket) == "skip_too_soon"
    for calls in (2, 3):
        desk.later(20)
        desk.done(Recall, ticket=ticket)
        active = desk.hall.ask(AskWindow(window="3")).active
        assert active is not None
        assert active.calls == calls
    desk.done(Skip, ticket=ticket)
    assert desk.hall.ask(AskWindow(window="3")).active is None


def test_who_was_passed_over_comes_back_behind_the_next(desk: Sitting) -> None:
    for _ in range(3):
        desk.take()
    ticket = skipped(desk)
    desk.done(Revive, ticket=ticket)
    assert desk.waiting() == ["A002", "A001", "A003"]


def test_only_the_last_three_passed_over_come_back(desk: Sitting) -> None:
    for _ in range(4):
        desk.take()
    first, second, *_ = [skipped(desk) for _ in range(4)]
    assert desk.refused(Revive, ticket=first) == "skipped_too_long_ago"
    assert desk.refused(Revive, ticket=second, window="4") == "ticket_elsewhere"
    desk.done(Revive, ticket=second)


def test_a_ticket_is_put_aside_and_gone_on_with(desk: Sitting) -> None:
    ticket = desk.serving()
    desk.done(Hold, ticket=ticket, reason="去复印")
    other = desk.serving()
    assert desk.refused(Unhold, ticket=ticket) == "window_busy"
    desk.done(FinishTicket, ticket=other)
    desk.done(Unhold, ticket=ticket)
    active = desk.hall.ask(AskWindow(window="3")).active
    assert active is not None
    assert (active.id, active.status) == (ticket, TicketStatus.SERVING)


def test_a_transferred_ticket_keeps_its_number_and_waits_for_its_window(desk: Sitting) -> None:
    ticket = desk.serving()
    desk.done(Transfer, ticket=ticket, zone="insurance", to_window="4", reason="社保业务")
    assert (desk.waiting("3"), desk.waiting("5"), desk.waiting("4")) == ([], [], ["A001"])
    assert desk.refused(CallNext, window="5") == "nobody_waiting"
    assert desk.done(CallNext, window="4").number == "A001"


def test_a_ticket_called_out_of_order_needs_a_reason(desk: Sitting) -> None:
    desk.take()
    second = desk.take().stream
    assert desk.refused(CallTicket, ticket=second, reason=" ") == "reason_blank"
    assert desk.done(CallTicket, ticket=second, reason="约好").number == "A002"


def test_at_the_close_of_day_who_waits_is_not_served(desk: Sitting) -> None:
    ticket = desk.take().stream
    assert desk.refused(CloseTicket, ticket=ticket) == "day_not_over"
    desk.on("2026-03-18", 17, 31)
    desk.done(CloseTicket, ticket=ticket)
    assert desk.waiting() == []


@pytest.mark.parametrize("act", [Serve, Recall, Skip, FinishTicket, Unhold, Revive])
def test_a_ticket_that_is_not_there_is_refused(desk: Sitting, act: type) -> None:
    assert desk.refused(act, ticket="500102A-20260318-A999") == "ticket_unknown"


def test_the_window_says_what_may_be_done_and_why_not(desk: Sitting) -> None:
    def acts() -> dict[str, str]:
        view = desk.hall.ask(AskWindow(window="3"))
        return {each.act: each.refusal.reason if each.refusal else "" for each in view.acts}

    assert acts()["call_next"] == "nobody_waiting"
    desk.take()
    assert acts()["call_next"] == ""
    ticket = desk.done(CallNext).stream
    assert (acts()["serve"], acts()["call_next"], acts()["recall"]) == ("", "window_busy", "recall_too_soon")
    desk.done(Serve, ticket=ticket)
    assert (acts()["finish_ticket"], acts()["serve"]) == ("", "ticket_not_called")


def test_the_queue_is_read_page_by_page_in_the_order_of_calling(desk: Sitting) -> None:
    for _ in range(7):
        desk.take()
    desk.later(600)
    seen, after = [], None
    for _ in range(4):
        page = desk.hall.ask(AskQueue(limit=2, after=after))
        assert page.total == 7
        seen += [line.number for line in page.lines]
        assert all(line.waited >= 10 for line in page.lines)
        after = page.after
    assert after is None
    assert seen == [f"A00{number}" for number in range(1, 8)]
