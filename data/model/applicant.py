"""Who applies: a person or an organisation, and the agent who may stand at the window for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.model.item import ApplicantKind


class IdKind(StrEnum):
    """The kinds of identifier an applicant may be known by."""

    RESIDENT_ID = "resident_id"
    CREDIT_CODE = "credit_code"
    PASSPORT = "passport"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody acting for the applicant; `authority` names the power of attorney."""

    name: str
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The applicant (申请人) as told at the window. Holds personal data: show it masked only."""

    name: str
    kind: ApplicantKind = ApplicantKind.PERSON
    id_kind: IdKind = IdKind.RESIDENT_ID
    id_number: str = ""
    phone: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedApplicant:
    """The applicant as screens, print-outs and logs may show it."""

    name: str
    kind: ApplicantKind
    id_number: str
    phone: str
    agent: str = ""
