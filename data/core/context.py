"""What a decision is made from, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from data.law.calendar.working_days import Calendar
from data.model.account import Authority, Role
from data.model.case import Case
from data.model.event import Body
from data.model.hall import HallSetup
from data.model.item import Department, Item, Zone
from data.model.legal.article import Article
from data.model.licence import Licence
from data.model.notice import NoticeKind
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Window
from data.model.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every command: the calendar, the hall's settings, its windows, and the moment.

    `authority` is what the sender may do; None where the operating system has let them in. `alone` is a
    window cut off from its hall.
    """

    calendar: Calendar
    settings: Settings
    hall: HallCard
    windows: tuple[Window, ...]
    now: datetime
    authority: Authority | None = None
    alone: bool = False

    def window(self, code: str) -> Window | None:
        """The window of that code, or None."""
        return next((each for each in self.windows if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Member:
    """One case of a joint application, with its item."""

    case: Case
    item: Item


@dataclass(frozen=True, slots=True)
class Family:
    """A joint application: the whole and its lanes."""

    whole: Member
    lanes: tuple[Member, ...]

    def lane(self, code: str) -> Member | None:
        """The lane of that supervision code, or None."""
        return next((each for each in self.lanes if each.case.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketState:
    """What the hall knows that matters to a command about tickets.

    `ticket` is the one named by the command; `active` the ticket that the command's window is busy with;
    `upcoming` the next in order for it; `skipped` the ids of the last tickets it passed over, newest first;
    `zone` the one named by the command; `twin` a waiting ticket of the same holder and business; `serial`
    the next number of the day under the zone's letter.
    """

    ticket: Ticket | None = None
    active: Ticket | None = None
    upcoming: Ticket | None = None
    skipped: tuple[str, ...] = ()
    zone: Zone | None = None
    twin: Ticket | None = None
    serial: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """What the hall knows that matters to a command about a case, the one that opens it included.

    `ticket` is the one that it is opened from; `serial` the next of the codes that its window gives out on
    the day. `department` is the one whose notices the item's are, `notices` the serials that the next notice
    of each kind gets there this year (1 where it has none); `same` is the code of an open case of the same
    applicant and item; `licences` are those issued to the applicant. `family` is what belongs to a joint
    case with the one named: the whole and all its lanes; `lane_items` the items of a joint template to open.
    """

    case: Case | None = None
    item: Item | None = None
    ticket: Ticket | None = None
    serial: int = 1
    department: Department | None = None
    notices: Mapping[NoticeKind, int] = field(default_factory=dict)
    same: str = ""
    licences: tuple[Licence, ...] = ()
    family: Family | None = None
    lane_items: Mapping[str, Item] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HallState:
    """What the hall knows that matters to a command about itself.

    `setup` is how it is set up, None before it is. `roles` are those of the sender's account where the hall
    keeps accounts (none of somebody who has no account), None where it keeps none.
    """

    setup: HallSetup | None = None
    roles: tuple[Role, ...] | None = None


State: TypeAlias = TicketState | CaseState | HallState


@dataclass(frozen=True, slots=True)
class Decided:
    """The events that a command makes: those of its own stream, and of others that they concern.

    `others` are cases of the same joint application, each with its bodies, in the order of writing.
    """

    stream: str
    bodies: tuple[Body, ...]
    others: tuple[tuple[str, tuple[Body, ...]], ...] = ()


Decision: TypeAlias = Decided | Refusal


def refuse(reason: str, article: Article | None = None, **facts: object) -> Refusal:
    """A refusal whose facts are all told as text."""
    return Refusal(reason=reason, facts={name: str(value) for name, value in facts.items()}, article=article)
