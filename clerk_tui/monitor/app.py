"""The supervisor's wall as a program: read-only screens on a hall, refreshed when something is written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clerk_tui.monitor.frame import Frame
from clerk_tui.monitor.state import WallState
from clerk_tui.monitor.wall import Wall
from clerk_tui.shell import sentences
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.side import SIDE_STYLES
from clerk_tui.shell.hall_app import HallApp
from clerk_tui.shell.hall_thread import HallChanged, HallFailed, HallOpened, OpenHall
from data.texts import Language, texts
from data.time_source import RealClock, TimeSource
from widgets.base.ink import Palette

TICK = 60.0
"""Seconds after which the wall asks again though nothing was written: people wait longer, days begin."""


class MonitorApp(HallApp):
    """The supervisor's wall on any hall.

    `open_hall` is called in a thread of its own after the first paint, and opens the hall for reading only:
    the data refuses what is written, not this screen. `language` is that of every text, `thin` leaves out
    coloured backgrounds and animation for slow lines. `desk_keys` are those with which a desk writes, each
    with the key of its act's word: where they mean nothing here, it is said that a wall does no such thing.
    """

    CSS_PATH = [SIDE_STYLES, "wall.tcss"]  # noqa: RUF012 - declared by the base class

    def __init__(
        self,
        open_hall: OpenHall,
        *,
        user: str = "",
        language: Language = Language.ZH,
        clock: TimeSource | None = None,
        demo: bool = False,
        theme: str = "",
        thin: bool = False,
        desk_keys: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(open_hall, theme=theme, thin=thin)
        for key, word in desk_keys.items():
            self.bind(key, f"refuse('{word}')", show=False)
        self.context = DeskContext(
            user=user,
            window="",
            texts=texts(language),
            palette=Palette(thin=thin),
            clock=clock or RealClock(),
            read_only=True,
            demo=demo,
        )
        self.title = self.context.texts("wall.name")
        self.state = WallState(self.hall, self.context, self._front, self._draw_heads)
        self.board = Wall(self.context, self.state, self.ahead)

    def get_default_screen(self) -> Wall:
        """The board is the first screen and the last."""
        return self.board

    def on_mount(self) -> None:
        """Ask again every minute, unless the wall is paused."""
        self.set_interval(TICK, self._tick)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is under way: no key, no question."""
        return self.ahead.idle and self.hall.idle

    def on_hall_opened(self, message: HallOpened) -> None:
        """The hall answers from now on; keys wait for the first lists."""
        self.state.open = True
        self.state.reload()

    def on_hall_changed(self, message: HallChanged) -> None:
        """Somebody has written something."""
        if self.state.paused:
            for frame in self._frames():
                frame.behind = True
            self._draw_heads()
        else:
            self.state.reload()

    def hall_failed(self, message: HallFailed) -> None:
        """Say why there is no answer; the picture stays, with its age."""
        why = sentences.unavailable(self.context.texts, message.error)
        if message.lost:
            self.state.lose(why)
        elif message.error.reason != "not_allowed":
            self.state.miss(why)
        front = self._front()
        if front is not None:
            front.message.warn(why)

    def action_refuse(self, word: str) -> None:
        """Say that what a desk's key does cannot be done on the wall."""
        frame = self.screen
        if isinstance(frame, Frame) and frame.focused is not frame.filter:
            frame.refuse(word)

    def _tick(self) -> None:
        if not self.state.paused:
            self.state.reload()

    def _frames(self) -> list[Frame]:
        return [screen for screen in self.screen_stack if isinstance(screen, Frame)]

    def _front(self) -> Frame | None:
        """The wall's own screen that is uppermost, whatever is being read over it."""
        frames = self._frames()
        return frames[-1] if frames else None

    def _draw_heads(self) -> None:
        for frame in self._frames():
            frame.draw_head()
