"""What the hall shows of one case, personal data masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.model.applicant import MaskedApplicant
from data.model.awaited import Awaited
from data.model.case import Channel, IssuedNotice, Trust, Verdict
from data.model.event import Body
from data.model.item import Form, ItemKind, Source
from data.model.legal.clock import Clock, Light
from data.model.outcome import Refusal
from data.model.view.lists import CaseLine, LaneLine, StepLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """One line of a case's checklist: what the item asks for and what was found.

    A line that the situation does not ask for is NOT_APPLICABLE, and `spared_by` names the questions whose
    answers say so; it is empty where a clerk found it not applicable, for the `reason` given.
    """

    code: str
    name: str
    name_en: str
    necessary: bool
    tolerable: bool
    promise: bool
    form: Form
    need_originals: int
    need_copies: int
    standard: str
    verdict: Verdict
    originals: int
    copies: int
    trust: Trust | None
    reason: str
    licence: str
    asked: int
    pages: int = 0
    source: Source = Source.APPLICANT
    note: str = ""
    spared_by: tuple[str, ...] = ()
    due: date | None = None
    light: Light = Light.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One event of a case, newest last."""

    seq: int
    at: datetime
    user: str
    window: str
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question about a case's situation: its answers as (code, text, English text), and the one given.

    `answer` is blank as long as the question has not been answered.
    """

    code: str
    text: str
    text_en: str
    answers: tuple[tuple[str, str, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """An act on a case or ticket: possible now, or the refusal it would meet."""

    act: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything a desk shows of one case.

    A lane of a joint application names the whole in `joint`; both have its `lanes`. `awaiting` are those who
    can go on with the case now: nobody once it has ended.
    """

    line: CaseLine
    applicant: MaskedApplicant
    channel: Channel
    kind: ItemKind
    version: str
    result: str
    result_en: str
    licence: str
    valid_to: date | None
    accepted: date | None
    deemed: bool
    clocks: tuple[Clock, ...]
    checklist: tuple[MaterialLine, ...]
    route: tuple[StepLine, ...]
    timeline: tuple[TimelineLine, ...]
    acts: tuple[ActLine, ...]
    questions: tuple[QuestionLine, ...] = ()
    notices: tuple[IssuedNotice, ...] = ()
    joint: str = ""
    lanes: tuple[LaneLine, ...] = ()
    awaiting: tuple[Awaited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCourse:
    """What has become of one case, without what a desk needs to go on with it.

    `departments` are the steps before the decision, each by its code with its department.
    """

    line: CaseLine
    accepted: date | None
    departments: tuple[tuple[str, str], ...]
    timeline: tuple[TimelineLine, ...]
