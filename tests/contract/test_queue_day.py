"""What every hall answers about the queue: the window's own tickets, the hall's screen, the day's balance."""

from __future__ import annotations

from data.model.command import (
    CallNext,
    CloseTicket,
    FinishTicket,
    Hold,
    Recall,
    Revive,
    Serve,
    Skip,
    Transfer,
    Unhold,
)
from data.model.query import AskBoard, AskDay, AskWindow
from data.model.ticket import TicketStatus
from data.model.view import WindowView
from tests.support.sitting import Sitting


def skipped(desk: Sitting, window: str = "3") -> str:
    """A ticket that a window called three times and passed over."""
    ticket = desk.done(CallNext, window=window).stream
    for _ in range(2):
        desk.later(20)
        desk.done(Recall, ticket=ticket, window=window)
    desk.done(Skip, ticket=ticket, window=window)
    return ticket


def window(desk: Sitting, code: str = "3") -> WindowView:
    """The window now."""
    return desk.hall.ask(AskWindow(window=code))


class TestTheWindowsOwnTickets:
    def test_the_last_three_passed_over_are_told_the_last_one_first(self, desk: Sitting) -> None:
        for _ in range(5):
            desk.take()
        over = [skipped(desk) for _ in range(4)]
        assert [each.id for each in window(desk).skipped] == over[:0:-1]
        assert window(desk, "4").skipped == ()
        desk.done(Revive, ticket=over[3])
        assert [each.id for each in window(desk).skipped] == over[2::-1]

    def test_tickets_put_aside_are_told_the_first_one_first(self, desk: Sitting) -> None:
        held = []
        for reason in ("去复印", "去缴费"):
            held.append(desk.serving())
            desk.done(Hold, ticket=held[-1], reason=reason)
        assert [each.id for each in window(desk).held] == held
        assert {each.status for each in window(desk).held} == {TicketStatus.HELD}
        assert window(desk, "4").held == ()
        desk.done(Unhold, ticket=held[0])
        assert [each.id for each in window(desk).held] == held[1:]

    def test_yesterdays_tickets_do_not_come_back(self, desk: Sitting) -> None:
        desk.take()
        skipped(desk)
        ticket = desk.serving()
        desk.done(Hold, ticket=ticket, reason="去复印")
        desk.on("2026-03-19")
        assert (window(desk).held, window(desk).skipped) == ((), ())

    def test_the_minutes_of_the_service_are_told(self, desk: Sitting) -> None:
        ticket = desk.serving()
        desk.later(301)
        active = window(desk).active
        assert active is not None
        assert (active.id, active.service) == (ticket, 5)
        assert active.called is not None
        assert active.served is not None
        assert active.called < active.served

    def test_who_was_only_called_is_not_being_served(self, desk: Sitting) -> None:
        desk.take()
        desk.done(CallNext)
        desk.later(301)
        active = window(desk).active
        assert active is not None
        assert (active.served, active.service) == (None, 0)


class TestTheHallsScreen:
    def test_the_newest_call_comes_first_with_its_window(self, desk: Sitting) -> None:
        desk.serving()
        desk.take("insurance")
        called = desk.done(CallNext, window="5")
        board = desk.hall.ask(AskBoard())
        assert [(each.number, each.window, each.window_name, each.status) for each in board.calls] == [
            ("B001", "5", "5号窗口", TicketStatus.CALLED),
            ("A001", "3", "3号窗口", TicketStatus.SERVING),
        ]
        assert (board.calls[0].since, board.calls[0].calls) == (called.at, 1)
        assert board.day == desk.today.date()

    def test_who_is_called_once_more_comes_first_again(self, desk: Sitting) -> None:
        for _ in range(2):
            desk.take()
        first = desk.done(CallNext).stream
        desk.done(CallNext, window="4")
        desk.later(20)
        desk.done(Recall, ticket=first)
        calls = desk.hall.ask(AskBoard()).calls
        assert [(each.number, each.calls) for each in calls] == [("A001", 2), ("A002", 1)]

    def test_every_zone_says_how_many_wait(self, desk: Sitting) -> None:
        for _ in range(2):
            desk.take()
        desk.take("insurance")
        desk.done(CallNext)
        zones = desk.hall.ask(AskBoard()).zones
        assert [(each.letter, each.waiting) for each in zones] == [("A", 1), ("B", 1)]

    def test_who_has_gone_is_no_longer_there(self, desk: Sitting) -> None:
        desk.done(FinishTicket, ticket=desk.serving())
        desk.done(Hold, ticket=desk.serving(), reason="去复印")
        assert desk.hall.ask(AskBoard()).calls == ()

    def test_yesterdays_calls_are_not_shown(self, desk: Sitting) -> None:
        desk.serving()
        desk.on("2026-03-19")
        assert desk.hall.ask(AskBoard()).calls == ()


