"""The days of a clock one by one: which are counted, under which number, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from data.law.calendar.working_days import Calendar
from data.model.legal.explanation import DayKind, DayLine

Span = tuple[date, date | None, str]
"""A suspension as (noticed, resumed, kind)."""

_DAY = timedelta(days=1)


def day_lines(start: date, until: date, spans: Sequence[Span], calendar: Calendar) -> tuple[DayLine, ...]:
    """The days in (start, until]: a line for each that counts, one for each run of those that do not.

    A day d does not count where P < d <= R for a suspension noticed on P and resumed on R.
    """
    lines: list[DayLine] = []
    for line in _each(start, until, spans, calendar):
        before = lines[-1] if lines else None
        if before is not None and _alike(before, line):
            lines[-1] = replace(before, last=line.last, working=before.working + line.working)
        else:
            lines.append(line)
    return tuple(lines)


def excluded(lines: Sequence[DayLine]) -> int:
    """The working days among the lines that a suspension takes out of the count."""
    return sum(line.working for line in lines if line.kind is DayKind.SUSPENDED)


def _each(start: date, until: date, spans: Sequence[Span], calendar: Calendar) -> Iterator[DayLine]:
    day, number = start, 0
    while day < until:
        day += _DAY
        reason = calendar.reason(day)
        kind = next((kind for noticed, resumed, kind in spans if _within(day, noticed, resumed)), None)
        if kind is not None:
            working = int(reason.working)
            yield DayLine(
                first=day,
                last=day,
                kind=DayKind.SUSPENDED,
                working=working,
                name=kind,
                provisional=reason.provisional,
            )
            continue
        number += reason.working
        yield DayLine(
            first=day,
            last=day,
            kind=reason.kind,
            number=number if reason.working else None,
            working=int(reason.working),
            holiday=reason.holiday,
            name=reason.name,
            provisional=reason.provisional,
        )


def _within(day: date, noticed: date, resumed: date | None) -> bool:
    return noticed < day and (resumed is None or day <= resumed)


def _alike(one: DayLine, other: DayLine) -> bool:
    return (
        one.number is None
        and other.number is None
        and (one.kind, one.holiday, one.name, one.provisional)
        == (other.kind, other.holiday, other.name, other.provisional)
    )
