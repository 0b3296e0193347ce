"""Decisions about one case and its joint application, after what the law has done by itself."""

from __future__ import annotations

from dataclasses import replace

from data.core.case import handling, intake, notices, steps
from data.core.case.evolve_case import evolve_case
from data.core.commands import after_the_end
from data.core.context import CaseState, Decided, Decision, Family, Rules, refuse
from data.core.joint import whole as joint
from data.core.link import departments
from data.core.written_events import recorded
from data.law.clocks import deemed_on
from data.law.ledger import ledger_of
from data.model.case import Case
from data.model.command import (
    Accept,
    AskCorrection,
    CaseAct,
    CheckMaterials,
    ClaimStep,
    Command,
    Decide,
    Decline,
    Deliver,
    Extend,
    FinishStep,
    HandBackStep,
    HandOverStep,
    NoteLink,
    OpenCase,
    PrintNotice,
    Resume,
    ReturnStep,
    Reveal,
    Revoke,
    SayNeed,
    SettleDebt,
    Suspend,
    TakeOpinion,
    TellSituation,
    Withdraw,
)
from data.model.event import Body, CaseAccepted
from data.model.item import Item
from data.model.legal.time_zone import day_of, to_the_minute
from data.model.outcome import Refusal


def decide_case(state: CaseState, command: OpenCase | CaseAct, rules: Rules) -> Decision:
    """What becomes of a case, opened or gone on with, and the notices that it calls for."""
    if not isinstance(command, OpenCase):
        return _with_notices(_about_case(state, command, rules), state, command, rules)
    if rules.alone and state.item is not None and state.item.lanes:
        return refuse("cut_off_joint")
    opened = joint.open_lanes(intake.open_case(command, state, rules), command, state, rules)
    return _with_notices(opened, state, command, rules)


def _with_notices(decision: Decision, state: CaseState, command: Command, rules: Rules) -> Decision:
    # Numbers are the hall's: what is done alone has its notices once the hall has carried it out.
    if isinstance(decision, Refusal) or rules.alone:
        return decision
    added = notices.issued(decision.bodies, state, command.at)
    return replace(decision, bodies=(*decision.bodies, *added))


def settled(case: Case, item: Item, command: CaseAct, rules: Rules) -> tuple[Case, tuple[Body, ...]]:
    """The case as the law has made it by now, and the events that record it.

    Where nothing was told within five working days, the case is accepted as of its receipt (Art. 32(4));
    where a department was silent past a step's limit and the item lets that count, it has agreed.
    """
    day = day_of(command.at)
    bodies: tuple[Body, ...] = ()
    on = deemed_on(ledger_of(case, item, rules.settings), day, rules.calendar)
    if on is not None:
        bodies = (CaseAccepted(on=on, deemed=True), *steps.first_steps(case, item))
        case = _after(case, command, bodies)
    agreed = steps.silent(case, item, day, rules)
    return _after(case, command, agreed), (*bodies, *agreed)


def _after(case: Case, command: CaseAct, bodies: tuple[Body, ...]) -> Case:
    for event in recorded(command, case.code, case.seq, bodies):
        case = evolve_case(case, event)
    return case


def _about_case(state: CaseState, command: CaseAct, rules: Rules) -> Decision:
    case, item = state.case, state.item
    if case is None or item is None:
        return refuse("case_unknown", case=command.case)
    if command.at < case.last:
        return refuse("time_backwards", last=to_the_minute(case.last))
    if case.status.ended and not after_the_end(command):
        return refuse("case_ended", status=case.status)
    first = None
    if state.family is not None:
        state, case, first = whole_settled(state, case, state.family, command, rules)
        refusal = joint.before(command, case, state.family) if state.family is not None else None
        if refusal is not None:
            return refusal
    case, before = settled(case, item, command, rules)
    decision = _on_case(replace(state, case=case), case, item, command, rules)
    if isinstance(decision, Decided) and before:
        decision = replace(decision, bodies=(*before, *decision.bodies))
    if state.family is None:
        return decision
    decision = joint.after(decision, command, state)
    return decision if first is None else joint.preceded(decision, first)


def whole_settled(
    state: CaseState, case: Case, family: Family, command: CaseAct, rules: Rules
) -> tuple[CaseState, Case, Decided | None]:
    """A lane as the law has made it by now through the whole, and what that does: it may have begun."""
    whole = family.whole
    bodies: tuple[Body, ...] = ()
    if case.code != whole.case.code:
        _, bodies = settled(whole.case, whole.item, command, rules)
    done = joint.after(Decided(whole.case.code, bodies), command, replace(state, case=whole.case))
    if not bodies or isinstance(done, Refusal):
        return state, case, None
    for stream, happened in ((done.stream, done.bodies), *done.others):
        family = joint.moved(family, stream, happened, command)
    lane = family.lane(case.code)
    case = lane.case if lane is not None else case
    return replace(state, case=case, family=family), case, done


def _on_case(state: CaseState, case: Case, item: Item, command: CaseAct, rules: Rules) -> Decision:
    match command:
        case CheckMaterials():
            return intake.check_materials(command, case, item, state.licences)
        case TellSituation():
            return intake.tell_situation(command, case, item, state.licences)
        case AskCorrection():
            return intake.ask_correction(case)
        case Accept():
            return intake.accept(command, case, item)
        case Decline():
            return intake.decline(command, case)
        case Withdraw():
            return intake.withdraw(command, case)
        case SettleDebt():
            return handling.settle_debt(command, case)
        case FinishStep():
            return steps.finish(command, case, item)
        case ClaimStep():
            return steps.claim(command, case, item)
        case HandBackStep() | HandOverStep():
            return steps.hand_on(command, case, item)
        case SayNeed():
            return steps.say_need(command, case, item)
        case ReturnStep():
            return steps.send_back(command, case, item)
        case Suspend():
            return handling.suspend(command, case)
        case Resume():
            return handling.resume(case)
        case Extend():
            return handling.extend(command, case, item, rules)
        case Decide():
            return handling.decide_case(command, case, item)
        case Deliver():
            return handling.deliver(command, case, item)
        case Revoke():
            return handling.revoke(command, case)
        case PrintNotice():
            return notices.printed(command, case)
        case Reveal():
            return handling.reveal(command, case)
        case NoteLink():
            return departments.note(command, case, item)
        case TakeOpinion():
            return departments.take_opinion(command, case, item, rules)
