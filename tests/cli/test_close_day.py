"""`close-day`: who was not served is recorded so, once the day is over, and the balance is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.model.command import CallNext, FinishTicket, Hold, Serve
from data.model.query import AskDay
from data.model.view import DayView
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.cli.command_line import Cli
from tests.support.halls.small_hall import sqlite_hall
from tests.support.sitting import OPENED, Sitting

DAY, TOMORROW = "2026-03-18", "2026-03-19"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Sitting]:
    """A desk at which four numbers were taken: one is finished, one put aside, one called, one waits."""
    clock = TravellingClock(OPENED)
    with closing(sqlite_hall(clock, tmp_path)) as hall:
        desk = Sitting(hall, clock)
        desk.done(FinishTicket, ticket=desk.serving())
        desk.done(Hold, ticket=desk.serving(), reason="去复印")
        for _ in range(2):
            desk.take()
        desk.done(CallNext)
        yield desk


def options(desk: Sitting, *more: str, language: str = "en") -> list[str]:
    """The command line that closes the desk's day on the next one."""
    assert isinstance(desk.hall, SqlHall)
    days = ["--today", TOMORROW, "--day", DAY]
    return [
        "close-day",
        "--db",
        str(desk.hall.store.name),
        *days,
        "--user",
        "张敏",
        "--lang",
        language,
        *more,
    ]


def balance(desk: Sitting) -> DayView:
    """What became of the day's numbers."""
    return desk.hall.ask(AskDay(day=OPENED.date()))


def test_who_was_not_served_is_recorded_so_and_the_balance_told(desk: Sitting, cli: Cli) -> None:
    ran = cli(*options(desk))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "2026-03-18 is closed; 3 numbers are recorded as not served",
        "taken 4 = served 1 + not served 3",
        "never called at all: 1",
        "waiting: 0 min on average, 0 min at the longest",
        "3号窗口: 2 attended to, 0 min on average",
    ]
    day = balance(desk)
    assert (day.taken, day.served, day.not_served, day.unfinished) == (4, 1, 3, ())
    assert isinstance(desk.hall, SqlHall)
    assert verify(desk.hall.store.name).problems == ()


def test_the_balance_as_json(desk: Sitting, cli: Cli) -> None:
    ran = cli(*options(desk, "--json"))
    told = json.loads(ran.out)
    assert (told["closed"], told["taken"], told["served"], told["not_served"]) == (3, 4, 1, 3)
    assert told["unfinished"] == []


def test_a_day_s_balance_is_asked_for_by_its_date(desk: Sitting, cli: Cli) -> None:
    assert isinstance(desk.hall, SqlHall)
    asked = cli("ask", "day", f"day={DAY}", "--db", desk.hall.store.name)
    assert (asked.records[0]["taken"], asked.records[0]["served"]) == (4, 1)
    wrong = cli("ask", "day", "day=18.3.", "--db", desk.hall.store.name)
    assert (wrong.code, wrong.out) == (2, "")
    assert "18.3." in wrong.complaint


def test_closing_a_closed_day_changes_nothing(desk: Sitting, cli: Cli) -> None:
    cli(*options(desk))
    events = desk.events()
    again = cli(*options(desk, "--json"))
    assert (again.code, json.loads(again.out)["closed"], desk.events()) == (0, 0, events)


def test_who_is_being_served_is_named_with_the_window_and_nothing_is_written(desk: Sitting, cli: Cli) -> None:
    called = balance(desk).unfinished[1]
    desk.done(Serve, ticket=called.id)
    events = desk.events()
    ran = cli(*options(desk))
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint == f"{DAY}: still being served, finish these first: A003 at 3号窗口"
    assert desk.events() == events


def test_what_was_forgotten_overnight_is_finished_first_and_then_the_day_is_closed(
    desk: Sitting, cli: Cli
) -> None:
    called = balance(desk).unfinished[1]
    desk.done(Serve, ticket=called.id)
    assert isinstance(desk.hall, SqlHall)
    finish = json.dumps({"act": "finish_ticket", "ticket": called.id, "user": "张敏", "window": "3"})
    done = cli("do", "--db", desk.hall.store.name, "--today", TOMORROW, lines=finish)
    assert done.code == 0
    assert cli(*options(desk)).code == 0
    assert (balance(desk).served, balance(desk).not_served) == (2, 2)


def test_a_day_that_is_not_over_is_not_closed(desk: Sitting, cli: Cli) -> None:
    events = desk.events()
    ran = cli(*options(desk, "--day", "2026-03-20"))
    assert (ran.code, ran.complaint) == (1, "The day's queue is not closed before 17:30")
    assert desk.events() == events


def test_nothing_is_closed_in_a_file_opened_for_reading(desk: Sitting, cli: Cli) -> None:
    assert cli(*options(desk, "--read-only")).code == 4
    assert balance(desk).not_served == 0


def test_a_day_that_is_none_is_refused(desk: Sitting, cli: Cli) -> None:
    assert cli(*options(desk, "--day", "yesterday")).code == 2


def test_it_is_told_in_chinese_too(desk: Sitting, cli: Cli) -> None:
    ran = cli(*options(desk, language="zh"))
    assert ran.out.splitlines()[:2] == ["2026-03-18 已结束，3 个号记为未办", "取号 4 = 办结 1 + 未办 3"]
