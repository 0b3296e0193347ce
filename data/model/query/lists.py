"""Lists of cases and of steps, and their counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.model.query.base import Query
from data.model.view import (
    CaseLine,
    Counts,
    DepartmentLine,
    Page,
    StepLine,
)


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
class AskCases(Query[Page[CaseLine]]):
    """Cases of a tab: gravest light first, then by due date; `find` matches code, applicant and item."""

    tab: Tab = Tab.OPEN
    window: str = ""
    department: str = ""
    find: str = ""
    limit: int = 100
    after: str | None = None


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
