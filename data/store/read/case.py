"""What is asked of one case: its file, why its lights are lit, its applicant unmasked."""

from __future__ import annotations

from datetime import date

from data.law import supervision_code
from data.law.clocks import deemed_on
from data.law.ledger import ledger_of
from data.law.route import AFTER_DECISION
from data.law.why import explain_case
from data.model.applicant import Applicant
from data.model.case import Case
from data.model.event import DataRevealed
from data.model.legal.explanation import Explanation
from data.model.query import (
    AskApplicant,
    AskCase,
    AskCourse,
    AskWhy,
)
from data.model.view import CaseCourse, CaseFile
from data.store.loading.context import StoreContext
from data.store.loading.relations import family_of
from data.store.log import events as log
from data.store.read import case_lists
from data.store.read.case_file import case_file, timeline
from data.store.read.case_lists import Reader
from data.store.read.lanes import lane_lines


def one_case(work: StoreContext, reader: Reader, query: AskCase, today: date) -> CaseFile | None:
    """One case, by its code as it may be typed."""
    case = case_of(work, query.code)
    if case is None:
        return None
    item = work.folded.item(work.connection, case.item, case.version)
    line = case_lists.case_by_code(reader, case.code, today)
    if item is None or line is None:
        return None
    events = log.events_of(work.connection, work.district, case.code)
    departments = work.configuration.departments
    family = family_of(work.connection, work.folded, case)
    lanes = lane_lines(reader, family, today, departments)
    return case_file(case, item, events, line, work.rules(), today, departments, family, lanes)


def course(work: StoreContext, reader: Reader, query: AskCourse, today: date) -> CaseCourse | None:
    """What has become of one case, by its code as it may be typed."""
    case = case_of(work, query.code)
    item = work.folded.item(work.connection, case.item, case.version) if case else None
    line = case_lists.case_by_code(reader, case.code, today) if case else None
    if case is None or item is None or line is None:
        return None
    held = work.configuration
    deemed = deemed_on(ledger_of(case, item, held.settings), today, held.calendar)
    return CaseCourse(
        line=line,
        accepted=case.accepted or deemed,
        departments=tuple(
            (step.code, step.department) for step in item.steps if step.kind not in AFTER_DECISION
        ),
        timeline=timeline(log.events_of(work.connection, work.district, case.code)),
    )


def why(work: StoreContext, query: AskWhy, today: date) -> tuple[Explanation, ...]:
    """Why each clock of a case shows what it shows; nothing where there is no such case."""
    case = case_of(work, query.code)
    item = work.folded.item(work.connection, case.item, case.version) if case else None
    if case is None or item is None:
        return ()
    held = work.configuration
    return explain_case(ledger_of(case, item, held.settings), today, held.calendar)


def applicant(work: StoreContext, query: AskApplicant) -> Applicant | None:
    """The applicant unmasked, for the command that revealed it."""
    case = case_of(work, query.code)
    if case is None:
        return None
    revealed = any(
        isinstance(event.body, DataRevealed) and event.command == query.command
        for event in log.events_of(work.connection, work.district, case.code)
    )
    return case.applicant if revealed else None


def case_of(work: StoreContext, code: str) -> Case | None:
    """The case of a code as it may be typed, or None."""
    found = work.folded.case(work.connection, code)
    if found is not None:
        return found
    try:
        typed = supervision_code.parse(code)
    except supervision_code.SupervisionCodeError:
        return None
    return work.folded.case(work.connection, str(typed))
