"""Why a clock shows what it shows: from the ledger to an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.law.calendar.working_days import Calendar
from data.law.clocks import clocks
from data.law.course import acceptance
from data.law.days import Span, day_lines, excluded
from data.law.ledger import HANDLING, Ledger
from data.model.legal.clock import Clock, ClockKind, Light, Running
from data.model.legal.explanation import Began, Change, Explanation

_STOPPED = frozenset(
    {
        ClockKind.PROMISED,
        ClockKind.STATUTORY,
        ClockKind.JOINT,
        ClockKind.PRELIMINARY,
        ClockKind.STEP,
        ClockKind.INSTANT,
    }
)
_EXTENDED = frozenset({ClockKind.PROMISED, ClockKind.STATUTORY, ClockKind.JOINT})
_ACTS = {
    ClockKind.ACCEPTANCE: (Change.ACCEPT, Change.CORRECT),
    ClockKind.PROMISED: (Change.DECIDE,),
    ClockKind.STATUTORY: (Change.DECIDE,),
    ClockKind.JOINT: (Change.DECIDE,),
    ClockKind.PRELIMINARY: (Change.DECIDE,),
    ClockKind.STEP: (Change.FINISH,),
    ClockKind.SUSPENSION: (Change.RESUME,),
    ClockKind.DEBT: (Change.SETTLE,),
    ClockKind.DELIVERY: (Change.DELIVER,),
    ClockKind.INSTANT: (Change.DECIDE,),
}


def explain(ledger: Ledger, clock: Clock, today: date, calendar: Calendar) -> Explanation:
    """Why a clock of the ledger, as `clocks` gave it for `today`, shows what it shows."""
    spans: list[Span] = []
    if clock.kind in _STOPPED:
        spans = [(each.noticed, each.resumed, each.kind.value) for each in ledger.suspensions]
    if clock.due is not None:
        until = clock.due
    else:
        until = max(clock.start, min(today, clock.ended) if clock.ended is not None else today)
    lines = day_lines(clock.start, until, spans, calendar)
    began, lapsed = _began(ledger, clock, today, calendar)
    return Explanation(
        clock=clock,
        today=today,
        began=began,
        lines=lines,
        excluded=excluded(lines),
        changes=tuple(_changes(ledger, clock, today, calendar)),
        horizon=calendar.horizon,
        calendar=calendar.version,
        lapsed=lapsed,
        most_extension=ledger.most_extension,
    )


def explain_case(ledger: Ledger, today: date, calendar: Calendar) -> tuple[Explanation, ...]:
    """The explanation of every clock of a case that has not finished, the one that gives its light first."""
    running = [each for each in clocks(ledger, today, calendar) if each.running is not Running.FINISHED]
    running.sort(key=lambda each: (each.kind is ClockKind.STEP, -each.light, each.left))
    return tuple(explain(ledger, each, today, calendar) for each in running)


def _began(ledger: Ledger, clock: Clock, today: date, calendar: Calendar) -> tuple[Began, date | None]:
    match clock.kind:
        case ClockKind.ACCEPTANCE | ClockKind.INSTANT:
            answered = any(each.answered == clock.start for each in ledger.corrections)
            return (Began.ANSWERED if answered else Began.RECEIVED), None
        case ClockKind.SUSPENSION:
            return Began.NOTICED, None
        case ClockKind.STEP:
            return Began.STARTED, None
        case ClockKind.DELIVERY:
            return Began.DECIDED, None
        case _:
            if ledger.instant:
                return Began.ACCEPTED, None
            stretch = acceptance(ledger, calendar)
            if stretch.lapsed or (stretch.open and today > stretch.due):
                return Began.DEEMED, stretch.due
            return Began.ACCEPTED, None


def _changes(ledger: Ledger, clock: Clock, today: date, calendar: Calendar) -> Iterator[Change]:
    if clock.running in (Running.FINISHED, Running.DEEMED):
        if clock.kind is ClockKind.ACCEPTANCE and _waits(ledger):
            yield Change.ANSWER
        return
    suspended = any(each.resumed is None for each in ledger.suspensions)
    if clock.running is Running.FROZEN:
        yield Change.RESUME
    else:
        yield from _ACTS[clock.kind]
        if clock.kind in _STOPPED - {ClockKind.INSTANT} and clock.left > 0 and not suspended:
            yield Change.SUSPEND
    if clock.kind in _EXTENDED and extendable(ledger, today, calendar):
        yield Change.EXTEND
    if clock.provisional:
        yield Change.PUBLISH


def extendable(ledger: Ledger, today: date, calendar: Calendar) -> bool:
    """Whether the one extension may still be granted: not yet used, and the statutory limit not over."""
    if ledger.extension or not ledger.most_extension or ledger.decided is not None:
        return False
    statutory = [
        each
        for each in clocks(ledger, today, calendar)
        if each.article == HANDLING and each.running is not Running.FINISHED
    ]
    return bool(statutory) and all(each.light is not Light.LAW for each in statutory)


def _waits(ledger: Ledger) -> bool:
    return any(each.answered is None for each in ledger.corrections) and ledger.ended is None
