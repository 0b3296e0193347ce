"""A department's answer taken in by the hall: once, however often it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from data.link.answer import Answer
from data.link.recorded import history, record
from data.model.command import CaseAct, NoteLink, TakeOpinion
from data.model.event import LinkAnswered
from data.model.legal.time_zone import day_of
from data.model.link import LinkProblem
from data.model.outcome import Receipt, Refusal
from data.port.hall import Hall
from data.time_source import TimeSource


class Fate(StrEnum):
    """What became of an answer.

    `TAKEN` it did what it says; `KEPT` it is on the case but came too late to change anything; `CHANGED`
    something else was said under its number before; `REFUSED` a rule of the hall refuses it.
    """

    TAKEN = "taken"
    KEPT = "kept"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer's fate, and the reason where it was not taken (`link.because.…` or `refusal.…`)."""

    fate: Fate
    reason: str = ""


def take(hall: Hall, clock: TimeSource, department: str, answer: Answer) -> Taken:
    """Take an answer in. The same answer again gives the same fate and does nothing.

    Raises:
        HallUnavailable: the hall cannot write now; the department is to send it again.
    """

    def opinion(at: datetime) -> CaseAct:
        return TakeOpinion(
            id=f"opinion-{_digest(department, answer.id)}",
            at=at,
            user=answer.by.strip(),
            case=answer.case,
            department=department,
            step=answer.step,
            task=answer.task,
            answer=answer.id,
            opinion=answer.opinion,
            note=answer.note,
            colleague=answer.colleague,
        )

    outcome = record(hall, clock, answer.case, opinion)
    if isinstance(outcome, Receipt):
        return _kept(hall, answer, outcome)
    reason = outcome.reason if isinstance(outcome, Refusal) else ""
    return Taken(Fate.CHANGED if reason == "id_reused" else Fate.REFUSED, reason)


def note_spoilt(
    hall: Hall, clock: TimeSource, department: str, case: str, step: str, problem: LinkProblem
) -> None:
    """Keep on the case that an answer for a step was spoilt: once a day for each problem.

    Nothing is kept where there is no such case, or the step is another department's.

    Raises:
        HallUnavailable: the hall cannot write now.
    """
    day = day_of(clock.now()).isoformat()

    def note(at: datetime) -> CaseAct:
        return NoteLink(
            id=f"spoilt-{_digest(department, case, step, problem.value, day)}",
            at=at,
            user=linked(department),
            case=case,
            department=department,
            step=step,
            task="",
            problem=problem,
        )

    record(hall, clock, case, note)


def linked(department: str) -> str:
    """The name under which the hall's own notes about a department's system stand."""
    return f"link.{department}"


def _kept(hall: Hall, answer: Answer, receipt: Receipt) -> Taken:
    said = [
        line.body
        for line in history(hall, receipt.stream)
        if isinstance(line.body, LinkAnswered)
        and (line.body.answer, line.body.step) == (answer.id, answer.step)
    ]
    if said and not said[-1].taken:
        return Taken(Fate.KEPT, said[-1].because)
    return Taken(Fate.TAKEN)


def _digest(*parts: str) -> str:
    return sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
