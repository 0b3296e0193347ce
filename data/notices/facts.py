"""Everything that a notice may tell of a case, masked and safe to print.

The case is the one that stood at the moment of the notice: for a reprint, made from the events up to then,
so that it tells what the original told. Identifiers and telephone numbers are masked (PIPL Art. 51); the
applicant's own name is told in full, for the notice is handed to the applicant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from data.law.calendar.working_days import Calendar
from data.law.clocks import clocks
from data.law.identifier import mask_id, mask_phone, shown
from data.law.ledger import ledger_of
from data.law.supervision_code import grouped
from data.model.applicant import Applicant, IdKind
from data.model.case import Case, Check, Extension, Status, Suspension, Verdict
from data.model.event import CaseDeclined
from data.model.item import ApplicantKind, Department, Item, ItemType
from data.model.legal.clock import Clock, ClockKind
from data.model.legal.time_zone import day_of, shanghai
from data.model.notice import NoticeKind
from data.model.notice_facts import LimitFacts, MaterialFacts, NoticeFacts, ResultFacts
from data.model.settings import HallCard, Settings
from data.notices.notice_error import NoticeError

_HANDLING = (ClockKind.INSTANT, ClockKind.PROMISED, ClockKind.STATUTORY, ClockKind.JOINT)
_CLOCKS = {
    NoticeKind.RECEIPT: (ClockKind.ACCEPTANCE, ClockKind.INSTANT),
    NoticeKind.ACCEPTANCE: _HANDLING,
    NoticeKind.TOLERANCE: _HANDLING,
    NoticeKind.SUSPENSION: (*_HANDLING, ClockKind.SUSPENSION),
    NoticeKind.EXTENSION: _HANDLING,
    NoticeKind.GRANT: (ClockKind.DELIVERY,),
    NoticeKind.REFUSAL: (ClockKind.DELIVERY,),
}
_HANDED_IN = frozenset(
    {Verdict.THERE, Verdict.DEFECTIVE, Verdict.PROMISED, Verdict.REUSED},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues notices: the department, its hall, and the calendar and settings it counts by."""

    department: Department
    hall: HallCard
    calendar: Calendar
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issuing of a notice: its number, the moment, who issues it.

    `copy` is 0 for the original and n for the n-th reprint, made at `printed`. `declined` is the event
    that a non-acceptance tells of, `about` the number of the notice that a proof of delivery is for,
    `reply_by` the day until which corrected materials are awaited (None: written in by hand), `together`
    the other decided cases whose results are collected at the same window (一窗领取).
    """

    number: str
    at: datetime
    handler: str
    copy: int = 0
    printed: datetime | None = None
    declined: CaseDeclined | None = None
    about: str = ""
    reply_by: date | None = None
    together: tuple[tuple[Case, Item], ...] = ()


def facts(kind: NoticeKind, case: Case, item: Item, office: Office, issue: Issue) -> NoticeFacts:
    """What the notice of that kind tells of the case, whose item is `item`, at the moment of the issue.

    Raises:
        NoticeError: nothing has happened that such a notice could tell of; a non-acceptance without its
            event; a moment before the case's last event, save for a receipt.
        LawError: dates of the case that cannot be.
    """
    _check(kind, case, issue)
    moment = shanghai(issue.at)
    timers = clocks(ledger_of(case, item, office.settings), moment.date(), office.calendar)
    suspension = case.open_suspension or (case.suspensions[-1] if case.suspensions else None)
    decided = kind in (NoticeKind.GRANT, NoticeKind.REFUSAL, NoticeKind.DELIVERY, NoticeKind.COLLECTION)
    delivery = case.delivery
    return NoticeFacts(
        kind=kind,
        number=_line(issue.number),
        copy=issue.copy,
        printed=shanghai(issue.printed) if issue.printed else moment,
        code=_line(grouped(case.code)),
        plain_code=case.code,
        instant=any(timer.kind is ClockKind.INSTANT for timer in timers),
        window=_line(case.window),
        handler=_line(issue.handler),
        at=moment.date(),
        moment=moment,
        received=day_of(case.received),
        received_at=shanghai(case.received),
        accepted=case.accepted,
        deemed=case.deemed,
        materials=_materials(kind, case, item, timers),
        limits=_limits(kind, timers, suspension),
        correction_number=case.corrections[-1].number if case.corrections else 0,
        reply_by=issue.reply_by or _reply_by(moment.date(), office),
        reason=_reason(kind, issue, suspension, case.extension),
        go_to=_line(issue.declined.go_to) if issue.declined else "",
        suspension=suspension.kind.value if suspension else "",
        suspension_days=suspension.days if suspension else 0,
        suspension_from=suspension.noticed if suspension else None,
        extension_days=case.extension.days if case.extension else 0,
        approver=_line(case.extension.approver) if case.extension else "",
        results=_results((case, item), *issue.together) if decided else (),
        about=_line(issue.about),
        recipient=_line(delivery.recipient) if delivery else "",
        method=delivery.method if delivery else "",
        delivered=delivery.on if delivery else None,
        **_issuer(office),
        **_item(item),
        **_people(case.applicant),
    )


def _check(kind: NoticeKind, case: Case, issue: Issue) -> None:
    """Refuse a notice that has nothing to tell of the case, or not at that moment."""
    if not _happened(kind, case):
        raise NoticeError("nothing_to_tell", kind=kind.value)
    if kind in (NoticeKind.NON_ACCEPTANCE, NoticeKind.NOT_REQUIRED) and issue.declined is None:
        raise NoticeError("no_ground", kind=kind.value)
    # A receipt gets its number before the materials that it lists are looked through.
    if kind is not NoticeKind.RECEIPT and shanghai(issue.at) < shanghai(case.last):
        raise NoticeError("before_the_case", kind=kind.value)


class _IssuerFacts(TypedDict):
    demo: bool
    hall: str
    hall_en: str
    hall_phone: str
    department: str
    department_en: str


def _issuer(office: Office) -> _IssuerFacts:
    hall, department = office.hall, office.department
    return _IssuerFacts(
        demo=hall.demo,
        hall=_line(hall.name),
        hall_en=_line(hall.name_en or hall.name),
        hall_phone=_line(hall.phone),
        department=_line(department.name),
        department_en=_line(department.name_en or department.name),
    )


class _ItemFacts(TypedDict):
    item: str
    item_en: str
    licensing: bool
    joint: bool
    law: tuple[tuple[str, str], ...]


def _item(item: Item) -> _ItemFacts:
    return _ItemFacts(
        item=_line(item.name),
        item_en=_line(item.name_en or item.name),
        licensing=item.type is ItemType.LICENCE,
        joint=item.joint,
        law=tuple((_line(each.title), _line(each.clause)) for each in item.law),
    )


class _PeopleFacts(TypedDict):
    applicant: str
    person: bool
    id_kind: str
    id_number: str
    phone: str
    agent: str
    agent_id_number: str
    agent_authority: str


def _people(applicant: Applicant) -> _PeopleFacts:
    agent = applicant.agent
    return _PeopleFacts(
        applicant=_line(applicant.name),
        person=applicant.kind is ApplicantKind.PERSON,
        id_kind=applicant.id_kind.value,
        id_number=mask_id(applicant.id_number, applicant.id_kind),
        phone=mask_phone(applicant.phone),
        agent=_line(agent.name) if agent else "",
        agent_id_number=mask_id(agent.id_number, agent.id_kind or IdKind.RESIDENT_ID) if agent else "",
        agent_authority=_line(agent.authority) if agent else "",
    )


def _happened(kind: NoticeKind, case: Case) -> bool:
    decision = case.decision
    match kind:
        case NoticeKind.RECEIPT:
            return True
        case NoticeKind.ACCEPTANCE:
            return case.accepted is not None
        case NoticeKind.CORRECTION:
            return bool(case.corrections)
        case NoticeKind.NON_ACCEPTANCE:
            return case.status is Status.DECLINED
        case NoticeKind.NOT_REQUIRED:
            return case.status is Status.NOT_REQUIRED
        case NoticeKind.TOLERANCE:
            return bool(case.debts)
        case NoticeKind.SUSPENSION:
            return bool(case.suspensions)
        case NoticeKind.EXTENSION:
            return case.extension is not None
        case NoticeKind.GRANT | NoticeKind.COLLECTION:
            return decision is not None and decision.granted
        case NoticeKind.REFUSAL:
            return decision is not None and not decision.granted
        case NoticeKind.DELIVERY:
            return decision is not None


def _materials(
    kind: NoticeKind, case: Case, item: Item, timers: tuple[Clock, ...]
) -> tuple[MaterialFacts, ...]:
    """The materials that the notice lists, in the order of the item's checklist."""
    named: set[str] = set()
    if kind is NoticeKind.RECEIPT:
        named = {check.material for check in case.checks if check.verdict in _HANDED_IN}
    elif kind is NoticeKind.CORRECTION:
        named = set(case.corrections[-1].materials)
    elif kind in (NoticeKind.TOLERANCE, NoticeKind.ACCEPTANCE):
        named = {debt.material for debt in case.debts}
    due = {timer.subject: timer for timer in timers if timer.kind is ClockKind.DEBT}
    return tuple(
        _material(check, item, due.get(check.material)) for check in case.checks if check.material in named
    )


