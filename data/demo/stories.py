"""The stories that demo cases live: every state and every light that a hall can show, each of them lawful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from data.demo.life import Life, route, tolerable
from data.model.case import Verdict
from data.model.item import Item, ItemKind

EXTENSION = 5


@dataclass(frozen=True, slots=True)
class Story:
    """A story: the items it may be told of, how many working days ago it began, and what happened.

    `weight` says how often it is told once each story has been told.
    """

    write: Callable[[Life, int], object]
    fits: Callable[[Item], bool]
    age: Callable[[Item, Random], int]
    weight: int = 1


def _instant(item: Item) -> bool:
    return item.kind is ItemKind.INSTANT


def _promised(item: Item) -> bool:
    return (
        not _instant(item) and (item.promised_days or 0) >= 3 and bool(route(item)) and bool(item.materials)
    )


def _tolerant(item: Item) -> bool:
    return _promised(item) and bool(tolerable(item))


def _licensed(item: Item) -> bool:
    return _promised(item) and item.result is not None


def _special(item: Item) -> bool:
    return _promised(item) and bool(item.special)


def _extendable(item: Item) -> bool:
    return _unhurried(item) and item.extension_days >= EXTENSION


def _lawful(item: Item) -> bool:
    """Whether a law sets the limit in so many words."""
    return _promised(item) and item.statutory_days is not None


def _unhurried(item: Item) -> bool:
    return _lawful(item) and (item.statutory_days or 0) >= _promised_days(item) + 4


def _promised_days(item: Item) -> int:
    return item.promised_days or 0


def _days(low: int, high: int) -> Callable[[Item, Random], int]:
    return lambda _item, random: random.randint(low, high)


def _of_promise(low: int, high: int) -> Callable[[Item, Random], int]:
    return lambda item, random: max(1, _promised_days(item) + random.randint(low, high))


def _within_promise(item: Item, random: Random) -> int:
    return random.randint(1, max(1, _promised_days(item) - 2))


def _past_law(item: Item, random: Random) -> int:
    return (item.statutory_days or 0) + random.randint(1, 4)


def _received(life: Life, _age: int) -> None:
    """Nothing checked yet."""


def _being_checked(life: Life, _age: int) -> None:
    life.check(life.faults(1), only=max(1, len(life.item.materials) - 1))


def _undecided(life: Life, _age: int) -> None:
    life.check()


def _correcting(life: Life, age: int) -> None:
    life.on(1 - age).check(life.faults(2)).ask_correction()


def _corrected(life: Life, age: int) -> None:
    faults = life.faults(2)
    life.on(1 - age).check(faults).ask_correction()
    life.on(-1).answer(tuple(faults))


def _in_hand(life: Life, _age: int) -> None:
    life.check().accept().finish(life.random.choice((0, 0.4, 0.7)), -1)


def _suspended(life: Life, age: int) -> None:
    life.check().accept().on(-min(2, age)).suspend(life.random.randint(8, 15))


def _suspended_too_long(life: Life, age: int) -> None:
    life.check().accept().on(2 - age).suspend(5)


def _resumed(life: Life, age: int) -> None:
    life.check().accept().on(1 - age).suspend(5).on(-1).resume()


def _extended(life: Life, age: int) -> None:
    life.check().accept().finish(0.5, -2).on(-1).extend(EXTENSION)


def _tolerated(life: Life, age: int) -> None:
    life.check(_tolerating(life)).accept(promised=True).finish(0.4, -1)


def _granted_owing(life: Life, age: int) -> None:
    life.check(_tolerating(life)).accept(promised=True).finish(1, -1).on(-1).decide(
        granted=True
    ).make_licence()


def _granted(life: Life, age: int) -> None:
    life.check().accept().finish(1, min(-1, 1 - age)).on(-1).decide(granted=True).on(-1).make_licence()


def _collected(life: Life, age: int) -> None:
    life.check().accept().finish(1, -2).on(-2).decide(granted=True).make_licence().on(-1).deliver()


def _revoked(life: Life, _age: int) -> None:
    life.check().accept().finish(1, -3).on(-3).decide(granted=True).make_licence().on(-2).deliver()
    life.on(-1).revoke()


def _refused(life: Life, age: int) -> None:
    life.check().accept().finish(1, -1).on(-1).decide(granted=False)


def _refused_and_told(life: Life, age: int) -> None:
    life.check().accept().finish(1, -2).on(-2).decide(granted=False).on(-1).deliver()


def _declined(life: Life, _age: int) -> None:
    life.decline(ours=False)


def _not_required(life: Life, _age: int) -> None:
    life.decline(ours=True)


def _withdrawn(life: Life, age: int) -> None:
    life.check().on(1 - age).withdraw()


def _withdrawn_late(life: Life, age: int) -> None:
    life.check().accept().finish(0.4, -1).on(-1).withdraw()


def _instantly(life: Life, _age: int) -> None:
    life.check().accept().finish(1, life.distance).decide(granted=True).make_licence().deliver()


def _instantly_accepted(life: Life, _age: int) -> None:
    life.check().accept()


def _tolerating(life: Life) -> dict[str, Verdict]:
    return {material.code: Verdict.TOLERATED for material in tolerable(life.item)}


PAST = (
    Story(_in_hand, _promised, _within_promise, 10),
    Story(_in_hand, _promised, _of_promise(-1, -1), 2),
    Story(_in_hand, _unhurried, _of_promise(1, 3), 1),
    Story(_in_hand, _lawful, _past_law, 0),
    Story(_correcting, _promised, _days(2, 6), 3),
    Story(_tolerated, _tolerant, _days(1, 3), 2),
    Story(_granted, _promised, _days(3, 6), 4),
    Story(_suspended, _special, _days(3, 6), 1),
    Story(_collected, _promised, _days(4, 9), 6),
    Story(_received, _promised, _days(4, 4), 1),
    Story(_corrected, _promised, _days(3, 5), 2),
    Story(_refused, _promised, _days(4, 7), 1),
    Story(_instantly_accepted, _instant, _days(1, 2), 0),
    Story(_undecided, _promised, _days(1, 3), 3),
    Story(_granted_owing, _tolerant, _days(2, 4), 1),
    Story(_extended, _extendable, _of_promise(0, 1), 1),
    Story(_declined, _promised, _days(1, 9), 1),
    Story(_withdrawn, _promised, _days(2, 8), 1),
    Story(_suspended_too_long, _special, _days(9, 12), 0),
    Story(_received, _promised, _days(7, 8), 0),
    Story(_resumed, _special, _days(6, 9), 1),
    Story(_refused_and_told, _promised, _days(5, 9), 1),
    Story(_not_required, _promised, _days(1, 9), 0),
    Story(_revoked, _licensed, _days(6, 9), 0),
    Story(_withdrawn_late, _promised, _days(3, 6), 0),
    Story(_instantly, _instant, _days(1, 6), 6),
)
"""Those which began before the demo's day. Each is told once, in this order, before any is told again."""

TODAY = (
    Story(_being_checked, _tolerant, _days(0, 0)),
    Story(_received, _promised, _days(0, 0)),
    Story(_instantly, _instant, _days(0, 0)),
    Story(_undecided, _promised, _days(0, 0)),
    Story(_instantly_accepted, _instant, _days(0, 0)),
    Story(_tolerated, _tolerant, _days(0, 0)),
    Story(_received, _instant, _days(0, 0)),
)
"""Those which began this morning, with a ticket, told round and round."""
