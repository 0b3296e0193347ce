"""The lights of 100,000 open cases: the hall's answers beside the same count in plain SQL, in one run.

    python -m bench.lights_bench [CASES]

The rows are written directly, from cases made at random; the hall then answers as it does at a desk.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sqlalchemy import insert

from data.catalogue.files import read_catalogue
from data.law import supervision_code
from data.law.calendar.working_days import published
from data.model.applicant import Applicant
from data.model.case import Case, Channel, Decision, Status, Suspension
from data.model.item import Item, ItemKind, SuspensionKind
from data.model.query import AskCases, AskCounts, AskDepartments, Tab
from data.model.settings import HallCard, Settings, Window
from data.store.engine.statement import Statement
from data.store.schema.rows import case_row
from data.store.schema.tables import CASE
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock, at
from tests.support.halls.setting_up import install

TODAY = date(2026, 3, 18)
CARD = HallCard(region="500102", code="A", name="涪陵区政务服务中心")
WINDOWS = tuple(Window(code=f"{number:02}", name=f"{number}号窗口") for number in range(1, 61))
ROUNDS = 15
PLAIN = """
SELECT CASE
    WHEN law_from <= :today THEN 5 WHEN red_from <= :today THEN 4 WHEN yellow_from <= :today THEN 3
    WHEN accept_until >= :today AND accept_from <= :today THEN 3 WHEN frozen = 1 THEN 2
    WHEN accept_until >= :today OR (running = 1 AND due IS NOT NULL) THEN 1 ELSE 0 END AS light,
    count(*)
FROM case_row WHERE district = '500102' AND open = 1 GROUP BY light
"""


def cases(items: tuple[Item, ...], count: int) -> Iterator[tuple[Case, Item]]:
    """Open cases received in the last few weeks, in every status."""
    random = Random(2026)
    promised = [item for item in items if item.kind is ItemKind.PROMISED]
    serials: Counter[tuple[date, str]] = Counter()
    for _ in range(count):
        day = TODAY - timedelta(days=random.randrange(30))
        item = random.choice(promised)
        window = random.choice(WINDOWS).code
        moment = at(day, random.randrange(9, 17))
        serial = serials[day, window]
        serials[day, window] += 1
        case = Case(
            code=str(supervision_code.make(CARD.region, day, f"A{window}", serial)),
            seq=9,
            item=item.code,
            version=item.version,
            status=Status.RECEIVED,
            channel=Channel.WINDOW,
            applicant=Applicant(name="王小明"),
            received=moment,
            clerk="张敏",
            window=window,
            last=moment,
        )
        fate = random.random()
        if fate > 0.2:
            case = replace(case, status=Status.ACCEPTED, accepted=day)
        if fate > 0.85:
            stop = Suspension(kind=SuspensionKind.TESTING, noticed=day, days=20)
            case = replace(case, status=Status.SUSPENDED, suspensions=(stop,))
        elif fate > 0.7:
            case = replace(case, status=Status.GRANTED, decision=Decision(on=day, granted=True))
        yield case, item


def fill(path: Path, count: int) -> None:
    """A hall with so many open cases."""
    create(path)
    catalogue = read_catalogue()
    with closing(SqlHall.open(path, TravellingClock(at(TODAY, 9)), durable=False)) as hall:
        install(hall, catalogue, CARD, WINDOWS)
    rows = (
        case_row(CARD.region, case, item, Settings(), published())
        for case, item in cases(catalogue.items, count)
    )
    with closing(sqlite3.connect(path)) as connection:
        Statement(insert(CASE)).each(connection, rows)
        connection.execute("ANALYZE")
        connection.commit()


def seconds(act: Callable[[], object]) -> float:
    """The median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return median(times)


def main() -> None:
    """Print each answer's time and its ratio to the plain count."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hall.db"
        fill(path, count)
        with (
            closing(sqlite3.connect(path)) as plain,
            closing(SqlHall.open(path, TravellingClock(at(TODAY, 9)), read_only=True)) as hall,
        ):
            floor = seconds(lambda: plain.execute(PLAIN, {"today": TODAY.isoformat()}).fetchall())
            lights = dict(plain.execute(PLAIN, {"today": TODAY.isoformat()}).fetchall())
            assert {light.value: n for light, n in hall.ask(AskCounts()).lights} == lights
            page = hall.ask(AskCases(tab=Tab.OPEN, limit=1000))
            print(f"{count} open cases, by light {lights}")
            print(f"{'plain SQL: count by light':44}{floor * 1000:8.1f} ms")
            for name, act in {
                "AskCounts: by light and tab, the day, the queue": lambda: hall.ask(AskCounts()),
                "AskCounts of one window": lambda: hall.ask(AskCounts(window="03")),
                "AskCases: first page of the lights": lambda: hall.ask(AskCases(tab=Tab.LIGHTS)),
                "AskCases: first page of all open": lambda: hall.ask(AskCases()),
                "AskCases: a later page": lambda: hall.ask(AskCases(after=page.after)),
                "AskCases of one window": lambda: hall.ask(AskCases(window="03")),
                "AskDepartments": lambda: hall.ask(AskDepartments()),
            }.items():
                time = seconds(act)
                print(f"{name:44}{time * 1000:8.1f} ms {time / floor:6.2f} x the count")


if __name__ == "__main__":
    main()