def _reply_by(told: date, office: Office) -> date | None:
    days = office.settings.correction_days
    return office.calendar.add(told, days) if days else None


def _material(check: Check, item: Item, timer: Clock | None) -> MaterialFacts:
    asked = item.material(check.material)
    name = asked.name if asked else check.material
    return MaterialFacts(
        name=_line(name),
        name_en=_line(asked.name_en if asked and asked.name_en else name),
        verdict=check.verdict,
        originals=check.originals,
        copies=check.copies,
        pages=check.pages,
        need_originals=asked.originals if asked else 0,
        need_copies=asked.copies if asked else 0,
        form=asked.form.value if asked else "",
        reason=_line(check.reason),
        standard=_line(asked.standard) if asked else "",
        licence=_line(check.licence),
        due=timer.due if timer else None,
        days=timer.limit if timer else None,
        provisional=timer.provisional if timer else False,
    )


def _limits(
    kind: NoticeKind, timers: tuple[Clock, ...], suspension: Suspension | None
) -> tuple[LimitFacts, ...]:
    told = _CLOCKS.get(kind, ())
    return tuple(
        LimitFacts(
            kind=timer.kind.value,
            days=timer.limit,
            extension=timer.extension,
            due=timer.due,
            left=timer.left,
            provisional=timer.provisional,
        )
        for timer in timers
        if timer.kind in told
        # Of several suspensions the notice is about the last one's limit alone.
        and (timer.kind is not ClockKind.SUSPENSION or (suspension and timer.start == suspension.noticed))
    )


