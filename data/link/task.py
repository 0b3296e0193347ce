"""What a department is told of a step that is in its hands: only what it needs for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.core.link.departments import task_of
from data.model.applicant import Applicant, MaskedApplicant
from data.model.case import Verdict
from data.model.item import ApplicantKind, StepKind
from data.model.view import CaseFile, StepLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMaterial:
    """One material of the case's checklist and what was found of it."""

    code: str
    name: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskApplicant:
    """Who applies: `masked`, unless the department is told in full."""

    name: str
    kind: ApplicantKind
    id_number: str
    phone: str
    agent: str
    masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step of a case as its department gets it.

    `id` is the task's number: the same for the same start of the step however often it is sent, so that the
    other system knows it again. `due` is the last day of the step's own limit (Asia/Shanghai), None while it
    is frozen or where there is none.
    """

    id: str
    district: str
    case: str
    item: str
    item_name: str
    version: str
    step: str
    step_name: str
    step_kind: StepKind
    department: str
    started: datetime
    due: date | None
    people: int
    applicant: TaskApplicant
    materials: tuple[TaskMaterial, ...]


def task_for(region: str, file: CaseFile, step: StepLine, applicant: Applicant | None = None) -> Task:
    """The task that a step in hand is; the applicant is masked where none is given.

    Raises:
        ValueError: the step has not started.
    """
    if step.started is None:
        raise ValueError(step.code)
    return Task(
        id=task_of(region, file.line.code, step.code, step.started),
        district=region,
        case=file.line.code,
        item=file.line.item,
        item_name=file.line.item_name,
        version=file.version,
        step=step.code,
        step_name=step.name,
        step_kind=step.kind,
        department=step.department,
        started=step.started,
        due=step.due,
        people=step.people,
        applicant=_masked(file.applicant) if applicant is None else _in_full(applicant),
        materials=tuple(
            TaskMaterial(code=each.code, name=each.name, verdict=each.verdict)
            for each in file.checklist
            if each.verdict is not Verdict.NOT_APPLICABLE
        ),
    )


def _masked(applicant: MaskedApplicant) -> TaskApplicant:
    return TaskApplicant(
        name=applicant.name,
        kind=applicant.kind,
        id_number=applicant.id_number,
        phone=applicant.phone,
        agent=applicant.agent,
        masked=True,
    )


def _in_full(applicant: Applicant) -> TaskApplicant:
    return TaskApplicant(
        name=applicant.name,
        kind=applicant.kind,
        id_number=applicant.id_number,
        phone=applicant.phone,
        agent=applicant.agent.name if applicant.agent else "",
        masked=False,
    )
