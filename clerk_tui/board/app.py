"""The hall's screen as a program: read-only, no person on it, drawn again when somebody is called."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from clerk_tui.board.plan import BoardState, planned
from clerk_tui.shell import sentences
from clerk_tui.shell.hall_app import HallApp
from clerk_tui.shell.hall_thread import HallChanged, HallFailed, HallOpened, HallThread, OpenHall
from data.model.legal.time_zone import clock_time
from data.model.query import AskBoard
from data.model.view import BoardView
from data.texts import Language, Texts, texts
from data.time_source import RealClock, TimeSource
from widgets.base.ink import Palette, Spans

TICK = 1.0
"""Seconds after which the time is looked at; a minute later the hall is asked though nobody has written."""


class Sheet(Widget):
    """The whole screen, line by line; only lines that have changed are drawn again."""

    DEFAULT_CSS = """
    Sheet { height: 1fr; width: 1fr; background: ansi_default; color: ansi_default; }
    """

    def __init__(self, palette: Palette, texts: Texts, state: BoardState) -> None:
        super().__init__()
        self._palette, self._texts, self._state = palette, texts, state
        self._lines: tuple[Spans, ...] = ()

    @property
    def state(self) -> BoardState:
        """What is shown."""
        return self._state

    def show(self, state: BoardState) -> None:
        """Show another picture."""
        self._state = state
        before, self._lines = self._lines, self._planned()
        width, height = self.size
        for y in range(height):
            if _at(before, y) != _at(self._lines, y):
                self.refresh(Region(0, y, width, 1))

    def on_resize(self) -> None:
        """Plan the screen anew."""
        self._lines = self._planned()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, cropped to the width."""
        base: Style = self.rich_style
        return self._palette.strip(_at(self._lines, y), self.size.width, base)

    def _planned(self) -> tuple[Spans, ...]:
        return planned(self._state, self.size.width, self.size.height, self._texts)


def _at(lines: tuple[Spans, ...], y: int) -> Spans:
    return lines[y] if y < len(lines) else ()


class BoardApp(HallApp):
    """The screen above the windows.

    `open_hall` is called in a thread of its own after the first paint, and opens the hall for reading only.
    What cannot be read any more is said, with the time at which the picture stands still; nobody sits at this
    screen to start it again, so the hall is opened anew every minute until it answers.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "quit", show=False)]

    def __init__(
        self,
        open_hall: OpenHall,
        *,
        language: Language = Language.ZH,
        clock: TimeSource | None = None,
        theme: str = "",
        thin: bool = False,
    ) -> None:
        super().__init__(open_hall, theme=theme, thin=thin)
        self._open_hall = open_hall
        self.texts = texts(language)
        self.clock = clock or RealClock()
        self.title = self.texts("board.name")
        self.sheet = Sheet(Palette(thin=thin), self.texts, BoardState(view=None, now=self.clock.now()))
        self._failed = False

    def compose(self) -> ComposeResult:
        """One sheet."""
        yield self.sheet

    def on_mount(self) -> None:
        """Keep the time."""
        self.set_interval(TICK, self._tick)

    def on_hall_opened(self, message: HallOpened) -> None:
        """The hall answers from now on."""
        self._failed = False
        self.ahead.release()
        self._ask()

    def on_hall_changed(self, message: HallChanged) -> None:
        """Somebody has written something."""
        self._ask()

    def hall_failed(self, message: HallFailed) -> None:
        """Say since when the picture stands still, and why."""
        why = sentences.unavailable(self.texts, message.error)
        since = clock_time(self.sheet.state.now)
        self._failed = True
        trouble = self.sheet.state.trouble or self.texts("board.stands_still", since=since, why=why)
        self.sheet.show(BoardState(view=self.sheet.state.view, now=self.clock.now(), trouble=trouble))

    def _ask(self) -> None:
        self.hall.ask(AskBoard(), self._hear, slot="board")

    def _hear(self, view: BoardView) -> None:
        self.sheet.show(BoardState(view=view, now=self.clock.now()))

    def _tick(self) -> None:
        shown, now = self.sheet.state, self.clock.now()
        if (now.date(), now.hour, now.minute) == (shown.now.date(), shown.now.hour, shown.now.minute):
            return
        if self._failed:
            self.hall.stop()
            self.hall = HallThread(self._open_hall, self._tell)
            self.hall.start()
        else:
            self._ask()
        self.sheet.show(BoardState(view=shown.view, now=now, trouble=shown.trouble))
