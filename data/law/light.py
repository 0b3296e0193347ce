"""The lights of a case: the gravest of its own clocks, and the days on which a list's light changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from data.law.calendar.working_days import Calendar
from data.law.course import Acceptance, Course, acceptance, acceptance_course, accepted_by, courses
from data.law.ledger import Ledger
from data.model.legal.clock import Clock, ClockKind, Light, Signals

_DAY = timedelta(days=1)


def gravest(clocks: Iterable[Clock]) -> Light:
    """The case's light: the gravest of its own clocks. A step's light is the step's."""
    return max((each.light for each in clocks if each.kind is not ClockKind.STEP), default=Light.NONE)


def leading(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that gives the case its light, of several the one with the fewest days left."""
    lit = [each for each in clocks if each.kind is not ClockKind.STEP and each.light is not Light.NONE]
    return min(lit, key=lambda each: (-each.light, each.left), default=None)


def signals(ledger: Ledger, calendar: Calendar) -> Signals:
    """The days on which the case's light changes if nothing else happens.

    From the ledger's last event on, `light_at(signals, today)` is the gravest of the case's own clocks.
    """
    if ledger.instant:
        own = [each for each in courses(ledger, ledger.accepted, calendar) if _runs(each)]
        return _signals(own, None, None, calendar)
    stretch = acceptance(ledger, calendar)
    accepted = accepted_by(stretch, date.max)
    own = [each for each in courses(ledger, accepted, calendar) if _runs(each)]
    if not stretch.open:
        return _signals(own, None, None, calendar)
    return _signals(own, stretch, acceptance_course(stretch, ledger), calendar)


def step_signals(ledger: Ledger, calendar: Calendar) -> Mapping[str, Signals]:
    """The days on which each running step's own light changes, by the step's code."""
    return {
        each.subject: _signals([each], None, None, calendar)
        for each in courses(ledger, None, calendar)
        if each.kind is ClockKind.STEP and each.ended is None
    }


def light_at(signals: Signals, today: date) -> Light:
    """The light on a day from the last event on, if nothing else happens until then."""
    if signals.law_from is not None and today >= signals.law_from:
        return Light.LAW
    if signals.red_from is not None and today >= signals.red_from:
        return Light.RED
    if signals.yellow_from is not None and today >= signals.yellow_from:
        return Light.YELLOW
    deciding = signals.accept_until is not None and today <= signals.accept_until
    if deciding and signals.accept_from is not None and today >= signals.accept_from:
        return Light.YELLOW
    if signals.frozen:
        return Light.FROZEN
    if deciding or (signals.running and signals.due is not None):
        return Light.GREEN
    return Light.NONE


def due_at(signals: Signals, today: date) -> date | None:
    """The due date that a list shows on a day: that of the clock which gives the light, None if frozen."""
    match light_at(signals, today):
        case Light.NONE | Light.FROZEN:
            return None
        case Light.LAW:
            return signals.law_due
        case _:
            deciding = signals.accept_until is not None and today <= signals.accept_until
            return signals.accept_until if deciding else signals.due


def left_at(signals: Signals, today: date, calendar: Calendar) -> int | None:
    """The working days left that a list shows on a day; None where there is no light."""
    if light_at(signals, today) is Light.FROZEN:
        return signals.left
    due = due_at(signals, today)
    return None if due is None else calendar.count(today, due)


def _runs(course: Course) -> bool:
    return course.kind is not ClockKind.STEP and course.ended is None


def _signals(
    own: list[Course], stretch: Acceptance | None, deciding: Course | None, calendar: Calendar
) -> Signals:
    frozen = [each.left for each in own if each.due is None]
    dated = [(each, each.due) for each in own if each.due is not None]
    law = [due for each, due in dated if each.over is Light.LAW]
    red = [due for each, due in dated if each.over is Light.RED]
    yellow = [day for each in own if (day := _yellow_from(each, calendar)) is not None]
    floor = stretch.due + _DAY if stretch is not None else date.min

    def begins(days: list[date], after: timedelta) -> date | None:
        return max(floor, min(days) + after) if days else None

    due = min((due for _, due in dated), default=None)
    known = [day for day in (due, stretch.due if stretch else None) if day is not None]
    return Signals(
        running=bool(own) or stretch is not None,
        frozen=bool(frozen),
        accept_from=_yellow_from(deciding, calendar) if deciding is not None else None,
        accept_until=stretch.due if stretch is not None else None,
        yellow_from=begins(yellow, timedelta()),
        red_from=begins(red, _DAY),
        law_from=begins(law, _DAY),
        provisional=any(day > calendar.horizon for day in (*known, *law)),
        due=due,
        law_due=min(law, default=None),
        left=min(frozen, default=None),
    )


def _yellow_from(course: Course, calendar: Calendar) -> date | None:
    """The first day on which no more than the warning's days are left."""
    if course.due is None or course.warn < 0:
        return None
    return max(course.start, calendar.nth(calendar.rank(course.due) - course.warn))
