"""`Courier`: takes a department's steps in hand to its own system, each once, and notes what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from data.core.link.departments import task_of
from data.link.department_link import Ack, DepartmentLink, LinkDown
from data.link.recorded import record
from data.link.taking import Fate, linked, take
from data.link.task import Task, task_for
from data.model.applicant import Applicant
from data.model.command import CaseAct, NoteLink, Reveal
from data.model.event import LinkAnswered, LinkFailed, LinkSent
from data.model.item import StepKind
from data.model.link import LinkProblem
from data.model.outcome import Receipt
from data.model.query import AskApplicant, AskCase, AskHall, AskSteps
from data.model.view import CaseFile, StepLine
from data.port.hall import Hall
from data.time_source import TimeSource

BY_DEPARTMENTS: Final = frozenset(
    {StepKind.EXAMINE, StepKind.SITE_VISIT, StepKind.CONSULT, StepKind.MAKE_LICENCE}
)
"""The kinds of step that a department may do in its own system; the hall receives, decides and delivers."""
AWAY: Final = frozenset({LinkProblem.UNREACHABLE, LinkProblem.TIMED_OUT})
"""After these the rest of the round would only wait for the same."""
PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How long a task that could not be sent waits for its next try: twice as long each time."""

    first: timedelta = timedelta(minutes=1)
    most: timedelta = timedelta(hours=4)

    def after(self, failures: int) -> timedelta:
        """The wait after so many failures, at least one."""
        return min(self.most, self.first * (1 << min(failures - 1, 20)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did: tasks sent, those answered at once, those that failed, and those that wait."""

    sent: int = 0
    answered: int = 0
    failed: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Past:
    """What has become of a task so far, from the case's events."""

    sent: bool = False
    failures: int = 0
    last: datetime | None = None


class Courier:
    """Takes one department's steps to its system.

    What was sent is known from the cases' events, so that a courier that is killed goes on where it was: what
    it had sent without noting it is sent again under the same number. `reason` given, the applicant is
    revealed to the department for it, which the log keeps (PIPL Art. 51); else the applicant is masked.
    """

    def __init__(
        self,
        hall: Hall,
        link: DepartmentLink,
        department: str,
        clock: TimeSource,
        *,
        backoff: Backoff | None = None,
        reason: str = "",
    ) -> None:
        self._hall = hall
        self._link = link
        self._department = department
        self._clock = clock
        self._backoff = backoff or Backoff()
        self._reason = reason
        self._sent: set[str] = set()

    def round(self) -> Round:
        """Go once through the department's steps in hand.

        Raises:
            HallUnavailable: the hall cannot be asked or written; the next round goes on.
        """
        region = self._hall.ask(AskHall()).card.region
        in_hand = {
            task_of(region, step.case, step.code, step.started): step
            for step in self._steps()
            if step.started is not None and step.kind in BY_DEPARTMENTS
        }
        self._sent &= in_hand.keys()
        done = Round()
        away = False
        for task, step in in_hand.items():
            if task in self._sent:
                continue
            file = self._hall.ask(AskCase(code=step.case))
            if file is None:
                continue
            past = _past(file, task)
            if past.sent:
                self._sent.add(task)
            elif away or not self._due(past):
                done = replace(done, waiting=done.waiting + 1)
            else:
                problem, answered = self._deliver(region, file, step, past)
                away = problem in AWAY
                if problem is None:
                    self._sent.add(task)
                    done = replace(done, sent=done.sent + 1, answered=done.answered + answered)
                else:
                    done = replace(done, failed=done.failed + 1)
        return done

    def _deliver(
        self, region: str, file: CaseFile, line: StepLine, past: _Past
    ) -> tuple[LinkProblem | None, bool]:
        """Send one task and note what came of it: the problem, or none and whether it was answered."""
        step = next((each for each in file.route if each.code == line.code), line)
        task = task_for(region, file, step, self._revealed(region, file, step))
        try:
            ack = self._link.send(task)
            problem = self._answered(ack)
        except LinkDown as down:
            ack, problem = Ack(), down.problem
        if ack.answer is None or problem is not None:
            self._note(task, problem, past.failures + 1)
        return problem, ack.answer is not None

    def _answered(self, ack: Ack) -> LinkProblem | None:
        """Take in an answer given at once. Its own event tells that the task was sent."""
        if ack.answer is None:
            return None
        match take(self._hall, self._clock, self._department, ack.answer).fate:
            case Fate.TAKEN | Fate.KEPT:
                return None
            case Fate.CHANGED:
                return LinkProblem.ANSWER_CHANGED
            case Fate.REFUSED:
                return LinkProblem.ANSWER_REFUSED

    def _note(self, task: Task, problem: LinkProblem | None, attempt: int) -> None:
        def note(at: datetime) -> CaseAct:
            suffix = "sent" if problem is None else f"failed-{attempt}"
            return NoteLink(
                id=f"task-{task.id}-{suffix}",
                at=at,
                user=linked(self._department),
                case=task.case,
                department=self._department,
                step=task.step,
                task=task.id,
                problem=problem,
                attempt=attempt,
            )

        record(self._hall, self._clock, task.case, note)

    def _revealed(self, region: str, file: CaseFile, step: StepLine) -> Applicant | None:
        """The applicant in full where the department is told in full; the log keeps that and why."""
        if not self._reason or step.started is None:
            return None
        code = file.line.code
        command = f"task-{task_of(region, code, step.code, step.started)}-reveal"

        def reveal(at: datetime) -> CaseAct:
            return Reveal(id=command, at=at, user=linked(self._department), case=code, reason=self._reason)

        if not isinstance(record(self._hall, self._clock, code, reveal), Receipt):
            return None
        return self._hall.ask(AskApplicant(code=code, command=command))

    def _due(self, past: _Past) -> bool:
        return past.last is None or self._clock.now() >= past.last + self._backoff.after(past.failures)

    def _steps(self) -> Iterator[StepLine]:
        after: str | None = None
        while True:
            page = self._hall.ask(AskSteps(department=self._department, limit=PAGE, after=after))
            yield from page.lines
            after = page.after
            if after is None:
                return


def _past(file: CaseFile, task: str) -> _Past:
    past = _Past()
    for line in file.timeline:
        match line.body:
            case LinkSent() | LinkAnswered() if line.body.task == task:
                past = replace(past, sent=True)
            case LinkFailed() if line.body.task == task:
                past = replace(past, failures=past.failures + 1, last=line.at)
            case _:
                pass
    return past