class TestTheBalanceOfADay:
    def test_every_number_is_accounted_for(self, desk: Sitting) -> None:
        for _ in range(7):
            desk.take()
        desk.done(FinishTicket, ticket=desk.done(Serve, ticket=desk.done(CallNext).stream).stream)
        skipped(desk)
        held = desk.done(Serve, ticket=desk.done(CallNext).stream).stream
        desk.done(Hold, ticket=held, reason="去复印")
        desk.done(Serve, ticket=desk.done(CallNext).stream)
        desk.done(CallNext, window="4")
        day = desk.hall.ask(AskDay())
        assert (day.taken, day.served, day.not_served) == (7, 1, 0)
        assert (day.waiting, day.called, day.serving, day.held, day.skipped) == (2, 1, 1, 1, 1)
        assert day.never_called == 2
        assert [each.number for each in day.unfinished] == [f"A00{serial}" for serial in range(2, 8)]
        assert not day.over

    def test_a_wait_ends_with_the_first_call(self, desk: Sitting) -> None:
        desk.take()
        desk.later(600)
        ticket = desk.done(CallNext).stream
        desk.later(600)
        desk.done(Recall, ticket=ticket)
        day = desk.hall.ask(AskDay())
        assert (day.average_wait, day.longest_wait, day.never_called) == (10, 10, 0)

    def test_waits_are_averaged_over_those_who_were_called(self, desk: Sitting) -> None:
        for _ in range(3):
            desk.take()
        for window in ("3", "4"):
            desk.later(600)
            desk.done(CallNext, window=window)
        day = desk.hall.ask(AskDay())
        assert (day.average_wait, day.longest_wait, day.never_called) == (15, 20, 1)

    def test_a_day_without_calls_has_no_waits(self, desk: Sitting) -> None:
        desk.take()
        day = desk.hall.ask(AskDay())
        assert (day.average_wait, day.longest_wait, day.never_called) == (None, None, 1)
        assert day.windows == ()

    def test_a_window_s_time_does_not_count_what_was_put_aside(self, desk: Sitting) -> None:
        ticket = desk.serving()
        desk.later(4 * 60)
        desk.done(Hold, ticket=ticket, reason="去复印")
        desk.later(60 * 60)
        desk.done(Unhold, ticket=ticket)
        desk.later(4 * 60)
        desk.done(FinishTicket, ticket=ticket)
        (line,) = desk.hall.ask(AskDay()).windows
        assert (line.code, line.attended, line.average) == ("3", 1, 8)

    def test_each_window_counts_its_own_part_of_a_transferred_ticket(self, desk: Sitting) -> None:
        ticket = desk.serving()
        desk.later(6 * 60)
        desk.done(Transfer, ticket=ticket, to_window="4", reason="专窗")
        desk.done(CallNext, window="4")
        desk.done(Serve, ticket=ticket, window="4")
        desk.later(10 * 60)
        desk.done(FinishTicket, ticket=ticket, window="4")
        lines = desk.hall.ask(AskDay()).windows
        assert [(each.code, each.attended, each.average) for each in lines] == [("3", 1, 6), ("4", 1, 10)]

    def test_after_closing_what_was_not_served_is_not_served(self, desk: Sitting) -> None:
        ticket = desk.take().stream
        desk.on("2026-03-18", 17, 30)
        assert desk.hall.ask(AskDay()).over
        desk.done(CloseTicket, ticket=ticket)
        day = desk.hall.ask(AskDay())
        assert (day.taken, day.served, day.not_served, day.unfinished) == (1, 0, 1, ())

    def test_another_day_is_asked_for_by_its_date(self, desk: Sitting) -> None:
        desk.take()
        yesterday = desk.today.date()
        desk.on("2026-03-19")
        assert desk.hall.ask(AskDay()).taken == 0
        day = desk.hall.ask(AskDay(day=yesterday))
        assert (day.taken, day.over) == (1, True)

    def test_a_service_forgotten_overnight_is_ended_the_next_day_and_counts_for_no_time(
        self, desk: Sitting
    ) -> None:
        ticket = desk.serving()
        yesterday = desk.today.date()
        desk.on("2026-03-19")
        desk.take()
        assert desk.refused(CallNext) == "window_busy"
        desk.done(FinishTicket, ticket=ticket)
        assert desk.done(CallNext).number == "A001"
        day = desk.hall.ask(AskDay(day=yesterday))
        assert (day.served, day.unfinished, day.windows) == (1, (), ())
