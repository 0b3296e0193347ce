"""Commands: everything that anybody can ask the hall to do, as plain data.

Each command says who, at which window, when, under which id, and what. Sending the same id again
changes nothing and gives the first receipt again. `expected` is the number of the last event of the
case that the sender has seen; when the case has moved on since, the command is answered by a conflict.
"""

from __future__ import annotations

from typing import TypeAlias

from data.model.command.envelope import Envelope
from data.model.command.hall import (
    ChangeSettings,
    HallCommand,
    LayCalendar,
    PutItems,
    SetUpHall,
    SetWindows,
    setting_up,
)
from data.model.command.handling import Decide, Deliver, Extend, PrintNotice, Resume, Reveal, Revoke, Suspend
from data.model.command.intake import (
    Accept,
    AskCorrection,
    CaseCommand,
    CheckMaterials,
    Decline,
    Finding,
    OpenCase,
    SettleDebt,
    TellSituation,
    Withdraw,
)
from data.model.command.link import NoteLink, TakeOpinion
from data.model.command.step import ClaimStep, FinishStep, HandBackStep, HandOverStep, ReturnStep, SayNeed
from data.model.command.ticket import (
    CallNext,
    CallTicket,
    CloseTicket,
    FinishTicket,
    Hold,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)

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
HallAct: TypeAlias = SetUpHall | ChangeSettings | SetWindows | PutItems | LayCalendar
Command: TypeAlias = TakeTicket | CallNext | TicketAct | OpenCase | CaseAct | HallAct

__all__ = [
    "Accept",
    "AskCorrection",
    "CallNext",
    "CallTicket",
    "CaseAct",
    "CaseCommand",
    "ChangeSettings",
    "CheckMaterials",
    "ClaimStep",
    "CloseTicket",
    "Command",
    "Decide",
    "Decline",
    "Deliver",
    "Envelope",
    "Extend",
    "Finding",
    "FinishStep",
    "FinishTicket",
    "HallAct",
    "HallCommand",
    "HandBackStep",
    "HandOverStep",
    "Hold",
    "LayCalendar",
    "NoteLink",
    "OpenCase",
    "PrintNotice",
    "PutItems",
    "Raise",
    "Recall",
    "Resume",
    "ReturnStep",
    "Reveal",
    "Revive",
    "Revoke",
    "SayNeed",
    "Serve",
    "SetUpHall",
    "SetWindows",
    "SettleDebt",
    "Skip",
    "Suspend",
    "TakeOpinion",
    "TakeTicket",
    "TellSituation",
    "TicketAct",
    "Transfer",
    "Unhold",
    "Withdraw",
    "setting_up",
]
