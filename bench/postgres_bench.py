"""What one node carries on PostgreSQL: commands and lists beside bare psycopg, and the room a case takes.

    python -m bench.postgres_bench [CASES] [ADDRESS]

ADDRESS is a database on a server where databases may be made; everything is done in databases of its own,
which are gone at the end. The floors write and read the same tables over the same driver: as many
transactions, as many events with their triggers, and nothing else. Of every way the best of three runs
counts: what else the machine did is in all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date
from itertools import count, groupby
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from data.catalogue.files import read_catalogue
from data.demo.demo_hall import plan
from data.demo.demo_place import CARD, WINDOWS
from data.law.calendar.working_days import published
from data.model.command import CallNext, Command, FinishTicket, Serve, TakeTicket
from data.model.outcome import Receipt
from data.model.query import AskCase, AskCases, AskCounts, AskQueue, Tab
from data.store.loading.tickets import upcoming
from data.store.log.chain import Link
from data.store.schema.tables import CASE, HALL
from data.store.sql_hall import SqlHall
from data.time_source import RealClock, TravellingClock, at
from tests.support.halls.setting_up import founded_at

TODAY = date(2026, 3, 18)
USUAL = "postgresql://postgres@127.0.0.1:5432/postgres"
BATCHES = (1, 8, 32)
TIMES = 100
ROUNDS = 60
CALLS = 30
OTHER = "500103"
YEAR = 150_000
"""Cases that a district decides in a year, put beside those of the run before the lists are timed again."""
MARKS = ", ".join(["%s"] * len(Link._fields))
NAMES = ", ".join(f'"{name}"' for name in Link._fields)
INSERT = f"INSERT INTO event ({NAMES}) VALUES ({MARKS})".encode()
LIST = b"""
    SELECT code, status, item, applicant, received, due FROM case_row
    WHERE district = %s AND open = 1 ORDER BY due, code LIMIT 50"""
COPIES = """
    INSERT INTO case_row ({names})
    SELECT {values} FROM (
        SELECT * FROM case_row WHERE district = %s AND open = 0 ORDER BY code LIMIT 10
    ) c CROSS JOIN generate_series(1, %s) n"""


@contextmanager
def database(server: str, name: str, *districts: str) -> Iterator[str]:
    """A database of its own with these districts' halls; its address."""
    name = f"clerk_tui_bench_{name}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
        parts = psycopg.conninfo.conninfo_to_dict(server)
        address = f"postgresql:///{name}?" + "&".join(
            f"{key}={value}" for key, value in parts.items() if key != "dbname"
        )
        try:
            for district in districts or (CARD.region,):
                founded_at(address, read_catalogue(), replace(CARD, region=district), WINDOWS)
            yield address
        finally:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def carried_out(address: str, commands: Sequence[Command], batch: int) -> tuple[float, float]:
    """Seconds for the commands, so many a transaction, and how long this process worked for them."""
    clock = TravellingClock(at(TODAY, 8))
    with closing(SqlHall.at(address, clock)) as hall:
        start, worked = perf_counter(), process_time()
        for first in range(0, len(commands), batch):
            some = commands[first : first + batch]
            clock.travel(some[-1].at)
            outcomes = hall.do_many(some) if batch > 1 else (hall.do(some[0]),)
            assert all(isinstance(outcome, Receipt) for outcome in outcomes)
        return perf_counter() - start, process_time() - worked


def best(server: str, commands: Sequence[Command], batch: int, address: str) -> tuple[float, float]:
    """The best of three runs, the first of them in the database that is kept."""
    times = [carried_out(address, commands, batch)]
    for _ in range(2):
        with database(server, "again") as other:
            times.append(carried_out(other, commands, batch))
    return min(times)


def events_of(address: str) -> list[Link]:
    """The log."""
    with psycopg.connect(address) as connection:
        rows = connection.execute(f"SELECT {NAMES} FROM event ORDER BY position".encode()).fetchall()
    return [Link(*row) for row in rows]


