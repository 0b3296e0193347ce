"""A monitor on a standby: it answers, tells of changes and refuses to write; promoted, it takes over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from queue import SimpleQueue
from threading import Event, Thread

import psycopg
import pytest

from data.model.command import TakeTicket
from data.model.query import AskBoard, AskCases, AskCounts, AskDay, AskDepartments, AskHall, AskQueue, AskWhy
from data.port.errors import HallUnavailable
from data.port.status import Change
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.scaling.clusters import Cluster, primary, standby
from tests.support.sitting import OPENED, Sitting
from tests.support.store.grounds import founded, lived_in
from tests.support.waiting import PATIENCE, until


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary with a hall that has lived, and its standby."""
    with primary() as first:
        with psycopg.connect(first.address(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE hall")
        lived_in(founded(first.address("hall")))
        with standby(first) as second:
            yield first, second


def told_of(hall: SqlHall, stop: Event) -> SimpleQueue[Change]:
    """What a watcher of the hall is told, by a thread that ends when it is to stop."""
    changes: SimpleQueue[Change] = SimpleQueue()
    told = hall.watch(stop)

    def listen() -> None:
        for change in told:
            changes.put(change)

    Thread(target=listen, daemon=True).start()
    return changes


def caught_up(replica: SqlHall, hall: SqlHall) -> None:
    """Wait until everything that is acknowledged is on the replica."""
    until(lambda: replica.mark() == hall.mark())


def test_a_wall_on_a_standby_and_the_standby_after_the_primary(pair: tuple[Cluster, Cluster]) -> None:
    first, second = pair
    clock, stop = TravellingClock(OPENED), Event()
    with (
        closing(SqlHall.at(first.address("hall"), clock)) as hall,
        closing(SqlHall.at(second.address("hall"), clock, read_only=True)) as wall,
    ):
        desk = Sitting(hall, clock)
        desk.ids = map("after-{}".format, range(1000))
        caught_up(wall, hall)
        changes = told_of(wall, stop)
        taken = desk.take()
        change = changes.get(timeout=PATIENCE)
        assert taken.stream in change.streams
        case = desk.collected()
        caught_up(wall, hall)
        for question in (
            AskHall(),
            AskCounts(),
            AskCases(),
            AskQueue(),
            AskBoard(),
            AskDay(),
            AskDepartments(),
            AskWhy(code=case),
        ):
            assert wall.ask(question) == hall.ask(question), question
        for opened in (wall, SqlHall.at(second.address("hall"), clock)):
            with pytest.raises(HallUnavailable) as told:
                opened.do(desk.make(TakeTicket, zone="market"))
            assert told.value.reason == "read_only"
        opened.close()
        before = verify(second.address("hall"))
        assert (before.whole, before) == (True, verify(first.address("hall")))
        stop.set()
    first.stop()
    second.promote()
    with closing(SqlHall.at(second.address("hall"), clock)) as promoted:
        desk = Sitting(promoted, clock)
        desk.ids = map("promoted-{}".format, range(1000))
        assert desk.take().number > taken.number
        assert desk.file(case).line.code == case
    after = verify(second.address("hall"))
    assert (after.whole, after.events) == (True, before.events + 1)
