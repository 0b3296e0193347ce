"""Commands from receipt to acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from data.model.applicant import Applicant
from data.model.case import Channel, Trust, Verdict
from data.model.command.envelope import STRICT, Envelope


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Envelope):
    """Receive an application (接件): its item, applicant and channel, from a ticket or without one.

    `answers` are (question, answer) codes of the case's situation. `again` says that the clerk knows of the
    applicant's open case of the same item.
    """

    act: Literal["open_case"] = "open_case"
    item: str
    applicant: Applicant
    ticket: str = ""
    channel: Channel = Channel.WINDOW
    answers: tuple[tuple[str, str], ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCommand(Envelope):
    """A command about one case."""

    case: str
    expected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the clerk found of one material; the counts default to what the item asks for."""

    __pydantic_config__: ClassVar[Any] = STRICT

    material: str
    verdict: Verdict
    originals: int | None = None
    copies: int | None = None
    pages: int | None = None
    trust: Trust | None = None
    reason: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMaterials(CaseCommand):
    """Record what was found of one or more materials."""

    act: Literal["check_materials"] = "check_materials"
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellSituation(CaseCommand):
    """Answer the item's questions, as (question, answer) codes: materials that do not apply fall away."""

    act: Literal["tell_situation"] = "tell_situation"
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(CaseCommand):
    """Tell at once everything that is missing or defective (一次性告知, Art. 32(4))."""

    act: Literal["ask_correction"] = "ask_correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(CaseCommand):
    """Accept the application (受理); with tolerated materials only on the applicant's signed promise."""

    act: Literal["accept"] = "accept"
    signed_promise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(CaseCommand):
    """Not ours (不予受理), saying who to go to, or no licence needed (不受理)."""

    act: Literal["decline"] = "decline"
    ground: Literal["not_our_authority", "no_licence_needed"]
    reason: str
    go_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(CaseCommand):
    """The applicant takes the application back."""

    act: Literal["withdraw"] = "withdraw"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleDebt(CaseCommand):
    """A tolerated material has arrived."""

    act: Literal["settle_debt"] = "settle_debt"
    material: str
    trust: Trust | None = None
