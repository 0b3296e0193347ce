"""Decisions from acceptance to collection: excluded time, extension, the decision, delivery."""

from __future__ import annotations

from datetime import date

from data.core.case.steps import TWO_STAFF, unfinished
from data.core.context import Decided, Decision, Rules, refuse
from data.law.clocks import clocks
from data.law.ledger import ledger_of, most_extension
from data.law.route import awaited, beginning, finished
from data.model.case import Case, Status
from data.model.command import Decide, Deliver, Extend, Reveal, Revoke, SettleDebt, Suspend
from data.model.event import (
    CaseDecided,
    CaseDelivered,
    DataRevealed,
    DebtSettled,
    ExtensionGranted,
    LicenceRevoked,
    StepFinished,
    StepStarted,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.item import Item, ItemKind, StepKind
from data.model.legal.article import LOCAL, licensing
from data.model.legal.clock import ClockKind, Light
from data.model.legal.time_zone import day_of

EXCLUDED_TIME = licensing("45")
EXTENSION = licensing("42")
REASONS = licensing("38")
DELIVERY = licensing("44")
REVOCATION = licensing("69")
MOST_DAYS = 10_000


def suspend(command: Suspend, case: Case) -> Decision:
    """Start excluded time: one at a time, with a notice of its length (Art. 45)."""
    if case.status is Status.SUSPENDED:
        return refuse("suspended_already", EXCLUDED_TIME)
    if case.status is not Status.ACCEPTED:
        return refuse("not_in_handling", EXCLUDED_TIME)
    if not 1 <= command.days <= MOST_DAYS:
        return refuse("days_impossible", EXCLUDED_TIME, days=command.days, most=MOST_DAYS)
    if not command.reason.strip():
        return refuse("reason_blank", EXCLUDED_TIME)
    body = SuspensionStarted(suspension=command.kind, days=command.days, reason=command.reason)
    return Decided(case.code, (body,))


def resume(case: Case) -> Decision:
    """End the excluded time that runs."""
    if case.open_suspension is None:
        return refuse("not_suspended", EXCLUDED_TIME)
    return Decided(case.code, (SuspensionEnded(),))


def extend(command: Extend, case: Case, item: Item, rules: Rules) -> Decision:
    """Extend the handling once, before it has run out, within the law's days (Art. 42)."""
    if case.extension is not None:
        return refuse("extended_already", EXTENSION)
    if case.status is not Status.ACCEPTED or item.kind is ItemKind.INSTANT:
        return refuse("not_in_handling", EXTENSION)
    longest = most_extension(joint=item.joint, item_days=item.extension_days)
    if not 1 <= command.days <= longest:
        return refuse("extension_too_long", EXTENSION, days=command.days, most=longest)
    if not command.approver.strip():
        return refuse("approver_blank", EXTENSION)
    if not command.reason.strip():
        return refuse("reason_blank", EXTENSION)
    today = day_of(command.at)
    ledger = ledger_of(case, item, rules.settings)
    statutory = [
        clock
        for clock in clocks(ledger, today, rules.calendar)
        if clock.kind in (ClockKind.STATUTORY, ClockKind.JOINT)
    ]
    if not statutory:
        return refuse("nothing_to_extend", EXTENSION)
    if any(clock.light is Light.LAW for clock in statutory):
        return refuse("limit_run_out", EXTENSION)
    body = ExtensionGranted(days=command.days, approver=command.approver, reason=command.reason)
    return Decided(case.code, (body,))


def decide_case(command: Decide, case: Case, item: Item) -> Decision:
    """Grant or refuse once the steps before the decision are done; a refusal states its reasons (Art. 38)."""
    if case.decision is not None:
        return refuse("decided_already")
    if case.status is Status.SUSPENDED:
        return refuse("suspended_already", EXCLUDED_TIME)
    if case.status is not Status.ACCEPTED:
        return refuse("not_in_handling")
    waiting = awaited(item, case)
    if waiting is not None:
        return refuse("step_undone", step=waiting.name)
    if item.two_people and command.user == case.clerk:
        return refuse("received_it", TWO_STAFF)
    opposed = any(run.agrees is False for run in case.steps)
    if not command.reasons.strip() and (not command.granted or opposed):
        return refuse("reasons_blank" if not command.granted else "opposed", REASONS)
    day = day_of(command.at)
    licence, valid_to = "", None
    if command.granted and item.result is not None:
        licence = case.code
        valid_to = _years_after(day, item.result.years)
    decided = CaseDecided(
        granted=command.granted, reasons=command.reasons, licence=licence, valid_to=valid_to
    )
    finishing = tuple(
        StepFinished(step=step.code, agrees=command.granted)
        for step in item.steps
        if step.kind is StepKind.DECIDE and unfinished(case, step)
    )
    done = finished(item, case.steps) | {each.step for each in finishing}
    if not command.granted:
        done |= {step.code for step in item.steps if step.kind is StepKind.MAKE_LICENCE}
    begun = tuple(StepStarted(step=code) for code in beginning(item, case.steps, done, decided=True))
    return Decided(case.code, (*finishing, decided, *begun))


def settle_debt(command: SettleDebt, case: Case) -> Decision:
    """Receive a material that was tolerated until now."""
    debt = next((each for each in case.debts if each.material == command.material), None)
    if debt is None:
        return refuse("no_debt" if command.material else "nothing_owing", material=command.material)
    if debt.settled is not None:
        return refuse("debt_settled", material=command.material)
    return Decided(case.code, (DebtSettled(material=command.material, trust=command.trust),))


def deliver(command: Deliver, case: Case, item: Item) -> Decision:
    """Hand out the result (Art. 44); with a tolerated material still owing, a licence is not handed out."""
    if case.status not in (Status.GRANTED, Status.REFUSED):
        return refuse("nothing_to_deliver", DELIVERY)
    granted = case.status is Status.GRANTED
    owing = [debt.material for debt in case.debts if debt.settled is None]
    if granted and owing:
        return refuse("debt_open", LOCAL, material=owing[0], count=len(owing))
    for step in item.steps:
        if granted and step.kind is StepKind.MAKE_LICENCE and unfinished(case, step):
            return refuse("step_undone", step=step.name)
    if not command.recipient.strip():
        return refuse("recipient_blank", DELIVERY)
    finishing = tuple(
        StepFinished(step=step.code)
        for step in item.steps
        if step.kind is StepKind.DELIVER and unfinished(case, step)
    )
    delivered = CaseDelivered(recipient=command.recipient, method=command.method)
    return Decided(case.code, (*finishing, delivered))


def revoke(command: Revoke, case: Case) -> Decision:
    """Revoke an issued licence (Art. 69): from this day on it satisfies nothing."""
    if case.decision is None or not case.decision.licence or case.status is Status.REVOKED:
        return refuse("nothing_to_revoke", REVOCATION)
    if not command.reason.strip():
        return refuse("reason_blank", REVOCATION)
    return Decided(case.code, (LicenceRevoked(licence=case.decision.licence, reason=command.reason),))


def reveal(command: Reveal, case: Case) -> Decision:
    """Record that somebody sees the applicant's data, and why (PIPL Art. 51)."""
    if not command.reason.strip():
        return refuse("reason_blank")
    return Decided(case.code, (DataRevealed(reason=command.reason),))


def _years_after(day: date, years: int | None) -> date | None:
    """The last day of a licence of so many years: the eve of its anniversary."""
    if years is None:
        return None
    anniversary = date(day.year + years, 3, 1) if (day.month, day.day) == (2, 29) else None
    until = anniversary or day.replace(year=day.year + years)
    return date.fromordinal(until.toordinal() - 1)
