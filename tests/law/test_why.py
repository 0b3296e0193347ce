"""Why a light: every day counted or not with its reason, the law, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.law.calendar.overlay import LocalDay, Overlay
from data.law.calendar.working_days import Calendar, published
from data.law.clocks import clocks
from data.law.ledger import Ledger, StepDates
from data.law.why import explain, explain_case, extendable
from data.model.case import Correction, Debt, Suspension
from data.model.item import SuspensionKind
from data.model.legal.clock import ClockKind, Light, Running
from data.model.legal.explanation import Began, Change, DayKind, Explanation
from data.model.legal.time_zone import SHANGHAI
from data.port.explanation_json import explanation_json
from data.texts import Language, texts
from data.texts.explanation import clock_name, explained

CALENDAR = published()
ZH, EN = texts(Language.ZH), texts(Language.EN)
MONDAY = date(2026, 3, 2)
FILED = Ledger(received=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), promised=10, statutory=20)
HANDLED = replace(FILED, accepted=MONDAY)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def stop(noticed: str, resumed: str | None = None) -> Suspension:
    return Suspension(
        kind=SuspensionKind.TESTING,
        noticed=day(noticed),
        days=10,
        resumed=day(resumed) if resumed else None,
    )


def why(kind: ClockKind, ledger: Ledger, today: str, calendar: Calendar = CALENDAR) -> Explanation:
    clock = next(each for each in clocks(ledger, day(today), calendar) if each.kind is kind)
    return explain(ledger, clock, day(today), calendar)


def test_the_vector_with_a_suspension_is_told_day_by_day() -> None:
    ledger = replace(HANDLED, promised=20, suspensions=(stop("03-05", "03-19"),))
    told = why(ClockKind.PROMISED, ledger, "03-20")
    assert [(line.number, line.first) for line in told.lines[:3]] == [
        (1, day("03-03")),
        (2, day("03-04")),
        (3, day("03-05")),
    ]
    suspended = told.lines[3]
    assert (suspended.kind, suspended.first, suspended.last) == (
        DayKind.SUSPENDED,
        day("03-06"),
        day("03-19"),
    )
    assert (suspended.working, suspended.name, told.excluded) == (10, "testing", 10)
    assert (told.lines[-1].number, told.lines[-1].last) == (20, day("04-14"))
    assert DayKind.HOLIDAY in {line.kind for line in told.lines}


def test_weekend_holiday_and_make_up_day_are_told_apart_and_by_name() -> None:
    ledger = replace(
        FILED, received=datetime(2026, 9, 30, 9, tzinfo=SHANGHAI), accepted=day("09-30"), promised=5
    )
    told = explained(why(ClockKind.PROMISED, ledger, "10-08"), EN)
    assert "not counted  2026-10-01 Thu to 2026-10-07 Wed  holiday: National Day" in told
    assert "day 1  2026-10-08 Thu  <- today" in told
    assert "day 3  2026-10-10 Sat  make-up day worked (National Day)" in told
    assert "not counted  2026-10-11 Sun  weekend" in told
    assert "第 3 日  2026-10-10 周六  调休上班（国庆节）" in explained(
        why(ClockKind.PROMISED, ledger, "10-08"), ZH
    )


def test_local_days_are_told_by_the_halls_own_name() -> None:
    days = {day("03-04"): LocalDay(False, "停电"), day("03-07"): LocalDay(True, "加班")}
    told = explained(
        why(ClockKind.PROMISED, replace(HANDLED, promised=4), "03-03", Calendar(Overlay("1", days))), ZH
    )
    assert "不计  2026-03-04 周三  本地放假（停电）" in told
    assert "第 4 日  2026-03-07 周六  本地工作日（加班）" in told


def test_a_deemed_acceptance_says_when_nothing_had_been_told() -> None:
    told = why(ClockKind.PROMISED, FILED, "03-10")
    assert (told.began, told.lapsed) == (Began.DEEMED, day("03-09"))
    assert explained(told, ZH)[1] == ("起算：2026-03-02 周一，至 2026-03-09 未告知，视为自该日受理，当日不计")
    ended = why(ClockKind.ACCEPTANCE, FILED, "03-10")
    assert explained(ended, EN)[-1] == (
        "Nothing was told by the end of 2026-03-09 Mon: accepted as of 2026-03-02"
    )


def test_an_extension_and_the_article_are_told() -> None:
    told = explained(why(ClockKind.STATUTORY, replace(HANDLED, extension=10), "03-03"), EN)
    assert "Extended once, working days added: 10, in all: 30" in told
    assert "Law: Administrative Licensing Law, Art. 42" in told


@pytest.mark.parametrize(
    ("ledger", "kind", "today", "changes"),
    [
        (FILED, ClockKind.ACCEPTANCE, "03-03", (Change.ACCEPT, Change.CORRECT)),
        (FILED, ClockKind.ACCEPTANCE, "03-10", ()),
        (
            replace(FILED, corrections=(Correction(number=1, told=day("03-04"), materials=("a",)),)),
            ClockKind.ACCEPTANCE,
            "03-10",
            (Change.ANSWER,),
        ),
        (HANDLED, ClockKind.PROMISED, "03-03", (Change.DECIDE, Change.SUSPEND, Change.EXTEND)),
        (HANDLED, ClockKind.PROMISED, "03-31", (Change.DECIDE,)),
        (replace(HANDLED, extension=5), ClockKind.PROMISED, "03-03", (Change.DECIDE, Change.SUSPEND)),
        (
            replace(HANDLED, suspensions=(stop("03-05"),)),
            ClockKind.PROMISED,
            "03-10",
            (Change.RESUME, Change.EXTEND),
        ),
        (replace(HANDLED, suspensions=(stop("03-05"),)), ClockKind.SUSPENSION, "03-10", (Change.RESUME,)),
        (replace(HANDLED, debts=(Debt(material="a", days=3),)), ClockKind.DEBT, "03-10", (Change.SETTLE,)),
        (
            replace(HANDLED, steps=(StepDates(step="examine", started=MONDAY, limit=5),)),
            ClockKind.STEP,
            "03-03",
            (Change.FINISH, Change.SUSPEND),
        ),
        (
            replace(HANDLED, decided=day("03-10"), granted=True),
            ClockKind.DELIVERY,
            "03-11",
            (Change.DELIVER,),
        ),
        (replace(HANDLED, decided=day("03-10")), ClockKind.PROMISED, "03-11", ()),
        (
            replace(HANDLED, promised=300, statutory=None),
            ClockKind.PROMISED,
            "03-03",
            (Change.DECIDE, Change.SUSPEND, Change.PUBLISH),
        ),
        (replace(FILED, instant=True), ClockKind.INSTANT, "03-02", (Change.DECIDE,)),
    ],
)
def test_what_would_change_a_light_is_told(
    ledger: Ledger, kind: ClockKind, today: str, changes: tuple[Change, ...]
) -> None:
    assert why(kind, ledger, today).changes == changes


def test_an_extension_is_offered_until_the_statutory_limit_is_over() -> None:
    assert extendable(HANDLED, day("03-30"), CALENDAR)
    assert not extendable(HANDLED, day("03-31"), CALENDAR)
    assert not extendable(replace(HANDLED, most_extension=0), day("03-03"), CALENDAR)
    assert not extendable(FILED, day("03-03"), CALENDAR)


def test_a_frozen_clock_is_told_up_to_today() -> None:
    told = why(ClockKind.PROMISED, replace(HANDLED, suspensions=(stop("03-05"),)), "03-20")
    assert told.lines[-1].last == day("03-20")
    assert "停，恢复后还剩 7 个工作日" in explained(told, ZH)[0]


def test_a_case_tells_first_the_clock_that_gives_its_light_and_its_steps_last() -> None:
    ledger = replace(
        HANDLED,
        debts=(Debt(material="a", days=3),),
        steps=(StepDates(step="examine", started=MONDAY, limit=1),),
    )
    told = explain_case(ledger, day("03-10"), CALENDAR)
    assert [each.clock.kind for each in told] == [
        ClockKind.DEBT,
        ClockKind.PROMISED,
        ClockKind.STATUTORY,
        ClockKind.STEP,
    ]


def test_a_step_or_material_is_called_by_the_name_given() -> None:
    ledger = replace(HANDLED, debts=(Debt(material="m1", days=3),))
    clock = why(ClockKind.DEBT, ledger, "03-03").clock
    assert clock_name(clock, ZH, "健康证明") == "容缺材料期限（健康证明）"
    assert clock_name(clock, ZH) == "容缺材料期限（m1）"


def test_the_explanation_as_json() -> None:
    told = json.loads(json.dumps(explanation_json(why(ClockKind.PROMISED, HANDLED, "03-17"))))
    assert (told["clock"], told["light"], told["due"], told["left"]) == (
        "promised",
        "red",
        "2026-03-16",
        -1,
    )
    assert told["lines"][0]["number"] == 1


def test_the_heading_says_the_light_in_words() -> None:
    heads = {
        today: explained(why(ClockKind.PROMISED, HANDLED, today), EN)[0]
        for today in ("03-03", "03-13", "03-16", "03-18")
    }
    assert heads == {
        "03-03": "promised limit: green, working days left: 9, due 2026-03-16",
        "03-13": "promised limit: yellow, working days left: 1, due 2026-03-16",
        "03-16": "promised limit: yellow, due today (2026-03-16)",
        "03-18": "promised limit: red, was due 2026-03-16, working days over: 2",
    }


def _stages() -> Iterator[tuple[Ledger, str]]:
    yield FILED, "03-03"
    yield FILED, "03-10"
    yield replace(FILED, corrections=(Correction(number=1, told=day("03-04"), materials=("a",)),)), "03-10"
    yield (
        replace(
            FILED,
            corrections=(Correction(number=1, told=day("03-04"), materials=("a",), answered=day("03-06")),),
        ),
        "03-09",
    )
    yield replace(FILED, instant=True), "03-02"
    full = replace(
        HANDLED,
        preliminary=True,
        promised=300,
        extension=5,
        suspensions=(stop("03-05", "03-06"), stop("03-09")),
        debts=(Debt(material="a", days=3),),
        steps=(StepDates(step="examine", started=MONDAY, limit=5),),
    )
    yield full, "03-10"
    yield replace(full, joint=True, suspensions=()), "03-10"
    yield replace(full, suspensions=(stop("03-05", "03-06"),), decided=day("03-10"), granted=True), "03-11"
    yield replace(HANDLED, received=datetime(2026, 1, 1, 9, tzinfo=SHANGHAI), accepted=day("01-01")), "12-31"


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_has_its_text_in_both_languages(language: Language) -> None:
    kinds = set()
    for ledger, today in _stages():
        for clock in clocks(ledger, day(today), CALENDAR):
            kinds.add(clock.kind)
            for line in explained(explain(ledger, clock, day(today), CALENDAR), texts(language)):
                assert line
                for key in ("why.", "clock.", "day.", "holiday.", "weekday.", "law.", "{", "}"):
                    assert key not in line
    assert kinds == set(ClockKind)


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)), st.integers(0, 60), spans, st.integers(0, 100))
def test_the_days_told_are_all_days_in_order_and_end_with_the_limit(
    start: date, promised: int, gaps: list[tuple[int, int]], later: int
) -> None:
    suspensions, last = [], start
    for wait, length in gaps:
        noticed = last + timedelta(days=wait)
        last = noticed + timedelta(days=length)
        suspensions.append(Suspension(kind=SuspensionKind.TENDER, noticed=noticed, days=5, resumed=last))
    ledger = Ledger(
        received=datetime(start.year, start.month, start.day, tzinfo=SHANGHAI),
        accepted=start,
        promised=promised,
        suspensions=tuple(suspensions),
    )
    today = last + timedelta(days=later)
    clock = next(each for each in clocks(ledger, today, CALENDAR) if each.kind is ClockKind.PROMISED)
    told = explain(ledger, clock, today, CALENDAR)
    assert clock.running is Running.RUNNING
    assert clock.light is not Light.NONE
    expected = start
    for line in told.lines:
        assert line.first == expected + timedelta(days=1)
        expected = line.last
    assert expected == clock.due
    assert [line.number for line in told.lines if line.number is not None] == list(range(1, promised + 1))
