"""Who may do what: the roles of a hall, and what somebody who has signed in may do there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a hall; one account may have several.

    A clerk receives, checks, accepts and hands out at a window; a reviewer handles a department's steps and
    decides; a lead raises and transfers tickets, closes the day, and approves extensions; a supervisor sees
    everything and changes nothing; an administrator keeps catalogue, calendar and accounts; a trainee may do
    everything in a demo hall and nothing elsewhere.
    """

    CLERK = "clerk"
    REVIEWER = "reviewer"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    TRAINEE = "trainee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What a signed-in user may do.

    `windows` are those at which a clerk may sit (none named: every window of the hall), `window` the one
    where they sit now, `departments` those whose steps a reviewer handles.
    """

    user: str
    roles: tuple[Role, ...]
    windows: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    window: str = ""

    def has(self, *roles: Role) -> bool:
        """Whether the user has one of the roles."""
        return any(role in self.roles for role in roles)
