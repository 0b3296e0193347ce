"""Why a clock shows what it shows, and what a limit comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.model.legal.article import Article
from data.model.legal.clock import Clock, ClockKind, Light, Running
from data.model.legal.due import Due
from data.model.legal.explanation import DayKind, DayLine, Explanation
from data.texts import Texts


def explained(explanation: Explanation, texts: Texts, subject: str = "") -> list[str]:
    """The explanation in the language of `texts`, a line each; `subject` names the step or the material."""
    clock = explanation.clock
    told = [
        texts("why.heading", clock=clock_name(clock, texts, subject), state=_state(clock, texts)),
        texts(
            f"why.began.{explanation.began}", date=_day(clock.start, texts), lapsed=_iso(explanation.lapsed)
        ),
        texts("why.limit", days=clock.limit),
    ]
    if clock.extension:
        told.append(texts("why.extension", days=clock.extension, total=clock.limit + clock.extension))
    if explanation.excluded:
        told.append(texts("why.excluded", days=explanation.excluded))
    told.append(texts("why.law", law=cited(clock.article, texts)))
    told += [_line(line, texts, explanation.today) for line in explanation.lines]
    told += _end(clock, explanation, texts)
    if explanation.changes:
        told.append(texts("why.changes"))
    told += [
        texts(
            f"why.change.{change}",
            most=explanation.most_extension,
            next_year=explanation.horizon.year + 1,
        )
        for change in explanation.changes
    ]
    return told


def due_words(answer: Due, texts: Texts) -> list[str]:
    """The calculator's answer in the language of `texts`, a line each."""
    told = [texts("why.began.event", date=_day(answer.start, texts)), texts("why.limit", days=answer.days)]
    if answer.extension:
        told.append(texts("why.extension", days=answer.extension, total=answer.days + answer.extension))
    if answer.excluded:
        told.append(texts("why.excluded", days=answer.excluded))
    told += [_line(line, texts, None) for line in answer.lines]
    if answer.due is None:
        told.append(texts("why.end.frozen", days=answer.left))
    else:
        told.append(texts("why.end.due", date=_day(answer.due, texts)))
    if answer.provisional:
        told.append(texts("why.provisional", horizon=answer.horizon, next_year=answer.horizon.year + 1))
    return told


def clock_name(clock: Clock, texts: Texts, subject: str = "") -> str:
    """The clock's name, with that of its suspension, step or material."""
    if clock.kind is ClockKind.SUSPENSION:
        subject = texts(f"suspension.{clock.subject}")
    return texts(f"clock.{clock.kind}", subject=subject or clock.subject)


def cited(article: Article, texts: Texts) -> str:
    """A law and its article as people cite them."""
    law = texts(f"law.{article.law}")
    return texts("law.cited", law=law, number=article.number) if article.number else law


def _state(clock: Clock, texts: Texts) -> str:
    facts = {"due": _iso(clock.due), "days": abs(clock.left), "ended": _iso(clock.ended)}
    light = texts(f"why.light.{clock.light.key}")
    match clock.running:
        case Running.FINISHED | Running.DEEMED:
            return texts(f"why.state.{clock.running}", **facts)
        case Running.FROZEN:
            return texts("why.state.frozen", light=light, **facts)
        case _:
            over = clock.light in (Light.RED, Light.LAW)
            key = "over" if over else "today" if clock.left == 0 else "left"
            return texts(f"why.state.{key}", light=light, **facts)


def _line(line: DayLine, texts: Texts, today: date | None) -> str:
    days = _day(line.first, texts)
    if line.last != line.first:
        days = texts("why.range", first=days, last=_day(line.last, texts))
    reason = _reason(line, texts)
    if line.number is not None:
        text = texts("why.day.counted", number=line.number, date=days, reason=reason)
    else:
        text = texts("why.day.uncounted", date=days, reason=reason)
    text = text.rstrip()
    if line.provisional:
        text += texts("why.day.provisional")
    if today is not None and line.first <= today <= line.last:
        text += texts("why.day.today")
    return text


def _reason(line: DayLine, texts: Texts) -> str:
    if line.kind is DayKind.WORKING:
        return ""
    name = texts(f"holiday.{line.holiday}") if line.holiday else line.name
    if line.kind is DayKind.SUSPENDED:
        name = texts(f"suspension.{name}") if name else ""
        key = "day.suspended" if name else "day.suspended_plain"
        return texts(key, name=name, working=line.working)
    return texts(f"day.{line.kind}", name=name)


def _end(clock: Clock, explanation: Explanation, texts: Texts) -> Iterator[str]:
    if clock.due is None:
        yield texts("why.end.frozen", days=clock.left)
    elif clock.kind is ClockKind.ACCEPTANCE and clock.running is Running.DEEMED:
        yield texts("why.end.deemed", date=_day(clock.due, texts), start=_iso(clock.start))
    else:
        yield texts("why.end.due", date=_day(clock.due, texts))
    if clock.provisional:
        horizon = explanation.horizon
        yield texts("why.provisional", horizon=horizon, next_year=horizon.year + 1)


def _day(day: date, texts: Texts) -> str:
    return texts("why.date", date=day.isoformat(), weekday=texts(f"weekday.{day.isoweekday()}"))


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
