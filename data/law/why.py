"""Why a clock shows what it shows: from the ledger to an explanation, and from that to words or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from data.law.calendar.working_days import Calendar
from data.law.clocks import clocks
from data.law.course import acceptance
from data.law.days import Span, day_lines, excluded
from data.law.due_date import Due, line_payload
from data.law.ledger import HANDLING, Ledger
from data.model.legal.article import Article
from data.model.legal.clock import Clock, ClockKind, Light, Running
from data.model.legal.explanation import Began, Change, DayKind, DayLine, Explanation

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


class Say(Protocol):
    """The texts of a language: the text of a key with its fields filled."""

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of `key`."""
        ...


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


def words(explanation: Explanation, say: Say, subject: str = "") -> list[str]:
    """The explanation in the language of `say`, a line each; `subject` names the step or the material."""
    clock = explanation.clock
    told = [
        say("why.heading", clock=clock_name(clock, say, subject), state=_state(clock, say)),
        say(f"why.began.{explanation.began}", date=_day(clock.start, say), lapsed=_iso(explanation.lapsed)),
        say("why.limit", days=clock.limit),
    ]
    if clock.extension:
        told.append(say("why.extension", days=clock.extension, total=clock.limit + clock.extension))
    if explanation.excluded:
        told.append(say("why.excluded", days=explanation.excluded))
    told.append(say("why.law", law=cited(clock.article, say)))
    told += [_line(line, say, explanation.today) for line in explanation.lines]
    told += _end(clock, explanation, say)
    if explanation.changes:
        told.append(say("why.changes"))
    told += [
        say(
            f"why.change.{change}",
            most=explanation.most_extension,
            next_year=explanation.horizon.year + 1,
        )
        for change in explanation.changes
    ]
    return told


def due_words(answer: Due, say: Say) -> list[str]:
    """The calculator's answer in the language of `say`, a line each."""
    told = [say("why.began.event", date=_day(answer.start, say)), say("why.limit", days=answer.days)]
    if answer.extension:
        told.append(say("why.extension", days=answer.extension, total=answer.days + answer.extension))
    if answer.excluded:
        told.append(say("why.excluded", days=answer.excluded))
    told += [_line(line, say, None) for line in answer.lines]
    if answer.due is None:
        told.append(say("why.end.frozen", days=answer.left))
    else:
        told.append(say("why.end.due", date=_day(answer.due, say)))
    if answer.provisional:
        told.append(say("why.provisional", horizon=answer.horizon, next_year=answer.horizon.year + 1))
    return told


def clock_name(clock: Clock, say: Say, subject: str = "") -> str:
    """The clock's name, with that of its suspension, step or material."""
    if clock.kind is ClockKind.SUSPENSION:
        subject = say(f"suspension.{clock.subject}")
    return say(f"clock.{clock.kind}", subject=subject or clock.subject)


def cited(article: Article, say: Say) -> str:
    """A law and its article as people cite them."""
    law = say(f"law.{article.law}")
    return say("law.cited", law=law, number=article.number) if article.number else law


def payload(explanation: Explanation) -> dict[str, object]:
    """The explanation as JSON can hold it: days as ISO dates, `due` null while frozen."""
    clock = explanation.clock
    return {
        "clock": clock.kind.value,
        "subject": clock.subject,
        "today": explanation.today.isoformat(),
        "light": clock.light.key,
        "running": clock.running.value,
        "start": clock.start.isoformat(),
        "began": explanation.began.value,
        "lapsed": explanation.lapsed.isoformat() if explanation.lapsed is not None else None,
        "limit": clock.limit,
        "extension": clock.extension,
        "excluded": explanation.excluded,
        "due": clock.due.isoformat() if clock.due is not None else None,
        "left": clock.left,
        "ended": clock.ended.isoformat() if clock.ended is not None else None,
        "provisional": clock.provisional,
        "law": clock.article.law,
        "article": clock.article.number,
        "horizon": explanation.horizon.isoformat(),
        "calendar": explanation.calendar,
        "changes": [change.value for change in explanation.changes],
        "lines": [line_payload(line) for line in explanation.lines],
    }


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


def _state(clock: Clock, say: Say) -> str:
    facts = {"due": _iso(clock.due), "days": abs(clock.left), "ended": _iso(clock.ended)}
    light = say(f"why.light.{clock.light.key}")
    match clock.running:
        case Running.FINISHED | Running.DEEMED:
            return say(f"why.state.{clock.running}", **facts)
        case Running.FROZEN:
            return say("why.state.frozen", light=light, **facts)
        case _:
            over = clock.light in (Light.RED, Light.LAW)
            key = "over" if over else "today" if clock.left == 0 else "left"
            return say(f"why.state.{key}", light=light, **facts)


def _line(line: DayLine, say: Say, today: date | None) -> str:
    days = _day(line.first, say)
    if line.last != line.first:
        days = say("why.range", first=days, last=_day(line.last, say))
    reason = _reason(line, say)
    if line.number is not None:
        text = say("why.day.counted", number=line.number, date=days, reason=reason)
    else:
        text = say("why.day.uncounted", date=days, reason=reason)
    text = text.rstrip()
    if line.provisional:
        text += say("why.day.provisional")
    if today is not None and line.first <= today <= line.last:
        text += say("why.day.today")
    return text


def _reason(line: DayLine, say: Say) -> str:
    if line.kind is DayKind.WORKING:
        return ""
    name = say(f"holiday.{line.holiday}") if line.holiday else line.name
    if line.kind is DayKind.SUSPENDED:
        name = say(f"suspension.{name}") if name else ""
        key = "day.suspended" if name else "day.suspended_plain"
        return say(key, name=name, working=line.working)
    return say(f"day.{line.kind}", name=name)


def _end(clock: Clock, explanation: Explanation, say: Say) -> Iterator[str]:
    if clock.due is None:
        yield say("why.end.frozen", days=clock.left)
    elif clock.kind is ClockKind.ACCEPTANCE and clock.running is Running.DEEMED:
        yield say("why.end.deemed", date=_day(clock.due, say), start=_iso(clock.start))
    else:
        yield say("why.end.due", date=_day(clock.due, say))
    if clock.provisional:
        horizon = explanation.horizon
        yield say("why.provisional", horizon=horizon, next_year=horizon.year + 1)


def _day(day: date, say: Say) -> str:
    return say("why.date", date=day.isoformat(), weekday=say(f"weekday.{day.isoweekday()}"))


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
