"""Commands of the couriers of departments that work in their own systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.command.intake import CaseCommand
from data.model.link import LinkProblem, Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink(CaseCommand):
    """Keep what came of sending a step to its department's own system: sent, or a problem.

    `task` is the number under which it was sent, `attempt` counts the sendings that failed.
    """

    act: Literal["note_link"] = "note_link"
    department: str
    step: str
    task: str
    problem: LinkProblem | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOpinion(CaseCommand):
    """Take in the opinion that a department's own system gives of the task it was sent.

    `answer` is the number that the department gave its answer; `user` is who gave it there.
    """

    act: Literal["take_opinion"] = "take_opinion"
    department: str
    step: str
    task: str
    answer: str
    opinion: Opinion
    note: str = ""
    colleague: str = ""
