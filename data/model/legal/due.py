"""What a limit comes to: the answer of the legal calculator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.model.legal.explanation import DayLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a limit comes to; `due` None: frozen by a suspension that is open, with `left` days to come.

    Days are working days. `lines` are the days after the start, up to the due date or, while frozen, to
    the notice of the open suspension; `excluded` the working days that suspensions took out.
    """

    start: date
    days: int
    extension: int
    due: date | None
    left: int
    provisional: bool
    excluded: int
    horizon: date
    calendar: str
    lines: tuple[DayLine, ...]

    @property
    def frozen(self) -> bool:
        """Whether an open suspension stops the clock."""
        return self.due is None
