"""A hundred thousand invented histories, counted day by day here and by the legal clock there.

The count below starts from the raw tables of the calendar library and shares no code with `data.law`: it
knows no running totals, only yesterday and tomorrow.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

import chinese_calendar
import pytest

from data.law.calendar.working_days import published
from data.law.clocks import clocks, deemed_on
from data.law.ledger import Ledger, StepDates, latest
from data.law.light import due_at, gravest, leading, left_at, light_at, signals, step_signals
from data.model.case import Correction, Debt, Suspension
from data.model.item import SuspensionKind
from data.model.legal.clock import ClockKind, Light

LEDGERS = 100_000
SEEDS = 10
AT_ONCE = 2
"""How many of the seeds every run tries."""

DAY = timedelta(days=1)
CHINA = timezone(timedelta(hours=8))
CLOSING = time(17, 30)


def _raw_calendar() -> dict[date, bool]:
    worked = {}
    day = date(2004, 1, 1)
    while day < date(2031, 1, 1):
        worked[day] = day in chinese_calendar.workdays or (
            day.weekday() < 5 and day not in chinese_calendar.holidays
        )
        day += DAY
    return worked


WORKED = _raw_calendar()
PUBLISHED_UNTIL = date(max(chinese_calendar.holidays).year, 12, 31)


@dataclass
class Story:
    """What happened to an invented case, in plain days."""

    received: datetime
    instant: bool = False
    promised: int | None = None
    statutory: int | None = 20
    joint: bool = False
    preliminary: bool = False
    corrections: list[tuple[date, date | None]] = field(default_factory=list)
    accepted: date | None = None
    deemed: bool = False
    spans: list[tuple[date, int, date | None]] = field(default_factory=list)
    extension: int = 0
    debts: list[tuple[int, date | None]] = field(default_factory=list)
    steps: list[tuple[date, int, date | None]] = field(default_factory=list)
    decided: date | None = None
    granted: bool = False
    delivered: date | None = None
    ended: date | None = None
    warn: int = 1


Row = tuple[str, str, date, date | None, int, str, str, bool]
"""A clock as the brute force sees it: kind, subject, start, due, left, running, light, provisional."""


# --- the independent count ----------------------------------------------------------------------


def _last_day(start: date, limit: int, spans: list[tuple[date, int, date | None]]) -> tuple[date | None, int]:
    """Tick off days one by one; (None, days not yet ticked) when an unended suspension is met."""
    ticked, day = 0, start
    while ticked < limit:
        day += DAY
        stopped = False
        for noticed, _, resumed in spans:
            if noticed < day and (resumed is None or day <= resumed):
                stopped = True
                if resumed is None:
                    return None, limit - ticked
        if WORKED[day] and not stopped:
            ticked += 1
    return day, 0


def _left(start: date, due: date, today: date, spans: list[tuple[date, int, date | None]]) -> int:
    today = max(today, start)
    left = 0
    day = today
    while day < due:
        day += DAY
        if WORKED[day] and not any(p < day and r is not None and day <= r for p, _, r in spans):
            left += 1
    day = due
    while day < today:
        day += DAY
        if WORKED[day]:
            left -= 1
    return left


def _row(
    kind: str,
    start: date,
    limit: int,
    story: Story,
    today: date,
    *,
    end: date | None = None,
    excluding: bool = False,
    red: str = "red",
    warn: int | None = None,
    subject: str = "",
) -> Row:
    spans = story.spans if excluding else []
    warn = story.warn if warn is None else warn
    due, frozen_left = _last_day(start, limit, spans)
    provisional = due is not None and due > PUBLISHED_UNTIL
    if due is None:
        if end is not None:
            return (kind, subject, start, None, frozen_left, "finished", "none", provisional)
        return (kind, subject, start, None, frozen_left, "frozen", "frozen", provisional)
    if end is not None:
        return (
            kind,
            subject,
            start,
            due,
            _left(start, due, end, spans),
            "finished",
            "none",
            provisional,
        )
    left = _left(start, due, today, spans)
    if today > due:
        light = red
    elif left <= warn:
        light = "yellow"
    else:
        light = "green"
    return (kind, subject, start, due, left, "running", light, provisional)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _acceptance(story: Story, today: date) -> tuple[Row, date | None]:
    """The clock of acceptance, and the day as of which the case is accepted."""
    start = story.received.astimezone(CHINA).date()
    for told, answered in story.corrections:
        due, _ = _last_day(start, 5, [])
        assert due is not None
        if told > due:
            return ("acceptance", "", start, due, 0, "deemed", "none", due > PUBLISHED_UNTIL), start
        if answered is None:
            return _row("acceptance", start, 5, story, today, end=told), None
        start = answered
    due, _ = _last_day(start, 5, [])
    assert due is not None
    deemed: Row = ("acceptance", "", start, due, 0, "deemed", "none", due > PUBLISHED_UNTIL)
    if story.accepted is not None:
        if story.deemed:
            return deemed, story.accepted
        if story.accepted > due:
            return deemed, start
        return _row("acceptance", start, 5, story, today, end=story.accepted), story.accepted
    if story.ended is not None:
        if story.ended > due:
            return deemed, start
        return _row("acceptance", start, 5, story, today, end=story.ended), None
    if today > due:
        return deemed, start
    row = _row("acceptance", start, 5, story, today)
    return row, None


def _instant(story: Story, today: date) -> Row:
    moment = story.received.astimezone(CHINA)
    start, late, waiting = moment.date(), moment.time() > CLOSING, None
    for told, answered in story.corrections:
        if answered is None:
            waiting = told
        else:
            start, late = answered, False
    limit = 1 if late or not WORKED[start] else 0
    end = _earliest(waiting, story.decided, story.ended, story.delivered)
    return _row("instant", start, limit, story, today, end=end, excluding=True, warn=0)


def brute(story: Story, today: date) -> list[Row]:
    """Every clock of the story as of a day, by ticking off days."""
    rows: list[Row] = []
    accepted = story.accepted
    handled = _earliest(story.decided, story.ended)
    if story.instant:
        rows.append(_instant(story, today))
    else:
        row, accepted = _acceptance(story, today)
        rows.append(row)
    if accepted is not None and not story.instant:
        rows += _handling(story, accepted, handled, today)
    for number, (noticed, days, resumed) in enumerate(story.spans):
        end = _earliest(resumed, handled)
        kind = list(SuspensionKind)[number].value
        rows.append(_row("suspension", noticed, days, story, today, end=end, subject=kind))
    if accepted is not None:
        for number, (days, settled) in enumerate(story.debts):
            cap = story.promised if story.promised is not None else story.statutory
            if cap is not None and not story.instant:
                days = min(days, cap + story.extension)
            end = _earliest(
                settled, story.decided if not story.granted else None, story.delivered, story.ended
            )
            rows.append(_row("debt", accepted, days, story, today, end=end, subject=f"m{number}"))
    if story.decided is not None:
        end = _earliest(story.delivered, story.ended)
        rows.append(_row("delivery", story.decided, 10, story, today, end=end, red="law"))
    for number, (started, limit, finished) in enumerate(story.steps):
        end = _earliest(finished, story.ended)
        rows.append(_row("step", started, limit, story, today, end=end, excluding=True, subject=f"s{number}"))
    return rows


def _handling(story: Story, accepted: date, handled: date | None, today: date) -> list[Row]:
    rows = []
    if story.promised is not None:
        limit = story.promised + story.extension
        rows.append(_row("promised", accepted, limit, story, today, end=handled, excluding=True))
    if story.statutory is not None:
        warns = story.promised is None or story.promised > story.statutory
        rows.append(
            _row(
                "joint" if story.joint else "statutory",
                accepted,
                story.statutory + story.extension,
                story,
                today,
                end=handled,
                excluding=True,
                red="law",
                warn=story.warn if warns else -1,
            )
        )
    if story.preliminary:
        rows.append(_row("preliminary", accepted, 20, story, today, end=handled, excluding=True, red="law"))
    return rows


GRAVITY = ("none", "green", "frozen", "yellow", "red", "law")


def brute_light(rows: list[Row]) -> str:
    return max((row[6] for row in rows if row[0] != "step"), key=GRAVITY.index, default="none")


# --- invented histories -------------------------------------------------------------------------


def _some(rng: random.Random, most: int) -> timedelta:
    return timedelta(days=rng.randint(0, most))


def invent(rng: random.Random) -> Story:
    """A history in which everything may happen, in time or late."""
    filed = date(2004, 1, 1) + timedelta(days=rng.randrange(8395))
    moment = datetime.combine(filed, time(rng.randrange(24), rng.choice((0, 29, 30, 31))), CHINA)
    story = Story(received=moment, instant=rng.random() < 0.12, warn=rng.choice((0, 1, 1, 2, 5)))
    _limits(story, rng)
    day = _corrected(story, filed, rng)
    if story.corrections and story.corrections[-1][1] is None:
        return _perhaps_ended(story, day, rng, 0.15)
    fate = rng.random()
    if fate < 0.2:
        return _perhaps_ended(story, day, rng, 0.4)
    if fate < 0.3:
        story.accepted, story.deemed = day, True
    elif story.corrections and fate < 0.6:
        story.accepted = day
    else:
        story.accepted = day = day + _some(rng, 9)
    day = story.accepted + _some(rng, 3)
    story.debts = [(rng.randint(1, 25), None) for _ in range(rng.choice((0, 0, 0, 1, 2)))]
    day = _stepped(story, day, rng)
    day = _suspended(story, day, rng)
    return _finished(story, day, rng)


def _limits(story: Story, rng: random.Random) -> None:
    story.joint = rng.random() < 0.15
    story.statutory = 45 if story.joint else rng.choice((20, 20, 7, 15, 30, 60, None))
    story.promised = rng.choice((None, 1, 3, 5, 7, 10, 15, 20, 0, 25))
    story.preliminary = rng.random() < 0.05
    if rng.random() < 0.2:
        story.extension = rng.randint(1, 15 if story.joint else 10)


def _corrected(story: Story, filed: date, rng: random.Random) -> date:
    day = filed
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        told = day + _some(rng, 6 if rng.random() < 0.9 else 20)
        answered = None if rng.random() < 0.2 else told + _some(rng, 30)
        story.corrections.append((told, answered))
        if answered is None:
            return told
        day = answered
    return day


def _stepped(story: Story, day: date, rng: random.Random) -> date:
    for _ in range(rng.choice((0, 0, 1, 2))):
        started = day + _some(rng, 5)
        finished = started + _some(rng, 20) if rng.random() < 0.4 else None
        story.steps.append((started, rng.randint(0, 12), finished))
        day = started
    return day


def _suspended(story: Story, day: date, rng: random.Random) -> date:
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        noticed = day + _some(rng, 25 if rng.random() < 0.8 else 60)
        resumed = None if rng.random() < 0.25 else noticed + _some(rng, 40)
        story.spans.append((noticed, rng.randint(1, 30), resumed))
        if resumed is None:
            return noticed
        day = resumed
    return day


def _finished(story: Story, day: date, rng: random.Random) -> Story:
    story.debts = [(days, day + _some(rng, 10) if rng.random() < 0.5 else None) for days, _ in story.debts]
    if rng.random() < 0.35:
        story.decided = day + _some(rng, 20)
        story.granted = rng.random() < 0.7
        if rng.random() < 0.5:
            story.delivered = story.ended = story.decided + _some(rng, 25)
        return story
    return _perhaps_ended(story, day, rng, 0.08)


def _perhaps_ended(story: Story, day: date, rng: random.Random, chance: float) -> Story:
    if rng.random() < chance:
        story.ended = day + _some(rng, 15)
    return story


def ledger_for(story: Story) -> Ledger:
    kinds = list(SuspensionKind)
    return Ledger(
        received=story.received,
        instant=story.instant,
        promised=story.promised,
        statutory=story.statutory,
        joint=story.joint,
        preliminary=story.preliminary,
        corrections=tuple(
            Correction(number=number, told=told, materials=("m",), answered=answered)
            for number, (told, answered) in enumerate(story.corrections, start=1)
        ),
        accepted=story.accepted,
        deemed=story.deemed,
        suspensions=tuple(
            Suspension(kind=kinds[number], noticed=noticed, days=days, resumed=resumed)
            for number, (noticed, days, resumed) in enumerate(story.spans)
        ),
        extension=story.extension,
        debts=tuple(
            Debt(material=f"m{number}", days=days, settled=settled)
            for number, (days, settled) in enumerate(story.debts)
        ),
        steps=tuple(
            StepDates(step=f"s{number}", started=started, limit=limit, finished=finished)
            for number, (started, limit, finished) in enumerate(story.steps)
        ),
        decided=story.decided,
        granted=story.granted,
        delivered=story.delivered,
        ended=story.ended,
        warn_days=story.warn,
        closing=CLOSING,
    )


# --- the comparison -----------------------------------------------------------------------------


def compare(story: Story, today: date, *, hindsight: bool) -> set[str]:
    """Hold the legal clock to the brute force; tells the lights seen."""
    calendar = published()
    ledger = ledger_for(story)
    expected = brute(story, today)
    found = clocks(ledger, today, calendar)
    rows = [
        (
            each.kind.value,
            each.subject,
            each.start,
            each.due,
            each.left,
            each.running.value,
            each.light.key,
            each.provisional,
        )
        for each in found
    ]
    assert rows == expected, (story, today)
    light = brute_light(expected)
    assert gravest(found).key == light
    newly = deemed_on(ledger, today, calendar)
    if story.accepted is None and story.ended is None and not story.instant:
        deemed = expected[0][5] == "deemed"
        assert newly == (expected[0][2] if deemed else None)
    else:
        assert newly is None
    if not hindsight:
        _compare_list(ledger, today, light, {row[1]: row[6] for row in expected if row[0] == "step"})
    return {light}


def _compare_list(ledger: Ledger, today: date, light: str, steps: dict[str, str]) -> None:
    calendar = published()
    found = clocks(ledger, today, calendar)
    marks = signals(ledger, calendar)
    assert light_at(marks, today).key == light, (ledger, today)
    first = leading(found)
    if first is None:
        assert left_at(marks, today, calendar) is None
    else:
        assert (due_at(marks, today), left_at(marks, today, calendar)) == (first.due, first.left), ledger
        assert marks.provisional or not first.provisional
    by_step = step_signals(ledger, calendar)
    for step, colour in steps.items():
        assert (light_at(by_step[step], today) if step in by_step else Light.NONE).key == colour


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.slow if seed >= AT_ONCE else ()) for seed in range(SEEDS)]
)
def test_dates_and_lights_of_random_ledgers_equal_a_count_day_by_day(seed: int) -> None:
    rng = random.Random(seed)
    lights: set[str] = set()
    for _ in range(LEDGERS // SEEDS):
        story = invent(rng)
        last = latest(ledger_for(story))
        if rng.random() < 0.1:
            filed = story.received.date()
            today = filed + timedelta(days=rng.randint(0, (last - filed).days))
            compare(story, today, hindsight=True)
        else:
            lights |= compare(story, last + _some(rng, 40), hindsight=False)
    assert lights == set(GRAVITY)


def test_the_raw_calendar_has_the_published_248_working_days_of_2026() -> None:
    assert sum(worked for day, worked in WORKED.items() if day.year == 2026) == 248


def test_the_invented_histories_reach_every_clock() -> None:
    rng = random.Random(0)
    kinds = {
        row[0]
        for story in (invent(rng) for _ in range(2000))
        for row in brute(story, latest(ledger_for(story)))
    }
    assert kinds == {kind.value for kind in ClockKind}
