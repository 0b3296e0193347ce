"""Asked as of an earlier day, the hall answers as it would have answered then."""

from __future__ import annotations

from datetime import date

from data.model.case import Status
from data.model.command import Suspend
from data.model.item import SuspensionKind
from data.model.legal.clock import Light
from data.model.query import AskCounts, AskQueue, Tab
from data.model.view import CaseLine, Counts
from tests.support.sitting import Sitting

OPENED = date(2026, 3, 18)


def seen(desk: Sitting) -> tuple[dict[str, CaseLine], Counts]:
    """Every case and the status line, as the hall shows them now."""
    return {line.code: line for line in desk.lines(Tab.ALL)}, desk.hall.ask(AskCounts())


def test_lists_of_an_earlier_day_know_nothing_of_what_came_later(desk: Sitting) -> None:
    stays, moves = desk.accepted(), desk.accepted()
    then, counts = seen(desk)
    desk.on("2026-03-19")
    desk.done(Suspend, case=moves, kind=SuspensionKind.TESTING, days=5, reason="检测")
    later = desk.opened()
    assert {line.code for line in desk.lines(Tab.ALL)} == {stays, moves, later}
    lines = {line.code: line for line in desk.lines(Tab.ALL, today=OPENED)}
    assert lines == then
    assert desk.hall.ask(AskCounts(today=OPENED)) == counts
    assert lines[moves].status is Status.ACCEPTED
    assert desk.file(moves).line.light is Light.FROZEN
    assert desk.file(moves, today=OPENED).line.light is Light.GREEN


def test_a_case_of_an_earlier_day_shows_the_timeline_up_to_it(desk: Sitting) -> None:
    code = desk.opened()
    before = len(desk.file(code).timeline)
    desk.on("2026-03-20")
    desk.all_there(code)
    assert len(desk.file(code).timeline) > before
    assert len(desk.file(code, today=OPENED).timeline) == before


def test_tickets_of_an_earlier_day_are_where_they_were_at_its_end(desk: Sitting) -> None:
    desk.take()
    waiting = desk.waiting()
    desk.on("2026-03-19")
    desk.take()
    past = desk.hall.ask(AskQueue(today=OPENED))
    assert [line.number for line in past.lines] == waiting


def test_looking_back_changes_nothing(desk: Sitting) -> None:
    code = desk.accepted()
    desk.on("2026-03-20")
    desk.opened()
    now = seen(desk)
    desk.lines(Tab.ALL, today=OPENED)
    assert seen(desk) == now
    desk.handled(code)
