"""Commands about tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from data.model.command.envelope import Envelope
from data.model.ticket import Priority


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
