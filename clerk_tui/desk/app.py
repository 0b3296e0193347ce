"""The desk as a program: its screen on a hall."""

from __future__ import annotations

from pathlib import Path

from clerk_tui.desk.drafts import Drafts
from clerk_tui.desk.output import Output
from clerk_tui.desk.screen import DeskScreen
from clerk_tui.desk.service import HallChanged, HallFailed, HallOpened, OpenHall
from clerk_tui.desk.sitting import Sitting
from clerk_tui.hall_app import HallApp
from data.clock import Clock, RealClock
from data.texts import Language, texts
from widgets.ink import Palette


class DeskApp(HallApp):
    """The window clerk's desk on any hall; with a `department`, the desk of a reviewer there.

    `open_hall` is called in a thread of its own after the first paint; until it answers, the panes say so.
    `language` is that of every text, `theme` a theme by Textual's name; `thin` leaves out coloured
    backgrounds and animation for slow lines. `output` is where notices are printed,
    `drafts` the file in which what is typed outlives a crash; None keeps it as long as the program runs.
    """

    CSS_PATH = ["screen.tcss", "side.tcss"]  # noqa: RUF012 - declared by the base class

    def __init__(
        self,
        open_hall: OpenHall,
        *,
        user: str,
        window: str,
        language: Language = Language.ZH,
        read_only: bool = False,
        clock: Clock | None = None,
        demo: bool = False,
        department: str = "",
        theme: str = "",
        thin: bool = False,
        output: Output | None = None,
        drafts: Path | None = None,
    ) -> None:
        super().__init__(open_hall, theme=theme, thin=thin)
        sitting = Sitting(
            user=user,
            window=window,
            texts=texts(language),
            palette=Palette(thin=thin),
            clock=clock or RealClock(),
            read_only=read_only,
            demo=demo,
            department=department,
            drafts=Drafts(drafts),
            output=output or Output(),
        )
        self.title = sitting.texts("desk.title")
        self.desk = DeskScreen(sitting, self.hall, self.ahead)

    def get_default_screen(self) -> DeskScreen:
        """The desk is the first screen and the last."""
        return self.desk

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way: no key, no question, no command, no moving cursor."""
        return self.ahead.idle and self.hall.idle and not self.desk.restless

    def on_hall_opened(self, message: HallOpened) -> None:
        """The hall answers from now on; keys wait for its first lists."""
        self.desk.hall_opened()
        self.hall.after(self.ahead.release)

    def on_hall_changed(self, message: HallChanged) -> None:
        """Somebody has written something."""
        self.desk.hall_changed(message.change)

    def hall_failed(self, message: HallFailed) -> None:
        """Say why there is no answer."""
        self.desk.hall_failed(message.error, lost=message.lost)
