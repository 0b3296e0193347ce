"""The queue at the window: numbers given out, called out of order, raised, put aside, passed over, ended."""

from __future__ import annotations

from datetime import timedelta

from data.model.query import AskDay, AskQueue
from data.model.ticket import TicketStatus
from data.model.view import DayView, TicketLine, WindowView
from data.time_source import TravellingClock, at
from tests.support.desk.seat import Seat, Sit
from tests.support.halls.demo_hall import TODAY


def window(seat: Seat) -> WindowView:
    """The window as the desk knows it."""
    view = seat.app.desk.state.window
    assert view is not None
    return view


def active(seat: Seat) -> TicketLine:
    """The ticket at the window."""
    ticket = window(seat).active
    assert ticket is not None
    return ticket


async def queue(seat: Seat) -> list[TicketLine]:
    """Those who wait, in the order of calling."""
    lines: list[TicketLine] = []
    seat.app.desk.hall.ask(AskQueue(window="3"), lambda page: lines.extend(page.lines))
    await seat.quiet()
    return lines


async def waiting(seat: Seat) -> None:
    """Turn to those who wait."""
    while seat.app.desk.queue.tab != "waiting":
        await seat.press("left_square_bracket")


async def test_a_ticket_is_called_out_of_order_for_a_reason_of_the_list(sit: Sit) -> None:
    async with sit() as seat:
        await waiting(seat)
        second = (await queue(seat))[1]
        await seat.press("j", "G")
        assert "1 年老、残疾" in seat.text
        await seat.press("6", "enter")
        assert active(seat).number == second.number
        assert active(seat).status is TicketStatus.CALLED


async def test_a_reason_may_be_typed_and_narrows_the_list(sit: Sit) -> None:
    async with sit() as seat:
        await waiting(seat)
        await seat.press("j", "P")
        await seat.type("领取")
        assert "6 只领取结果" in seat.text
        assert "军人" not in seat.text
        second = (await queue(seat))[1]
        await seat.press("enter")
        assert (await queue(seat))[0].number == second.number or second.priority != "none"


async def test_a_ticket_is_put_aside_and_gone_on_with_by_one_key(sit: Sit) -> None:
    async with sit() as seat:
        await seat.press("n", "e", "H", "1", "enter")
        assert window(seat).active is None
        [held] = window(seat).held
        await seat.press("O")
        assert active(seat).number == held.number
        assert active(seat).status is TicketStatus.SERVING


async def skip_next(seat: Seat, clock: TravellingClock) -> str:
    """Call the next three times, and pass over; the number."""
    await seat.press("n")
    number = active(seat).number
    for _ in range(2):
        clock.advance(timedelta(seconds=30))
        await seat.press("R")
    await seat.press("K")
    return number


async def test_who_was_passed_over_comes_back_by_one_key(sit: Sit, clock: TravellingClock) -> None:
    async with sit() as seat:
        while window(seat).skipped:
            await seat.press("V")
        await seat.press("V")
        assert "没有可以恢复" in seat.message
        number = await skip_next(seat, clock)
        assert window(seat).active is None
        await seat.press("V")
        assert window(seat).skipped == ()
        assert number in [each.number for each in (await queue(seat))[:2]]


async def test_of_several_passed_over_one_is_chosen(sit: Sit, clock: TravellingClock) -> None:
    async with sit() as seat:
        while window(seat).skipped:
            await seat.press("V")
        first, last = await skip_next(seat, clock), await skip_next(seat, clock)
        assert [each.number for each in window(seat).skipped] == [last, first]
        await seat.press("V")
        assert last in seat.text
        await seat.press("2", "enter")
        assert [each.number for each in window(seat).skipped] == [last]
        assert first in [each.number for each in await queue(seat)]


async def test_a_recall_too_soon_is_told_and_possible_once_the_time_has_passed(
    sit: Sit, clock: TravellingClock
) -> None:
    async with sit() as seat:
        await seat.press("n", "R")
        assert "刚叫过" in seat.message
        clock.advance(timedelta(seconds=20))
        await seat.press("R")
        assert active(seat).calls == 2


async def test_the_next_is_called_in_the_same_key_that_ends_the_service(sit: Sit) -> None:
    async with sit() as seat:
        following = [each.number for each in (await queue(seat))[:2]]
        await seat.press("F")
        assert active(seat).number == following[0]
        await seat.press("e", "F")
        assert active(seat).number == following[1]
        assert active(seat).status is TicketStatus.CALLED


async def test_a_ticket_is_sent_to_one_window_and_keeps_its_number(sit: Sit) -> None:
    async with sit() as seat:
        await seat.press("n", "e")
        number = active(seat).number
        await seat.press("Z")
        view = seat.app.desk.state.view
        assert view is not None
        to = next(place for place, each in enumerate(view.windows) if each.code != "3")
        await seat.press(*["right"] * (len(view.zones) + to), "enter", "1", "enter")
        assert window(seat).active is None
        assert number in seat.message or "转" in seat.message


async def test_a_number_is_given_for_an_appointment_and_once_only_to_one_person(sit: Sit) -> None:
    async with sit() as seat:
        for _ in range(2):
            await seat.press("i", "tab", "2", "tab")
            await seat.type("25:00")
            await seat.press("f10")
            assert "10:30" in seat.text
            await seat.press("ctrl+u")
            await seat.type("16:30")
            await seat.press("enter")
            await seat.type("11010519491231002X")
            await seat.press("f10")
        assert "已有" in seat.message
        assert "V" in seat.message


async def test_the_service_time_and_the_day_s_balance_are_shown(sit: Sit, clock: TravellingClock) -> None:
    async with sit((80, 60)) as seat:
        await seat.press("n", "e")
        clock.advance(timedelta(minutes=7))
        await seat.press("f5")
        assert "办理中 7分" in seat.text
        await seat.press("J")
        assert "平均等候" in seat.text
        assert "还没有了结的号" in seat.text


async def test_the_day_is_ended_after_closing_and_nobody_unserved_is_called_served(
    sit: Sit, clock: TravellingClock
) -> None:
    async with sit() as seat:
        await seat.press("ctrl+e")
        assert "17:30" in seat.message
        clock.travel(at(TODAY, 18, 0))
        days: list[DayView] = []
        seat.app.desk.hall.ask(AskDay(), days.append)
        await seat.quiet()
        left = [each for each in days[0].unfinished if each.status is TicketStatus.SERVING]
        await seat.press("ctrl+e")
        if left:
            assert left[0].number in seat.message
            return
        assert "记为未办" in seat.text
        await seat.press("y")
        seat.app.desk.hall.ask(AskDay(), days.append)
        await seat.quiet()
        assert days[1].unfinished == ()
        assert days[1].served == days[0].served
