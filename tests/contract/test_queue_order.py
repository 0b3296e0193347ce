"""Whose turn it is where places are equal, where one was put behind another, and where clocks differ."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.model.command import CallNext, FinishTicket, Recall, Revive, Serve, Skip, TakeTicket
from data.model.outcome import Receipt
from data.model.query import AskQueue
from data.model.ticket import Priority
from data.time_source import at
from tests.support.sitting import OPENED, Sitting


def slot(hour: int, minute: int = 0) -> datetime:
    """An appointment's begin on the sitting's day."""
    return at(OPENED.date(), hour, minute)


def skipped(desk: Sitting, window: str = "3") -> str:
    """The next ticket of a window, called three times and passed over."""
    ticket = desk.done(CallNext, window=window).stream
    for _ in range(2):
        desk.later(20)
        desk.done(Recall, ticket=ticket, window=window)
    desk.done(Skip, ticket=ticket, window=window)
    return ticket


def test_of_one_slot_who_took_the_number_first_is_called_first(desk: Sitting) -> None:
    desk.take("insurance", appointment=slot(10))
    desk.take(appointment=slot(10))
    desk.on("2026-03-18", 10, 1)
    assert desk.waiting() == ["YB001", "YA001"]
    assert desk.done(CallNext).number == "YB001"


def test_who_comes_back_goes_behind_the_next_and_before_the_others_of_that_slot(desk: Sitting) -> None:
    desk.take()
    over = skipped(desk)
    for _ in range(3):
        desk.take(appointment=slot(10))
    desk.on("2026-03-18", 10, 1)
    desk.done(Revive, ticket=over)
    assert desk.waiting() == ["YA002", "A001", "YA003", "YA004"]


def test_of_those_put_behind_the_same_ticket_who_came_back_first_goes_first(desk: Sitting) -> None:
    for _ in range(3):
        desk.take()
    first, second = skipped(desk), skipped(desk)
    desk.done(Revive, ticket=second)
    desk.done(Revive, ticket=first)
    assert desk.waiting() == ["A003", "A002", "A001"]


def test_who_comes_back_behind_one_who_came_back_goes_behind_him(desk: Sitting) -> None:
    for _ in range(4):
        desk.take()
    first, second = skipped(desk), skipped(desk)
    desk.done(Revive, ticket=first)
    desk.done(FinishTicket, ticket=desk.done(Serve, ticket=desk.done(CallNext).stream).stream)
    desk.done(Revive, ticket=second)
    assert desk.waiting() == ["A001", "A002", "A004"]


def test_who_comes_back_behind_an_appointment_to_come_waits_with_it(desk: Sitting) -> None:
    desk.take()
    over = skipped(desk)
    desk.take(appointment=slot(11))
    desk.done(Revive, ticket=over)
    assert desk.waiting() == ["YA002", "A001"]
    desk.take()
    assert desk.waiting() == ["A003", "YA002", "A001"]
    desk.on("2026-03-18", 11)
    assert desk.waiting() == ["YA002", "A001", "A003"]


def test_a_page_goes_on_among_equal_places(desk: Sitting) -> None:
    for zone in ("insurance", "market", "insurance", "market"):
        desk.take(zone, appointment=slot(9))
    seen, after = [], None
    for _ in range(4):
        page = desk.hall.ask(AskQueue(limit=1, after=after))
        seen += [line.number for line in page.lines]
        after = page.after
    assert (seen, after) == (["YB001", "YA001", "YB002", "YA002"], None)


def test_a_call_sent_before_the_number_was_taken_is_written_after_it(desk: Sitting) -> None:
    sent = desk.make(CallNext)
    desk.later(2)
    taken = desk.done(TakeTicket, zone="market", priority=Priority.ELDERLY)
    called = desk.hall.do(sent)
    assert isinstance(called, Receipt)
    assert called.at == taken.at
    assert desk.hall.do(sent) == called
    assert sent.at < taken.at - timedelta(seconds=1)
    desk.done(Serve, ticket=taken.stream)
