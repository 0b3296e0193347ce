"""What a notice tells: everything that its template may use, masked and safe to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.model.case import Verdict
from data.model.notice import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialFacts:
    """One material: what was handed in of what is asked for, what is wrong, what it must meet.

    `due` and `days` (working days from acceptance) are those of a tolerated material.
    """

    name: str
    name_en: str
    verdict: Verdict
    originals: int
    copies: int
    pages: int
    need_originals: int
    need_copies: int
    form: str
    reason: str
    standard: str
    licence: str
    due: date | None = None
    days: int | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFacts:
    """One limit in working days and the last day of it; `due` None: stopped, with `left` days to come.

    `provisional`: the year of `due` has no published calendar, so that the day may move.
    """

    kind: str
    days: int
    extension: int
    due: date | None
    left: int
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """What a decided case hands out."""

    code: str
    item: str
    item_en: str
    granted: bool
    decided: date
    result: str
    result_en: str
    licence: str
    valid_to: date | None
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What a template may use, under the name `n`. Texts are single lines without anything invisible.

    `law` are the item's own statutes as (title without 《》, clause); `licensing` whether the Administrative
    Licensing Law holds of itself (依照) or by reference (参照). Dates are those of Asia/Shanghai.
    """

    kind: NoticeKind
    number: str
    copy: int
    printed: datetime
    demo: bool
    hall: str
    hall_en: str
    hall_phone: str
    department: str
    department_en: str
    code: str
    plain_code: str
    item: str
    item_en: str
    licensing: bool
    joint: bool
    instant: bool
    law: tuple[tuple[str, str], ...]
    applicant: str
    person: bool
    id_kind: str
    id_number: str
    phone: str
    agent: str
    agent_id_number: str
    agent_authority: str
    window: str
    handler: str
    at: date
    moment: datetime
    received: date
    received_at: datetime
    accepted: date | None
    deemed: bool
    materials: tuple[MaterialFacts, ...]
    limits: tuple[LimitFacts, ...]
    correction_number: int
    reply_by: date | None
    reason: str
    go_to: str
    suspension: str
    suspension_days: int
    suspension_from: date | None
    extension_days: int
    approver: str
    results: tuple[ResultFacts, ...]
    about: str
    recipient: str
    method: str
    delivered: date | None
