"""Which acts a case or a ticket allows now, and the refusal each of the others would meet.

Each act is tried on `decide` itself with a specimen that has everything a clerk could add, so that what is
dimmed on a screen and what is refused by the hall can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from data.core.context import CaseState, Family, Rules, State, TicketState
from data.core.decide import decide
from data.core.decide_case import settled, whole_settled
from data.law.route import following
from data.model.case import Case, Need, StepRun, Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CallNext,
    CaseAct,
    CheckMaterials,
    ClaimStep,
    Command,
    Decide,
    Decline,
    Deliver,
    Extend,
    Finding,
    FinishStep,
    FinishTicket,
    HandBackStep,
    HandOverStep,
    Hold,
    Recall,
    Resume,
    ReturnStep,
    Reveal,
    SayNeed,
    Serve,
    SettleDebt,
    Skip,
    Suspend,
    TellSituation,
    Transfer,
    Withdraw,
)
from data.model.item import Item, StepKind, SuspensionKind
from data.model.outcome import Refusal
from data.model.ticket import Ticket
from data.model.view import ActLine

ANYTHING = "-"
SOMEBODY = "+"
BY_HAND = frozenset(StepKind) - {StepKind.RECEIVE, StepKind.DECIDE, StepKind.DELIVER}


def case_acts(
    case: Case, item: Item, rules: Rules, at: datetime, family: Family | None = None
) -> tuple[ActLine, ...]:
    """Every act on a case, possible at `at` or with its refusal; `family` is its joint application's."""
    state = CaseState(case=case, item=item, family=family)
    who = _who(rules, case.window, at)
    return tuple(_tried(command, state, rules) for command in _case_specimens(case, item, rules, who))


def by_law(
    case: Case, item: Item, rules: Rules, at: datetime, family: Family | None = None
) -> tuple[Case, Family | None]:
    """The case and its joint application as the law has made them by `at`, though nobody has recorded it."""
    specimen = Reveal(**_who(rules, case.window, at), case=case.code, reason=ANYTHING)
    if family is not None:
        state, case, _ = whole_settled(CaseState(case=case, item=item), case, family, specimen, rules)
        family = state.family or family
    case, _ = settled(case, item, specimen, rules)
    return case, family


def ticket_acts(
    active: Ticket | None, upcoming: Ticket | None, window: str, rules: Rules, at: datetime
) -> tuple[ActLine, ...]:
    """Every act of a window's queue: calling the upcoming ticket, and what its active one allows."""
    who = _who(rules, window, at)
    ticket = active.id if active else ""
    state = TicketState(ticket=active)
    elsewhere = next((each.code for each in rules.windows if each.code != window), "")
    return (
        _tried(CallNext(**who), TicketState(upcoming=upcoming, active=active), rules),
        _tried(Serve(**who, ticket=ticket), state, rules),
        _tried(Recall(**who, ticket=ticket), state, rules),
        _tried(Skip(**who, ticket=ticket), state, rules),
        _tried(FinishTicket(**who, ticket=ticket), state, rules),
        _tried(Hold(**who, ticket=ticket, reason=ANYTHING), state, rules),
        _tried(Transfer(**who, ticket=ticket, to_window=elsewhere, reason=ANYTHING), state, rules),
    )


class _Who(TypedDict):
    id: str
    user: str
    window: str
    at: datetime


def _who(rules: Rules, window: str, at: datetime) -> _Who:
    """Whoever asks, at their own window; where nobody has signed in, anybody at the case's."""
    authority = rules.authority
    if authority is None:
        return _Who(id=ANYTHING, user=ANYTHING, window=window, at=at)
    return _Who(id=ANYTHING, user=authority.user, window=authority.window, at=at)


def _case_specimens(case: Case, item: Item, rules: Rules, who: _Who) -> Iterator[CaseAct]:
    code = case.code
    finding = Finding(
        material=item.materials[0].code if item.materials else ANYTHING, verdict=Verdict.MISSING
    )
    running = [step.code for step in item.steps if step.kind in BY_HAND and _in_hand(case, step.code)]
    owing = next((debt.material for debt in case.debts if debt.settled is None), "")
    kind = SuspensionKind.EXPERT_REVIEW
    answers = tuple((each.code, each.answers[0].code) for each in item.questions[:1])
    yield TellSituation(**who, case=code, answers=answers)
    yield CheckMaterials(**who, case=code, findings=(finding,))
    yield AskCorrection(**who, case=code)
    yield Accept(**who, case=code, signed_promise=True)
    yield Decline(**who, case=code, ground="not_our_authority", reason=ANYTHING, go_to=ANYTHING)
    yield Withdraw(**who, case=code, reason=ANYTHING)
    yield from _step_specimens(case, item, rules, who, running[0] if running else "")
    yield Suspend(**who, case=code, kind=kind, days=1, reason=ANYTHING)
    yield Resume(**who, case=code)
    yield Extend(**who, case=code, days=1, approver=ANYTHING, reason=ANYTHING)
    yield Decide(**who, case=code, granted=True, reasons=ANYTHING)
    yield SettleDebt(**who, case=code, material=owing)
    yield Deliver(**who, case=code, recipient=ANYTHING)


def _step_specimens(case: Case, item: Item, rules: Rules, who: _Who, by_hand: str) -> Iterator[CaseAct]:
    """Acts on steps, each by whoever may: the holder of a step that has one, or who has signed in."""
    code = case.code

    def by(run: StepRun | None) -> _Who:
        if run is None or rules.authority is not None:
            return who
        return {**who, "user": run.holder or ANYTHING}

    runs = [
        run
        for step in item.steps
        if step.kind is not StepKind.DELIVER and (run := _in_hand(case, step.code)) is not None
    ]
    free = next((run.step for run in runs if not run.holder), runs[0].step if runs else "")
    held = next((run for run in runs if run.holder), runs[0] if runs else None)
    holder = by(held)
    held_step = held.step if held else ""
    yield FinishStep(**by(case.run(by_hand)), case=code, step=by_hand, colleague=SOMEBODY)
    yield ClaimStep(**who, case=code, step=free)
    yield HandBackStep(**holder, case=code, step=held_step)
    yield HandOverStep(**holder, case=code, step=held_step, to=SOMEBODY)
    yield SayNeed(**holder, case=code, step=held_step, needs=Need.MATERIALS, note=ANYTHING)
    step, back = next(_ways_back(case, item, runs), (held_step, ANYTHING))
    yield ReturnStep(**by(case.run(step)), case=code, step=step, to=back, reason=ANYTHING)


def _ways_back(case: Case, item: Item, runs: list[StepRun]) -> Iterator[tuple[str, str]]:
    """Steps in hand, each with a finished one before it to which the case may be sent back."""
    for run in runs:
        for earlier in item.steps:
            done = case.run(earlier.code)
            if done is None or done.finished is None or earlier.kind is StepKind.RECEIVE:
                continue
            if run.step in following(item, earlier.code):
                yield run.step, earlier.code


def _in_hand(case: Case, step: str) -> StepRun | None:
    run = case.run(step)
    return run if run is not None and run.started is not None and run.finished is None else None


def _tried(command: Command, state: State, rules: Rules) -> ActLine:
    outcome = decide(state, command, rules)
    return ActLine(act=command.act, refusal=outcome if isinstance(outcome, Refusal) else None)
