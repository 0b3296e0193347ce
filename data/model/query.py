"""Questions to the hall. Each names its answer's type; `today` asks as of another day (None: the hall's)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from data.model.applicant import Applicant, IdKind
from data.model.command import CaseAct
from data.model.item import Item
from data.model.licence import Licence
from data.model.notice_facts import NoticeFacts
from data.model.picture import WindowPicture
from data.model.view import (
    BoardView,
    CaseFile,
    CaseLine,
    Counts,
    DayView,
    DepartmentLine,
    Entry,
    HallView,
    ItemLine,
    Page,
    StepLine,
    TicketLine,
    WindowView,
)
from data.model.why import Explanation

Answer = TypeVar("Answer", covariant=True)


class Tab(StrEnum):
    """The lists of cases at a desk. `LIGHTS` is every open case that is yellow or worse, gravest first."""

    IN_HAND = "in_hand"
    CORRECTION = "correction"
    DEPARTMENTS = "departments"
    TO_COLLECT = "to_collect"
    LIGHTS = "lights"
    OPEN = "open"
    ALL = "all"


class StepTab(StrEnum):
    """The lists of steps at a reviewer's desk; what is done at a window is in `ALL` only.

    `IN_HAND` is whatever the department has, claimed or not; `LIGHTS` those of them yellow or worse.
    """

    TO_CLAIM = "to_claim"
    MINE = "mine"
    IN_HAND = "in_hand"
    LIGHTS = "lights"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Generic[Answer]):
    """A question; the type parameter is what answers it."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQueue(Query[Page[TicketLine]]):
    """Today's tickets that a window may call, in the order of calling; all zones where no window is named."""

    window: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWindow(Query[WindowView]):
    """A window's active ticket, and those that it has put aside or may take back."""

    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBoard(Query[BoardView]):
    """What the hall's screen shows: who is called or served at which window, and how many wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDay(Query[DayView]):
    """A day's queue in balance: what has become by `today` of every number taken on `day` (None: today)."""

    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCases(Query[Page[CaseLine]]):
    """Cases of a tab: gravest light first, then by due date; `find` matches code, applicant and item."""

    tab: Tab = Tab.OPEN
    window: str = ""
    department: str = ""
    find: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCase(Query[CaseFile | None]):
    """One case by its supervision code; None where there is none."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhy(Query[tuple[Explanation, ...]]):
    """Why each clock of a case that runs shows what it shows, the one that gives the light first.

    Empty where there is no such case or no clock runs.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEarlier(Query[tuple[CaseLine, ...]]):
    """What the applicant of a case had filed before it, newest first, 20 cases at most; in every status.

    Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFiled(Query[tuple[CaseLine, ...]]):
    """What a person or organisation has filed, newest first, 20 cases at most; in every status.

    Known by the kind and number of their identifier; of one that is not a resident's or a credit code the
    name counts too. Empty where the identifier is not valid.
    """

    id_kind: IdKind
    id_number: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReady(Query[tuple[CaseLine, ...]]):
    """Every result of a case's applicant that may be handed out now, over all departments, oldest first.

    The case's own is among them if it is ready. Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNotice(Query[NoticeFacts | None]):
    """What a notice of a case tells, by its number: what was known when it was issued.

    `copy` of the answer is 0 where it has never been printed. None where the case has no such notice.
    """

    code: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDraft(Query[tuple[NoticeFacts, ...]]):
    """What the notices would tell that commands about one case would issue; their numbers are blank.

    The commands are tried in their order and nothing is written. The answer ends before the first that would
    be refused.
    """

    commands: tuple[CaseAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCollection(Query[NoticeFacts | None]):
    """The list of results that one applicant collects at a window, all departments together (Art. 44).

    Its number is that of the first case's proof of delivery, blank before it is handed out. None where
    none of the cases was granted, or where they are not one applicant's.
    """

    codes: tuple[str, ...]
    window: str = ""
    handler: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLicences(Query[tuple[Licence, ...]]):
    """Every licence that the hall has issued to a case's applicant, the oldest first; revoked ones say so.

    Empty where there is no such case.
    """

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApplicant(Query[Applicant | None]):
    """The applicant unmasked: only for the command that revealed it; None where there is no such reveal."""

    code: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSteps(Query[Page[StepLine]]):
    """Steps in the hands of a department (of all where none is named): gravest light first, then by due date.

    `user` says whose `MINE` are; `find` matches code, applicant and item.
    """

    department: str = ""
    tab: StepTab = StepTab.ALL
    user: str = ""
    find: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStepCounts(Query[Counts]):
    """The steps that a department has to do: by light, and by `StepTab`; `user` says whose `MINE` are.

    The answer's numbers of tickets and cases are 0.
    """

    department: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCounts(Query[Counts]):
    """The numbers of the status line; of the whole hall where no window is named."""

    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDepartments(Query[tuple[DepartmentLine, ...]]):
    """Open cases of each department by light, worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskItems(Query[Page[ItemLine]]):
    """Items by characters of the name or by pinyin initials."""

    find: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskItem(Query[Item | None]):
    """One item, in its newest version where none is named."""

    code: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHall(Query[HallView]):
    """Which hall this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEntries(Query[Page[Entry]]):
    """The audit log, of one stream or of all, oldest first."""

    stream: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPicture(Query[WindowPicture]):
    """What a window needs to go on while its hall cannot be reached: its own cases and the day's tickets.

    Who has an earlier picture says up to which position and revision; the answer is what has been written
    since. `commands` are ids whose answers have been lost: the receipts of those carried out come along.
    """

    window: str
    have: int = 0
    revision: int = -1
    commands: tuple[str, ...] = ()
    limit: int = 50
    after: str | None = None
