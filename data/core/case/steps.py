"""Decisions about the steps of a route: claimed, handed on, finished, sent back; and what silence means."""

from __future__ import annotations

from datetime import date

from data.core.context import Decided, Decision, Rules, refuse
from data.law.clocks import clocks
from data.law.ledger import ledger_of
from data.law.route import AFTER_DECISION, beginning, finished, following, left_out
from data.model.case import Case, StepRun
from data.model.command import (
    ClaimStep,
    FinishStep,
    HandBackStep,
    HandOverStep,
    ReturnStep,
    SayNeed,
)
from data.model.event import (
    Body,
    NeedSaid,
    StepClaimed,
    StepFinished,
    StepLeftOut,
    StepReturned,
    StepStarted,
)
from data.model.item import Item, Silence, Step, StepKind
from data.model.legal.article import LOCAL, licensing
from data.model.legal.clock import ClockKind, Light
from data.model.outcome import Refusal

TWO_STAFF = licensing("34")


def first_steps(case: Case, item: Item) -> tuple[Body, ...]:
    """What acceptance does to the route: receiving is done, what follows is in its departments' hands."""
    unneeded = left_out(item, dict(case.situation))
    received = [
        each.code for each in item.steps if each.kind is StepKind.RECEIVE and each.code not in unneeded
    ]
    begun = beginning(item, case.steps, received, decided=False, unneeded=unneeded)
    return (
        *(StepLeftOut(step=code) for code in unneeded),
        *(StepFinished(step=code) for code in received),
        *(StepStarted(step=code) for code in begun),
    )


def finish(command: FinishStep, case: Case, item: Item) -> Decision:
    """Finish a step that is in its department's hands, and hand on to those that waited for it."""
    held = _held(command, case, item)
    if isinstance(held, Refusal):
        return held
    step, _ = held
    if not command.agrees and not command.note.strip():
        return refuse("reason_blank", step=step.name)
    colleague = command.colleague.strip()
    if step.people > 1 and (not colleague or colleague == command.user):
        return refuse("two_people", TWO_STAFF, step=step.name)
    body = StepFinished(step=step.code, agrees=command.agrees, note=command.note, colleague=command.colleague)
    return Decided(case.code, (body, *handed_on(case, item, {step.code})))


def claim(command: ClaimStep, case: Case, item: Item) -> Decision:
    """Take a step in hand."""
    held = _held(command, case, item)
    if isinstance(held, Refusal):
        return held
    step, run = held
    if run.holder:
        return refuse("step_claimed_already", step=step.name)
    return Decided(case.code, (StepClaimed(step=step.code, holder=command.user),))


def hand_on(command: HandBackStep | HandOverStep, case: Case, item: Item) -> Decision:
    """Put a claimed step back, or give it to a colleague."""
    held = _held(command, case, item)
    if isinstance(held, Refusal):
        return held
    step, run = held
    if run.holder != command.user:
        return refuse("step_not_claimed", step=step.name)
    to = command.to.strip() if isinstance(command, HandOverStep) else ""
    if isinstance(command, HandOverStep) and to in ("", command.user):
        return refuse("colleague_blank", step=step.name)
    return Decided(case.code, (StepClaimed(step=step.code, holder=to),))


def say_need(command: SayNeed, case: Case, item: Item) -> Decision:
    """Say what a step needs before it can be finished."""
    held = _held(command, case, item)
    if isinstance(held, Refusal):
        return held
    if not command.note.strip():
        return refuse("reason_blank", LOCAL)
    return Decided(case.code, (NeedSaid(step=command.step, needs=command.needs, note=command.note),))


def send_back(command: ReturnStep, case: Case, item: Item) -> Decision:
    """Send the case back to an earlier step, with reasons; what followed it is done again."""
    held = _held(command, case, item)
    if isinstance(held, Refusal):
        return held
    step, _ = held
    earlier = item.step(command.to)
    run = case.run(command.to)
    after = tuple(following(item, command.to))
    if earlier is None or run is None or run.finished is None or step.code not in after:
        return refuse("step_not_before", step=step.name, to=command.to)
    if earlier.kind is StepKind.RECEIVE:
        return refuse("step_received", step=earlier.name)
    if not command.reason.strip():
        return refuse("reason_blank", LOCAL)
    undone = tuple(code for code in after if (each := case.run(code)) is not None and not each.left_out)
    body = StepReturned(step=step.code, to=command.to, undone=undone, reason=command.reason)
    return Decided(case.code, (body,))


def silent(case: Case, item: Item, today: date, rules: Rules) -> tuple[Body, ...]:
    """What silence has settled by today: steps past their limit that count as agreed to, and what follows.

    Only where the item says so; elsewhere a silent step lights red and goes to the supervisor.
    """
    counting = {step.code for step in item.steps if step.silence is Silence.AGREED and unfinished(case, step)}
    if not counting:
        return ()
    running = clocks(ledger_of(case, item, rules.settings), today, rules.calendar)
    over = {
        clock.subject
        for clock in running
        if clock.kind is ClockKind.STEP and clock.light is Light.RED and clock.subject in counting
    }
    if not over:
        return ()
    agreed = (StepFinished(step=step.code, silent=True) for step in item.steps if step.code in over)
    return (*agreed, *handed_on(case, item, over))


def handed_on(case: Case, item: Item, done: set[str]) -> tuple[StepStarted, ...]:
    """The steps that begin once those of `done` are done as well."""
    decided = case.decision is not None
    if case.decision is not None and not case.decision.granted:
        done = done | {step.code for step in item.steps if step.kind is StepKind.MAKE_LICENCE}
    begun = beginning(item, case.steps, finished(item, case.steps) | done, decided=decided)
    return tuple(StepStarted(step=code) for code in begun)


def unfinished(case: Case, step: Step) -> bool:
    """Whether the step is still to be done."""
    run = case.run(step.code)
    return run is not None and run.finished is None and not run.left_out


def _held(
    command: FinishStep | ClaimStep | HandBackStep | HandOverStep | SayNeed | ReturnStep,
    case: Case,
    item: Item,
) -> tuple[Step, StepRun] | Refusal:
    """The step in hand that the command means, or why it cannot be worked on by this user."""
    step, run = item.step(command.step), case.run(command.step)
    if not command.step:
        return refuse("no_step_in_hand")
    if step is None or run is None or run.left_out:
        return refuse("step_unknown", step=command.step)
    if run.finished is not None:
        return refuse("step_finished", step=step.name)
    if isinstance(command, FinishStep) and step.kind is StepKind.DECIDE:
        return refuse("step_needs_decision", step=step.name)
    if isinstance(command, FinishStep) and step.kind is StepKind.DELIVER:
        return refuse("step_needs_delivery", step=step.name)
    if run.started is None:
        return refuse("step_waits", step=step.name)
    if step.kind in AFTER_DECISION and isinstance(command, ReturnStep):
        return refuse("decided_already")
    if run.holder and run.holder != command.user and not isinstance(command, ClaimStep):
        return refuse("step_held", step=step.name)
    return step, run
