"""What passes between a case and a department that works in its own system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.link import LinkProblem, Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSent:
    """A step was sent to its department's own system, which has acknowledged the task."""

    kind: Literal["link_sent"] = "link_sent"
    step: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFailed:
    """A step could not be sent to its department's own system, or its answer could not be taken in.

    `attempt` counts the sendings of this task that failed; the task is blank where an answer named none.
    """

    kind: Literal["link_failed"] = "link_failed"
    step: str
    task: str
    problem: LinkProblem
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswered:
    """A department's own system gave its opinion of a step; not `taken`, it changed nothing else.

    `because` says why not (`link.because.<reason>`), `answer` is the number that the department gave it.
    """

    kind: Literal["link_answered"] = "link_answered"
    step: str
    task: str
    answer: str
    opinion: Opinion
    note: str
    taken: bool
    because: str = ""