def bare(address: str, events: Sequence[Link], batch: int) -> float:
    """Seconds for the same events, the commands of a batch a transaction."""
    commands = [list(own) for _, own in groupby(events, key=lambda link: link.command)]
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        start = perf_counter()
        for first in range(0, len(commands), batch):
            cursor.executemany(INSERT, [link for own in commands[first : first + batch] for link in own])
            connection.commit()
        return perf_counter() - start


def bare_commits(address: str, table: str, many: int) -> float:
    """Seconds for one small row and one commit, so many times."""
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE TABLE {table} (id integer PRIMARY KEY, body text)".encode())
        insert = f"INSERT INTO {table} VALUES (%s, %s)".encode()
        connection.commit()
        start = perf_counter()
        for number in range(many):
            connection.execute(insert, [number, "x" * 200])
            connection.commit()
        return perf_counter() - start


def each(ask: Callable[[], object]) -> float:
    """Seconds for one answer: the best mean of three runs of many."""
    ask()
    means = []
    for _ in range(3):
        start = perf_counter()
        for _ in range(TIMES):
            ask()
        means.append((perf_counter() - start) / TIMES)
    return min(means)


def lists(address: str, title: str) -> None:
    """Print how long the questions take beside a bare select of fifty lines."""
    clock = TravellingClock(at(TODAY, 23))
    with closing(SqlHall.at(address, clock, read_only=True)) as hall, psycopg.connect(address) as connection:
        connection.autocommit = True
        code = hall.ask(AskCases(tab=Tab.OPEN, limit=1)).lines[0].code
        floor = each(lambda: connection.execute(LIST, [CARD.region]).fetchall())
        print(f"{title}: bare select of 50 lines {floor * 1000:.2f} ms")
        for name, query in (
            ("AskCases open", AskCases(tab=Tab.OPEN, limit=50)),
            ("AskCases lights", AskCases(tab=Tab.LIGHTS, limit=50)),
            ("AskCases window 3", AskCases(tab=Tab.OPEN, window="3", limit=50)),
            ("AskCase", AskCase(code=code)),
            ("AskQueue", AskQueue()),
            ("AskCounts", AskCounts()),
        ):
            time = each(lambda query=query: hall.ask(query))  # type: ignore[misc]
            print(f"  {name:20}{time * 1000:7.2f} ms {1 / time:7.0f}/s ratio {floor / time:5.2f}")


def sizes(address: str, cases: int) -> None:
    """Print what a case takes on the disk, with its indexes."""
    with psycopg.connect(address) as connection:
        total = 0
        parts = []
        for table in HALL:
            row = connection.execute(
                "SELECT pg_total_relation_size(%s::regclass)", [f'"{table.name}"']
            ).fetchall()[0]
            if table.name in ("item", "department", "zone", "window", "setting", "overlay"):
                continue
            total += row[0]
            parts.append(f"{table.name} {row[0] / cases / 1024:.1f}")
    print(f"room a case, with its tickets: {total / cases / 1024:.1f} KiB ({', '.join(parts)})")


