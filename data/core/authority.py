"""Who may do which act, and ask what: one answer for the hall and its screens, by the tables of both.

Where there is no authority (a file on this machine, kept by the operating system's rights) nothing is asked
of roles; but what stands in neither table is refused to everybody, everywhere.
"""

from __future__ import annotations

from typing import Final

from data.core import commands, queries
from data.core.context import CaseState, State, refuse
from data.core.permission import Attempt, hides
from data.model.account import Authority, Role
from data.model.case import Case
from data.model.command import Command
from data.model.item import Item
from data.model.outcome import Refusal
from data.model.query import Query
from data.model.settings import HallCard

__all__ = ["FORBIDDEN", "forbids", "hides", "may_not_ask", "not_provided_for", "unregistered"]

FORBIDDEN: Final = frozenset(
    {
        *(f"role_{role}" for role in Role if role is not Role.TRAINEE),
        "not_yourself",
        "not_your_window",
        "not_your_department",
        "demo_only",
        "unregistered",
    }
)
"""The reasons by which an act is not the sender's, whatever the state of the case."""


def forbids(authority: Authority, hall: HallCard, state: State, command: Command) -> Refusal | None:
    """Why the command is not this user's to give; None where it is.

    Refused: what nobody has provided for (unregistered), in another's name (not_yourself), and what the
    command's permission refuses.
    """
    spec = commands.spec_of(command)
    if spec is None:
        return not_provided_for(command)
    if command.user != authority.user and not spec.for_others:
        return refuse("not_yourself", user=authority.user)
    if hall.demo:
        return None
    about = state if isinstance(state, CaseState) else CaseState()
    return spec.permission.refusal(Attempt(authority, command, about.case, about.item))


def _case(state: State) -> Case | None:
    return state.case if isinstance(state, CaseState) else None


def _item(state: State) -> Item | None:
    return state.item if isinstance(state, CaseState) else None


def may_not_ask(
    authority: Authority | None, hall: HallCard, query: Query[object], case: Case | None, item: Item | None
) -> Refusal | None:
    """Why the query is not this user's to ask; `case` and `item` are those that it names.

    Refused: what nobody has provided for (unregistered), and what the query's permission refuses.
    """
    spec = queries.spec_of(query)
    if spec is None:
        return not_provided_for(query)
    if authority is None or hall.demo:
        return None
    return spec.permission.refusal(Attempt(authority, query, case, item))


def unregistered(asked: Command | Query[object]) -> Refusal | None:
    """Why a command or query is nobody's, with an authority or without; None for what is provided for."""
    known = type(asked) in commands.COMMAND_SPECS or type(asked) in queries.QUERY_SPECS
    return None if known else not_provided_for(asked)


def not_provided_for(asked: Command | Query[object]) -> Refusal:
    """The refusal of a command or query that stands in neither table."""
    return refuse("unregistered", name=type(asked).__name__)
