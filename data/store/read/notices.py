"""What the notices of cases tell: those that were issued, and those that a command would issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from data.core.case.evolve_case import evolve_case
from data.core.context import CaseState, Decided
from data.core.decide import decide
from data.core.written_events import recorded
from data.model.case import Case
from data.model.command import CaseAct
from data.model.event import Body, CaseDeclined, NoticeIssued
from data.model.item import Department, Item
from data.model.notice import NoticeKind
from data.model.notice_facts import NoticeFacts
from data.model.query import AskCollection, AskDraft, AskNotice
from data.notices.facts import Issue, Office, facts
from data.notices.history import issue_of
from data.store.loading.context import StoreContext
from data.store.loading.relations import same_applicant
from data.store.loading.state import state_for
from data.store.log import events as log
from data.store.read.case import case_of

_DECISIONS: Final = (NoticeKind.GRANT, NoticeKind.REFUSAL)


def issued(work: StoreContext, query: AskNotice) -> NoticeFacts | None:
    """What the notice of that number tells: what was known when it was issued."""
    known = case_of(work, query.code)
    if known is None or known.notice(query.number) is None:
        return None
    events = log.events_of(work.connection, work.district, known.code)
    kind, case, issue = issue_of(events, query.number, max(work.now, known.last))
    item = work.folded.item(work.connection, case.item, case.version)
    return None if item is None else facts(kind, case, item, _office(work, item), issue)


def drafts(work: StoreContext, query: AskDraft) -> tuple[NoticeFacts, ...]:
    """What the notices would tell that commands about a case would issue; their numbers are blank."""
    told: list[NoticeFacts] = []
    case: Case | None = None
    for command in query.commands:
        state = state_for(work, command)
        if not isinstance(state, CaseState):
            break
        if case is not None:
            state = replace(state, case=case)
        decision = decide(state, command, work.rules())
        if state.case is None or state.item is None or not isinstance(decision, Decided):
            break
        case = state.case
        for event in recorded(command, case.code, case.seq, decision.bodies):
            case = evolve_case(case, event)
        told += _drafted(work, case, state.item, command, decision.bodies)
    return tuple(told)


def collection(work: StoreContext, query: AskCollection) -> NoticeFacts | None:
    """The list of all that one applicant collects at a window (一窗领取).

    Of a joint application it lists what each lane gives, under the code of the whole.
    """
    named = list(_decided(work, query.codes))
    wholes = [member for member in named if member[0].lanes]
    lanes = [lane for case, _ in wholes for lane in _decided(work, (code for _, code in case.lanes))]
    results = sorted((*(member for member in named if not member[0].lanes), *lanes), key=_refused)
    if not results or _refused(results[0]):
        return None
    members = [*wholes, *results]
    (case, item), *others = members
    if any(not same_applicant(case.applicant, other.applicant) for other, _ in others):
        return None
    proof = next((each.number for each in case.notices if each.kind is NoticeKind.DELIVERY), "")
    last = max(each.last for each, _ in members)
    issue = Issue(
        number=proof,
        at=max(work.now, last),
        handler=query.handler or case.clerk,
        together=tuple(others),
    )
    told = facts(NoticeKind.COLLECTION, case, item, _office(work, item), issue)
    given = told.results[len(wholes) :]
    return replace(told, results=given, window=query.window or told.window)


def _drafted(
    work: StoreContext, case: Case, item: Item, command: CaseAct, bodies: Iterable[Body]
) -> Iterator[NoticeFacts]:
    declined = next((body for body in bodies if isinstance(body, CaseDeclined)), None)
    about = next((each.number for each in case.notices if each.kind in _DECISIONS), "")
    issue = Issue(number="", at=command.at, handler=command.user, declined=declined, about=about)
    for body in bodies:
        if isinstance(body, NoticeIssued):
            yield facts(body.notice, case, item, _office(work, item), issue)


def _decided(work: StoreContext, codes: Iterable[str]) -> Iterator[tuple[Case, Item]]:
    for code in codes:
        case = case_of(work, code)
        item = work.folded.item(work.connection, case.item, case.version) if case else None
        if case is not None and item is not None and case.decision is not None:
            yield case, item


def _refused(member: tuple[Case, Item]) -> bool:
    case, _ = member
    return case.decision is None or not case.decision.granted


def _office(work: StoreContext, item: Item) -> Office:
    held = work.configuration
    department = held.departments.get(item.department)
    return Office(
        department=department or Department(code=item.department, name=item.department),
        hall=held.card,
        calendar=held.calendar,
        settings=held.settings,
    )
