"""The clocks of a case as of a day: derived from its ledger, stored nowhere."""

from __future__ import annotations

from datetime import date

from data.law.calendar.working_days import Calendar
from data.law.course import (
    Acceptance,
    Course,
    acceptance,
    acceptance_course,
    accepted_by,
    courses,
    left_on,
    light_on,
)
from data.law.ledger import Ledger
from data.model.legal.clock import Clock, Light, Running


def clocks(ledger: Ledger, today: date, calendar: Calendar) -> tuple[Clock, ...]:
    """Every clock of a case as of `today` (Asia/Shanghai), finished ones too, its steps last.

    Limits and what is left are working days. A `today` before the ledger's last event is answered with
    hindsight: to see what was known then, make the case from the events up to that day.

    Raises:
        OutOfCalendar: a day before 2004.
    """
    if ledger.instant:
        return tuple(_clock(each, today, calendar) for each in courses(ledger, ledger.accepted, calendar))
    stretch = acceptance(ledger, calendar)
    first = _acceptance(stretch, ledger, today, calendar)
    rest = courses(ledger, accepted_by(stretch, today), calendar)
    return (first, *(_clock(each, today, calendar) for each in rest))


def deemed_on(ledger: Ledger, today: date, calendar: Calendar) -> date | None:
    """The day as of which the case has become accepted because nothing was told in time (Art. 32(4)).

    None where acceptance is recorded, is not yet overdue, waits for the applicant, or will not come:
    a case withdrawn or declined, an instant item.
    """
    if ledger.instant or ledger.accepted is not None or ledger.ended is not None:
        return None
    return accepted_by(acceptance(ledger, calendar), today)


def _acceptance(stretch: Acceptance, ledger: Ledger, today: date, calendar: Calendar) -> Clock:
    course = acceptance_course(stretch, ledger)
    if stretch.lapsed or (stretch.open and today > stretch.due):
        return _value(course, calendar, 0, Running.DEEMED, Light.NONE, stretch.due)
    return _clock(course, today, calendar)


def _clock(course: Course, today: date, calendar: Calendar) -> Clock:
    if course.ended is not None:
        left = left_on(course, course.ended, calendar)
        return _value(course, calendar, left, Running.FINISHED, Light.NONE, course.ended)
    running = Running.RUNNING if course.due is not None else Running.FROZEN
    light = light_on(course, today, calendar)
    return _value(course, calendar, left_on(course, today, calendar), running, light, None)


def _value(
    course: Course, calendar: Calendar, left: int, running: Running, light: Light, ended: date | None
) -> Clock:
    return Clock(
        kind=course.kind,
        start=course.start,
        limit=course.limit,
        extension=course.extension,
        due=course.due,
        left=left,
        running=running,
        light=light,
        provisional=course.due is not None and course.due > calendar.horizon,
        article=course.article,
        subject=course.subject,
        ended=ended,
    )
