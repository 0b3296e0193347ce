"""What each clock of a case runs to, whatever the day: start, limit, suspensions, due date, end.

A working day d counts unless P < d <= R for a suspension noticed on P and resumed on R. A clock whose
suspension is open has no due date, unless its limit had run out by the day of the notice: then nothing
is left to stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from data.law.calendar.working_days import Calendar
from data.law.ledger import CORRECTION, EXCLUDED, HANDLING, Ledger
from data.model.case import Debt
from data.model.legal.article import LOCAL, Article, licensing
from data.model.legal.clock import ClockKind, Light
from data.model.legal.time_zone import shanghai

Stop: TypeAlias = tuple[date, date | None]
"""A suspension as (noticed, resumed)."""

ACCEPTANCE_DAYS = 5
PRELIMINARY_DAYS = 20
DELIVERY_DAYS = 10
NO_WARNING = -1

PRELIMINARY = licensing("43")
DELIVERY = licensing("44")
PROMISE = Article("ITEM", "")
"""What the item itself promises."""


@dataclass(frozen=True, slots=True)
class Course:
    """One clock, whatever the day.

    `due` None: frozen, with `left` working days to come. `warn` is the lead of its yellow light, below 0
    for none; `over` the light past the due date; `stops` the excluded time that it knows.
    """

    kind: ClockKind
    start: date
    limit: int
    due: date | None
    article: Article
    over: Light = Light.RED
    warn: int = NO_WARNING
    extension: int = 0
    left: int = 0
    stops: tuple[Stop, ...] = ()
    subject: str = ""
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The last stretch in which acceptance was to be decided (Art. 32(4)).

    `ended` is the day on which it was, or something else was told; `lapsed`: that came too late.
    `accepted` is the day as of which the case is accepted. With none of them the stretch is open, and
    after `due` the case is deemed accepted as of `start`.
    """

    start: date
    due: date
    ended: date | None = None
    lapsed: bool = False
    accepted: date | None = None

    @property
    def open(self) -> bool:
        """Whether nothing has been told or decided yet."""
        return self.ended is None and not self.lapsed


def acceptance(ledger: Ledger, calendar: Calendar) -> Acceptance:
    """How the decision on acceptance stands; five working days from receipt, or from the last answer.

    What is told or decided after the five days comes too late: the case was accepted by then, as of the
    day from which they ran, whatever the ledger records.
    """
    start = ledger.filed
    for correction in ledger.corrections:
        due = calendar.add(start, ACCEPTANCE_DAYS)
        if correction.told > due:
            return Acceptance(start, due, lapsed=True, accepted=start)
        if correction.answered is None:
            return Acceptance(start, due, ended=correction.told)
        start = correction.answered
    due = calendar.add(start, ACCEPTANCE_DAYS)
    if ledger.accepted is not None:
        if ledger.deemed:
            return Acceptance(start, due, lapsed=True, accepted=ledger.accepted)
        if ledger.accepted > due:
            return Acceptance(start, due, lapsed=True, accepted=start)
        return Acceptance(start, due, ended=max(start, ledger.accepted), accepted=ledger.accepted)
    ended = _first(ledger.decided, ledger.ended)
    if ended is not None and ended > due:
        return Acceptance(start, due, lapsed=True, accepted=start)
    return Acceptance(start, due, ended=ended)


def accepted_by(stretch: Acceptance, today: date) -> date | None:
    """The day as of which the case is accepted, told or deemed, by `today`; None while it is not."""
    if stretch.open and today > stretch.due:
        return stretch.start
    return stretch.accepted


def courses(ledger: Ledger, accepted: date | None, calendar: Calendar) -> Iterator[Course]:
    """Every clock but that of acceptance, for a case accepted as of a day; its steps last."""
    stops = tuple((each.noticed, each.resumed) for each in ledger.suspensions)
    handled = _first(ledger.decided, ledger.ended)
    if ledger.instant:
        yield _instant(ledger, stops, handled, calendar)
    elif accepted is not None:
        yield from _handling(ledger, accepted, stops, handled, calendar)
    for suspension in ledger.suspensions:
        yield Course(
            ClockKind.SUSPENSION,
            suspension.noticed,
            suspension.days,
            calendar.add(suspension.noticed, suspension.days),
            EXCLUDED,
            warn=ledger.warn_days,
            subject=suspension.kind.value,
            ended=_first(suspension.resumed, handled),
        )
    if accepted is not None:
        for debt in ledger.debts:
            yield _debt(ledger, debt, accepted, calendar)
    if ledger.decided is not None and not ledger.with_whole:
        yield Course(
            ClockKind.DELIVERY,
            ledger.decided,
            DELIVERY_DAYS,
            calendar.add(ledger.decided, DELIVERY_DAYS),
            DELIVERY,
            over=Light.LAW,
            warn=ledger.warn_days,
            ended=_first(ledger.delivered, ledger.ended),
        )
    for step in ledger.steps:
        if step.limit is not None:
            due, left = run(step.started, step.limit, stops, calendar)
            yield Course(
                ClockKind.STEP,
                step.started,
                step.limit,
                due,
                LOCAL,
                warn=ledger.warn_days,
                left=left,
                stops=stops,
                subject=step.step,
                ended=_first(step.finished, ledger.ended),
            )


