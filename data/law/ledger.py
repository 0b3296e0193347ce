"""The dates a case's clocks run by, taken from the case and its item; and which of them cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from data.law.refusal import LawError
from data.model.case import Case, Correction, Debt, Status, Suspension
from data.model.item import Item, ItemKind, ItemType
from data.model.legal.article import licensing
from data.model.legal.time_zone import day_of, shanghai
from data.model.settings import Settings

STATUTORY_DAYS = 20
"""Art. 42: twenty working days from acceptance, where no law sets another limit."""

JOINT_DAYS = 45
"""Art. 42: forty-five working days where several departments handle together."""

EXTENSION_DAYS = 10
"""Art. 42: the most that the head of the agency may add, once."""

JOINT_EXTENSION_DAYS = 15
"""Art. 42: the most that the head of the government may add to a joint handling, once."""

CORRECTION = licensing("32(4)")
HANDLING = licensing("42")
EXCLUDED = licensing("45")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDates:
    """When a step of the route started and finished; `limit` is its own, in working days, None for none."""

    step: str
    started: date
    finished: date | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything a case's clocks depend on. Days are those of Asia/Shanghai, limits working days.

    `statutory` None: no law sets a limit. `extension` is the days of the one extension, 0 without one,
    `most_extension` what the law and the item allow. `preliminary`: a lower agency reviews first (Art. 43).
    `warn_days` is the lead of the yellow light. `ended` is the day on which the case was withdrawn,
    declined or collected. `with_whole`: a lane of a joint application, whose result is handed out with the
    whole, so that the clock of delivery is the whole's.
    """

    received: datetime
    instant: bool = False
    promised: int | None = None
    statutory: int | None = STATUTORY_DAYS
    joint: bool = False
    preliminary: bool = False
    corrections: tuple[Correction, ...] = ()
    accepted: date | None = None
    deemed: bool = False
    suspensions: tuple[Suspension, ...] = ()
    extension: int = 0
    most_extension: int = EXTENSION_DAYS
    debts: tuple[Debt, ...] = ()
    steps: tuple[StepDates, ...] = ()
    decided: date | None = None
    granted: bool = False
    delivered: date | None = None
    ended: date | None = None
    with_whole: bool = False
    warn_days: int = 1
    closing: time = time(17, 30)

    @property
    def filed(self) -> date:
        """The day of receipt in Asia/Shanghai."""
        return day_of(self.received)


def ledger_of(case: Case, item: Item, settings: Settings) -> Ledger:
    """The ledger of a case under the version of its item, with the hall's and the item's thresholds.

    A joint item has the joint limit. Art. 42's twenty days hold for licences alone: another kind of item
    whose `statutory_days` is None has no statutory limit.

    Raises:
        LawError: dates that cannot be, as `check_ledger` finds them.
    """
    ledger = Ledger(
        received=shanghai(case.received),
        instant=item.kind is ItemKind.INSTANT,
        promised=item.promised_days,
        statutory=_statutory(item),
        joint=item.joint,
        corrections=case.corrections,
        accepted=case.accepted,
        deemed=case.deemed,
        suspensions=case.suspensions,
        extension=case.extension.days if case.extension else 0,
        most_extension=most_extension(joint=item.joint, item_days=item.extension_days),
        debts=case.debts,
        steps=_steps(case, item),
        decided=case.decision.on if case.decision else None,
        granted=case.decision.granted if case.decision else False,
        delivered=case.delivery.on if case.delivery else None,
        ended=case.ended or (day_of(case.received) if case.status is Status.PENDING else None),
        with_whole=bool(case.joint),
        warn_days=settings.warn_days if item.warn_days is None else item.warn_days,
        closing=settings.closing,
    )
    check_ledger(ledger)
    return ledger


def most_extension(*, joint: bool, item_days: int | None = None) -> int:
    """The most working days that the one extension may add (Art. 42); an item may set fewer."""
    most = JOINT_EXTENSION_DAYS if joint else EXTENSION_DAYS
    return most if item_days is None else max(0, min(most, item_days))


def latest(ledger: Ledger) -> date:
    """The day of the ledger's last event: from here on its clocks tell what is, not what was."""
    days: list[date | None] = [ledger.filed, ledger.accepted, ledger.decided, ledger.delivered, ledger.ended]
    for correction in ledger.corrections:
        days += (correction.told, correction.answered)
    for suspension in ledger.suspensions:
        days += (suspension.noticed, suspension.resumed)
    for step in ledger.steps:
        days += (step.started, step.finished)
    days += (debt.settled for debt in ledger.debts)
    return max(day for day in days if day is not None)


def check_ledger(ledger: Ledger) -> None:
    """Refuse dates that cannot be.

    Raises:
        LawError: a correction answered before it was told or told while another is open; suspensions that
            overlap, end before they start, or start before acceptance; an extension beyond the law's.
    """
    last: date | None = ledger.filed
    for correction in ledger.corrections:
        if last is None or correction.told < last:
            raise LawError("correction_overlaps", CORRECTION, told=correction.told)
        if correction.answered is not None and correction.answered < correction.told:
            raise LawError(
                "answer_before_notice", CORRECTION, told=correction.told, answered=correction.answered
            )
        last = correction.answered
    if ledger.suspensions and ledger.accepted is not None:
        first = ledger.suspensions[0].noticed
        if first < ledger.accepted:
            raise LawError("suspension_before_start", EXCLUDED, noticed=first, start=ledger.accepted)
    check_suspensions([(each.noticed, each.resumed) for each in ledger.suspensions])
    most = JOINT_EXTENSION_DAYS if ledger.joint else EXTENSION_DAYS
    if not 0 <= ledger.extension <= most:
        raise LawError("extension_beyond_law", HANDLING, days=ledger.extension, most=most)


def check_suspensions(spans: Sequence[tuple[date | None, date | None]]) -> None:
    """Refuse spans of excluded time, as (noticed, resumed) in their order, that cannot be (Art. 45).

    One at a time: the next is noticed on the day the one before is resumed at the earliest.

    Raises:
        LawError: a resume without a suspension, one that ends before it starts, or two that overlap.
    """
    free: date | None = date.min
    for noticed, resumed in spans:
        if noticed is None:
            raise LawError("resume_without_suspension", EXCLUDED, resumed=resumed or "")
        if free is None or noticed < free:
            raise LawError("suspensions_overlap", EXCLUDED, noticed=noticed)
        if resumed is not None and resumed < noticed:
            raise LawError("suspension_ends_before_start", EXCLUDED, noticed=noticed, resumed=resumed)
        free = resumed


def check_extensions(extensions: Sequence[int], most: int) -> int:
    """The working days that the extensions add: of none 0, of one its own (Art. 42).

    Raises:
        LawError: a second extension, or one of fewer than 1 or more than `most` days.
    """
    if len(extensions) > 1:
        raise LawError("second_extension", HANDLING, days=extensions[1])
    for days in extensions:
        if not 1 <= days <= most:
            raise LawError("extension_beyond_law", HANDLING, days=days, most=most)
    return extensions[0] if extensions else 0


def _statutory(item: Item) -> int | None:
    if item.joint:
        return JOINT_DAYS
    if item.statutory_days is None and item.type is ItemType.LICENCE:
        return STATUTORY_DAYS
    return item.statutory_days


def _steps(case: Case, item: Item) -> tuple[StepDates, ...]:
    limits = {step.code: step.days for step in item.steps}
    return tuple(
        StepDates(
            step=run.step,
            started=day_of(run.started),
            finished=day_of(run.finished) if run.finished else None,
            limit=limits.get(run.step),
        )
        for run in case.steps
        if run.started is not None
    )
