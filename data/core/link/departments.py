"""Decisions about departments that work in their own systems: what was sent, and what they answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from data.core.case import steps
from data.core.context import Decided, Decision, Rules, refuse
from data.law.route import AFTER_DECISION
from data.model.case import Case, Need, StepRun
from data.model.command import FinishStep, NoteLink, SayNeed, TakeOpinion
from data.model.event import LinkAnswered, LinkFailed, LinkSent
from data.model.item import Item, Step
from data.model.legal.article import LOCAL
from data.model.link import Opinion
from data.model.outcome import Refusal

NEEDS: Final = {Opinion.NEED_SUSPENSION: Need.SUSPENSION, Opinion.NEED_MATERIALS: Need.MATERIALS}


def task_of(region: str, case: str, step: str, started: datetime) -> str:
    """The number of the task that a step of a case is to its department.

    It is the same however often it is worked out, and another one once the step was sent back and has
    started again.
    """
    moment = started.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256("|".join((region, case, step, moment)).encode()).hexdigest()[:32]


def note(command: NoteLink, case: Case, item: Item) -> Decision:
    """Keep on the case that a step was sent to its department's system, or why it could not be."""
    found = _own_step(command, case, item)
    if isinstance(found, Refusal):
        return found
    step, _ = found
    if command.problem is None:
        return Decided(case.code, (LinkSent(step=step.code, task=command.task),))
    body = LinkFailed(step=step.code, task=command.task, problem=command.problem, attempt=command.attempt)
    return Decided(case.code, (body,))


def take_opinion(command: TakeOpinion, case: Case, item: Item, rules: Rules) -> Decision:
    """Take a department's opinion in: the step is finished, or says what it needs.

    One that comes too late, or for a step that somebody at the hall has claimed, changes nothing but is kept
    on the case with its reason. One that breaks a rule of the hall (reasons, two people) is refused: the
    department may put it right.
    """
    found = _own_step(command, case, item)
    if isinstance(found, Refusal):
        return found
    step, run = found
    answered = LinkAnswered(
        step=step.code,
        task=command.task,
        answer=command.answer,
        opinion=command.opinion,
        note=command.note,
        taken=True,
    )
    late = _too_late(command, case, step, run, rules)
    if late:
        return Decided(case.code, (replace(answered, taken=False, because=late),))
    decision = _acted_on(command, case, item)
    if isinstance(decision, Refusal):
        if decision.reason != "step_held":
            return decision
        return Decided(case.code, (replace(answered, taken=False, because="step_held"),))
    return replace(decision, bodies=(answered, *decision.bodies))


def _acted_on(command: TakeOpinion, case: Case, item: Item) -> Decision:
    need = NEEDS.get(command.opinion)
    if need is not None:
        said = SayNeed(
            id=command.id,
            at=command.at,
            user=command.user,
            case=command.case,
            step=command.step,
            needs=need,
            note=command.note,
        )
        return steps.say_need(said, case, item)
    finish = FinishStep(
        id=command.id,
        at=command.at,
        user=command.user,
        case=command.case,
        step=command.step,
        agrees=command.opinion is Opinion.AGREE,
        note=command.note,
        colleague=command.colleague,
    )
    return steps.finish(finish, case, item)


def _too_late(command: TakeOpinion, case: Case, step: Step, run: StepRun, rules: Rules) -> str:
    """Why an opinion can no longer change anything (`link.because.<reason>`); empty where it can."""
    if case.status.ended:
        return "case_ended"
    if case.decision is not None and step.kind not in AFTER_DECISION:
        return "decided"
    if run.finished is not None:
        return "step_silent" if run.silent else "step_finished"
    if run.left_out:
        return "step_left_out"
    asked = run.started is not None and task_of(rules.hall.region, case.code, step.code, run.started)
    return "" if asked == command.task else "step_returned"


def _own_step(command: NoteLink | TakeOpinion, case: Case, item: Item) -> tuple[Step, StepRun] | Refusal:
    """The step meant and its run, where it is the department's own."""
    step, run = item.step(command.step), case.run(command.step)
    if step is None or run is None:
        return refuse("step_unknown", step=command.step)
    if step.department != command.department:
        return refuse("step_elsewhere", LOCAL, step=step.name)
    return step, run
