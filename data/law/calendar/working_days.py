"""The working days of the hall: the published years, local days over them, and a horizon.

Adding and counting days are one look into a table of running totals, beyond the table one division.
Days are calendar days of Asia/Shanghai. The published years are those of `chinesecalendar`.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from data.law.calendar.overlay import NO_OVERLAY, LocalDay, Overlay, combined
from data.law.refusal import WORKING_DAYS, LawError, OutOfCalendar
from data.model.hall import CalendarLayer
from data.model.legal.explanation import DayKind

FIRST = date(2004, 1, 1)
MOST_DAYS = 10_000

_FIRST = FIRST.toordinal()
_LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is worked or not; `holiday` is a key of the texts (`holiday.<key>`), `name` a name as given.

    A make-up day names the holiday it makes up for. `provisional`: the year is not published.
    """

    kind: DayKind
    working: bool
    holiday: str = ""
    name: str = ""
    provisional: bool = False


class Calendar:
    """The working days from 2004-01-01 on.

    Up to `horizon` they are those published. Beyond, weekends alone are days off, and every answer that
    needs such a day is provisional: `provisional(day)` says so. Days before 2004 are refused.

    Raises:
        LawError: the overlay publishes a year without the one before it.
    """

    __slots__ = (
        "_end",
        "_library",
        "_local",
        "_names",
        "_nth",
        "_off",
        "_rank",
        "_total",
        "_worked",
        "horizon",
        "version",
    )

    def __init__(self, overlay: Overlay = NO_OVERLAY) -> None:
        # The tables of the library take longer to import than the rest of this module to run.
        import chinese_calendar

        names = {each.value: each.name for each in chinese_calendar.Holiday}
        self._off: Mapping[date, str] = {day: names[name] for day, name in chinese_calendar.holidays.items()}
        self._worked: Mapping[date, str] = {
            day: names[name] for day, name in chinese_calendar.workdays.items()
        }
        self._names = {
            name: each.name
            for each in chinese_calendar.Holiday
            for name in (each.chinese, f"{each.chinese}节", each.chinese.removesuffix("节"))
        }
        self._local: Mapping[date, LocalDay] = overlay.days
        self._library = max(self._off).year
        self.horizon = _horizon(self._library, overlay)
        library = f"chinesecalendar {chinese_calendar.__version__}"
        self.version = f"{library} + {overlay.version}" if overlay.version else library
        self._fill(max(self.horizon, *overlay.days) if overlay.days else self.horizon)

    def _fill(self, last: date) -> None:
        days = last.toordinal() - _FIRST + 1
        flags = bytearray((b"\1\1\1\1\1\0\0" * (days // 7 + 2))[FIRST.weekday() :][:days])
        for day in self._off:
            flags[day.toordinal() - _FIRST] = 0
        for day in self._worked:
            flags[day.toordinal() - _FIRST] = 1
        for day, local in self._local.items():
            flags[day.toordinal() - _FIRST] = local.working
        # The n-th working day stands at place n; place 0 is never an answer.
        nth, rank, total = [FIRST], array("i"), 0
        one, day = timedelta(days=1), FIRST
        for flag in flags:
            if flag:
                total += 1
                nth.append(day)
            rank.append(total)
            day += one
        self._nth, self._rank, self._total, self._end = nth, rank, total, days

    def add(self, start: date, days: int) -> date:
        """The last day of a limit of `days` working days from `start`, which is not counted itself.

        The answer is a working day, save that a limit of no days ends on `start`.

        Raises:
            LawError: fewer than 0 or more than 10,000 days.
            OutOfCalendar: `start` is before 2004, or the answer after the year 9999.
        """
        if not 0 < days <= MOST_DAYS:
            if days != 0:
                raise LawError("days_out_of_range", WORKING_DAYS, days=days, most=MOST_DAYS)
            self.rank(start)
            return start
        place = start.toordinal() - _FIRST
        if place < 0:
            raise OutOfCalendar(FIRST, start)
        try:
            return self._nth[self._rank[place] + days]
        except IndexError:
            return self.nth(self.rank(start) + days)

    def count(self, start: date, end: date) -> int:
        """The working days in (start, end]; where `end` is before `start`, those in (end, start] below 0."""
        return self.rank(end) - self.rank(start)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked; beyond the horizon every day from Monday to Friday is taken to be."""
        place = day.toordinal() - _FIRST
        if place < 0:
            raise OutOfCalendar(FIRST, day)
        if place >= self._end:
            return day.weekday() < 5
        return self._rank[place] > (self._rank[place - 1] if place else 0)

    def provisional(self, day: date) -> bool:
        """Whether a day lies in a year whose arrangement is not published."""
        return day > self.horizon

    def rank(self, day: date) -> int:
        """The number of working days from 2004-01-01 up to and with `day`."""
        place = day.toordinal() - _FIRST
        if place < 0:
            raise OutOfCalendar(FIRST, day)
        if place < self._end:
            return self._rank[place]
        return self._total + _weekdays(place + _FIRST) - _weekdays(self._end - 1 + _FIRST)

    def nth(self, rank: int) -> date:
        """The working day of that rank, 1 being the first of 2004.

        Raises:
            OutOfCalendar: it would be after the year 9999.
        """
        if rank <= self._total:
            return self._nth[max(rank, 0)]
        week, day = divmod(_weekdays(self._end - 1 + _FIRST) + rank - self._total - 1, 5)
        ordinal = week * 7 + day + 1
        if ordinal > _LAST:
            raise OutOfCalendar(FIRST)
        return date.fromordinal(ordinal)

    def reason(self, day: date) -> DayReason:
        """Why a day is worked or not, with the holiday's name."""
        working, provisional = self.is_working(day), self.provisional(day)
        local = self._local.get(day)
        if local is not None:
            national = day.year > self._library and not provisional
            if working:
                kind = DayKind.MAKE_UP if national else DayKind.LOCAL_WORKING
            else:
                kind = DayKind.HOLIDAY if national else DayKind.LOCAL_OFF
            holiday = self._names.get(local.name, "") if national else ""
            return DayReason(kind, working, holiday, "" if holiday else local.name, provisional)
        if day in self._off:
            return DayReason(DayKind.HOLIDAY, working, holiday=self._off[day])
        if day in self._worked:
            return DayReason(DayKind.MAKE_UP, working, holiday=self._worked[day])
        return DayReason(DayKind.WORKING if working else DayKind.WEEKEND, working, provisional=provisional)


def calendar_of(layers: tuple[CalendarLayer, ...]) -> Calendar:
    """The published years with a hall's own days over them.

    Raises:
        LawError: they publish a year without the one before it.
    """
    return Calendar(combined(layers)) if layers else published()


@cache
def published() -> Calendar:
    """The calendar of the published years alone, made once."""
    return Calendar()


def _weekdays(ordinal: int) -> int:
    """The days from Monday to Friday from the year 1 on, up to and with that day."""
    weeks, days = divmod(ordinal, 7)
    return weeks * 5 + min(days, 5)


def _horizon(year: int, overlay: Overlay) -> date:
    for added in overlay.published:
        if added > year + 1:
            raise LawError("year_missing", WORKING_DAYS, year=added, missing=year + 1)
        year = max(year, added)
    return date(year, 12, 31)
