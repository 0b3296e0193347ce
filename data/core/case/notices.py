"""Which notice an event calls for, and the numbers that notices get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from data.core.context import CaseState, Decided, Decision, refuse
from data.model.case import Case
from data.model.command import PrintNotice
from data.model.event import (
    Body,
    CaseAccepted,
    CaseDecided,
    CaseDeclined,
    CaseDelivered,
    CaseOpened,
    CorrectionAsked,
    ExtensionGranted,
    NoticeIssued,
    NoticePrinted,
    SuspensionStarted,
)
from data.model.legal.time_zone import shanghai
from data.model.notice import NoticeKind, number


def called_for(body: Body) -> Iterator[NoticeKind]:
    """The notices that an event calls for. What the law deems is told by nobody."""
    match body:
        case CaseOpened():
            yield NoticeKind.RECEIPT
        case CaseAccepted(deemed=False):
            yield NoticeKind.ACCEPTANCE
            if body.debts:
                yield NoticeKind.TOLERANCE
        case CorrectionAsked():
            yield NoticeKind.CORRECTION
        case CaseDeclined():
            ours = body.ground == "no_licence_needed"
            yield NoticeKind.NOT_REQUIRED if ours else NoticeKind.NON_ACCEPTANCE
        case SuspensionStarted():
            yield NoticeKind.SUSPENSION
        case ExtensionGranted():
            yield NoticeKind.EXTENSION
        case CaseDecided():
            yield NoticeKind.GRANT if body.granted else NoticeKind.REFUSAL
        case CaseDelivered():
            yield NoticeKind.DELIVERY


def issued(bodies: Iterable[Body], state: CaseState, at: datetime) -> tuple[NoticeIssued, ...]:
    """The notices that these events call for, numbered; none without a department to issue them.

    A joint application's whole is decided by its lanes, and their notices say so.
    """
    department = state.department
    if department is None:
        return ()
    year = shanghai(at).year
    of_lanes = state.case is not None and bool(state.case.lanes)
    return tuple(
        NoticeIssued(
            notice=kind,
            number=number(department.abbreviation or department.name, kind, year, state.notices.get(kind, 1)),
            department=department.code,
            year=year,
            serial=state.notices.get(kind, 1),
        )
        for body in bodies
        if not (of_lanes and isinstance(body, CaseDecided))
        for kind in called_for(body)
    )


def printed(command: PrintNotice, case: Case) -> Decision:
    """Record that a notice went to paper."""
    notice = case.notice(command.number)
    if notice is None:
        return refuse("notice_unknown", number=command.number)
    body = NoticePrinted(number=notice.number, copy=notice.prints, to=command.to)
    return Decided(case.code, (body,))
