"""A program on a hall: the thread that owns the hall, and keys that are never lost."""

from __future__ import annotations

import contextlib
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.message_pump import MessagePump

from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.hall_thread import Answered, HallFailed, HallThread, OpenHall
from clerk_tui.shell.type_ahead import Settled, Typeahead

THEME = "ansi-dark"
AT_ONCE = frozenset({"ctrl+q", "ctrl+l"})
"""Keys that wait for nothing: leaving, and hiding what is on the screen."""


class HallApp(App[None]):
    """The hall is opened in a thread of its own after the first paint; keys wait until they are released.

    A subclass hears `HallOpened`, `HallChanged` and, through `hall_failed`, failures. A defect ends the
    program; `failure` is then its exception, to be told in one line.
    """

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared by the base class
        (0, "-narrow"),
        (120, "-wide"),
        (200, "-broad"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, open_hall: OpenHall, *, theme: str = "", thin: bool = False) -> None:
        # Textual chooses how to leave out colours before a theme is set: all of ours are the terminal's own.
        super().__init__(ansi_color=True)
        self.theme = theme or THEME
        if thin:
            self.animation_level = "none"
        self.hall = HallThread(open_hall, self._tell)
        self.ahead = Typeahead(self._deliver)
        self.failure: Exception | None = None

    def on_mount(self) -> None:
        """Paint first; what is heavy to load comes after."""
        self.ahead.hold()
        self.call_after_refresh(self.hall.start)

    def on_unmount(self) -> None:
        """Let go of the hall."""
        self.hall.stop()

    @property
    def keys(self) -> Typeahead:
        """Where the keys that are typed now wait for their turn."""
        return self.ahead

    def hall_rested(self) -> None:
        """Everything that the hall was asked has been answered and used."""

    def hall_failed(self, message: HallFailed) -> None:
        """Say why the hall has not answered."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Send keys through the queue of keys typed ahead."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Key) and event.key in AT_ONCE:
                await super().on_event(event)
            else:
                await self.keys.take(event)
            return
        await super().on_event(event)

    async def _deliver(self, event: events.Key | events.Paste) -> MessagePump:
        target = self.focused or self.screen
        await super().on_event(event)
        return target

    async def on_settled(self, message: Settled) -> None:
        """A key has done what it does: on to the next."""
        await self.ahead.settled(message)
        if self.keys is not self.ahead:
            await self.keys.settled(message)

    def on_side_ready(self, message: Side.Ready) -> None:
        """A form takes keys."""
        self.ahead.release()

    def on_answered(self, message: Answered) -> None:
        """Use an answer of the hall."""
        message.then()
        if self.hall.idle:
            self.hall_rested()

    def on_hall_failed(self, message: HallFailed) -> None:
        """The hall has not answered; nothing waits for it any more."""
        if message.lost:
            self.hall.lose()
        self.hall_failed(message)
        self.ahead.clear_holds()

    def _fatal_error(self) -> None:
        # Textual's own report shows the values of local variables: they may be somebody's data.
        if "debug" in self.features:
            super()._fatal_error()
            return
        self.failure = self._exception
        self._close_messages_no_wait()

    def _tell(self, message: Message) -> None:
        # The app may be gone when the last answers come in.
        with contextlib.suppress(RuntimeError):
            self.post_message(message)
