"""What happens to a case from acceptance to collection, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.model.item import SuspensionKind
from data.model.notice import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionStarted:
    """Excluded time began by written notice."""

    kind: Literal["suspension_started"] = "suspension_started"
    suspension: SuspensionKind
    days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionEnded:
    """Excluded time ended."""

    kind: Literal["suspension_ended"] = "suspension_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted:
    """The handling was extended, once."""

    kind: Literal["extension_granted"] = "extension_granted"
    days: int
    approver: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided:
    """Granted or refused."""

    kind: Literal["case_decided"] = "case_decided"
    granted: bool
    reasons: str = ""
    licence: str = ""
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDelivered:
    """The result was handed out."""

    kind: Literal["case_delivered"] = "case_delivered"
    recipient: str
    method: Literal["window", "courier", "electronic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRevoked:
    """The licence was revoked."""

    kind: Literal["licence_revoked"] = "licence_revoked"
    licence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBegan:
    """A lane of a joint case began, accepted with the whole on that day: what it waited for is there."""

    kind: Literal["lane_began"] = "lane_began"
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneDropped:
    """A lane of a joint case will not begin: a lane that it waited for was refused or withdrawn."""

    kind: Literal["lane_dropped"] = "lane_dropped"
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeIssued:
    """A notice got its number; `serial` counts without gaps within its agency, kind and year."""

    kind: Literal["notice_issued"] = "notice_issued"
    notice: NoticeKind
    number: str
    department: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePrinted:
    """A notice went to paper; `copy` is 0 for the original and n for the n-th reprint."""

    kind: Literal["notice_printed"] = "notice_printed"
    number: str
    copy: int
    to: Literal["file", "printer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRevealed:
    """Somebody saw the applicant's data unmasked, for a reason."""

    kind: Literal["data_revealed"] = "data_revealed"
    reason: str
