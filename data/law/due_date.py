"""The legal calculator: the last day of a limit, with its suspensions and its one extension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.law.calendar.working_days import Calendar
from data.law.course import run
from data.law.days import day_lines, excluded
from data.law.ledger import EXCLUDED, check_extensions, check_suspensions, most_extension
from data.law.refusal import LawError
from data.model.legal.due import Due


def due(
    start: date,
    days: int,
    calendar: Calendar,
    suspensions: Sequence[tuple[date | None, date | None]] = (),
    extensions: Sequence[int] = (),
    *,
    joint: bool = False,
) -> Due:
    """The last day of `days` working days from the day of an event, which is not counted (Art. 82).

    `suspensions` are (noticed, resumed), resumed None while open, in any order (Art. 45); `extensions`
    hold one number of days at most, up to 10, or 15 where the handling is joint (Art. 42).

    Raises:
        LawError: days below 0 or above 10,000; a suspension that ends before it starts, starts before the
            limit does or overlaps another; a resume without a suspension; a second or too long extension.
        OutOfCalendar: a day before 2004, or one after the year 9999.
    """
    calendar.add(start, days)
    extension = check_extensions(extensions, most_extension(joint=joint))
    spans = sorted(suspensions, key=lambda span: (span[0] or date.min, span[1] or date.max))
    check_suspensions(spans)
    stops = tuple((noticed, resumed) for noticed, resumed in spans if noticed is not None)
    if stops and stops[0][0] < start:
        raise LawError("suspension_before_start", EXCLUDED, noticed=stops[0][0], start=start)
    last, left = run(start, days + extension, stops, calendar)
    until = last if last is not None else stops[-1][0]
    lines = day_lines(start, until, [(*stop, "") for stop in stops], calendar)
    return Due(
        start=start,
        days=days,
        extension=extension,
        due=last,
        left=left,
        provisional=last is not None and calendar.provisional(last),
        excluded=excluded(lines),
        horizon=calendar.horizon,
        calendar=calendar.version,
        lines=lines,
    )
