"""A day of 300 numbers at 8 windows, by 8 processes at once on one file; then its log is played again."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from data.model.command import CallNext, CloseTicket, FinishTicket, Serve, TakeTicket
from data.model.outcome import Receipt, Refusal
from data.model.query import AskDay
from data.model.view import DayView
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock, at
from tests.support.halls.setting_up import install
from tests.support.queue.replay import Told, log_of, replayed
from tests.support.queue.window_day import (
    CARD,
    CATALOGUE,
    DAY,
    OPENING,
    WINDOWS,
    AtWindow,
    SharedClock,
    day_at,
    share,
)

SEED = 2017
NUMBERS = 300
LATE = 6
LAST_ID = 90_000
CLOSING = at(DAY, 17, 30)
EARLIER = NUMBERS - LATE


def worked(path: Path) -> Counter[str]:
    """The day, in as many processes as there are windows; what became of all commands."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([day_at.__module__])
    seconds = context.Value("q", 0)
    places = range(len(WINDOWS))
    shares = [EARLIER // len(places) + (place < EARLIER % len(places)) for place in places]
    given = (seconds, context.Condition(), context.Array("q", len(places), lock=False))
    with context.Pool(len(places), initializer=share, initargs=given) as pool:
        days = [(path, place, SEED, shares[place]) for place in places]
        outcomes = pool.starmap(day_at, days, chunksize=1)
        pool.close()
        pool.join()
    closed_up(path, SharedClock(seconds))
    return sum(outcomes, Counter[str]())


def closed_up(path: Path, shared: SharedClock) -> None:
    """The last who come, one of whom is still being served at the close of day."""
    with closing(SqlHall.open(path, shared)) as hall:
        late = AtWindow(hall, shared, Random(SEED), "1", sent=LAST_ID)
        for _ in range(LATE):
            assert isinstance(late.send(TakeTicket, zone="a"), Receipt)
        serving = late.send(CallNext)
        assert isinstance(serving, Receipt)
        late.send(Serve, ticket=serving.stream)
        while shared.next() < CLOSING:
            pass
        left = hall.ask(AskDay(day=DAY)).unfinished
        outcomes = {ticket.id: late.send(CloseTicket, ticket=ticket.id) for ticket in left}
        refused = {id_: each.reason for id_, each in outcomes.items() if isinstance(each, Refusal)}
        assert refused == {serving.stream: "ticket_serving"}
        late.send(FinishTicket, ticket=serving.stream)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[str]]:
    """The file after that day, and what became of the commands."""
    path = tmp_path_factory.mktemp("hall") / "hall.db"
    create(path)
    with closing(SqlHall.open(path, TravellingClock(OPENING))) as hall:
        install(hall, CATALOGUE, CARD, WINDOWS)
    return path, worked(path)


def test_every_call_was_in_its_turn_and_everybody_is_accounted_for(day: tuple[Path, Counter[str]]) -> None:
    path, outcomes = day
    log = log_of(path)
    replay = replayed(log, {window.code: window.zones for window in WINDOWS})
    taken, served, not_served = replay.balanced()
    assert taken == served + not_served == NUMBERS
    balance = balance_of(path)
    assert (balance.taken, balance.served, balance.not_served) == (taken, served, not_served)
    assert balance.unfinished == ()
    all_of_it_happened(replay.seen, outcomes)
    at_once(log)
    verification = verify(path)
    assert (verification.problems, verification.tickets) == ((), NUMBERS)


def balance_of(path: Path) -> DayView:
    """The day's balance as the hall tells it."""
    clock = TravellingClock(CLOSING + timedelta(hours=1))
    with closing(SqlHall.open(path, clock, read_only=True)) as hall:
        return hall.ask(AskDay(day=DAY))


def all_of_it_happened(seen: Counter[str], outcomes: Counter[str]) -> None:
    """The day had something of everything, and everything was tried that is not allowed."""
    for kind in (
        "served",
        "skipped",
        "revived",
        "held",
        "unheld",
        "transferred",
        "raised",
        "finished",
        "closed",
    ):
        assert seen[f"ticket_{kind}"] >= 5, (kind, seen)
    assert seen["recall"] >= 20
    assert seen["call out of order"] >= 2
    reasons = {outcome.rpartition(": ")[2] for outcome in outcomes}
    assert {
        "window_busy",
        "nobody_waiting",
        "reason_blank",
        "recall_too_soon",
        "skip_too_soon",
        "ticket_elsewhere",
        "waits_already",
        "ticket_not_called",
        "ticket_not_serving",
    } <= reasons


def at_once(log: list[Told]) -> None:
    """The windows really worked at the same time, and were not carried out in the order of sending."""
    turns = sum(one.window != other.window for one, other in pairwise(log))
    overtaken = sum(other.at < one.at for one, other in pairwise(log))
    assert turns > len(log) // 8
    assert overtaken > 10