def grow(address: str) -> None:
    """Put a year's decided cases into the lists, copies of those that are there."""
    columns = [column.name for column in CASE.c]
    values = {
        "code": "c.code || '-' || n",
        "serial": "100000 + n",
        "received": "(DATE '2025-03-18' + n %% 365)::text",
        "filed": "(DATE '2025-03-18' + n %% 365)::text || c.code",
    }
    sql = COPIES.format(
        names=", ".join(f'"{name}"' for name in columns),
        values=", ".join(values.get(name, f'c."{name}"') for name in columns),
    )
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.encode(), [CARD.region, YEAR // 10])
        connection.execute("ANALYZE")


def sit(address: str, district: str, window: str) -> float:
    """Seconds for a window's rounds: somebody takes a number, is called, is served and leaves."""
    catalogue = read_catalogue()
    clock = RealClock()
    number = count()

    def sent(act: type[Any], **fields: object) -> Receipt:
        made = act(id=f"{window}-{next(number)}", at=clock.now(), user="x", window=window, **fields)
        outcome = hall.do(made)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    with closing(SqlHall.at(address, clock, district=district)) as hall:
        start = perf_counter()
        for _ in range(ROUNDS):
            sent(TakeTicket, zone=catalogue.zones[0].code)
            ticket = sent(CallNext).stream
            sent(Serve, ticket=ticket)
            sent(FinishTicket, ticket=ticket)
        return perf_counter() - start


def side_by_side(address: str, seats: Sequence[tuple[str, str]]) -> float:
    """Commands a second of windows that sit side by side, a process each."""
    with get_context("spawn").Pool(len(seats)) as pool:
        times = pool.starmap(sit, [(address, district, window) for district, window in seats])
    return 4 * ROUNDS * len(seats) / max(times)


def windows(server: str) -> None:
    """Print what windows carry out together: of one district they take turns, of two they do not."""
    first, second = WINDOWS[0].code, WINDOWS[1].code
    ways = {
        "one window": ((CARD.region, first),),
        "two windows of one district": ((CARD.region, first), (CARD.region, second)),
        "two windows of two districts": ((CARD.region, first), (OTHER, first)),
    }
    alone = 0.0
    for way, seats in ways.items():
        with database(server, "windows", CARD.region, OTHER) as address:
            rate = side_by_side(address, seats)
        alone = alone or rate
        print(f"{way:30}{rate:6.0f} commands/s, {rate / alone:4.2f} of one window's")


def choosing(address: str) -> None:
    """Print what choosing the next ticket takes of a whole call."""
    clock = TravellingClock(at(TODAY, 10))
    zone = read_catalogue().zones[0].code
    with closing(SqlHall.at(address, clock)) as hall, psycopg.connect(address, autocommit=True) as connection:
        for number in range(100):
            hall.do(TakeTicket(id=f"t{number}", at=clock.now(), user="x", window="", zone=zone))
        moment = clock.now()
        chosen = each(lambda: upcoming(connection, CARD.region, moment, TODAY, WINDOWS[0].code, ()))
        start = perf_counter()
        for number in range(CALLS):
            ticket = hall.do(CallNext(id=f"c{number}", at=clock.now(), user="x", window=WINDOWS[0].code))
            assert isinstance(ticket, Receipt), ticket
            for act in (Serve, FinishTicket):
                id_, own = f"{act.__name__}{number}", WINDOWS[0].code
                hall.do(act(id=id_, at=clock.now(), user="x", window=own, ticket=ticket.stream))
        whole = (perf_counter() - start) / (3 * CALLS)
    print(
        f"choosing the next of a hundred {chosen * 1000:.2f} ms of {whole * 1000:.2f} ms of a whole command"
    )


def main() -> None:
    """Print every figure with its ratio to the floor of the same run."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    server = make_conninfo(sys.argv[2] if len(sys.argv) > 2 else USUAL)
    commands = plan(read_catalogue(), today=TODAY, cases=cases, seed=1, calendar=published())
    with ExitStack() as made:
        halls = {batch: made.enter_context(database(server, f"ours_{batch}")) for batch in BATCHES}
        times = {batch: best(server, commands, batch, address) for batch, address in halls.items()}
        events = events_of(halls[1])
        print(f"{len(commands)} commands of {cases} cases, {len(events)} events")
        floor = made.enter_context(database(server, "bare"))
        commits = min(bare_commits(floor, f"bare{number}", len(commands)) for number in range(3))
        print(f"bare insert and commit: {len(commands) / commits:.0f}/s")
        for batch, (time, worked) in times.items():
            tries = []
            for _ in range(3):
                with database(server, "floor") as address:
                    tries.append(bare(address, events, batch))
            least, many = min(tries), len(commands)
            print(
                f"batches of {batch:2}: {many / time:6.0f} commands/s {time / many * 1000:5.2f} ms each, "
                f"{worked / many * 1000:4.2f} of them ours; "
                f"the same events bare {many / least:6.0f}/s, ratio {least / time:.2f}; "
                f"to bare commits {commits / time:.2f}"
            )
        choosing(floor)
        windows(server)
        sizes(halls[1], cases)
        lists(halls[1], f"{cases} cases")
        grow(halls[1])
        lists(halls[1], f"beside {YEAR} decided cases")


if __name__ == "__main__":
    main()
