"""Changes are told to whoever watches, by whomever they were made."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from threading import Event, Thread, Timer

import pytest

from data.model.command import CallNext
from data.port.status import Change
from tests.support.sitting import Sitting
from tests.support.waiting import PATIENCE


@pytest.fixture
def changes(desk: Sitting) -> Iterator[Queue[Change]]:
    """The changes told since now."""
    told: Queue[Change] = Queue()
    stop = Event()
    since = desk.position()

    def listen() -> None:
        for change in desk.hall.watch(stop, since):
            told.put(change)

    thread = Thread(target=listen)
    thread.start()
    yield told
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_change_tells_its_position_and_its_streams(desk: Sitting, changes: Queue[Change]) -> None:
    ticket = desk.take()
    change = changes.get(timeout=PATIENCE)
    assert change == Change(position=desk.position(), streams=(ticket.stream,))
    case = desk.opened()
    change = changes.get(timeout=PATIENCE)
    assert change == Change(position=desk.position(), streams=(case,))


def test_a_refused_command_is_no_change(desk: Sitting, changes: Queue[Change]) -> None:
    assert desk.refused(CallNext) == "nobody_waiting"
    ticket = desk.take()
    assert changes.get(timeout=PATIENCE).streams == (ticket.stream,)


def test_what_was_missed_is_told_at_once(desk: Sitting) -> None:
    """A far hall may tell it in parts, and name a stream again that is known already; it leaves out none."""
    before = desk.position()
    tickets = [desk.take().stream for _ in range(3)]
    stop = Event()
    told: list[Change] = []
    late = Timer(PATIENCE, stop.set)
    late.start()
    for change in desk.hall.watch(stop, before + 1):
        told.append(change)
        if change.position == before + 3:
            break
    late.cancel()
    assert not stop.is_set()
    assert [change.position for change in told] == sorted({change.position for change in told})
    streams = list(dict.fromkeys(stream for change in told for stream in change.streams))
    assert [stream for stream in streams if stream != tickets[0]] == tickets[1:]
