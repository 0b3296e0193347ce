"""Who may do which act: by role, window, department and case. One set of rules for the hall and its screens.

Where there is no authority (a file on this machine, kept by the operating system's rights) nothing is asked.
"""

from __future__ import annotations

from typing import Final

from data.core.context import CaseState, State, refuse
from data.model.account import Authority, Role
from data.model.case import Case
from data.model.command import (
    Accept,
    AskCorrection,
    CallNext,
    CallTicket,
    CheckMaterials,
    ClaimStep,
    CloseTicket,
    Command,
    Decline,
    Deliver,
    Extend,
    FinishStep,
    FinishTicket,
    HallCommand,
    HandBackStep,
    HandOverStep,
    Hold,
    NoteLink,
    OpenCase,
    PrintNotice,
    Raise,
    Recall,
    ReturnStep,
    Reveal,
    Revive,
    SayNeed,
    Serve,
    SettleDebt,
    Skip,
    TakeOpinion,
    TakeTicket,
    TellSituation,
    Transfer,
    Unhold,
    Withdraw,
)
from data.model.item import Item
from data.model.outcome import Refusal
from data.model.query import (
    AskApplicant,
    AskCase,
    AskDraft,
    AskEarlier,
    AskEntries,
    AskFiled,
    AskLicences,
    AskNotice,
    AskReady,
    AskSnapshot,
    AskStepCounts,
    AskSteps,
    AskWhy,
    Query,
)
from data.model.settings import HallCard

CALLING: Final = CallNext | Recall | Serve | Skip | FinishTicket | CallTicket | Revive | Hold | Unhold
INTAKE: Final = CheckMaterials | TellSituation | AskCorrection | Accept | Decline | Withdraw | SettleDebt
STEP: Final = FinishStep | ClaimStep | HandBackStep | HandOverStep | SayNeed | ReturnStep
LINKING: Final = NoteLink | TakeOpinion

FORBIDDEN: Final = frozenset(
    {
        "role_clerk",
        "role_reviewer",
        "role_lead",
        "role_administrator",
        "not_yourself",
        "not_your_window",
        "not_your_department",
        "demo_only",
    }
)
"""The reasons by which an act is not the sender's, whatever the state of the case."""

ALONE: Final = (
    Serve
    | FinishTicket
    | OpenCase
    | CheckMaterials
    | TellSituation
    | AskCorrection
    | Accept
    | Decline
    | Withdraw
    | SettleDebt
)
"""What a window that is cut off from its hall goes on with: what needs nobody else."""


def forbids(authority: Authority, hall: HallCard, state: State, command: Command) -> Refusal | None:
    """Why the command is not this user's to give; None where it is."""
    if command.user != authority.user and not isinstance(command, LINKING):
        return refuse("not_yourself", user=authority.user)
    if hall.demo:
        return None
    if isinstance(command, HallCommand):
        return _of_role(authority, Role.ADMINISTRATOR)
    if isinstance(command, TakeTicket | Transfer):
        return _of_role(authority, Role.CLERK, Role.LEAD) or _at_window(authority, command)
    if isinstance(command, Raise | CloseTicket):
        return _of_role(authority, Role.LEAD)
    if isinstance(command, CALLING | OpenCase | Deliver):
        return _of_role(authority, Role.CLERK) or _at_window(authority, command)
    if isinstance(command, INTAKE):
        refusal = _of_role(authority, Role.CLERK) or _at_window(authority, command)
        return refusal or _of_windows(authority, _case(state))
    if isinstance(command, PrintNotice | Reveal):
        refusal = _of_role(authority, Role.CLERK, Role.REVIEWER, Role.LEAD)
        return refusal or hides(authority, _case(state), _item(state))
    if isinstance(command, Extend) and authority.has(Role.LEAD):
        return None
    return _of_role(authority, Role.REVIEWER) or _of_departments(authority, state, command)


def _of_departments(authority: Authority, state: State, command: Command) -> Refusal | None:
    """What a department does: with a step of its own, or with a case that it has a step of in hand."""
    if isinstance(command, LINKING):
        return _of_department(authority, command.department)
    if isinstance(command, STEP):
        item = _item(state)
        step = item.step(command.step) if item is not None else None
        return _of_department(authority, step.department) if step is not None else None
    case, item = _case(state), _item(state)
    if case is None or item is None:
        return None
    in_hand = {run.step for run in case.steps if run.started is not None and run.finished is None}
    own = {item.department, *(step.department for step in item.steps if step.code in in_hand)}
    if own.isdisjoint(authority.departments):
        return refuse("not_your_department", department=item.department)
    return None


def _case(state: State) -> Case | None:
    return state.case if isinstance(state, CaseState) else None


def _item(state: State) -> Item | None:
    return state.item if isinstance(state, CaseState) else None


def may_not_ask(
    authority: Authority, hall: HallCard, query: Query[object], case: Case | None, item: Item | None
) -> Refusal | None:
    """Why the question is not this user's to ask; `case` and `item` are those that it names."""
    if hall.demo:
        return None
    if authority.roles == (Role.TRAINEE,):
        return refuse("demo_only")
    match query:
        case AskEntries():
            return _of_role(authority, Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR)
        case AskFiled():
            return _of_role(authority, Role.CLERK)
        case AskSnapshot():
            return _of_role(authority, Role.CLERK) or _own_window(authority, query.window)
        case AskApplicant():
            return _of_role(authority, Role.CLERK, Role.REVIEWER, Role.LEAD) or hides(authority, case, item)
        case AskSteps() | AskStepCounts() if not authority.has(*_WHOLE_HALL):
            return _of_department(authority, query.department)
        case AskCase() | AskWhy() | AskEarlier() | AskReady() | AskNotice() | AskLicences() | AskDraft():
            return hides(authority, case, item)
        case _:
            return None


_WHOLE_HALL: Final = (Role.CLERK, Role.LEAD, Role.SUPERVISOR, Role.ADMINISTRATOR)


def hides(authority: Authority, case: Case | None, item: Item | None) -> Refusal | None:
    """Why a case is not shown: a reviewer sees those that their department has a part in."""
    if case is None or item is None or authority.has(*_WHOLE_HALL):
        return None
    concerned = {item.department, *(step.department for step in item.steps)}
    if concerned.isdisjoint(authority.departments):
        return refuse("not_your_department", department=item.department)
    return None


def _of_role(authority: Authority, *roles: Role) -> Refusal | None:
    if authority.has(*roles):
        return None
    if authority.roles == (Role.TRAINEE,):
        return refuse("demo_only")
    return refuse(f"role_{roles[0]}")


def _at_window(authority: Authority, command: Command) -> Refusal | None:
    """A clerk acts at the window where they have signed in; a lead has none and may stand at any."""
    if command.window == authority.window and (authority.window or authority.has(Role.LEAD)):
        return None
    return refuse("not_your_window", window=command.window or "-", own=authority.window or "-")


def _own_window(authority: Authority, window: str) -> Refusal | None:
    """A picture holds what is received at a window whole: it is for whoever sits there."""
    if window and window == authority.window:
        return None
    return refuse("not_your_window", window=window or "-", own=authority.window or "-")


def _of_windows(authority: Authority, case: Case | None) -> Refusal | None:
    """What is received at a window is that window's, and its clerks'."""
    if case is None or not authority.windows or case.window in ("", *authority.windows):
        return None
    return refuse("not_your_window", window=case.window, own=", ".join(authority.windows))


def _of_department(authority: Authority, department: str) -> Refusal | None:
    if department in authority.departments:
        return None
    return refuse("not_your_department", department=department or "-")
