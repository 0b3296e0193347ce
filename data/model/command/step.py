"""Commands about the steps of a route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.case import Need
from data.model.command.intake import CaseCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep(CaseCommand):
    """A department finishes a step with its opinion; with a colleague where two are asked for (Art. 34)."""

    act: Literal["finish_step"] = "finish_step"
    step: str
    agrees: bool = True
    note: str = ""
    colleague: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStep(CaseCommand):
    """A reviewer takes a step in hand; nobody else finishes it until it is handed back or over."""

    act: Literal["claim_step"] = "claim_step"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBackStep(CaseCommand):
    """A reviewer puts a claimed step back into the department's list."""

    act: Literal["hand_back_step"] = "hand_back_step"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverStep(CaseCommand):
    """A reviewer gives a claimed step to a colleague."""

    act: Literal["hand_over_step"] = "hand_over_step"
    step: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SayNeed(CaseCommand):
    """A reviewer says that the step needs a suspension or materials before it can be finished."""

    act: Literal["say_need"] = "say_need"
    step: str
    needs: Need
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnStep(CaseCommand):
    """Send the case back to an earlier, finished step, with reasons; all after it is done again."""

    act: Literal["return_step"] = "return_step"
    step: str
    to: str
    reason: str
