"""Two processes at one hall: who is called is called once, and nobody is forgotten."""

from __future__ import annotations

import multiprocessing
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from data.model.command import CallNext, FinishTicket, Serve
from data.model.outcome import Receipt, Refusal
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.sitting import OPENED, Sitting
from tests.support.store.grounds import Ground, opened
from tests.support.waiting import PATIENCE

ROUNDS = {"sqlite": 500, "postgres": 150}
"""PostgreSQL waits for the disk at every commit."""
WINDOWS = ("3", "4")


def sit(place: Path | str, rounds: int, window: str, barrier: Barrier, told: Connection) -> None:
    """One window: in every round call when the other does, and serve whom it got.

    In every other round one ticket is taken for the two of them, else one each.
    """
    clock = TravellingClock(OPENED)
    called: list[str] = []
    with closing(opened(place, clock)) as hall:
        desk = Sitting(hall, clock, window=window)
        desk.ids = (f"{window}-{number}" for number in range(10 * rounds))
        for number in range(rounds):
            if window == WINDOWS[0] or number % 2:
                desk.take()
            else:
                desk.later(1)
            barrier.wait(PATIENCE)
            outcome = desk.do(CallNext)
            if isinstance(outcome, Receipt):
                called.append(outcome.stream)
                desk.done(Serve, ticket=outcome.stream)
                desk.done(FinishTicket, ticket=outcome.stream)
            else:
                assert isinstance(outcome, Refusal)
                called.append(outcome.reason)
                desk.later(2)
            barrier.wait(PATIENCE)
    told.send(called)
    told.close()


def test_two_windows_calling_at_once_never_call_the_same_ticket(new_ground: Ground) -> None:
    place = new_ground.place
    rounds = ROUNDS["sqlite" if isinstance(place, Path) else "postgres"]
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(WINDOWS))
    windows = []
    for window in WINDOWS:
        heard, told = spawning.Pipe(duplex=False)
        process = spawning.Process(target=sit, args=(place, rounds, window, barrier, told))
        process.start()
        told.close()
        windows.append((process, heard))
    called = []
    for process, heard in windows:
        assert heard.poll(PATIENCE)
        called.append(heard.recv())
        heard.close()
        process.join(PATIENCE)
        assert process.exitcode == 0
        process.close()
    taken = rounds + rounds // 2
    for number, pair in enumerate(zip(*called, strict=True)):
        tickets = [each for each in pair if each != "nobody_waiting"]
        assert len(tickets) == (2 if number % 2 else 1), (number, pair)
    tickets = [each for one in called for each in one if each != "nobody_waiting"]
    assert len(tickets) == len(set(tickets)) == taken
    verification = verify(place)
    assert verification.whole
    assert verification.tickets == taken
    with closing(SqlHall.at(place, TravellingClock(OPENED))) as hall:
        assert Sitting(hall, TravellingClock(OPENED)).events() == 4 * taken
