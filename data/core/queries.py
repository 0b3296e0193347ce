"""Every query, one line each: its name, who may ask it, where it is answered; what is not here is refused.

From a line follow the rule of who may ask, the route of the server and its OpenAPI, `clerk-tui ask NAME`,
whether the server keeps an answer for the next who asks, and whether a window that is cut off from its hall
answers from its own replica.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from data.core.permission import (
    WHOLE_HALL,
    Permission,
    of_department_named,
    of_everybody,
    of_role,
    own_window,
    shown,
)
from data.model import query as q
from data.model.account import Role

EVERYBODY: Final = of_everybody()
SHOWN: Final = of_everybody(only=(shown,))
OWN_DEPARTMENT: Final = of_everybody(only=(of_department_named,), freely=WHOLE_HALL)
UNMASKED: Final = of_role(Role.CLERK, Role.REVIEWER, Role.LEAD, only=(shown,))
AUDIT: Final = of_role(Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR)


class Offline(Enum):
    """Whether a window's own replica has a true answer: to none, to what names a window, or to each."""

    NEVER = auto()
    OF_A_WINDOW = auto()
    ALWAYS = auto()


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """What holds for every query of a class.

    `shared` says that the answer is the same for all who may ask; others tell what the asker may do.
    `unspoken` are the fields that may hold personal data: they never stand in an address, which others write
    down. `of_case` is the field with the code of the case that it is about, or the codes of several.
    """

    name: str
    kind: type[q.Query[object]]
    permission: Permission
    offline: Offline
    shared: bool = False
    unspoken: tuple[str, ...] = ()
    of_case: str = ""

    def cases(self, query: q.Query[object]) -> tuple[str, ...]:
        """The codes of the cases that a query is about, as they were typed."""
        told = getattr(query, self.of_case) if self.of_case else ()
        return (told,) if isinstance(told, str) else told


_QUERIES: Final = (
    QuerySpec("queue", q.AskQueue, EVERYBODY, Offline.OF_A_WINDOW, shared=True),
    QuerySpec("window", q.AskWindow, EVERYBODY, Offline.ALWAYS),
    QuerySpec("board", q.AskBoard, EVERYBODY, Offline.ALWAYS, shared=True),
    QuerySpec("day", q.AskDay, EVERYBODY, Offline.ALWAYS, shared=True),
    QuerySpec("cases", q.AskCases, EVERYBODY, Offline.OF_A_WINDOW, shared=True, unspoken=("find",)),
    QuerySpec("case", q.AskCase, SHOWN, Offline.ALWAYS, of_case="code"),
    QuerySpec("course", q.AskCourse, SHOWN, Offline.ALWAYS, shared=True, of_case="code"),
    QuerySpec("why", q.AskWhy, SHOWN, Offline.ALWAYS, of_case="code"),
    QuerySpec("earlier", q.AskEarlier, SHOWN, Offline.NEVER, of_case="code"),
    QuerySpec("filed", q.AskFiled, of_role(Role.CLERK), Offline.NEVER, unspoken=("id_number", "name")),
    QuerySpec("results", q.AskReady, SHOWN, Offline.NEVER, of_case="code"),
    QuerySpec("notice", q.AskNotice, SHOWN, Offline.NEVER, of_case="code"),
    QuerySpec("draft", q.AskDraft, EVERYBODY, Offline.ALWAYS),
    QuerySpec("collection", q.AskCollection, SHOWN, Offline.NEVER, unspoken=("handler",), of_case="codes"),
    QuerySpec("licences", q.AskLicences, SHOWN, Offline.NEVER, of_case="code"),
    QuerySpec("applicant", q.AskApplicant, UNMASKED, Offline.NEVER, of_case="code"),
    QuerySpec("steps", q.AskSteps, OWN_DEPARTMENT, Offline.NEVER, shared=True, unspoken=("find",)),
    QuerySpec("step-counts", q.AskStepCounts, OWN_DEPARTMENT, Offline.NEVER, shared=True),
    QuerySpec("counts", q.AskCounts, EVERYBODY, Offline.OF_A_WINDOW, shared=True),
    QuerySpec("departments", q.AskDepartments, EVERYBODY, Offline.NEVER, shared=True),
    QuerySpec("items", q.AskItems, EVERYBODY, Offline.ALWAYS, shared=True),
    QuerySpec("item", q.AskItem, EVERYBODY, Offline.ALWAYS, shared=True),
    QuerySpec("hall", q.AskHall, EVERYBODY, Offline.ALWAYS, shared=True),
    QuerySpec("entries", q.AskEntries, AUDIT, Offline.NEVER, shared=True),
    QuerySpec("snapshot", q.AskSnapshot, of_role(Role.CLERK, only=(own_window,)), Offline.NEVER),
)

QUERY_SPECS: Final[Mapping[type[object], QuerySpec]] = MappingProxyType(
    {each.kind: each for each in _QUERIES}
)
"""What holds for the queries of each class; the most asked for stand first."""


def spec_of(query: q.Query[object]) -> QuerySpec | None:
    """What holds for a query; None for one that nobody has provided for."""
    return QUERY_SPECS.get(type(query))


def answered_alone(query: q.Query[object]) -> bool:
    """Whether a window's own replica has a true answer to a query."""
    spec = spec_of(query)
    if spec is None or spec.offline is Offline.NEVER:
        return False
    return spec.offline is Offline.ALWAYS or bool(getattr(query, "window", ""))
