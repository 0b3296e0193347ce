"""The lights of lists: the days on which they change, without reading the case again."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.law.calendar.working_days import published
from data.law.clocks import clocks
from data.law.ledger import Ledger, StepDates, latest
from data.law.light import (
    due_at,
    gravest,
    leading,
    left_at,
    light_at,
    signals,
    step_signals,
)
from data.model.case import Correction, Debt, Suspension
from data.model.item import SuspensionKind
from data.model.legal.clock import ClockKind, Light, Signals
from data.model.legal.time_zone import SHANGHAI

CALENDAR = published()
MONDAY = date(2026, 3, 2)
FILED = Ledger(received=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), promised=10, statutory=20)
HANDLED = replace(FILED, accepted=MONDAY)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def stop(noticed: str, days: int = 5) -> Suspension:
    return Suspension(kind=SuspensionKind.HEARING, noticed=day(noticed), days=days)


def test_a_case_in_handling_turns_yellow_red_and_red_by_law() -> None:
    marks = signals(HANDLED, CALENDAR)
    assert marks == Signals(
        running=True,
        yellow_from=day("03-13"),
        red_from=day("03-17"),
        law_from=day("03-31"),
        due=day("03-16"),
        law_due=day("03-30"),
    )


def test_a_case_waiting_for_acceptance_is_yellow_for_a_stretch_and_then_handled_from_receipt() -> None:
    marks = signals(FILED, CALENDAR)
    assert (marks.accept_from, marks.accept_until) == (day("03-06"), day("03-09"))
    lights = {text: light_at(marks, day(text)) for text in ("03-05", "03-06", "03-09", "03-10", "03-13")}
    assert lights == {
        "03-05": Light.GREEN,
        "03-06": Light.YELLOW,
        "03-09": Light.YELLOW,
        "03-10": Light.GREEN,
        "03-13": Light.YELLOW,
    }


def test_a_promise_shorter_than_the_decision_on_acceptance_is_red_only_after_that() -> None:
    marks = signals(replace(FILED, promised=3), CALENDAR)
    assert (marks.red_from, marks.due) == (day("03-10"), day("03-05"))
    assert left_at(marks, day("03-10"), CALENDAR) == -3


def test_a_frozen_case_shows_the_days_left_when_it_resumes() -> None:
    marks = signals(replace(HANDLED, suspensions=(stop("03-05", 30),)), CALENDAR)
    assert light_at(marks, day("03-20")) is Light.FROZEN
    assert left_at(marks, day("03-20"), CALENDAR) == 7
    assert due_at(marks, day("03-20")) is None


def test_a_finished_case_has_no_light_on_any_day() -> None:
    done = replace(HANDLED, decided=day("03-10"), granted=True, delivered=day("03-11"), ended=day("03-11"))
    assert signals(done, CALENDAR) == Signals()
    assert light_at(Signals(), day("12-31")) is Light.NONE


def test_while_a_correction_is_open_there_is_no_light() -> None:
    waiting = replace(FILED, corrections=(Correction(number=1, told=day("03-04"), materials=("a",)),))
    assert signals(waiting, CALENDAR) == Signals()


def test_the_list_shows_what_is_left_of_the_clock_that_gives_the_light() -> None:
    marks = signals(replace(HANDLED, debts=(Debt(material="a", days=8),)), CALENDAR)
    assert (due_at(marks, day("03-11")), left_at(marks, day("03-11"), CALENDAR)) == (day("03-12"), 1)
    assert (due_at(marks, day("04-01")), left_at(marks, day("04-01"), CALENDAR)) == (day("03-30"), -2)


def test_a_light_that_needs_an_unpublished_year_is_provisional() -> None:
    late = replace(HANDLED, received=datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), accepted=date(2026, 12, 1))
    assert not signals(late, CALENDAR).provisional
    assert signals(replace(late, promised=25, statutory=30), CALENDAR).provisional
    assert signals(replace(late, promised=10, statutory=30), CALENDAR).provisional


def test_a_step_has_signals_of_its_own() -> None:
    steps = (
        StepDates(step="examine", started=day("03-04"), limit=3),
        StepDates(step="visit", started=day("03-04"), finished=day("03-05"), limit=3),
        StepDates(step="decide", started=day("03-04")),
    )
    marks = step_signals(replace(HANDLED, steps=steps), CALENDAR)
    assert set(marks) == {"examine"}
    assert light_at(marks["examine"], day("03-10")) is Light.RED
    assert light_at(signals(replace(HANDLED, steps=steps), CALENDAR), day("03-10")) is Light.GREEN


def test_statutory_red_outweighs_promised_red_and_that_yellow_frozen_and_green() -> None:
    assert Light.LAW > Light.RED > Light.YELLOW > Light.FROZEN > Light.GREEN > Light.NONE


def test_without_clocks_there_is_neither_light_nor_leading_clock() -> None:
    assert gravest(()) is Light.NONE
    assert leading(()) is None


limits = st.one_of(st.none(), st.integers(0, 40))
starts = st.dates(date(2004, 1, 1), date(2026, 12, 31))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Ledgers of every stage; the invented histories of the brute force are the wider test."""
    filed = draw(starts)
    hour = draw(st.integers(0, 23))
    ledger = Ledger(
        received=datetime(filed.year, filed.month, filed.day, hour, tzinfo=SHANGHAI),
        instant=draw(st.booleans()),
        promised=draw(limits),
        statutory=draw(limits),
        warn_days=draw(st.integers(0, 6)),
        extension=draw(st.sampled_from((0, 0, 5, 10))),
    )
    if draw(st.booleans()):
        return ledger
    accepted = filed + timedelta(days=draw(st.integers(0, 9)))
    ledger = replace(ledger, accepted=accepted, deemed=draw(st.booleans()))
    noticed = accepted + timedelta(days=draw(st.integers(0, 40)))
    resumed = draw(st.one_of(st.none(), st.integers(0, 40)))
    suspension = Suspension(
        kind=SuspensionKind.AUCTION,
        noticed=noticed,
        days=draw(st.integers(1, 20)),
        resumed=None if resumed is None else noticed + timedelta(days=resumed),
    )
    if draw(st.booleans()):
        ledger = replace(ledger, suspensions=(suspension,))
    if draw(st.booleans()):
        ledger = replace(ledger, debts=(Debt(material="a", days=draw(st.integers(1, 40))),))
    return ledger


