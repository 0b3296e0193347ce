"""Several districts in one database: none sees, numbers, locks or spoils another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Event
from urllib.parse import quote

import psycopg
import pytest

from data.law import supervision_code
from data.model.command import CallNext, TakeTicket
from data.model.outcome import Receipt
from data.model.query import AskHall
from data.port.errors import HallUnavailable
from data.port.status import Change
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import founded_at
from tests.support.scaling.districts import DISTRICTS, FIRST, SECOND, founded, sitting
from tests.support.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.support.waiting import PATIENCE


@pytest.fixture
def address(postgres_url: str) -> str:
    return founded(postgres_url)


@pytest.fixture
def pair(address: str) -> Iterator[tuple[Sitting, Sitting]]:
    """Window 3 of either hall; the two send the same ids."""
    with sitting(address, FIRST) as one, sitting(address, SECOND) as other:
        yield one, other


def test_each_sees_its_own_and_numbers_its_own(pair: tuple[Sitting, Sitting], address: str) -> None:
    one, other = pair
    tickets = [desk.take() for desk in pair]
    assert [ticket.number for ticket in tickets] == ["A001", "A001"]
    assert tickets[0].stream != tickets[1].stream
    assert tickets[0].command == tickets[1].command
    codes = [desk.collected() for desk in pair]
    given = [supervision_code.parse(code) for code in codes]
    assert [(code.region, code.serial) for code in given] == [(FIRST, 0), (SECOND, 0)]
    one.opened()
    assert (one.lines()[0].code.startswith(FIRST), len(one.lines()), other.lines()) == (True, 1, ())
    assert other.hall.ask(AskHall()).card.region == SECOND
    found_all = verify(address)
    assert found_all.whole
    assert (found_all.cases, found_all.tickets) == (3, 2)


def test_neither_calls_the_other_s_tickets(pair: tuple[Sitting, Sitting]) -> None:
    one, other = pair
    one.take()
    assert other.refused(CallNext) == "nobody_waiting"
    assert one.done(CallNext).number == "A001"


def test_a_case_of_another_district_is_not_there(pair: tuple[Sitting, Sitting]) -> None:
    one, other = pair
    code = one.opened()
    with pytest.raises(AssertionError):
        other.file(code)
    assert one.file(code).line.code == code


def test_which_one_must_be_said_and_must_be_there(address: str) -> None:
    with pytest.raises(HallUnavailable) as told:
        SqlHall.at(address, TravellingClock(OPENED))
    assert told.value.reason == "which_district"
    assert told.value.facts["known"] == ", ".join(DISTRICTS)
    with pytest.raises(HallUnavailable) as told:
        SqlHall.at(address, TravellingClock(OPENED), district="500104")
    assert told.value.reason == "other_hall"
    assert told.value.facts["district"] == "500104"


def test_a_writer_of_one_holds_up_no_writer_of_the_other(address: str) -> None:
    hasty = f"{address}{'&' if '?' in address else '?'}options={quote('-c lock_timeout=50ms')}"
    with sitting(hasty, FIRST) as one, sitting(hasty, SECOND) as other, psycopg.connect(address) as writer:
        writer.execute("SELECT key FROM setting WHERE district = %s AND key = 'card' FOR UPDATE", [FIRST])
        assert other.take().number == "A001"
        with pytest.raises(HallUnavailable) as told:
            one.take()
        assert told.value.reason == "busy"


def test_their_writers_go_on_side_by_side(address: str) -> None:
    """A transaction of one district is open, with events in it, while the other's commits."""
    with sitting(address, FIRST) as one, sitting(address, SECOND) as other:
        hall = one.hall
        assert isinstance(hall, SqlHall)

        def meanwhile() -> Iterator[TakeTicket]:
            yield one.make(TakeTicket, zone="market")
            other.collected()
            yield one.make(TakeTicket, zone="market")

        assert [type(each) for each in hall.do_many(meanwhile())] == [Receipt, Receipt]
    assert verify(address).whole


def test_a_watcher_is_told_of_its_own_district(address: str) -> None:
    stop = Event()
    with sitting(address, FIRST) as one, sitting(address, SECOND) as other:
        told: Iterator[Change] = one.hall.watch(stop)
        other.take()
        taken = one.take()
        change = next(iter(told))
        stop.set()
        assert change.streams == (taken.stream,)


def test_what_is_spoilt_in_one_is_found_and_the_other_goes_on(address: str) -> None:
    with sitting(address, FIRST) as one, sitting(address, SECOND) as other:
        spoilt, sound = one.accepted(), other.accepted()
        before = verify(address)
        with psycopg.connect(address) as behind:
            behind.execute("SET session_replication_role = replica")
            behind.execute("UPDATE event SET kind = 'x' WHERE stream = %s AND seq = 1", [spoilt])
        after = verify(address)
        assert {problem.facts["stream"] for problem in after.problems} == {spoilt}
        assert (before.whole, after.events) == (True, before.events)
        assert other.file(sound).line.code == sound


def test_the_head_of_the_database_stands_for_every_district_s_log(address: str) -> None:
    heads = [verify(address).head]
    for district in DISTRICTS:
        with sitting(address, district) as desk:
            desk.take()
        heads.append(verify(address).head)
    assert len(set(heads)) == 3
    assert all(len(head) == 64 for head in heads[1:])


def test_of_programs_that_found_a_hall_at_once_one_does(postgres_url: str) -> None:
    programs = 3
    barrier = Barrier(programs)

    def start(_: int) -> str:
        barrier.wait(PATIENCE)
        try:
            founded_at(postgres_url, CATALOGUE, CARD, WINDOWS)
        except HallUnavailable as error:
            return error.reason
        return "founded"

    with ThreadPoolExecutor(programs) as threads:
        done = sorted(threads.map(start, range(programs)))
    assert done == ["exists", "exists", "founded"]
    with closing(SqlHall.at(postgres_url, TravellingClock(OPENED))) as hall:
        assert hall.district == CARD.region
