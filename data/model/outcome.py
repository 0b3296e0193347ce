"""What the hall answers to a command: a receipt, a refusal or a conflict, none of them an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from data.model.legal.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a command did to another case of the same joint application; `seq` is its last event's number."""

    stream: str
    seq: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Done: the events written, by stream, number and kind; `number` is a ticket's number where there is one.

    `seq` is the number of the stream's last event after the command. `others` are the cases of the same
    joint application to which it did something, too: of a new one its lanes, in their order. `position` is
    that of the last event that it has written, those of `others` included, in the log of its hall; 0 where it
    is not known: in receipts of long ago, and of what a window has done alone.
    """

    command: str
    stream: str
    seq: int
    events: tuple[str, ...]
    at: datetime
    number: str = ""
    others: tuple[Touched, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Not done, because of a rule.

    `reason` is a key of the texts (`refusal.<reason>`), `facts` what its sentence needs, `article` the
    law behind it. The text `remedy.<reason>`, where there is one, says what would make it possible.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)
    article: Article | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Not done, because somebody else was first: who, when, and which events came since."""

    stream: str
    expected: int
    actual: int
    by: str
    at: datetime
    events: tuple[str, ...]


Outcome: TypeAlias = Receipt | Refusal | Conflict
