"""Events: what has happened, in the past tense. They are the audit log and the only truth.

An event's stream is the case's supervision code or the ticket's id; its number counts from 1 within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from data.model.applicant import Applicant
from data.model.case import Channel, Need, Trust, Verdict
from data.model.item import SuspensionKind
from data.model.link import LinkProblem, Opinion
from data.model.notice import NoticeKind
from data.model.ticket import Place, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTaken:
    """A number was taken."""

    kind: Literal["ticket_taken"] = "ticket_taken"
    number: str
    zone: str
    day: date
    priority: Priority = Priority.NONE
    appointment: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled:
    """A ticket was called to a window, for the first time or again; `reason` when out of order."""

    kind: Literal["ticket_called"] = "ticket_called"
    window: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketServed:
    """The person called has come."""

    kind: Literal["ticket_served"] = "ticket_served"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSkipped:
    """Nobody came."""

    kind: Literal["ticket_skipped"] = "ticket_skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRevived:
    """Who was passed over waits again, behind the place that was next (None: nobody waited)."""

    kind: Literal["ticket_revived"] = "ticket_revived"
    behind: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHeld:
    """The ticket was put aside."""

    kind: Literal["ticket_held"] = "ticket_held"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnheld:
    """The window goes on with it."""

    kind: Literal["ticket_unheld"] = "ticket_unheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTransferred:
    """The ticket waits for another zone's business, or for one window (blank: any of the zone)."""

    kind: Literal["ticket_transferred"] = "ticket_transferred"
    zone: str
    to_window: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRaised:
    """The ticket was put before others."""

    kind: Literal["ticket_raised"] = "ticket_raised"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed:
    """The day ended before it was served."""

    kind: Literal["ticket_closed"] = "ticket_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFinished:
    """The person was served."""

    kind: Literal["ticket_finished"] = "ticket_finished"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """A step came into its department's hands: all before it are done."""

    kind: Literal["step_started"] = "step_started"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    """A department finished a step; `silent` when its limit did, and that counts as agreed."""

    kind: Literal["step_finished"] = "step_finished"
    step: str
    agrees: bool = True
    note: str = ""
    colleague: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLeftOut:
    """The situation does not need the step."""

    kind: Literal["step_left_out"] = "step_left_out"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClaimed:
    """A reviewer took the step in hand, or got it from a colleague (blank: it was put back)."""

    kind: Literal["step_claimed"] = "step_claimed"
    step: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSaid:
    """A step cannot be finished before a suspension or materials."""

    kind: Literal["need_said"] = "need_said"
    step: str
    needs: Need
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReturned:
    """The case went back to an earlier step; `undone` are the steps to be done again after it."""

    kind: Literal["step_returned"] = "step_returned"
    step: str
    to: str
    undone: tuple[str, ...]
    reason: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSent:
    """A step was sent to its department's own system, which has acknowledged the task."""

    kind: Literal["link_sent"] = "link_sent"
    step: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFailed:
    """A step could not be sent to its department's own system, or its answer could not be taken in.

    `attempt` counts the sendings of this task that failed; the task is blank where an answer named none.
    """

    kind: Literal["link_failed"] = "link_failed"
    step: str
    task: str
    problem: LinkProblem
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswered:
    """A department's own system gave its opinion of a step; not `taken`, it changed nothing else.

    `because` says why not (`link.because.<reason>`), `answer` is the number that the department gave it.
    """

    kind: Literal["link_answered"] = "link_answered"
    step: str
    task: str
    answer: str
    opinion: Opinion
    note: str
    taken: bool
    because: str = ""


TicketBody: TypeAlias = (
    TicketTaken
    | TicketCalled
    | TicketServed
    | TicketSkipped
    | TicketRevived
    | TicketHeld
    | TicketUnheld
    | TicketTransferred
    | TicketRaised
    | TicketFinished
    | TicketClosed
)
CaseBody: TypeAlias = (
    CaseOpened
    | SituationTold
    | MaterialChecked
    | CorrectionAsked
    | CorrectionAnswered
    | CaseAccepted
    | CaseDeclined
    | CaseWithdrawn
    | DebtSettled
    | StepStarted
    | StepFinished
    | StepLeftOut
    | StepClaimed
    | NeedSaid
    | StepReturned
    | SuspensionStarted
    | SuspensionEnded
    | ExtensionGranted
    | CaseDecided
    | CaseDelivered
    | LicenceRevoked
    | LaneBegan
    | LaneDropped
    | NoticeIssued
    | NoticePrinted
    | DataRevealed
    | LinkSent
    | LinkFailed
    | LinkAnswered
)
Body: TypeAlias = TicketBody | CaseBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event with who, where and when; `seq` counts from 1 within its stream."""

    stream: str
    seq: int
    at: datetime
    user: str
    window: str
    command: str
    body: Body
