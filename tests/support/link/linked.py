"""A hall in a SQLite file, a department with a system of its own, and what links them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from data.link.courier import Backoff, Courier, Round
from data.link.department_link import Ack, DepartmentLink
from data.link.http_link import HttpLink, Patience
from data.link.task import Task
from data.model.event import LinkAnswered, LinkFailed, LinkSent, StepFinished
from data.time_source import RealClock
from tests.support.link.department import Behaviour, Department, Fields
from tests.support.sitting import Sitting

PATIENCE = Patience(connect=30, read=30, total=300, tries=3, wait=0.001)

HASTE = replace(PATIENCE, read=0.1)
"""For a department that will say nothing, however long it is waited for."""

HOUR = timedelta(hours=4)


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


BECAUSE = (
    "case_ended",
    "decided",
    "step_finished",
    "step_silent",
    "step_left_out",
    "step_returned",
    "step_held",
)
