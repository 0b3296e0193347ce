"""What happens to a case from receipt to acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.model.applicant import Applicant
from data.model.case import Channel, Trust, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """An application was received under a version of its item.

    A joint application's whole names its `lanes` as (item, supervision code); each lane names the whole in
    `joint` and waits to begin.
    """

    kind: Literal["case_opened"] = "case_opened"
    item: str
    version: str
    applicant: Applicant
    channel: Channel
    ticket: str = ""
    materials: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    joint: str = ""
    lanes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationTold:
    """The questions about the case's situation were answered."""

    kind: Literal["situation_told"] = "situation_told"
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialChecked:
    """One material was found there, missing, defective, tolerated, promised or reused."""

    kind: Literal["material_checked"] = "material_checked"
    material: str
    verdict: Verdict
    originals: int = 0
    copies: int = 0
    pages: int = 0
    trust: Trust | None = None
    reason: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked:
    """Everything missing or defective was told in one notice."""

    kind: Literal["correction_asked"] = "correction_asked"
    number: int
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswered:
    """The last material asked for has arrived: acceptance is of this day."""

    kind: Literal["correction_answered"] = "correction_answered"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted:
    """The case was accepted as of `on`; `deemed` when the law did it because nobody told anything in time.

    `debts` are the tolerated materials with their limits in working days from `on`.
    """

    kind: Literal["case_accepted"] = "case_accepted"
    on: date
    deemed: bool = False
    debts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeclined:
    """Not accepted: another authority's business, or no licence needed."""

    kind: Literal["case_declined"] = "case_declined"
    ground: Literal["not_our_authority", "no_licence_needed"]
    reason: str
    go_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn:
    """The applicant took the application back."""

    kind: Literal["case_withdrawn"] = "case_withdrawn"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtSettled:
    """A tolerated material arrived."""

    kind: Literal["debt_settled"] = "debt_settled"
    material: str
    trust: Trust | None = None
