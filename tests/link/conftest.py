"""A hall in a SQLite file, a department with a system of its own, and what links them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from data.link.callback import Callback
from data.link.courier import Backoff, Courier, Round
from data.link.department_link import Ack, DepartmentLink
from data.link.http_link import HttpLink, Patience
from data.link.listener import Listener
from data.link.owned_hall import OwnedHall
from data.link.task import Task
from data.model.event import LinkAnswered, LinkFailed, LinkSent, StepFinished
from data.store.schema.upgrade import create
from data.store.sql_hall import SqlHall
from data.time_source import RealClock, TravellingClock
from tests.contract.sitting import CARD, CATALOGUE, OPENED, WINDOWS, Sitting
from tests.link.department import Behaviour, Department, Fields
from tests.support.setting_up import install

PATIENCE = Patience(connect=30, read=30, total=300, tries=3, wait=0.001)
HASTE = replace(PATIENCE, read=0.1)
"""For a department that will say nothing, however long it is waited for."""
HOUR = timedelta(hours=4)


@pytest.fixture(autouse=True)
def _without_waiting() -> Iterator[None]:
    """Tries follow one another without a pause."""
    with stamina.set_testing(True, attempts=PATIENCE.tries):
        yield


def new_hall(path: Path) -> Path:
    """A hall's file, set up and closed."""
    create(path)
    hall = SqlHall.open(path, TravellingClock(OPENED), durable=False)
    install(hall, CATALOGUE, CARD, WINDOWS)
    hall.close()
    return path


class Foreknowing:
    """A link that waits a long time where an answer will come, and hardly where none will.

    How fast the machine is decides nothing: what is waited for for a short time never comes.
    """

    def __init__(self, department: Department) -> None:
        self._department = department
        self._links = {
            haste: HttpLink(department.url, department.key, RealClock(), HASTE if haste else PATIENCE)
            for haste in (True, False)
        }

    def send(self, task: Task) -> Ack:
        """Send a task."""
        coming = list(self._department.behaviours)[: PATIENCE.tries]
        silent = [how is Behaviour.TIME_OUT for how in coming]
        assert all(silent) or not any(silent), "what comes after a silence would be missed"
        return self._links[bool(silent) and all(silent)].send(task)

    def close(self) -> None:
        """Let go of the connections."""
        for link in self._links.values():
            link.close()


@dataclass
class Linked:
    """A clerk's desk, the department, and the hall's side of the link between them."""

    desk: Sitting
    department: Department
    link: DepartmentLink
    courier: Courier
    port: int

    def restarted(self) -> Courier:
        """Another courier that knows nothing but what the hall knows."""
        self.courier = courier_of(self.desk, self.link)
        return self.courier

    def round(self, *, later: timedelta = HOUR) -> Round:
        """The next round, at which every task that failed is due again."""
        self.desk.clock.advance(later)
        return self.courier.round()

    def asked(self) -> str:
        """A case of which the department is asked, and has the task."""
        case = self.desk.accepted()
        assert self.round().failed == 0
        return case

    def task(self, case: str) -> Fields:
        """The one task that the department has of a case."""
        (task,) = [each for each in self.department.tasks.values() if each["case"] == case]
        return task

    def says(self, case: str, /, **fields: object) -> tuple[int, Fields]:
        """The department calls back with an answer to the case's task; what the hall says."""
        return self.department.call_back(self.port, self.department.answer(self.task(case), **fields))

    def sent(self, case: str) -> int:
        """How often the case says that its task was sent."""
        return sum(isinstance(body, LinkSent) for body in self.desk.bodies(case))

    def failures(self, case: str) -> list[tuple[str, int]]:
        """What the case says of failures: problems and attempts."""
        return [
            (body.problem.value, body.attempt)
            for body in self.desk.bodies(case)
            if isinstance(body, LinkFailed)
        ]

    def answers(self, case: str) -> list[tuple[str, str]]:
        """What the case says of answers: opinions, and why they changed nothing."""
        return [
            (body.opinion.value, body.because)
            for body in self.desk.bodies(case)
            if isinstance(body, LinkAnswered)
        ]

    def finishes(self, case: str, step: str = "fire") -> list[StepFinished]:
        """How often, and how, a step was finished."""
        return [
            body for body in self.desk.bodies(case) if isinstance(body, StepFinished) and body.step == step
        ]


def courier_of(desk: Sitting, link: DepartmentLink, reason: str = "") -> Courier:
    """A courier of the fire department."""
    return Courier(desk.hall, link, "fire", desk.clock, backoff=Backoff(), reason=reason)


@pytest.fixture
def department() -> Iterator[Department]:
    """The fire department, with a system of its own."""
    running = Department()
    yield running
    running.close()


@pytest.fixture
def linked(tmp_path: Path, department: Department) -> Iterator[Linked]:
    """A hall whose fire department works in its own system and calls back."""
    path = new_hall(tmp_path / "hall.db")
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
