"""`DepartmentLink`: the port to a department that works in its own system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from data.link.answer import Answer
from data.link.task import Task
from data.model.link import LinkProblem


@dataclass(frozen=True, slots=True)
class Ack:
    """The department's system has the task; it may have answered it at once."""

    answer: Answer | None = None


class LinkDown(Exception):
    """The task could not be sent, or nobody can tell whether it was. Sending it again does no harm."""

    def __init__(self, problem: LinkProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class DepartmentLink(Protocol):
    """A department's own system. The same task again is the same task there, by its id."""

    def send(self, task: Task) -> Ack:
        """Send a task; blocks for a bounded time.

        Raises:
            LinkDown: it was not acknowledged.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