@given(ledgers(), st.integers(0, 120))
def test_a_lists_light_is_the_gravest_of_the_cases_own_clocks(ledger: Ledger, later: int) -> None:
    today = latest(ledger) + timedelta(days=later)
    found, marks = clocks(ledger, today, CALENDAR), signals(ledger, CALENDAR)
    assert light_at(marks, today) is gravest(found)
    first = leading(found)
    assert due_at(marks, today) == (first.due if first else None)
    assert left_at(marks, today, CALENDAR) == (first.left if first else None)


@given(ledgers())
def test_no_light_grows_milder_with_time_save_when_acceptance_is_deemed(ledger: Ledger) -> None:
    marks, start = signals(ledger, CALENDAR), latest(ledger)
    lights = [light_at(marks, start + timedelta(days=number)) for number in range(100)]
    softened = [number for number in range(1, 100) if lights[number] < lights[number - 1]]
    deemed = marks.accept_until + timedelta(days=1) if marks.accept_until is not None else None
    assert all(start + timedelta(days=number) == deemed for number in softened)


def test_only_the_steps_are_left_out_of_the_cases_light() -> None:
    rng = random.Random(7)
    steps = tuple(StepDates(step=f"s{n}", started=MONDAY, limit=rng.randint(0, 3)) for n in range(5))
    found = clocks(replace(HANDLED, steps=steps), day("03-10"), CALENDAR)
    assert {each.kind for each in found if each.light is Light.RED} == {ClockKind.STEP}
    assert gravest(found) is Light.GREEN
