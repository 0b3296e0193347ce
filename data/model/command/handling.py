"""Commands from acceptance to collection, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.command.intake import CaseCommand
from data.model.item import SuspensionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(CaseCommand):
    """Start one of the eight kinds of excluded time (Art. 45), by a notice saying how long: working days."""

    act: Literal["suspend"] = "suspend"
    kind: SuspensionKind
    days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(CaseCommand):
    """End the excluded time."""

    act: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(CaseCommand):
    """Extend the handling once (Art. 42) by working days, approved by the head of the agency."""

    act: Literal["extend"] = "extend"
    days: int
    approver: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(CaseCommand):
    """Grant or refuse; a refusal states its reasons (Art. 38)."""

    act: Literal["decide"] = "decide"
    granted: bool
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(CaseCommand):
    """Hand out the result (Art. 44) at the window, by courier or electronically."""

    act: Literal["deliver"] = "deliver"
    recipient: str
    method: Literal["window", "courier", "electronic"] = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke(CaseCommand):
    """Revoke the licence that the case gave (撤销, Art. 69)."""

    act: Literal["revoke"] = "revoke"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintNotice(CaseCommand):
    """A notice was printed or written to a file; every print after the first is a reprint and says so."""

    act: Literal["print_notice"] = "print_notice"
    number: str
    to: Literal["file", "printer"] = "printer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal(CaseCommand):
    """See the applicant's data unmasked, for a reason that the audit log keeps (PIPL Art. 51)."""

    act: Literal["reveal"] = "reveal"
    reason: str
