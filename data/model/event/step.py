"""What happens to a step of a route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.model.case import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """A step came into its department's hands: all before it are done."""

    kind: Literal["step_started"] = "step_started"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    """A department finished a step; `silent` when its limit did, and that counts as agreed."""

    kind: Literal["step_finished"] = "step_finished"
    step: str
    agrees: bool = True
    note: str = ""
    colleague: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLeftOut:
    """The situation does not need the step."""

    kind: Literal["step_left_out"] = "step_left_out"
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClaimed:
    """A reviewer took the step in hand, or got it from a colleague (blank: it was put back)."""

    kind: Literal["step_claimed"] = "step_claimed"
    step: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSaid:
    """A step cannot be finished before a suspension or materials."""

    kind: Literal["need_said"] = "need_said"
    step: str
    needs: Need
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReturned:
    """The case went back to an earlier step; `undone` are the steps to be done again after it."""

    kind: Literal["step_returned"] = "step_returned"
    step: str
    to: str
    undone: tuple[str, ...]
    reason: str
