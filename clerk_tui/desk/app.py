"""The desk as a program: the screen, the thread of the hall, and keys that are never lost."""

from __future__ import annotations

import contextlib
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.message_pump import MessagePump

from clerk_tui.desk.form import Side
from clerk_tui.desk.screen import DeskScreen
from clerk_tui.desk.service import Answered, HallChanged, HallFailed, HallOpened, HallThread, OpenHall
from clerk_tui.desk.sitting import Sitting
from clerk_tui.desk.typeahead import Settled, Typeahead
from data.clock import Clock, RealClock
from data.texts import Language, texts
from widgets.ink import Palette

THEME = "ansi-dark"
AT_ONCE = frozenset({"ctrl+q"})
"""Keys that wait for nothing."""


class DeskApp(App[None]):
    """The window clerk's desk on any hall.

    `open_hall` is called in a thread of its own after the first paint; until it answers, the panes say so.
    `language` is that of every text, `thin` leaves out coloured backgrounds and animation for slow lines.
    """

    CSS_PATH = ["screen.tcss", "side.tcss"]  # noqa: RUF012 - declared by the base class
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared by the base class
        (0, "-narrow"),
        (120, "-wide"),
        (200, "-broad"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

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
        theme: str = "",
        thin: bool = False,
    ) -> None:
        super().__init__()
        self.theme = theme or THEME
        if thin:
            self.animation_level = "none"
        sitting = Sitting(
            user=user,
            window=window,
            texts=texts(language),
            palette=Palette(thin=thin),
            clock=clock or RealClock(),
            read_only=read_only,
            demo=demo,
        )
        self.title = sitting.texts("desk.title")
        self.hall = HallThread(open_hall, self._tell)
        self.ahead = Typeahead(self._deliver)
        self.desk = DeskScreen(sitting, self.hall, self.ahead)

    def get_default_screen(self) -> DeskScreen:
        """The desk is the first screen and the last."""
        return self.desk

    def on_mount(self) -> None:
        """Paint first; what is heavy to load comes after."""
        self.ahead.hold()
        self.call_after_refresh(self.hall.start)

    def on_unmount(self) -> None:
        """Let go of the hall."""
        self.hall.stop()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way: no key, no question, no command, no moving cursor."""
        return self.ahead.idle and self.hall.idle and not self.desk.restless

    async def on_event(self, event: events.Event) -> None:
        """Send keys through the queue of keys typed ahead."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Key) and event.key in AT_ONCE:
                await super().on_event(event)
            else:
                await self.ahead.take(event)
            return
        await super().on_event(event)

    async def _deliver(self, event: events.Key | events.Paste) -> MessagePump:
        target = self.focused or self.screen
        await super().on_event(event)
        return target

    async def on_settled(self, message: Settled) -> None:
        """A key has done what it does: on to the next."""
        await self.ahead.settled(message)

    def on_side_ready(self, message: Side.Ready) -> None:
        """A form takes keys."""
        self.ahead.release()

    def on_hall_opened(self, message: HallOpened) -> None:
        """The hall answers from now on; keys wait for its first lists."""
        self.desk.hall_opened()
        self.hall.after(self.ahead.release)

    def on_answered(self, message: Answered) -> None:
        """Use an answer of the hall."""
        message.then()

    def on_hall_changed(self, message: HallChanged) -> None:
        """Somebody has written something."""
        self.desk.hall_changed(message.change)

    def on_hall_failed(self, message: HallFailed) -> None:
        """The hall has not answered; nothing waits for it any more."""
        if message.lost:
            self.hall.lose()
        self.desk.hall_failed(message.error, lost=message.lost)
        self.ahead.clear_holds()

    def _tell(self, message: Message) -> None:
        # The app may be gone when the last answers come in.
        with contextlib.suppress(RuntimeError):
            self.post_message(message)
