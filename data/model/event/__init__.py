"""Events: what has happened, in the past tense, which is the audit log and the only truth.

An event's stream is the case's supervision code or the ticket's id; its number counts from 1 within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from data.model.event.hall import (
    CalendarLaid,
    DepartmentPut,
    HallBody,
    HallNamed,
    ItemAdded,
    ItemRevised,
    ReasonsSet,
    SettingsChanged,
    StationsSet,
    WindowsSet,
    ZonesSet,
)
from data.model.event.handling import (
    CaseDecided,
    CaseDelivered,
    DataRevealed,
    ExtensionGranted,
    LaneBegan,
    LaneDropped,
    LicenceRevoked,
    NoticeIssued,
    NoticePrinted,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.event.intake import (
    CaseAccepted,
    CaseDeclined,
    CaseOpened,
    CaseWithdrawn,
    CorrectionAnswered,
    CorrectionAsked,
    DebtSettled,
    MaterialChecked,
    SituationTold,
)
from data.model.event.link import LinkAnswered, LinkFailed, LinkSent
from data.model.event.step import NeedSaid, StepClaimed, StepFinished, StepLeftOut, StepReturned, StepStarted
from data.model.event.ticket import (
    TicketBody,
    TicketCalled,
    TicketClosed,
    TicketFinished,
    TicketHeld,
    TicketRaised,
    TicketRevived,
    TicketServed,
    TicketSkipped,
    TicketTaken,
    TicketTransferred,
    TicketUnheld,
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
Body: TypeAlias = TicketBody | CaseBody | HallBody


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


__all__ = [
    "Body",
    "CalendarLaid",
    "CaseAccepted",
    "CaseBody",
    "CaseDecided",
    "CaseDeclined",
    "CaseDelivered",
    "CaseOpened",
    "CaseWithdrawn",
    "CorrectionAnswered",
    "CorrectionAsked",
    "DataRevealed",
    "DebtSettled",
    "DepartmentPut",
    "Event",
    "ExtensionGranted",
    "HallBody",
    "HallNamed",
    "ItemAdded",
    "ItemRevised",
    "LaneBegan",
    "LaneDropped",
    "LicenceRevoked",
    "LinkAnswered",
    "LinkFailed",
    "LinkSent",
    "MaterialChecked",
    "NeedSaid",
    "NoticeIssued",
    "NoticePrinted",
    "ReasonsSet",
    "SettingsChanged",
    "SituationTold",
    "StationsSet",
    "StepClaimed",
    "StepFinished",
    "StepLeftOut",
    "StepReturned",
    "StepStarted",
    "SuspensionEnded",
    "SuspensionStarted",
    "TicketBody",
    "TicketCalled",
    "TicketClosed",
    "TicketFinished",
    "TicketHeld",
    "TicketRaised",
    "TicketRevived",
    "TicketServed",
    "TicketSkipped",
    "TicketTaken",
    "TicketTransferred",
    "TicketUnheld",
    "WindowsSet",
    "ZonesSet",
]
