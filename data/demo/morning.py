"""The demo's morning: people take tickets, windows call them in order, some of them file a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from data.demo.demo_place import CARD, OPENING, TRAINEE_WINDOW, WINDOWS, at_window
from data.model.command import CallNext, Command, FinishTicket, Recall, Serve, Skip, TakeTicket
from data.model.item import Zone
from data.model.ticket import Priority
from data.time_source import at

OPEN_WINDOWS = ("1", "2", "3", "4", "7")
FIRST_CALL = timedelta(minutes=4)
TRAINEE_RESTS = timedelta(minutes=11)
RECALL_AFTER = timedelta(seconds=30)
SHORTEST, LONGEST = 5.0, 13.0
FEWEST, MOST = 0.8, 2.6


@dataclass(slots=True)
class Visit:
    """Somebody with a ticket; `begins` and `ends` are those of the service, where it has come to it."""

    ticket: str
    zone: str
    taken: datetime
    priority: Priority
    window: str = ""
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(slots=True)
class Morning:
    """What the queue has come to by `now`: its commands, not yet numbered, and its visits."""

    commands: list[Command]
    visits: list[Visit]


def morning(random: Random, zones: Sequence[Zone], wanted: Sequence[str], now: datetime) -> Morning:
    """A morning up to `now`. The first visitors come for the zones of `wanted`, the others for any."""
    visits = _arrivals(random, zones, wanted, now)
    told = Morning([_take(visit, number) for number, visit in enumerate(visits)], visits)
    opening = at(now.date(), OPENING.hour, OPENING.minute)
    free = {code: opening + FIRST_CALL + timedelta(seconds=20 * int(code)) for code in OPEN_WINDOWS}
    waiting = list(visits)
    absent = random.randrange(3, 8)
    calls = 0
    while free:
        window = min(free, key=lambda code: (free[code], code))
        moment = free[window]
        latest = now - TRAINEE_RESTS if window == TRAINEE_WINDOW else now
        if moment > latest:
            del free[window]
            continue
        visit = _next(waiting, window, moment)
        if visit is None:
            free[window] = moment + timedelta(seconds=30)
            continue
        waiting.remove(visit)
        calls += 1
        free[window] = _visit(told, visit, window, moment, random, now, absent=calls == absent)
    return told


def _arrivals(random: Random, zones: Sequence[Zone], wanted: Sequence[str], now: datetime) -> list[Visit]:
    by_code = {zone.code: zone for zone in zones}
    moment = at(now.date(), OPENING.hour, OPENING.minute)
    serials: dict[str, int] = {}
    visits: list[Visit] = []
    while True:
        moment += timedelta(seconds=round(60 * random.uniform(FEWEST, MOST)))
        if moment >= now:
            return visits
        if len(visits) < 2 * len(wanted) and len(visits) % 2:
            zone = by_code[wanted[len(visits) // 2]]
        else:
            zone = random.choice(zones)
        serials[zone.code] = serial = serials.get(zone.code, 0) + 1
        priority = random.choice((Priority.ELDERLY, Priority.DISABLED, Priority.PREGNANT))
        if random.random() > 0.08:
            priority = Priority.NONE
        number = f"{'V' if priority is not Priority.NONE else ''}{zone.letter}{serial:03}"
        ticket = f"{CARD.region}{CARD.code}-{now:%Y%m%d}-{number}"
        visits.append(Visit(ticket, zone.code, moment, priority))


def _take(visit: Visit, number: int) -> TakeTicket:
    return TakeTicket(
        id="", at=visit.taken, user=f"取号机{number % 2 + 1}", zone=visit.zone, priority=visit.priority
    )


def _next(waiting: Sequence[Visit], window: str, moment: datetime) -> Visit | None:
    """Whom the hall calls next to a window: those with priority first, then by time taken."""
    zones = next(each.zones for each in WINDOWS if each.code == window)
    here = [visit for visit in waiting if visit.taken <= moment and (not zones or visit.zone in zones)]
    return min(here, key=lambda visit: (visit.priority is Priority.NONE, visit.taken), default=None)


def _visit(
    told: Morning, visit: Visit, window: str, moment: datetime, random: Random, now: datetime, *, absent: bool
) -> datetime:
    """One call and what follows; answers when the window is free again."""
    ends = now if window != TRAINEE_WINDOW else now - timedelta(minutes=1)
    acts: list[Command] = [CallNext(**at_window(window, moment))]
    if absent:
        again = [moment + RECALL_AFTER * times for times in (1, 2)]
        acts += [Recall(**at_window(window, each), ticket=visit.ticket) for each in again]
        free = again[-1] + RECALL_AFTER
        acts.append(Skip(**at_window(window, free), ticket=visit.ticket))
    else:
        visit.window, visit.begins = window, moment + timedelta(seconds=random.randrange(15, 50))
        length = timedelta(seconds=round(60 * random.uniform(SHORTEST, LONGEST)))
        free = visit.begins + length
        if window == TRAINEE_WINDOW:
            free = min(free, ends)
        visit.ends = free
        acts.append(Serve(**at_window(window, visit.begins), ticket=visit.ticket))
        acts.append(FinishTicket(**at_window(window, free), ticket=visit.ticket))
    told.commands += [act for act in acts if act.at <= now]
    return free + timedelta(seconds=random.randrange(10, 40))
