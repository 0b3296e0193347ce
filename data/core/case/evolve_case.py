"""What each event makes of a case; it never refuses, for events are facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from data.core.broken_history import BrokenHistory
from data.model.case import (
    Case,
    Check,
    Correction,
    Debt,
    Decision,
    Delivery,
    Extension,
    IssuedNotice,
    Status,
    StepRun,
    Suspension,
    Verdict,
)
from data.model.event import (
    CaseAccepted,
    CaseBody,
    CaseDecided,
    CaseDeclined,
    CaseDelivered,
    CaseOpened,
    CaseWithdrawn,
    CorrectionAnswered,
    CorrectionAsked,
    DataRevealed,
    DebtSettled,
    Event,
    ExtensionGranted,
    LaneBegan,
    LaneDropped,
    LicenceRevoked,
    LinkAnswered,
    LinkFailed,
    LinkSent,
    MaterialChecked,
    NeedSaid,
    NoticeIssued,
    NoticePrinted,
    SituationTold,
    StepClaimed,
    StepFinished,
    StepLeftOut,
    StepReturned,
    StepStarted,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.legal.time_zone import SHANGHAI, day_of


def evolve_case(case: Case | None, event: Event) -> Case:
    """The case after one more event.

    Raises:
        BrokenHistory: the event is not a case's, or a case begins without having been opened.
    """
    body = event.body
    if isinstance(body, CaseOpened):
        return _opened(event, body)
    if case is None or not isinstance(body, CaseBody):
        raise BrokenHistory(f"{event.stream} #{event.seq}")
    return replace(_changed(case, event, body), seq=event.seq, last=event.at)


def case_of(events: Iterable[Event]) -> Case | None:
    """The case that these events make, oldest first; None of none."""
    case = None
    for event in events:
        case = evolve_case(case, event)
    return case


def _opened(event: Event, body: CaseOpened) -> Case:
    return Case(
        code=event.stream,
        seq=event.seq,
        item=body.item,
        version=body.version,
        status=Status.PENDING if body.joint else Status.RECEIVED,
        channel=body.channel,
        applicant=body.applicant,
        received=event.at,
        last=event.at,
        clerk=event.user,
        window=event.window,
        ticket=body.ticket,
        checks=tuple(Check(material=code) for code in body.materials),
        steps=tuple(StepRun(step=code) for code in body.steps),
        situation=body.answers,
        joint=body.joint,
        lanes=body.lanes,
    )


def _changed(case: Case, event: Event, body: CaseBody) -> Case:
    day = day_of(event.at)
    match body:
        case MaterialChecked():
            return _checked(case, body)
        case CorrectionAsked() | CorrectionAnswered():
            return _corrected(case, event, body)
        case CaseAccepted():
            return _accepted(case, body)
        case CaseDeclined():
            declined = body.ground == "not_our_authority"
            return replace(case, status=Status.DECLINED if declined else Status.NOT_REQUIRED, ended=day)
        case CaseWithdrawn():
            return replace(case, status=Status.WITHDRAWN, ended=day)
        case DebtSettled():
            debts = tuple(
                replace(debt, settled=day) if debt.material == body.material else debt for debt in case.debts
            )
            settled = MaterialChecked(material=body.material, verdict=Verdict.THERE, trust=body.trust)
            return _checked(replace(case, debts=debts), settled)
        case StepStarted() | StepFinished() | StepLeftOut() | StepClaimed() | NeedSaid():
            return replace(case, steps=tuple(_step(run, event, body) for run in case.steps))
        case StepReturned():
            return replace(case, steps=tuple(_returned(run, event, body) for run in case.steps))
        case SuspensionStarted() | SuspensionEnded():
            return _suspended(case, event, body)
        case ExtensionGranted():
            extension = Extension(granted=day, days=body.days, approver=body.approver, reason=body.reason)
            return replace(case, extension=extension)
        case CaseDecided():
            return _decided(case, event, body)
        case CaseDelivered():
            delivery = Delivery(on=day, recipient=body.recipient, method=body.method)
            return replace(case, status=Status.COLLECTED, delivery=delivery, ended=day)
        case LicenceRevoked():
            return replace(case, status=Status.REVOKED, ended=day)
        case LaneBegan():
            received = event.at if body.on == day else datetime.combine(body.on, time.min, SHANGHAI)
            return replace(case, status=Status.ACCEPTED, received=received, accepted=body.on)
        case LaneDropped():
            return replace(case, status=Status.DROPPED, ended=day)
        case SituationTold():
            return replace(case, situation=body.answers)
        case NoticeIssued() | NoticePrinted():
            return _noticed(case, event, body)
        case DataRevealed() | LinkSent() | LinkFailed() | LinkAnswered():
            return case
        case CaseOpened():
            raise BrokenHistory(f"{event.stream} #{event.seq}")


def _checked(case: Case, body: MaterialChecked) -> Case:
    def found(check: Check) -> Check:
        if check.material != body.material:
            return check
        handed_in = body.verdict not in (Verdict.UNCHECKED, Verdict.MISSING)
        return replace(
            check,
            verdict=body.verdict,
            originals=body.originals,
            copies=body.copies,
            pages=body.pages,
            trust=body.trust,
            reason=body.reason,
            licence=body.licence,
            renewed=check.renewed or (check.asked > 0 and handed_in),
        )

    return replace(case, checks=tuple(found(check) for check in case.checks))


def _corrected(case: Case, event: Event, body: CorrectionAsked | CorrectionAnswered) -> Case:
    day = day_of(event.at)
    if isinstance(body, CorrectionAnswered):
        answered = tuple(
            replace(each, answered=day) if each.number == body.number else each for each in case.corrections
        )
        return replace(case, status=Status.RECEIVED, corrections=answered)
    correction = Correction(number=body.number, told=day, materials=body.materials)
    checks = tuple(
        replace(check, asked=body.number, renewed=False) if check.material in body.materials else check
        for check in case.checks
    )
    return replace(case, status=Status.CORRECTION, corrections=(*case.corrections, correction), checks=checks)


def _accepted(case: Case, body: CaseAccepted) -> Case:
    return replace(
        case,
        status=Status.ACCEPTED,
        accepted=body.on,
        deemed=body.deemed,
        debts=tuple(Debt(material=material, days=days) for material, days in body.debts),
    )


def _step(
    run: StepRun, event: Event, body: StepStarted | StepFinished | StepLeftOut | StepClaimed | NeedSaid
) -> StepRun:
    if run.step != body.step:
        return run
    match body:
        case StepStarted():
            return replace(run, started=event.at)
        case StepLeftOut():
            return replace(run, left_out=True)
        case StepClaimed():
            return replace(run, holder=body.holder)
        case NeedSaid():
            return replace(run, needs=body.needs, note=body.note)
        case StepFinished():
            return replace(
                run,
                started=run.started or event.at,
                finished=event.at,
                by="" if body.silent else event.user,
                colleague=body.colleague,
                agrees=body.agrees,
                note=body.note,
                needs=None,
                silent=body.silent,
            )


def _returned(run: StepRun, event: Event, body: StepReturned) -> StepRun:
    if run.step == body.to:
        return StepRun(step=run.step, started=event.at, holder=run.by)
    if run.step in body.undone:
        return StepRun(step=run.step)
    return run


def _suspended(case: Case, event: Event, body: SuspensionStarted | SuspensionEnded) -> Case:
    day = day_of(event.at)
    if isinstance(body, SuspensionEnded):
        ended = tuple(each if each.resumed else replace(each, resumed=day) for each in case.suspensions)
        return replace(case, status=Status.ACCEPTED, suspensions=ended)
    suspension = Suspension(kind=body.suspension, noticed=day, days=body.days, reason=body.reason)
    return replace(case, status=Status.SUSPENDED, suspensions=(*case.suspensions, suspension))


def _decided(case: Case, event: Event, body: CaseDecided) -> Case:
    decision = Decision(
        on=day_of(event.at),
        granted=body.granted,
        reasons=body.reasons,
        licence=body.licence,
        valid_to=body.valid_to,
        by=event.user,
    )
    return replace(case, status=Status.GRANTED if body.granted else Status.REFUSED, decision=decision)


def _noticed(case: Case, event: Event, body: NoticeIssued | NoticePrinted) -> Case:
    if isinstance(body, NoticeIssued):
        issued = IssuedNotice(kind=body.notice, number=body.number, issued=event.at, seq=event.seq)
        return replace(case, notices=(*case.notices, issued))
    notices = tuple(
        replace(each, prints=each.prints + 1) if each.number == body.number else each for each in case.notices
    )
    return replace(case, notices=notices)
