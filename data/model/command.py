"""Commands: everything that anybody can ask the hall to do, as plain data.

Each command says who, at which window, when, under which id, and what. Sending the same id again
changes nothing and gives the first receipt again. `expected` is the number of the last event of the
case that the sender has seen; when the case has moved on since, the command is answered by a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeAlias

from data.model.applicant import Applicant
from data.model.case import Channel, Need, Trust, Verdict
from data.model.item import SuspensionKind
from data.model.link import LinkProblem, Opinion
from data.model.ticket import Priority

_STRICT: Any = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every command carries: its id, the moment (with its zone), the user and the window."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    id: str
    at: datetime
    user: str
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTicket(Envelope):
    """Take a number for a zone's business: walk-in, with priority, or for an appointment's slot.

    `holder` is the person's identifier where it is known; the log keeps only a pseudonym of the day.
    """

    act: Literal["take_ticket"] = "take_ticket"
    zone: str
    priority: Priority = Priority.NONE
    appointment: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNext(Envelope):
    """Call the next waiting ticket to this window."""

    act: Literal["call_next"] = "call_next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Envelope):
    """Call the window's called ticket once more."""

    act: Literal["recall"] = "recall"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve(Envelope):
    """The called person has come to the window."""

    act: Literal["serve"] = "serve"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip(Envelope):
    """Nobody came: pass the called ticket over (过号)."""

    act: Literal["skip"] = "skip"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTicket(Envelope):
    """The person at the window has been served."""

    act: Literal["finish_ticket"] = "finish_ticket"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTicket(Envelope):
    """Call a waiting ticket out of order, for a reason."""

    act: Literal["call_ticket"] = "call_ticket"
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revive(Envelope):
    """Who was passed over has come: back into the queue, behind the next in order."""

    act: Literal["revive"] = "revive"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Envelope):
    """Put the ticket being served aside, for a reason; the window is free meanwhile."""

    act: Literal["hold"] = "hold"
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhold(Envelope):
    """Go on with a ticket put aside at this window."""

    act: Literal["unhold"] = "unhold"
    ticket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Envelope):
    """Send a ticket on to another zone's business or to one window; its number stays."""

    act: Literal["transfer"] = "transfer"
    ticket: str
    zone: str = ""
    to_window: str = ""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Envelope):
    """Put a waiting ticket before others, for a reason."""

    act: Literal["raise"] = "raise"
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(Envelope):
    """At the close of day: who was not served is recorded as not served."""

    act: Literal["close_ticket"] = "close_ticket"
    ticket: str


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

    __pydantic_config__: ClassVar[Any] = _STRICT

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep(CaseCommand):
    """A department finishes a step with its opinion; with a colleague where two are asked for (Art. 34)."""

    act: Literal["finish_step"] = "finish_step"
    step: str
    agrees: bool = True
    note: str = ""
    colleague: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStep(CaseCommand):
    """A reviewer takes a step in hand; nobody else finishes it until it is handed back or over."""

    act: Literal["claim_step"] = "claim_step"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBackStep(CaseCommand):
    """A reviewer puts a claimed step back into the department's list."""

    act: Literal["hand_back_step"] = "hand_back_step"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverStep(CaseCommand):
    """A reviewer gives a claimed step to a colleague."""

    act: Literal["hand_over_step"] = "hand_over_step"
    step: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SayNeed(CaseCommand):
    """A reviewer says that the step needs a suspension or materials before it can be finished."""

    act: Literal["say_need"] = "say_need"
    step: str
    needs: Need
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStep(CaseCommand):
    """Send the case back to an earlier, finished step, with reasons; all after it is done again."""

    act: Literal["return_step"] = "return_step"
    step: str
    to: str
    reason: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLink(CaseCommand):
    """Keep what came of sending a step to its department's own system: sent, or a problem.

    `task` is the number under which it was sent, `attempt` counts the sendings that failed.
    """

    act: Literal["note_link"] = "note_link"
    department: str
    step: str
    task: str
    problem: LinkProblem | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOpinion(CaseCommand):
    """Take in the opinion that a department's own system gives of the task it was sent.

    `answer` is the number that the department gave its answer; `user` is who gave it there.
    """

    act: Literal["take_opinion"] = "take_opinion"
    department: str
    step: str
    task: str
    answer: str
    opinion: Opinion
    note: str = ""
    colleague: str = ""


TicketAct: TypeAlias = (
    CallTicket
    | Recall
    | Serve
    | Skip
    | Revive
    | Hold
    | Unhold
    | Transfer
    | Raise
    | FinishTicket
    | CloseTicket
)
CaseAct: TypeAlias = (
    CheckMaterials
    | TellSituation
    | AskCorrection
    | Accept
    | Decline
    | Withdraw
    | SettleDebt
    | ClaimStep
    | HandBackStep
    | HandOverStep
    | SayNeed
    | ReturnStep
    | FinishStep
    | Suspend
    | Resume
    | Extend
    | Decide
    | Deliver
    | Revoke
    | PrintNotice
    | Reveal
    | NoteLink
    | TakeOpinion
)
Command: TypeAlias = TakeTicket | CallNext | TicketAct | OpenCase | CaseAct
