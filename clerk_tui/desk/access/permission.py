"""Whose act it is, for the acts of which no answer of the hall says so beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from clerk_tui.shell.context import Who
from data.core.authority import forbids
from data.core.context import CaseState
from data.model.account import Authority
from data.model.applicant import Applicant
from data.model.command import (
    Accept,
    CallNext,
    CallTicket,
    CloseTicket,
    Command,
    Decide,
    OpenCase,
    Raise,
    Reveal,
    Revive,
    TakeTicket,
    TellSituation,
    Unhold,
)
from data.model.outcome import Refusal
from data.model.settings import HallCard

ANYTHING = "-"

SPECIMENS: Final[Mapping[str, Callable[[Who], tuple[Command, ...]]]] = {
    "finish_and_call": lambda who: (CallNext(**who),),
    "unhold": lambda who: (Unhold(**who, ticket=ANYTHING),),
    "revive": lambda who: (Revive(**who, ticket=ANYTHING),),
    "call_ticket": lambda who: (CallTicket(**who, ticket=ANYTHING, reason=ANYTHING),),
    "raise_ticket": lambda who: (Raise(**who, ticket=ANYTHING, reason=ANYTHING),),
    "take_ticket": lambda who: (TakeTicket(**who, zone=ANYTHING),),
    "new_case": lambda who: (OpenCase(**who, item=ANYTHING, applicant=Applicant(name=ANYTHING)),),
    "situation": lambda who: (TellSituation(**who, case=ANYTHING, answers=()),),
    "at_once": lambda who: (Accept(**who, case=ANYTHING), Decide(**who, case=ANYTHING, granted=True)),
    "reveal": lambda who: (Reveal(**who, case=ANYTHING, reason=ANYTHING),),
    "close_day": lambda who: (CloseTicket(**who, ticket=ANYTHING),),
}
"""What an act gives the hall, with anything in it."""


def forbidden(act: str, authority: Authority | None, hall: HallCard, window: str) -> Refusal | None:
    """Why an act at a window is not this user's, by the rule of the hall itself; None where it is."""
    if authority is None or act not in SPECIMENS:
        return None
    who = Who(id=ANYTHING, at=datetime.now(UTC), user=authority.user, window=window)
    refusals = (forbids(authority, hall, CaseState(), each) for each in SPECIMENS[act](who))
    return next((each for each in refusals if each is not None), None)
