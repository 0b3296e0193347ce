"""Who sits where: what every part of the desk is told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypedDict
from uuid import uuid4

from clerk_tui.shell.drafts import Drafts
from clerk_tui.shell.notice_output import Output
from data.texts import Texts
from data.time_source import TimeSource
from widgets.base.ink import Palette


class Who(TypedDict):
    """The fields that every command carries."""

    id: str
    at: datetime
    user: str
    window: str


@dataclass(slots=True, kw_only=True)
class DeskContext:
    """A clerk at a window, with a language, a clock and colours; or a reviewer in a `department`.

    Who it is may turn out when the hall is opened: it may have somebody sign in.
    """

    user: str
    window: str
    texts: Texts
    palette: Palette
    clock: TimeSource
    read_only: bool = False
    demo: bool = False
    department: str = ""
    drafts: Drafts = field(default_factory=Drafts)
    output: Output = field(default_factory=Output)

    def who(self) -> Who:
        """A fresh envelope for a command: a new id, this moment, this clerk at this window."""
        return Who(id=uuid4().hex, at=self.clock.now(), user=self.user, window=self.window)

    def take(self, user: str, window: str) -> None:
        """Who sits here, and at which window; of no window, the one looked at stays.

        The drafts are theirs from now on.
        """
        self.user, self.window = user, window or self.window
        self.drafts.turn_to(self.user, self.department or self.window)

    def today(self) -> date:
        """Today in Asia/Shanghai."""
        return self.clock.now().date()
