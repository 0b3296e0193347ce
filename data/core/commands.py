"""Every command, one line each: who may give it and when; what is not here is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from data.core.permission import (
    Permission,
    at_window,
    of_case_in_hand,
    of_department_named,
    of_role,
    of_step,
    of_windows,
    shown,
)
from data.model import command as c
from data.model.account import Role

AT_WINDOW: Final = of_role(Role.CLERK, only=(at_window,))
AT_ANY_WINDOW: Final = of_role(Role.CLERK, Role.LEAD, only=(at_window,))
RECEIVED_THERE: Final = of_role(Role.CLERK, only=(at_window, of_windows))
LEAD: Final = of_role(Role.LEAD)
ADMINISTRATOR: Final = of_role(Role.ADMINISTRATOR)
STEP: Final = of_role(Role.REVIEWER, only=(of_step,))
DEPARTMENT: Final = of_role(Role.REVIEWER, only=(of_department_named,))
IN_HAND: Final = of_role(Role.REVIEWER, only=(of_case_in_hand,))
IN_HAND_OR_LEAD: Final = of_role(Role.REVIEWER, only=(of_case_in_hand,), freely=(Role.LEAD,))
SHOWN: Final = of_role(Role.CLERK, Role.REVIEWER, Role.LEAD, only=(shown,))


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """What holds for every command of a class.

    `alone` is what a window that is cut off from its hall goes on with: what needs nobody else.
    `after_the_end` may still be done with a case that has ended. `for_others` is given by a program that has
    signed in for the person whom the command names.
    """

    kind: type[c.Command]
    permission: Permission
    alone: bool = False
    after_the_end: bool = False
    for_others: bool = False

    @property
    def act(self) -> str:
        """The name that the command bears outside."""
        return next(str(each.default) for each in fields(self.kind) if each.name == "act")


_COMMANDS: Final = (
    CommandSpec(c.TakeTicket, AT_ANY_WINDOW),
    CommandSpec(c.CallNext, AT_WINDOW),
    CommandSpec(c.CallTicket, AT_WINDOW),
    CommandSpec(c.Recall, AT_WINDOW),
    CommandSpec(c.Serve, AT_WINDOW, alone=True),
    CommandSpec(c.Skip, AT_WINDOW),
    CommandSpec(c.Revive, AT_WINDOW),
    CommandSpec(c.Hold, AT_WINDOW),
    CommandSpec(c.Unhold, AT_WINDOW),
    CommandSpec(c.Transfer, AT_ANY_WINDOW),
    CommandSpec(c.Raise, LEAD),
    CommandSpec(c.FinishTicket, AT_WINDOW, alone=True),
    CommandSpec(c.CloseTicket, LEAD),
    CommandSpec(c.OpenCase, AT_WINDOW, alone=True),
    CommandSpec(c.CheckMaterials, RECEIVED_THERE, alone=True),
    CommandSpec(c.TellSituation, RECEIVED_THERE, alone=True),
    CommandSpec(c.AskCorrection, RECEIVED_THERE, alone=True),
    CommandSpec(c.Accept, RECEIVED_THERE, alone=True),
    CommandSpec(c.Decline, RECEIVED_THERE, alone=True),
    CommandSpec(c.Withdraw, RECEIVED_THERE, alone=True),
    CommandSpec(c.SettleDebt, RECEIVED_THERE, alone=True),
    CommandSpec(c.ClaimStep, STEP),
    CommandSpec(c.HandBackStep, STEP),
    CommandSpec(c.HandOverStep, STEP),
    CommandSpec(c.SayNeed, STEP),
    CommandSpec(c.ReturnStep, STEP),
    CommandSpec(c.FinishStep, STEP),
    CommandSpec(c.Suspend, IN_HAND),
    CommandSpec(c.Resume, IN_HAND),
    CommandSpec(c.Extend, IN_HAND_OR_LEAD),
    CommandSpec(c.Decide, IN_HAND),
    CommandSpec(c.Deliver, AT_WINDOW),
    CommandSpec(c.Revoke, IN_HAND, after_the_end=True),
    CommandSpec(c.PrintNotice, SHOWN, after_the_end=True),
    CommandSpec(c.Reveal, SHOWN, after_the_end=True),
    CommandSpec(c.NoteLink, DEPARTMENT, after_the_end=True, for_others=True),
    CommandSpec(c.TakeOpinion, DEPARTMENT, after_the_end=True, for_others=True),
    CommandSpec(c.SetUpHall, ADMINISTRATOR),
    CommandSpec(c.ChangeSettings, ADMINISTRATOR),
    CommandSpec(c.SetWindows, ADMINISTRATOR),
    CommandSpec(c.PutItems, ADMINISTRATOR),
    CommandSpec(c.LayCalendar, ADMINISTRATOR),
)

COMMAND_SPECS: Final[Mapping[type[object], CommandSpec]] = MappingProxyType(
    {each.kind: each for each in _COMMANDS}
)
"""What holds for the commands of each class."""


def spec_of(command: c.Command) -> CommandSpec | None:
    """What holds for a command; None for one that nobody has provided for."""
    return COMMAND_SPECS.get(type(command))


def after_the_end(command: c.Command) -> bool:
    """Whether a command may still be given of a case that has ended."""
    spec = spec_of(command)
    return spec is not None and spec.after_the_end


def goes_on_alone(command: c.Command) -> bool:
    """Whether a window that is cut off from its hall goes on with a command."""
    spec = spec_of(command)
    return spec is not None and spec.alone
