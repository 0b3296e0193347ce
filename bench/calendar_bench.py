"""What the legal clock costs: adding days, clocks and signals, and the lights of a list.

    python -m bench.calendar_bench

Ratios last, times do not: every figure stands beside its floor, measured in the same minute.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from data.law.calendar.working_days import Calendar, published
from data.law.clocks import clocks
from data.law.ledger import Ledger
from data.law.light import light_at, signals
from data.model.case import Suspension
from data.model.item import SuspensionKind
from data.model.legal.clock import Signals
from data.model.legal.time_zone import SHANGHAI

ADDS = 1_000_000
CASES = 100_000
LIMIT = 20
TODAY = date(2026, 6, 1)

LIGHT = """
    CASE WHEN law_from <= :today THEN 5
         WHEN red_from <= :today THEN 4
         WHEN yellow_from <= :today OR (accept_from <= :today AND :today <= accept_until) THEN 3
         WHEN frozen THEN 2
         WHEN :today <= accept_until OR (running AND due IS NOT NULL) THEN 1
         ELSE 0 END
"""

AT_LEAST = """
    SELECT count(*) FILTER (WHERE law_from <= :today OR red_from <= :today OR yellow_from <= :today
                               OR (accept_from <= :today AND :today <= accept_until)),
           count(*) FILTER (WHERE law_from <= :today OR red_from <= :today),
           count(*) FILTER (WHERE law_from <= :today)
    FROM c
"""


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """The shortest of some runs, in seconds: what the machine can do when nobody disturbs it."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def add_naively(calendar: Calendar, start: date, days: int) -> date:
    """The floor: walk from day to day."""
    while days:
        start += timedelta(days=1)
        days -= calendar.is_working(start)
    return start


def adding(calendar: Calendar) -> None:
    """Adding a limit, against walking the days."""
    rng = random.Random(1)
    starts = [date(2004, 1, 1) + timedelta(days=rng.randrange(8300)) for _ in range(ADDS)]

    def table() -> None:
        for start in starts:
            calendar.add(start, LIMIT)

    def walk() -> None:
        for start in starts[: ADDS // 50]:
            add_naively(calendar, start, LIMIT)

    one, floor = best(table), best(walk) * 50
    print(f"construct a calendar        {best(Calendar) * 1e3:8.2f} ms")
    print(f"add {LIMIT} days               {ADDS / one / 1e6:8.2f} million a second")
    print(f"  the same walking by day   {ADDS / floor / 1e6:8.2f} million a second")
    print(f"  ratio                     {floor / one:8.0f}")


def some_ledger(rng: random.Random) -> Ledger:
    """A case filed in the last weeks, at some stage."""
    filed = TODAY - timedelta(days=rng.randrange(40))
    accepted = filed + timedelta(days=rng.randrange(4)) if rng.random() < 0.9 else None
    suspensions: tuple[Suspension, ...] = ()
    if accepted is not None and rng.random() < 0.1:
        noticed = accepted + timedelta(days=1)
        suspensions = (Suspension(kind=SuspensionKind.TESTING, noticed=noticed, days=20),)
    return Ledger(
        received=datetime(filed.year, filed.month, filed.day, 9, tzinfo=SHANGHAI),
        promised=rng.choice((5, 10, 15, 20)),
        accepted=accepted,
        suspensions=suspensions,
    )


def lighting(calendar: Calendar) -> None:
    """The clocks of cases one by one, and the lights of a list from its signals."""
    rng = random.Random(2)
    ledgers = [some_ledger(rng) for _ in range(CASES // 10)]

    def every_clock() -> None:
        for ledger in ledgers:
            clocks(ledger, TODAY, calendar)

    def every_signal() -> None:
        for ledger in ledgers:
            signals(ledger, calendar)

    print(f"clocks of a case            {best(every_clock, 3) / len(ledgers) * 1e6:8.1f} µs")
    print(f"signals of a case           {best(every_signal, 3) / len(ledgers) * 1e6:8.1f} µs")
    listing([signals(ledger, calendar) for ledger in ledgers] * 10)


def counted(base: sqlite3.Connection, query: str) -> list[tuple[int, ...]]:
    """What a query counts on the day."""
    named = {"today": TODAY.isoformat()} if ":today" in query else {}
    return base.execute(query, named).fetchall()


def listing(marks: list[Signals]) -> None:
    """Counting the lights of a list in SQL, against counting a stored number."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE TABLE c (id INTEGER PRIMARY KEY, stored INT, running INT, frozen INT, accept_from TEXT,"
        " accept_until TEXT, yellow_from TEXT, red_from TEXT, law_from TEXT, due TEXT)"
    )
    base.executemany(
        "INSERT INTO c (stored, running, frozen, accept_from, accept_until, yellow_from, red_from, law_from,"
        " due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                light_at(each, TODAY),
                each.running,
                each.frozen,
                *(
                    day.isoformat() if day is not None else None
                    for day in (
                        each.accept_from,
                        each.accept_until,
                        each.yellow_from,
                        each.red_from,
                        each.law_from,
                        each.due,
                    )
                ),
            )
            for each in marks
        ),
    )
    plain = "SELECT stored, count(*) FROM c GROUP BY stored ORDER BY stored"
    grouped = f"SELECT {LIGHT} AS light, count(*) FROM c GROUP BY light ORDER BY light"
    expected = counted(base, plain)
    yellow, red, law = counted(base, AT_LEAST)[0]
    counts = {row[0]: row[1] for row in expected}
    worse = [sum(count for light, count in counts.items() if light >= least) for least in (3, 4, 5)]
    if counted(base, grouped) != expected or [yellow, red, law] != worse:
        raise SystemExit("the lights in SQL differ from light_at")
    floor = best(partial(counted, base, plain))
    print(f"{len(marks):,} stored numbers counted {floor * 1e3:8.1f} ms")
    for name, query in (("lights, at least each colour", AT_LEAST), ("lights, grouped", grouped)):
        one = best(partial(counted, base, query))
        print(f"  {name:<28}{one * 1e3:6.1f} ms, {one / floor:.2f} times that")


if __name__ == "__main__":
    adding(published())
    lighting(published())
