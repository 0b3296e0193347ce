"""The desk as a program: its screen on a hall, what covers it, and who signs in."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from clerk_tui.desk.access.cover import Entrance
from clerk_tui.desk.access.lock import SIGN_IN, Lock, LockScreen
from clerk_tui.desk.access.sign_in import ChangePassword, SignIn, SignInScreen
from clerk_tui.desk.screen import DeskScreen
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.drafts import Drafts, DraftsOf
from clerk_tui.shell.forms.side import SIDE_STYLES
from clerk_tui.shell.hall_app import HallApp
from clerk_tui.shell.hall_thread import HallChanged, HallFailed, HallOpened, OpenHall
from clerk_tui.shell.notice_output import Output
from clerk_tui.shell.type_ahead import Typeahead
from data.texts import Language, texts
from data.time_source import RealClock, TimeSource
from widgets.base.ink import Palette

LOOK = 5.0
"""Seconds between two looks whether somebody is still there."""


class DeskApp(HallApp):
    """The window clerk's desk on any hall; with a `department`, the desk of a reviewer there.

    `open_hall` is called in a thread of its own after the first paint; until it answers, the panes say so.
    `language` is that of every text, `theme` a theme by Textual's name; `thin` leaves out coloured
    backgrounds and animation for slow lines. `output` is where notices are printed,
    `drafts` tells the file in which what somebody types outlives a crash; without it, it is kept as long as
    the program runs.
    `lock` is how the desk locks; `sign_in` and `change_password` are asked where the hall wants somebody to
    sign in, which without them is only told.
    """

    CSS_PATH = ["screen.tcss", SIDE_STYLES, "access/cover.tcss"]  # noqa: RUF012 - declared by the base class
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "lock", show=False, priority=True)]

    def __init__(
        self,
        open_hall: OpenHall,
        *,
        user: str,
        window: str,
        language: Language = Language.ZH,
        read_only: bool = False,
        clock: TimeSource | None = None,
        demo: bool = False,
        department: str = "",
        theme: str = "",
        thin: bool = False,
        output: Output | None = None,
        drafts: DraftsOf | None = None,
        lock: Lock | None = None,
        sign_in: SignIn | None = None,
        change_password: ChangePassword | None = None,
    ) -> None:
        super().__init__(open_hall, theme=theme, thin=thin)
        context = DeskContext(
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
        self.title = context.texts("desk.title")
        self.desk = DeskScreen(context, self.hall, self.ahead)
        self._lock, self._sign_in, self._change_password = lock or Lock(), sign_in, change_password
        self.entrance: Entrance | None = None
        self._at_entrance = Typeahead(self._deliver)
        self._just_in = False

    def get_default_screen(self) -> DeskScreen:
        """The desk is the first screen and the last."""
        return self.desk

    def on_mount(self) -> None:
        """Look now and then whether somebody is still there."""
        self._lock.touch()
        self.set_interval(LOOK, self._lock_if_left)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way: no key, no question, no command, no moving cursor."""
        if self.entrance is not None:
            return self.entrance.is_quiet and self._at_entrance.idle and self.hall.idle
        return self.ahead.idle and self.hall.idle and not self.desk.restless

    @property
    def farewell(self) -> str:
        """What the terminal is told after the desk has been left, however it was left; blank for nothing."""
        return self.desk.left_behind

    @property
    def keys(self) -> Typeahead:
        """Those typed at what covers the desk have a queue of their own."""
        return self.ahead if self.entrance is None else self._at_entrance

    async def on_event(self, event: events.Event) -> None:
        """Take note of whatever somebody does."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent) and not event.is_forwarded:
            self._lock.touch()
        await super().on_event(event)

    def on_hall_opened(self, message: HallOpened) -> None:
        """The hall answers from now on; keys wait for its first lists."""
        authority, context = self.hall.standing.authority, self.desk.context
        if authority is not None:
            context.take(authority.user, authority.window)
        else:
            context.take(context.user, context.window)
        if self._lock.closed:
            self.action_lock()
        self.desk.hall_opened()
        self.hall.after(self.ahead.release)

    def on_hall_changed(self, message: HallChanged) -> None:
        """Somebody has written something."""
        self.desk.hall_changed(message.change)

    def hall_rested(self) -> None:
        """What can be done is worked out once all is known."""
        self.desk.rested()

    def hall_failed(self, message: HallFailed) -> None:
        """Say why there is no answer, or have somebody sign in.

        What was asked before somebody has signed in may still be turned away after it: that is only told.
        """
        if message.error.reason == SIGN_IN and self._sign_in is not None and not self._just_in:
            self._have_sign_in(self._sign_in)
        else:
            self.desk.hall_failed(message.error, lost=message.lost)

    def on_desk_screen_lock_wanted(self) -> None:
        """The act was chosen."""
        self.action_lock()

    def action_lock(self) -> None:
        """Hide everything until somebody opens it."""
        if self.entrance is None:
            self._lock.close()
            desk = self.desk
            self._cover(
                LockScreen(desk.context, self._lock, self.hall, desk.where, self._open, self._signed_out)
            )

    def _lock_if_left(self) -> None:
        if self._lock.is_due:
            self.action_lock()

    def _open(self) -> None:
        self._lock.open()
        self._uncover()

    def _signed_out(self) -> bool:
        """The hall does not know any more who has locked the desk: they sign in again, if they can."""
        if self._sign_in is not None:
            self._have_sign_in(self._sign_in)
        return self._sign_in is not None

    def _have_sign_in(self, sign_in: SignIn) -> None:
        """Ask who comes, once; a lock gives way to it, for it asks for more."""
        if isinstance(self.entrance, SignInScreen):
            return
        desk = self.desk
        self._cover(
            SignInScreen(
                desk.context,
                self.hall,
                sign_in,
                self._change_password,
                desk.where,
                self._came,
                again=self.hall.is_open,
            )
        )

    def _came(self, user: str, window: str) -> None:
        """Somebody has signed in: open the hall, or go on with it."""
        opening = not self.hall.is_open
        self._lock.open()
        self.desk.context.take(user, window)
        self._uncover()
        if opening:
            self.ahead.hold()
        self.hall.reopen()
        if not opening:
            self._just_in = True
            # Failures of what was asked before are on their way when its answers are used.
            self.hall.after(self._all_answered)
            self.desk.state.refresh()

    def _all_answered(self) -> None:
        """Nothing asked before the sign-in is left; what it came to may still be on its way to be told."""

        def told() -> None:
            self._just_in = False

        self.call_later(told)

    def _cover(self, entrance: Entrance) -> None:
        """Put something over the desk and all that is on it; keys for the desk wait behind it.

        What was typed at another entrance that gives way to it is typed at this one: never at the desk.
        """
        keys = Typeahead(self._deliver)
        keys.hold()
        if self.entrance is not None:
            keys.take_over(self._at_entrance)
            self.pop_screen()
        self.entrance, self._at_entrance = entrance, keys
        entrance.pause, entrance.resume = keys.hold, keys.release
        self.ahead.bar()
        self.push_screen(entrance)

    def _uncover(self) -> None:
        """Show the desk again, and let what was typed behind the secret go on to it."""
        self.entrance = None
        self.pop_screen()
        self.ahead.take_over(self._at_entrance)
        self.ahead.lift()
