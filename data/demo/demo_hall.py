"""The demo hall made: a few days of lawful cases and this morning's queue, carried out as commands.

The same seed, day and number of cases give the same commands with the same ids, and so the same hall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Protocol

from data.core.case.intake import source_of
from data.demo.demo_place import CARD, FOUNDED, FOUNDER, TRAINEE_WINDOW, WINDOWS, morning_of
from data.demo.life import Almanac, Life
from data.demo.morning import Visit, morning
from data.demo.people import applicant
from data.demo.stories import PAST, TODAY, Story
from data.law import supervision_code
from data.law.calendar.working_days import Calendar, published
from data.model.case import Channel
from data.model.command import CaseCommand, Command, OpenCase, SetUpHall, setting_up
from data.model.item import Catalogue, Item
from data.model.outcome import Outcome, Receipt, Refusal
from data.time_source import TravellingClock

CASES = 72

SEED = 2017
MORNING_SHARE = 9
MOST_MORNING_CASES = 9
OFTEN = 6
FILING = timedelta(minutes=1)
FOUNDED_BEFORE = timedelta(hours=1)
"""How long before the first command the demo's hall is set up."""


class EmptyHall(Protocol):
    """A new hall that takes many commands at once."""

    def do_many(self, commands: Iterable[Command]) -> Sequence[Outcome]:
        """Carry out commands in one transaction."""
        ...


class DemoRefused(Exception):
    """The hall refused a command of the demo: its act and the reason."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    cases: int
    commands: int
    now: datetime


def make(
    hall: EmptyHall,
    catalogue: Catalogue,
    clock: TravellingClock,
    *,
    today: date,
    cases: int = CASES,
    seed: int = SEED,
    calendar: Calendar | None = None,
) -> Made:
    """Fill an empty hall with a demo of so many cases, as it stands at a quarter to ten of `today`.

    `clock` is the hall's own; it travels along with the commands, so that nothing is done before its time,
    and is left at the demo's moment.

    Raises:
        OutOfCalendar: `today` is too early for a few weeks of cases before it, or after the year 2099.
        DemoRefused: the catalogue is such that a command was refused.
    """
    commands = plan(catalogue, today=today, cases=cases, seed=seed, calendar=calendar or published())
    given = (founding(catalogue, commands, today=today, seed=seed), *commands)
    outcomes = hall.do_many(_travelling(given, clock))
    for command, outcome in zip(given, outcomes, strict=True):
        if not isinstance(outcome, Receipt):
            reason = outcome.reason if isinstance(outcome, Refusal) else "conflict"
            raise DemoRefused(f"{command.act}: {reason}")
    clock.travel(morning_of(today))
    opened = sum(isinstance(command, OpenCase) for command in commands)
    return Made(cases=opened, commands=len(commands), now=morning_of(today))


def founding(catalogue: Catalogue, commands: Sequence[Command], *, today: date, seed: int) -> SetUpHall:
    """The command that sets the demo's hall up, before anything happens in it."""
    return setting_up(
        catalogue,
        CARD,
        WINDOWS,
        id=f"demo-{seed}-set-up",
        at=min((each.at for each in commands), default=morning_of(today)) - FOUNDED_BEFORE,
        user=FOUNDER,
        reason=FOUNDED,
    )


def plan(
    catalogue: Catalogue, *, today: date, cases: int, seed: int, calendar: Calendar
) -> tuple[Command, ...]:
    """The commands of a demo, in the order of time, with their ids."""
    random = Random(f"{seed}/{today}/{cases}")
    almanac = Almanac(calendar, today)
    this_morning = _told(TODAY, catalogue, min(MOST_MORNING_CASES, cases // MORNING_SHARE), random)
    queue = morning(random, catalogue.zones, [item.zone for _, item in this_morning], almanac.now)
    lives = [
        _life(story, item, almanac, random)
        for story, item in _told(PAST, catalogue, cases - len(this_morning), random)
    ]
    served = [visit for visit in queue.visits if visit.begins and visit.begins + FILING <= almanac.now]
    for story, item in this_morning:
        visit = next((each for each in served if each.zone == item.zone), None)
        if visit is not None:
            served.remove(visit)
        lives.append(_life(story, item, almanac, random, visit))
    return _numbered(queue.commands, lives, seed)


def _told(
    stories: Sequence[Story], catalogue: Catalogue, count: int, random: Random
) -> list[tuple[Story, Item]]:
    """So many stories with an item for each: every one once, and then by their weights."""
    fitting = {story: [item for item in catalogue.items if story.fits(item)] for story in stories}
    possible = [story for story in stories if fitting[story]]
    if not possible:
        return []
    often = random.choices(possible, [story.weight for story in possible], k=count)
    return [(story, random.choice(fitting[story])) for story in [*possible, *often][:count]]


def _life(story: Story, item: Item, almanac: Almanac, random: Random, visit: Visit | None = None) -> Life:
    """One case from its receipt on; at the window of its visit where somebody came this morning."""
    age = story.age(item, random)
    channel = Channel.WINDOW
    if visit is not None and visit.begins is not None:
        window, opened, ticket = visit.window, visit.begins + FILING, visit.ticket
    else:
        window, opened, ticket = _window(item, random), almanac.moment(-age, random), ""
        channel = random.choice((Channel.WINDOW, Channel.WINDOW, Channel.WINDOW, Channel.ONLINE))
    life = Life(
        item=item,
        applicant=applicant(random, item.applicants, almanac.today),
        window=window,
        opened=opened,
        almanac=almanac,
        random=random,
        ticket=ticket,
        channel=channel,
    )
    life.on(-age)
    story.write(life, age)
    return life


def _window(item: Item, random: Random) -> str:
    own = [window.code for window in WINDOWS if item.zone in window.zones]
    general = [window.code for window in WINDOWS if not window.zones]
    return random.choice([*own, *general, *[TRAINEE_WINDOW] * OFTEN])


def _numbered(queue: Iterable[Command], lives: Iterable[Life], seed: int) -> tuple[Command, ...]:
    """Everything in the order of time, with ids, and with the codes that the hall will give out."""
    told: list[tuple[Command, Life | None]] = [(command, None) for command in queue]
    for life in lives:
        told.append((life.opening(), life))
        told += ((act, life) for act in life.acts)
    told.sort(key=lambda each: each[0].at)
    serials: Counter[tuple[date, str]] = Counter()
    codes: dict[int, str] = {}
    commands: list[Command] = []
    for number, (command, whose) in enumerate(told, start=1):
        stamped = replace(command, id=f"demo-{seed}-{number:06}")
        if isinstance(command, OpenCase):
            source = source_of(CARD, command.window)
            day = command.at.date()
            codes[id(whose)] = str(supervision_code.make(CARD.region, day, source, serials[day, source]))
            serials[day, source] += 1
        elif isinstance(stamped, CaseCommand):
            stamped = replace(stamped, case=codes[id(whose)])
        commands.append(stamped)
    return tuple(commands)


def _travelling(commands: Iterable[Command], clock: TravellingClock) -> Iterator[Command]:
    for command in commands:
        clock.travel(command.at)
        yield command