def acceptance_course(stretch: Acceptance, ledger: Ledger) -> Course:
    """The clock of acceptance; it lights no red, for past its limit the law accepts."""
    return Course(
        ClockKind.ACCEPTANCE,
        stretch.start,
        ACCEPTANCE_DAYS,
        stretch.due,
        CORRECTION,
        over=Light.NONE,
        warn=ledger.warn_days,
        ended=stretch.ended,
    )


def run(start: date, limit: int, stops: tuple[Stop, ...], calendar: Calendar) -> tuple[date | None, int]:
    """The due date of `limit` working days from `start` without the excluded time, and 0.

    While an open suspension stops the clock: None, and the days left when it resumes.
    """
    due = calendar.add(start, limit)
    if not stops or limit == 0:
        return due, 0
    last = calendar.rank(due)
    for noticed, resumed in stops:
        since = max(noticed, start)
        if resumed is not None and resumed <= since:
            continue
        counted = calendar.rank(since)
        if counted >= last:
            break
        if resumed is None:
            return None, last - counted
        last += calendar.rank(resumed) - counted
    return calendar.nth(last), 0


def left_on(course: Course, day: date, calendar: Calendar) -> int:
    """The working days left on a day: those in (day, due] that count, or below 0 those in (due, day].

    For a frozen clock, those left when it resumes.
    """
    if course.due is None:
        return course.left
    since = max(day, course.start)
    left = calendar.count(since, course.due)
    if since < course.due:
        for noticed, resumed in course.stops:
            if resumed is not None and since < resumed < course.due:
                left -= calendar.count(max(noticed, since), resumed)
    return left


def light_on(course: Course, today: date, calendar: Calendar) -> Light:
    """The light of a course that has not ended."""
    if course.due is None:
        return Light.FROZEN
    if today > course.due:
        return course.over
    if course.warn >= 0 and left_on(course, today, calendar) <= course.warn:
        return Light.YELLOW
    return Light.GREEN


def _handling(
    ledger: Ledger, accepted: date, stops: tuple[Stop, ...], handled: date | None, calendar: Calendar
) -> Iterator[Course]:
    def course(kind: ClockKind, limit: int, article: Article, over: Light, warn: int, added: int) -> Course:
        due, left = run(accepted, limit + added, stops, calendar)
        return Course(kind, accepted, limit, due, article, over, warn, added, left, stops, ended=handled)

    warn, promised, statutory = ledger.warn_days, ledger.promised, ledger.statutory
    if promised is not None:
        yield course(ClockKind.PROMISED, promised, PROMISE, Light.RED, warn, ledger.extension)
    if statutory is not None:
        # The promised clock warns of both, unless it is the later one.
        alone = promised is None or promised > statutory
        kind = ClockKind.JOINT if ledger.joint else ClockKind.STATUTORY
        lead = warn if alone else NO_WARNING
        yield course(kind, statutory, HANDLING, Light.LAW, lead, ledger.extension)
    if ledger.preliminary:
        yield course(ClockKind.PRELIMINARY, PRELIMINARY_DAYS, PRELIMINARY, Light.LAW, warn, 0)


def _instant(ledger: Ledger, stops: tuple[Stop, ...], handled: date | None, calendar: Calendar) -> Course:
    start, waiting = ledger.filed, None
    late = shanghai(ledger.received).time() > ledger.closing
    for correction in ledger.corrections:
        if correction.answered is None:
            waiting = correction.told
        else:
            start, late = correction.answered, False
    limit = 1 if late or not calendar.is_working(start) else 0
    due, left = run(start, limit, stops, calendar)
    return Course(
        ClockKind.INSTANT,
        start,
        limit,
        due,
        LOCAL,
        warn=0,
        left=left,
        stops=stops,
        ended=_first(waiting, handled, ledger.delivered),
    )


def _debt(ledger: Ledger, debt: Debt, accepted: date, calendar: Calendar) -> Course:
    """The applicant's own clock: excluded time does not stop it, and it never outlasts the promise."""
    cap = ledger.promised if ledger.promised is not None else ledger.statutory
    days = debt.days if cap is None or ledger.instant else min(debt.days, cap + ledger.extension)
    refused = ledger.decided if not ledger.granted else None
    return Course(
        ClockKind.DEBT,
        accepted,
        days,
        calendar.add(accepted, days),
        LOCAL,
        warn=ledger.warn_days,
        subject=debt.material,
        ended=_first(debt.settled, refused, ledger.delivered, ledger.ended),
    )


def _first(*days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None
