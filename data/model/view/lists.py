"""What the hall shows in lists of cases and of steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.model.case import Need, Status
from data.model.item import StepKind
from data.model.legal.clock import Light


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
