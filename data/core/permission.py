"""Who may: the few rules of which permissions are made, for commands and for queries alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from data.core.context import refuse
from data.model.account import Authority, Role
from data.model.case import Case
from data.model.command import Command
from data.model.item import Item
from data.model.outcome import Refusal
from data.model.query import Query

WHOLE_HALL: Final = (Role.CLERK, Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR)
"""Who sees the cases of every department."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody's command or query, with the case that it concerns and the item of that case."""

    authority: Authority
    what: Command | Query[object]
    case: Case | None = None
    item: Item | None = None

    def told(self, field: str) -> str:
        """A text that the command or query tells; empty where it has no such field."""
        value = getattr(self.what, field, "")
        return value if isinstance(value, str) else ""


Check: TypeAlias = Callable[[Attempt], Refusal | None]
"""Why an attempt is not this user's, whose role would let them; None where it is."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Whoever has one of the roles may, as far as no check objects; none named is whoever has signed in.

    `freely` are the roles that no check is asked about.
    """

    roles: tuple[Role, ...] = ()
    checks: tuple[Check, ...] = ()
    freely: tuple[Role, ...] = ()

    def refusal(self, attempt: Attempt) -> Refusal | None:
        """Why an attempt is not this user's; None where it is.

        Refused: a trainee (demo_only), another role (`role_` and the first of those that may), and what the
        checks refuse.
        """
        authority = attempt.authority
        if authority.has(*self.freely):
            return None
        if authority.roles == (Role.TRAINEE,):
            return refuse("demo_only")
        if self.roles and not authority.has(*self.roles):
            return refuse(f"role_{self.roles[0]}")
        return next((refusal for check in self.checks if (refusal := check(attempt)) is not None), None)


def of_role(*roles: Role, only: tuple[Check, ...] = (), freely: tuple[Role, ...] = ()) -> Permission:
    """It is for one of these roles, and among them for those whom each check of `only` lets."""
    return Permission(roles, only, freely)


def of_everybody(*, only: tuple[Check, ...] = (), freely: tuple[Role, ...] = ()) -> Permission:
    """It is for whoever has signed in, whom each check of `only` lets."""
    return Permission((), only, freely)


def at_window(attempt: Attempt) -> Refusal | None:
    """A clerk acts at the window where they have signed in; a lead has none and may stand at any."""
    authority, window = attempt.authority, attempt.told("window")
    if window == authority.window and (authority.window or authority.has(Role.LEAD)):
        return None
    return refuse("not_your_window", window=window or "-", own=authority.window or "-")


def own_window(attempt: Attempt) -> Refusal | None:
    """A snapshot holds what is received at a window whole: it is for whoever sits there."""
    authority, window = attempt.authority, attempt.told("window")
    if window and window == authority.window:
        return None
    return refuse("not_your_window", window=window or "-", own=authority.window or "-")


def of_windows(attempt: Attempt) -> Refusal | None:
    """What is received at a window is that window's, and its clerks'."""
    case, windows = attempt.case, attempt.authority.windows
    if case is None or not windows or case.window in ("", *windows):
        return None
    return refuse("not_your_window", window=case.window, own=", ".join(windows))


def of_department_named(attempt: Attempt) -> Refusal | None:
    """What names a department is that department's."""
    return _of_department(attempt.authority, attempt.told("department"))


def of_step(attempt: Attempt) -> Refusal | None:
    """What is done with a step is for its department; that there is no such step, the rules say."""
    step = attempt.item.step(attempt.told("step")) if attempt.item is not None else None
    return _of_department(attempt.authority, step.department) if step is not None else None


def of_case_in_hand(attempt: Attempt) -> Refusal | None:
    """What is done with a case is for the department of its item, and for those with a step in hand."""
    case, item = attempt.case, attempt.item
    if case is None or item is None:
        return None
    in_hand = {run.step for run in case.steps if run.started is not None and run.finished is None}
    own = {item.department, *(step.department for step in item.steps if step.code in in_hand)}
    if own.isdisjoint(attempt.authority.departments):
        return refuse("not_your_department", department=item.department)
    return None


def shown(attempt: Attempt) -> Refusal | None:
    """The case is one that the user sees; see `hides`."""
    return hides(attempt.authority, attempt.case, attempt.item)


def hides(authority: Authority, case: Case | None, item: Item | None) -> Refusal | None:
    """Why a case is not shown: a reviewer sees those that their department has a part in."""
    if case is None or item is None or authority.has(*WHOLE_HALL):
        return None
    concerned = {item.department, *(step.department for step in item.steps)}
    if concerned.isdisjoint(authority.departments):
        return refuse("not_your_department", department=item.department)
    return None


def _of_department(authority: Authority, department: str) -> Refusal | None:
    if department in authority.departments:
        return None
    return refuse("not_your_department", department=department or "-")
