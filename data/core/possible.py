"""Which acts a case or a ticket allows now, and the refusal each of the others would meet.

Each act is tried on `decide` itself with a specimen that has everything a clerk could add, so that what is
dimmed on a screen and what is refused by the hall can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from data.core.decide import decide
from data.core.rules import Family, Rules, State
from data.model.case import Case, Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CallNext,
    CaseAct,
    CheckMaterials,
    Command,
    Decide,
    Decline,
    Deliver,
    Extend,
    Finding,
    FinishStep,
    FinishTicket,
    Hold,
    Recall,
    Resume,
    Serve,
    SettleDebt,
    Skip,
    Suspend,
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
    state = State(case=case, item=item, family=family)
    return tuple(_tried(command, state, rules) for command in _case_specimens(case, item, at))


def ticket_acts(
    active: Ticket | None, upcoming: Ticket | None, window: str, rules: Rules, at: datetime
) -> tuple[ActLine, ...]:
    """Every act of a window's queue: calling the upcoming ticket, and what its active one allows."""
    who = _who(window, at)
    ticket = active.id if active else ""
    state = State(ticket=active)
    elsewhere = next((each.code for each in rules.windows if each.code != window), "")
    return (
        _tried(CallNext(**who), State(upcoming=upcoming, active=active), rules),
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


def _who(window: str, at: datetime) -> _Who:
    return _Who(id=ANYTHING, user=ANYTHING, window=window, at=at)


def _case_specimens(case: Case, item: Item, at: datetime) -> Iterator[CaseAct]:
    who, code = _who(case.window, at), case.code
    finding = Finding(
        material=item.materials[0].code if item.materials else ANYTHING, verdict=Verdict.MISSING
    )
    running = [
        step.code
        for step in item.steps
        if (run := case.run(step.code)) and run.started and not run.finished and step.kind in BY_HAND
    ]
    owing = next((debt.material for debt in case.debts if debt.settled is None), "")
    kind = SuspensionKind.EXPERT_REVIEW
    yield CheckMaterials(**who, case=code, findings=(finding,))
    yield AskCorrection(**who, case=code)
    yield Accept(**who, case=code, signed_promise=True)
    yield Decline(**who, case=code, ground="not_our_authority", reason=ANYTHING, go_to=ANYTHING)
    yield Withdraw(**who, case=code, reason=ANYTHING)
    yield FinishStep(**who, case=code, step=running[0] if running else "", colleague=SOMEBODY)
    yield Suspend(**who, case=code, kind=kind, days=1, reason=ANYTHING)
    yield Resume(**who, case=code)
    yield Extend(**who, case=code, days=1, approver=ANYTHING, reason=ANYTHING)
    yield Decide(**who, case=code, granted=True, reasons=ANYTHING)
    yield SettleDebt(**who, case=code, material=owing)
    yield Deliver(**who, case=code, recipient=ANYTHING)


def _tried(command: Command, state: State, rules: Rules) -> ActLine:
    outcome = decide(state, command, rules)
    return ActLine(act=command.act, refusal=outcome if isinstance(outcome, Refusal) else None)
