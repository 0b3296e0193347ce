"""A hall in a SQLite file, a department with a system of its own, and what links them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from data.link.callback import Callback
from data.link.listener import Listener
from data.link.owned_hall import OwnedHall
from data.store.sql_hall import SqlHall
from data.time_source import RealClock, TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.link.department import Department
from tests.support.link.linked import PATIENCE, Foreknowing, Linked, courier_of
from tests.support.sitting import OPENED, Sitting


@pytest.fixture(autouse=True)
def _without_waiting() -> Iterator[None]:
    """Tries follow one another without a pause."""
    with stamina.set_testing(True, attempts=PATIENCE.tries):
        yield


@pytest.fixture
def department() -> Iterator[Department]:
    """The fire department, with a system of its own."""
    running = Department()
    yield running
    running.close()


@pytest.fixture
def linked(tmp_path: Path, department: Department) -> Iterator[Linked]:
    """A hall whose fire department works in its own system and calls back."""
    path = small_hall_file(tmp_path / "hall.db")
    clock = TravellingClock(OPENED)
    hall = OwnedHall(lambda: SqlHall.open(path, clock, durable=False))
    desk = Sitting(hall, clock)
    link = Foreknowing(department)
    unforeseen: list[str] = []
    callback = Callback(hall, {"fire": department.key}, clock, RealClock())
    listener = Listener(callback, "127.0.0.1", 0, unforeseen=unforeseen.append)
    yield Linked(desk, department, link, courier_of(desk, link), listener.port)
    listener.close()
    link.close()
    hall.close()
    assert unforeseen == []
