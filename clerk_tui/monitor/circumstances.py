"""What the wall's acts are judged by: nothing stands in the way of looking."""

from __future__ import annotations

from dataclasses import dataclass

from data.model.account import Authority
from data.model.outcome import Refusal
from data.model.settings import HallCard
from data.model.view import CaseFile


@dataclass(frozen=True, slots=True)
class WallCircumstances:
    """A wall is only read, and no case decides what can be done on it."""

    read_only: bool = True
    ready: bool = True
    reviewing: bool = False
    own_step: bool = False
    cut_off: bool = False
    authority: Authority | None = None
    card: HallCard | None = None
    seat: str = ""
    file: CaseFile | None = None

    def refusal(self, act: str, *, about_ticket: bool) -> Refusal | None:
        """Nothing is refused to whoever only looks."""
        return None