def _reason(
    kind: NoticeKind, issue: Issue, suspension: Suspension | None, extension: Extension | None
) -> str:
    if kind in (NoticeKind.NON_ACCEPTANCE, NoticeKind.NOT_REQUIRED) and issue.declined:
        return _line(issue.declined.reason)
    if kind is NoticeKind.SUSPENSION and suspension:
        return _line(suspension.reason)
    if kind is NoticeKind.EXTENSION and extension:
        return _line(extension.reason)
    return ""


def _results(*cases: tuple[Case, Item]) -> tuple[ResultFacts, ...]:
    """What the decided ones among the cases hand out."""
    return tuple(
        ResultFacts(
            code=_line(grouped(case.code)),
            item=_line(item.name),
            item_en=_line(item.name_en or item.name),
            granted=case.decision.granted,
            decided=case.decision.on,
            result=_line(item.result.name) if item.result else "",
            result_en=_line(item.result.name_en or item.result.name) if item.result else "",
            licence=_line(case.decision.licence),
            valid_to=case.decision.valid_to,
            reasons=_line(case.decision.reasons),
        )
        for case, item in cases
        if case.decision is not None
    )


def _line(text: str) -> str:
    """The text on one line, with nothing that a printer would obey or a reader would not see."""
    return shown(" ".join(text.split()))
