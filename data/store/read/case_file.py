"""The file of one case, put together from its events without SQL: checklist, route, clocks, timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from data.core.context import Family, Rules
from data.core.possible import by_law, case_acts
from data.law.clocks import clocks, deemed_on
from data.law.identifier import mask_id, mask_name, mask_phone
from data.law.ledger import ledger_of
from data.law.route import finished, holds, ready
from data.model.applicant import Applicant, MaskedApplicant
from data.model.case import Case, Check, StepRun, Verdict
from data.model.event import Body, CaseDelivered, CaseOpened, Event, StepFinished, StepReturned
from data.model.item import ApplicantKind, Department, Item, Material, Question, Step
from data.model.legal.clock import Clock, ClockKind, Light
from data.model.view import (
    CaseFile,
    CaseLine,
    LaneLine,
    MaterialLine,
    QuestionLine,
    StepLine,
    TimelineLine,
)
from data.store.read.case_lists import parallel
from data.store.read.lanes import awaited

UNCHECKED: Final = Check(material="")
NOBODY: Final = Department(code="", name="")


def case_file(
    case: Case,
    item: Item,
    events: tuple[Event, ...],
    line: CaseLine,
    rules: Rules,
    today: date,
    departments: Mapping[str, Department],
    family: Family | None = None,
    lanes: tuple[LaneLine, ...] = (),
) -> CaseFile:
    """Everything a desk shows of a case as of `today`; what may be done with it as of the rules' moment."""
    now = max(rules.now, case.last)
    ledger = ledger_of(case, item, rules.settings)
    running = clocks(ledger, today, rules.calendar)
    deemed = deemed_on(ledger, today, rules.calendar)
    return CaseFile(
        line=line,
        applicant=masked(case.applicant),
        channel=case.channel,
        kind=item.kind,
        version=case.version,
        result=item.result.name if item.result else "",
        result_en=item.result.name_en if item.result else "",
        licence=case.decision.licence if case.decision else "",
        valid_to=case.decision.valid_to if case.decision else None,
        accepted=case.accepted or deemed,
        deemed=case.deemed or deemed is not None,
        clocks=running,
        checklist=_checklist(case, item, running),
        route=tuple(_step(case, item, step, running, departments, events) for step in item.steps),
        timeline=timeline(events),
        questions=tuple(_question(case, question) for question in item.questions),
        notices=case.notices,
        acts=case_acts(case, item, rules, now, family),
        joint=case.joint,
        lanes=lanes,
        awaiting=awaited(*by_law(case, item, rules, now, family), item),
    )


def timeline(events: Iterable[Event]) -> tuple[TimelineLine, ...]:
    """The events of a case as they may be shown, newest last."""
    return tuple(
        TimelineLine(seq=each.seq, at=each.at, user=each.user, window=each.window, body=_unnamed(each.body))
        for each in events
    )


def masked(applicant: Applicant) -> MaskedApplicant:
    """The applicant as screens may show them."""
    return MaskedApplicant(
        name=mask_name(applicant.name, applicant.kind),
        kind=applicant.kind,
        id_number=mask_id(applicant.id_number, applicant.id_kind),
        phone=mask_phone(applicant.phone),
        agent=mask_name(applicant.agent.name, ApplicantKind.PERSON) if applicant.agent else "",
    )


def _unnamed(body: Body) -> Body:
    """The event with the people in it masked, as screens and scripts may show them."""
    match body:
        case CaseOpened():
            return replace(body, applicant=_masked_in_place(body.applicant))
        case CaseDelivered():
            return replace(body, recipient=mask_name(body.recipient))
        case _:
            return body


def _masked_in_place(applicant: Applicant) -> Applicant:
    told = masked(applicant)
    agent = applicant.agent
    if agent is not None:
        agent = replace(agent, name=told.agent, id_number=mask_id(agent.id_number, agent.id_kind))
    return replace(applicant, name=told.name, id_number=told.id_number, phone=told.phone, agent=agent)


def _question(case: Case, question: Question) -> QuestionLine:
    return QuestionLine(
        code=question.code,
        text=question.text,
        text_en=question.text_en,
        answers=tuple((each.code, each.text, each.text_en) for each in question.answers),
        answer=dict(case.situation).get(question.code, ""),
    )


def _spared_by(case: Case, material: Material, verdict: Verdict) -> tuple[str, ...]:
    """The questions whose answers do not ask for the material, where nothing else was found of it."""
    if verdict is not Verdict.NOT_APPLICABLE:
        return ()
    answers = dict(case.situation)
    return tuple(each.question for each in material.when if not holds((each,), answers))


def _checklist(case: Case, item: Item, running: tuple[Clock, ...]) -> tuple[MaterialLine, ...]:
    debts = {clock.subject: clock for clock in running if clock.kind is ClockKind.DEBT}
    lines = []
    for material in item.materials:
        check = case.check(material.code) or UNCHECKED
        debt = debts.get(material.code)
        lines.append(
            MaterialLine(
                code=material.code,
                name=material.name,
                name_en=material.name_en,
                necessary=material.necessary,
                tolerable=material.tolerable,
                promise=material.promise,
                form=material.form,
                need_originals=material.originals,
                need_copies=material.copies,
                standard=material.standard,
                verdict=check.verdict,
                originals=check.originals,
                copies=check.copies,
                pages=check.pages,
                source=material.source,
                trust=check.trust,
                reason=check.reason,
                licence=check.licence,
                asked=check.asked,
                note=material.note,
                spared_by=_spared_by(case, material, check.verdict),
                due=debt.due if debt else None,
                light=debt.light if debt else Light.NONE,
            )
        )
    return tuple(lines)


def _step(
    case: Case,
    item: Item,
    step: Step,
    running: tuple[Clock, ...],
    departments: Mapping[str, Department],
    events: tuple[Event, ...],
) -> StepLine:
    run = case.run(step.code)
    clock = next(
        (each for each in running if each.kind is ClockKind.STEP and each.subject == step.code), None
    )
    department = departments.get(step.department, NOBODY)
    lit = clock is not None and run is not None and run.finished is None
    return StepLine(
        case=case.code,
        code=step.code,
        name=step.name,
        name_en=step.name_en,
        kind=step.kind,
        department=step.department,
        department_name=department.name,
        department_name_en=department.name_en,
        department_short=department.abbreviation,
        people=step.people,
        ready=ready(step.after, step.join, finished(item, case.steps)),
        parallel=parallel(item, step.code),
        started=run.started if run else None,
        finished=run.finished if run else None,
        by=run.by if run else "",
        agrees=run.agrees if run else None,
        light=clock.light if clock and lit else Light.NONE,
        left=clock.left if clock and lit else None,
        due=clock.due if clock and lit else None,
        provisional=clock.provisional if clock and lit else False,
        holder=run.holder if run else "",
        colleague=run.colleague if run else "",
        needs=run.needs if run else None,
        note=run.note if run else "",
        silent=run.silent if run else False,
        left_out=run.left_out if run else False,
        returned=_returned(run, events) if run else "",
    )


def _returned(run: StepRun, events: tuple[Event, ...]) -> str:
    """Why the step was sent back, as long as it is to be done again."""
    if run.finished is not None:
        return ""
    for event in reversed(events):
        match event.body:
            case StepReturned() if event.body.to == run.step:
                return event.body.reason
            case StepFinished() if event.body.step == run.step:
                return ""
    return ""
