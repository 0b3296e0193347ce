"""The threads behind the server: what they gather, what they do when one fails, and how much may wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

import pytest

from data.model.account import Authority, Role
from data.model.command import CallNext, Command
from data.model.legal.time_zone import SHANGHAI
from data.model.outcome import Outcome, Receipt
from data.port.errors import HallUnavailable
from data.server.http.problem_document import ProblemDocument
from data.server.workers.worker_pool import WorkerPool
from data.server.workers.writer import Writer
from data.store.sql_hall import SqlHall
from tests.support.waiting import PATIENCE

AUTHORITY = Authority(user="u", roles=(Role.CLERK,))
NOW = datetime(2026, 3, 18, 9, 40, tzinfo=SHANGHAI)


class Hall:
    """A hall that notes what it is given, waits where it is told to, and fails where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.entered = threading.Event()
        self.broken: set[str] = set()
        self.gone = 0
        self.opened = 0
        self.closed = 0

    def open(self) -> SqlHall:
        """Open it once more."""
        self.opened += 1
        return cast(SqlHall, self)

    def do_many(
        self, commands: Iterable[Command], authorities: Iterable[Authority | None]
    ) -> Sequence[Outcome]:
        """Carry them out, all or none."""
        given = list(commands)
        assert len(list(authorities)) == len(given)
        self.batches.append([each.id for each in given])
        self.entered.set()
        assert self.go_on.wait(PATIENCE)
        if self.gone:
            self.gone -= 1
            raise HallUnavailable("busy")
        if any(each.id in self.broken for each in given):
            raise KeyError("王小明")
        return [Receipt(command=each.id, stream="s", seq=1, events=(), at=NOW) for each in given]

    def close(self) -> None:
        """Let go."""
        self.closed += 1


def call(id_: str) -> CallNext:
    """A command."""
    return CallNext(id=id_, at=NOW, user="u", window="3")


@pytest.fixture
def hall() -> Hall:
    """A hall that notes what it is given."""
    return Hall()


@pytest.fixture
def writer(hall: Hall) -> Iterator[Writer]:
    """A writer of that hall."""
    writer = Writer(hall.open, most=20, batch=8, told=lambda _: None)
    writer.start()
    yield writer
    hall.go_on.set()
    writer.close(PATIENCE)
    assert hall.closed == hall.opened


async def gathered(writer: Writer, hall: Hall, ids: Sequence[str]) -> list[Any]:
    """What becomes of commands that gather while another is being made durable."""
    hall.go_on.clear()
    first = asyncio.create_task(writer.do(call("first"), AUTHORITY, PATIENCE))
    await asyncio.to_thread(hall.entered.wait, PATIENCE)
    rest = [asyncio.create_task(writer.do(call(each), AUTHORITY, PATIENCE)) for each in ids]
    while writer.waiting < len(ids):
        await asyncio.sleep(0)
    hall.go_on.set()
    return await asyncio.gather(first, *rest, return_exceptions=True)


async def test_commands_that_wait_share_one_transaction(writer: Writer, hall: Hall) -> None:
    outcomes = await gathered(writer, hall, [f"c{number}" for number in range(10)])
    assert [each.command for each in outcomes] == ["first", *(f"c{number}" for number in range(10))]
    assert hall.batches == [["first"], [f"c{number}" for number in range(8)], ["c8", "c9"]]


async def test_one_that_brings_the_others_down_fails_alone(writer: Writer, hall: Hall) -> None:
    hall.broken = {"bad"}
    first, good, bad, other = await gathered(writer, hall, ["good", "bad", "other"])
    assert [each.command for each in (first, good, other)] == ["first", "good", "other"]
    assert isinstance(bad, KeyError)
    assert hall.batches == [["first"], ["good", "bad", "other"], ["good"], ["bad"], ["other"]]


async def test_a_hall_that_was_lost_is_opened_anew_and_nobody_notices(writer: Writer, hall: Hall) -> None:
    assert await writer.do(call("a"), AUTHORITY, PATIENCE)
    hall.gone = 1
    assert await writer.do(call("b"), AUTHORITY, PATIENCE)
    assert hall.batches == [["a"], ["b"], ["b"]]
    assert (hall.opened, hall.closed) == (2, 1)


async def test_a_hall_that_stays_lost_is_told(writer: Writer, hall: Hall) -> None:
    hall.gone = 2
    with pytest.raises(HallUnavailable):
        await writer.do(call("b"), AUTHORITY, PATIENCE)


async def test_beyond_the_bound_the_next_is_turned_away(writer: Writer, hall: Hall) -> None:
    hall.go_on.clear()
    first = asyncio.create_task(writer.do(call("first"), AUTHORITY, PATIENCE))
    await asyncio.to_thread(hall.entered.wait, PATIENCE)
    rest = [asyncio.create_task(writer.do(call(f"c{number}"), AUTHORITY, PATIENCE)) for number in range(20)]
    while writer.waiting < 20:
        await asyncio.sleep(0)
    with pytest.raises(ProblemDocument) as turned_away:
        await writer.do(call("more"), AUTHORITY, PATIENCE)
    assert (turned_away.value.reason, turned_away.value.headers["retry-after"]) == ("busy", "1")
    hall.go_on.set()
    await asyncio.gather(first, *rest)


async def test_what_nobody_waits_for_any_more_is_not_done(writer: Writer, hall: Hall) -> None:
    hall.go_on.clear()
    first = asyncio.create_task(writer.do(call("first"), AUTHORITY, PATIENCE))
    await asyncio.to_thread(hall.entered.wait, PATIENCE)
    with pytest.raises(ProblemDocument) as late:
        await writer.do(call("late"), AUTHORITY, 0.01)
    assert late.value.reason == "late"
    hall.go_on.set()
    await first
    await writer.do(call("next"), AUTHORITY, PATIENCE)
    assert hall.batches == [["first"], ["next"]]


async def test_what_was_taken_is_finished_before_the_end(hall: Hall) -> None:
    writer = Writer(hall.open, most=20, batch=8, told=lambda _: None)
    writer.start()
    hall.go_on.clear()
    first = asyncio.create_task(writer.do(call("first"), AUTHORITY, PATIENCE))
    await asyncio.to_thread(hall.entered.wait, PATIENCE)
    second = asyncio.create_task(writer.do(call("second"), AUTHORITY, PATIENCE))
    while writer.waiting < 1:
        await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(writer.close, PATIENCE))
    while writer.waiting < 2:
        await asyncio.sleep(0)
    hall.go_on.set()
    await closing
    assert [(await each).command for each in (first, second)] == ["first", "second"]  # type: ignore[union-attr]


async def test_a_lane_turns_away_what_it_cannot_hold(hall: Hall) -> None:
    pool = WorkerPool("test", hall.open, threads=1, most=1)
    pool.start()
    hall.go_on.clear()

    def wait(_: SqlHall) -> bool:
        hall.entered.set()
        return hall.go_on.wait(PATIENCE)

    first = asyncio.create_task(pool.do(wait, PATIENCE))
    await asyncio.to_thread(hall.entered.wait, PATIENCE)
    second = asyncio.create_task(pool.do(wait, PATIENCE))
    while pool.waiting < 1:
        await asyncio.sleep(0)
    with pytest.raises(ProblemDocument):
        await pool.do(wait, PATIENCE)
    hall.go_on.set()
    assert await first
    assert await second
    await asyncio.to_thread(pool.close, PATIENCE)
    assert hall.closed == 1
