"""Commands a second: one transaction each, and many in one, beside bare inserts of the same rows.

    python -m bench.store_bench [CASES]

The floor writes the same events, already made, into the same table with its triggers: as many transactions,
as many rows, and nothing else: no decision, no hash, no rows of lists, no receipt.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path
from time import perf_counter

from data.catalogue.files import read_catalogue
from data.demo.demo_hall import plan
from data.demo.demo_place import CARD, WINDOWS
from data.law.calendar.working_days import published
from data.model.command import Command
from data.model.outcome import Receipt
from data.store.log.chain import Link
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock, at
from tests.support.halls.setting_up import install

TODAY = date(2026, 3, 18)
CATALOGUE = read_catalogue()
INSERT = f"INSERT INTO event ({', '.join(Link._fields)}) VALUES ({', '.join('?' * len(Link._fields))})"


def made(folder: Path, name: str) -> Path:
    """A new, empty hall."""
    path = folder / name
    create(path)
    with closing(SqlHall.open(path, TravellingClock(at(TODAY, 23)), durable=False)) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    return path


def travelling(commands: Sequence[Command], clock: TravellingClock) -> Iterator[Command]:
    """The commands, each at its time."""
    for command in commands:
        clock.travel(command.at)
        yield command


def singly(path: Path, commands: Sequence[Command], *, durable: bool) -> float:
    """Seconds for one transaction a command."""
    clock = TravellingClock(at(TODAY, 8))
    with closing(SqlHall.open(path, clock, durable=durable)) as hall:
        start = perf_counter()
        for command in travelling(commands, clock):
            assert isinstance(hall.do(command), Receipt)
        return perf_counter() - start


def together(path: Path, commands: Sequence[Command]) -> float:
    """Seconds for all commands in one transaction."""
    clock = TravellingClock(at(TODAY, 8))
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        start = perf_counter()
        outcomes = hall.do_many(travelling(commands, clock))
        elapsed = perf_counter() - start
        assert all(isinstance(outcome, Receipt) for outcome in outcomes)
        return elapsed


def bare(path: Path, events: Sequence[Link], synchronous: str, *, one: bool) -> float:
    """Seconds for inserting the same events, a transaction for each command or `one` for all."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        start = perf_counter()
        for _, own in groupby(events, key=lambda link: "" if one else link.command):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, own)
            connection.execute("COMMIT")
        return perf_counter() - start


def main() -> None:
    """Print each way's commands a second, and its ratio to bare inserts."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    commands = plan(CATALOGUE, today=TODAY, cases=cases, seed=1, calendar=published())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = made(folder, "first.db")
        together(first, commands)
        with closing(sqlite3.connect(first)) as connection:
            sql = f"SELECT {', '.join(Link._fields)} FROM event ORDER BY position"
            events = [Link(*row) for row in connection.execute(sql)]
        count = len(commands)
        print(f"{count} commands of {cases} cases, {len(events)} events")
        ways = {
            "one transaction each, safe on disk": (
                singly(made(folder, "safe.db"), commands, durable=True),
                bare(made(folder, "floor-safe.db"), events, "FULL", one=False),
            ),
            "one transaction each, throw-away": (
                singly(made(folder, "fast.db"), commands, durable=False),
                bare(made(folder, "floor-fast.db"), events, "OFF", one=False),
            ),
            "all in one transaction, throw-away": (
                together(made(folder, "many.db"), commands),
                bare(made(folder, "floor-many.db"), events, "OFF", one=True),
            ),
        }
        for way, (time, floor) in ways.items():
            ours = f"{count / time:8.0f} commands/s {time / count * 1000:6.2f} ms each"
            bare_ones = f"bare inserts {count / floor:8.0f}/s {floor / count * 1000:6.2f} ms"
            print(f"{way:36}{ours}; {bare_ones}; ratio {time / floor:5.1f}")


if __name__ == "__main__":
    main()
