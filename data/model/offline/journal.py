"""What a desk keeps while its hall cannot be reached: commands that wait, and those that were refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from data.model.outcome import Conflict, Refusal


class Way(StrEnum):
    """How a clerk settles what the hall would not have: given once more as things stand, or given up."""

    AGAIN = "again"
    DROP = "drop"


class Wait(StrEnum):
    """Why a command has not been sent.

    It will be in its turn, another one before it is unsettled, its user is not signed in, or it is itself
    to be settled.
    """

    TURN = "turn"
    BEHIND = "behind"
    SOMEBODY = "somebody"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """How a case or a ticket stands on one side: what was written there, by whom and when last.

    `status` is a key of the texts `status.<status>` or `ticket.<status>`, blank where there is nothing.
    """

    seq: int
    status: str
    events: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """A command of the journal that the hall has not carried out.

    `id` is that under which the clerk first gave it. `here` is what it made on this machine: None where
    nobody knows whether the hall has carried it out. `code` is the case or ticket as the hall knows it,
    blank for a case that the hall has not received. `outcome` is what the hall has answered, `problem` (a
    key of the texts `unsent.<problem>`) why there is no answer.
    """

    id: str
    act: str
    at: datetime
    user: str
    stream: str
    code: str
    item_name: str = ""
    item_name_en: str = ""
    wait: Wait
    here: Version | None
    there: Version | None = None
    outcome: Refusal | Conflict | None = None
    problem: str = ""
    behind: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What has been sent to the hall: how much, and the cases with another code there, old and new."""

    sent: int
    renamed: tuple[tuple[str, str], ...] = ()


@runtime_checkable
class Journalled(Protocol):
    """A hall that keeps commands for later."""

    def unsent(self) -> tuple[Unsent, ...]:
        """Every command that the hall has not carried out, oldest first.

        Those to be settled come with both versions.
        """
        ...

    def why_away(self) -> str:
        """Why the hall was lost last, a key of the texts (`unavailable.<key>`); blank where it never was."""
        ...

    def carried(self) -> Carried:
        """What has been sent since this was last asked."""
        ...

    def settle(self, id_: str, way: Way, reason: str) -> str:
        """Settle a command; what has come of it, as a key of the texts (`settled.<key>`).

        Raises:
            HallUnavailable: the hall cannot be reached, so that nobody knows how things stand there.
        """
        ...
