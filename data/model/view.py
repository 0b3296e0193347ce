"""What the hall shows: list lines and the file of one case. Personal data in them is masked already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar

from data.model.applicant import MaskedApplicant
from data.model.awaited import Awaited
from data.model.case import Channel, IssuedNotice, Need, Status, Trust, Verdict
from data.model.clock import Clock, Light
from data.model.event import Body
from data.model.item import Form, ItemKind, Reason, Source, StepKind
from data.model.outcome import Refusal
from data.model.settings import HallCard, Window
from data.model.ticket import Priority, TicketStatus

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """Some lines of a list in its order; `after` is the key to ask for the next ones with, None at the end.

    `total` counts the whole list as filtered.
    """

    lines: tuple[Line, ...]
    after: str | None = None
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One ticket in a list.

    `waited` are whole minutes from taking to the last call, to the close of day, or to now; `service` are
    those from the service's begin to its end or to now, 0 where it is not under way.
    """

    id: str
    number: str
    zone: str
    zone_name: str
    zone_name_en: str
    status: TicketStatus
    priority: Priority
    taken: datetime
    waited: int
    calls: int
    window: str
    called: datetime | None = None
    served: datetime | None = None
    service: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in a list. `left` is that of the clock that gives the light, in working days.

    `due` is that clock's due date, None while frozen or without a limit. `ticket` is the ticket's number.
    """

    code: str
    seq: int
    status: Status
    item: str
    item_name: str
    item_name_en: str
    department: str
    department_name: str
    department_name_en: str
    applicant: str
    ticket: str
    window: str
    clerk: str
    received: date
    light: Light
    left: int | None
    due: date | None
    provisional: bool
    step: str = ""
    step_name: str = ""
    step_name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneLine(CaseLine):
    """One lane of a joint application, at a glance.

    `holder` has claimed the step in hand, which its department has had since `since`; `done` of `steps`
    steps are finished, those left out not counted. `after` are the items of the lanes that it comes after,
    `waits_for` those of them that must still be granted before it begins.
    """

    holder: str = ""
    since: datetime | None = None
    step_department_name: str = ""
    step_department_name_en: str = ""
    step_department_short: str = ""
    done: int = 0
    steps: int = 0
    after: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """One line of a case's checklist: what the item asks for and what was found.

    A line that the situation does not ask for is NOT_APPLICABLE, and `spared_by` names the questions whose
    answers say so; it is empty where a clerk found it not applicable, for the `reason` given.
    """

    code: str
    name: str
    name_en: str
    necessary: bool
    tolerable: bool
    promise: bool
    form: Form
    need_originals: int
    need_copies: int
    standard: str
    verdict: Verdict
    originals: int
    copies: int
    trust: Trust | None
    reason: str
    licence: str
    asked: int
    pages: int = 0
    source: Source = Source.APPLICANT
    note: str = ""
    spared_by: tuple[str, ...] = ()
    due: date | None = None
    light: Light = Light.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of a case's route, or of a department's list; `ready` when all before it are done.

    `holder` has claimed it. `needs` is what they said is missing before it can be finished, `note` the
    reasons of that or of the opinion. `silent`: its limit finished it, nobody did. `left_out`: the situation
    does not need it. `returned` are the reasons for which it was sent back, while it is to be done again.
    In a department's list the item and the applicant, masked, are told as well.
    """

    case: str
    code: str
    name: str
    name_en: str
    kind: StepKind
    department: str
    department_name: str
    department_name_en: str
    department_short: str = ""
    people: int
    ready: bool
    parallel: bool
    started: datetime | None
    finished: datetime | None
    by: str
    agrees: bool | None
    light: Light
    left: int | None
    due: date | None
    provisional: bool = False
    holder: str = ""
    colleague: str = ""
    needs: Need | None = None
    note: str = ""
    silent: bool = False
    left_out: bool = False
    returned: str = ""
    item_name: str = ""
    item_name_en: str = ""
    applicant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One event of a case, newest last."""

    seq: int
    at: datetime
    user: str
    window: str
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question about a case's situation: its answers as (code, text, English text), and the one given.

    `answer` is blank as long as the question has not been answered.
    """

    code: str
    text: str
    text_en: str
    answers: tuple[tuple[str, str, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """An act on a case or ticket: possible now, or the refusal it would meet."""

    act: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything a desk shows of one case.

    A lane of a joint application names the whole in `joint`; both have its `lanes`. `awaiting` are those who
    can go on with the case now: nobody once it has ended.
    """

    line: CaseLine
    applicant: MaskedApplicant
    channel: Channel
    kind: ItemKind
    version: str
    result: str
    result_en: str
    licence: str
    valid_to: date | None
    accepted: date | None
    deemed: bool
    clocks: tuple[Clock, ...]
    checklist: tuple[MaterialLine, ...]
    route: tuple[StepLine, ...]
    timeline: tuple[TimelineLine, ...]
    acts: tuple[ActLine, ...]
    questions: tuple[QuestionLine, ...] = ()
    notices: tuple[IssuedNotice, ...] = ()
    joint: str = ""
    lanes: tuple[LaneLine, ...] = ()
    awaiting: tuple[Awaited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item in a list."""

    code: str
    version: str
    name: str
    name_en: str
    department: str
    department_name: str
    department_name_en: str
    zone: str
    kind: ItemKind
    promised_days: int | None
    materials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentLine:
    """One department's open cases by light; `short` is the abbreviation that begins its notices' numbers."""

    code: str
    name: str
    name_en: str
    short: str = ""
    open: int
    yellow: int
    red: int
    law: int
    frozen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of what: open cases by light, cases by tab, tickets waiting and the longest wait (minutes)."""

    today: date
    lights: tuple[tuple[Light, int], ...]
    tabs: tuple[tuple[str, int], ...]
    waiting: int
    longest: int
    received_today: int
    decided_today: int

    def light(self, light: Light) -> int:
        """How many open cases show that light."""
        return dict(self.lights).get(light, 0)

    def tab(self, tab: str) -> int:
        """How many cases that tab holds."""
        return dict(self.tabs).get(tab, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HallView:
    """The hall itself: who it is, its windows, its zones (code, letter, name, English name).

    `reasons` are its standard phrases, in the order in which they are offered.
    """

    card: HallCard
    windows: tuple[Window, ...]
    zones: tuple[tuple[str, str, str, str], ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One window now: its active ticket, and what may be done with it.

    `held` are the tickets it has put aside, the first one first; `skipped` those passed over that it may
    still take back, the last one first.
    """

    code: str
    active: TicketLine | None
    acts: tuple[ActLine, ...]
    held: tuple[TicketLine, ...] = ()
    skipped: tuple[TicketLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """One number that is called to a window or served there; `since` is its last call."""

    number: str
    status: TicketStatus
    window: str
    window_name: str
    window_name_en: str
    since: datetime
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardZone:
    """One zone and how many wait for its business."""

    code: str
    letter: str
    name: str
    name_en: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The hall's screen: the calls of `day`, the newest first, and every zone. No person is on it."""

    card: HallCard
    day: date
    calls: tuple[BoardCall, ...]
    zones: tuple[BoardZone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDay:
    """What one window has done in a day: the people it attended to, and how long one took, whole minutes.

    The time of a ticket that was put aside does not count, nor a service that has not ended on its day.
    """

    code: str
    name: str
    name_en: str
    attended: int
    average: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """What became of the numbers taken on a day: `taken` is the sum of the counts up to `skipped`.

    Waits are whole minutes from taking to the first call, of those who were called; `never_called` counts
    the others. `over` tells whether the hall has closed (`closing`); `unfinished` are the tickets that are
    neither served to the end nor recorded as not served, by number.
    """

    day: date
    closing: time
    over: bool
    taken: int
    served: int
    not_served: int
    waiting: int
    called: int
    serving: int
    held: int
    skipped: int
    never_called: int
    average_wait: int | None
    longest_wait: int | None
    windows: tuple[WindowDay, ...]
    unfinished: tuple[TicketLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the audit log."""

    position: int
    stream: str
    seq: int
    at: datetime
    recorded: datetime
    user: str
    window: str
    command: str
    kind: str
    hash: str
