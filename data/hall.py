"""The one port: commands go down, lists come up, changes are told. Every hall, near or far, is this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event as Stop
from typing import Protocol, TypeVar

from data.model.account import Authority
from data.model.command import Command
from data.model.outcome import Outcome, Refusal
from data.model.query import Query

Answer = TypeVar("Answer")


class HallUnavailable(Exception):
    """The hall cannot be reached or used; `reason` is a key of the texts (`unavailable.<reason>`)."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class NotAllowed(Exception):
    """A question that is not the user's to ask."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class BadPageKey(ValueError):
    """A page key that no page of this list has given."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a hall stands: the position of its newest event, and how often its configuration was written."""

    position: int
    revision: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something was written: the position of the newest event, and the streams touched since the last."""

    position: int
    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How this end stands to the hall.

    `far` is a hall behind a network, `connected` whether it answers now; if it does not, `picture` is the
    moment of the newest thing known of it. `waiting` counts commands kept here that it has not been sent yet,
    `unsettled` those that it has refused and that nobody has settled. `ahead` is how far this machine's clock
    runs before the hall's. `authority` is what the signed-in user may do, None where nobody signs in; `ends`
    is when their time is over, once that is soon.
    """

    far: bool = False
    connected: bool = True
    picture: datetime | None = None
    waiting: int = 0
    unsettled: int = 0
    ahead: timedelta = timedelta(0)
    authority: Authority | None = None
    ends: datetime | None = None


class Hall(Protocol):
    """A hall that answers. Its methods block; one thread owns it."""

    def do(self, command: Command) -> Outcome:
        """Carry out a command. The same id again gives the first receipt again.

        Raises:
            HallUnavailable: the hall cannot write now (read-only, full disk, gone).
        """
        ...

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a question.

        Raises:
            HallUnavailable: the hall cannot be read now.
        """
        ...

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes from now on (or since a position), by whomever they were made, until `stop` is set.

        May be run in a thread of its own beside the one that owns the hall. A change of the standing is one
        without streams.
        """
        ...

    def standing(self) -> Standing:
        """How this end stands to the hall; asks nobody, and may be called from any thread."""
        ...

    def close(self) -> None:
        """Let go of the hall."""
        ...
