"""What every screen of the wall has: two lines above, one to speak, one for the keys, and the same acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from clerk_tui.monitor.circumstances import WallCircumstances
from clerk_tui.monitor.state import WallState
from clerk_tui.monitor.wall_acts import SURROUNDINGS, WALL_ACTS, Place
from clerk_tui.shell.acts import Handlers, Registry
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import Line, TextField, Values
from clerk_tui.shell.forms.picker import PICKED, Picker
from clerk_tui.shell.forms.reader import Reader
from clerk_tui.shell.forms.side import Side
from clerk_tui.shell.hints import Hints, Offer
from clerk_tui.shell.type_ahead import Typeahead
from clerk_tui.shell.why_lines import why_lines
from data.law.supervision_code import grouped
from data.model.legal.explanation import Explanation
from data.model.query import AskCase, AskCounts, AskWhy
from data.model.view import CaseFile, Counts
from widgets.base.ink import Spans
from widgets.base.key_line import KeyLine
from widgets.base.message_line import MessageLine
from widgets.base.phrases import named
from widgets.wall.wall_head import Outlook, WallHead


class Frame(Screen[None], inherit_bindings=False):
    """One screen of the wall. `heard` is the moment of its picture, None before the first."""

    AUTO_FOCUS = ""
    PLACE: ClassVar[Place]

    def __init__(self, context: DeskContext, state: WallState, ahead: Typeahead) -> None:
        super().__init__()
        self.context, self.state, self.ahead = context, state, ahead
        self.texts = context.texts
        self.hints = Hints(context.texts, WALL_ACTS, WallCircumstances(), SURROUNDINGS)
        self.head = WallHead(context.texts, context.palette, id="head")
        self.message = MessageLine(context.palette, id="message")
        self.keys = KeyLine(context.palette, id="keys")
        self.filter = Line(TextField(name="filter", label="", hint=self.texts("wall.filter")))
        self.heard: datetime | None = None
        self.behind = False
        self._active: Widget | None = None
        self._as_of: date | None = None
        self._counts: Counts | None = None
        self._tomorrow: Counts | None = None

    def compose(self) -> ComposeResult:
        """The lines that every screen has, around its own."""
        yield self.head
        yield from self.body()
        yield self.filter
        yield self.message
        yield self.keys

    def on_mount(self) -> None:
        """Show the frame; what it holds comes when the hall has answered."""
        self.filter.display = False
        self.keys.show_hints(*self.hints.line(self.PLACE))
        self.set_focus(self.lists[0], scroll_visible=False)
        self.draw_head()
        if not self.state.open and not self.state.lost:
            self.message.note(self.texts("wall.opening"))

    def on_screen_resume(self) -> None:
        """Ask anew, unless the wall is paused and this screen has its picture."""
        if self.heard is None or not self.state.paused or self._as_of != self.state.as_of:
            self.state.reload()

    # What a screen says of itself.

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    @property
    def lists(self) -> Sequence[Widget]:
        """The lists that can have the keys, in the order of their panes."""
        raise NotImplementedError

    @property
    def active(self) -> Widget:
        """The list that has the keys, or had them before the filter."""
        focused = self.focused
        if focused is not None and focused in self.lists:
            return focused
        return self._active or self.lists[0]

    @property
    def path(self) -> Iterator[str]:
        """What the screen shows, below the hall."""
        yield from ()

    @property
    def code(self) -> str:
        """The supervision code of the case that is meant, blank for none."""
        return ""

    def ask(self) -> None:
        """Ask the hall for what the screen shows."""
        raise NotImplementedError

    def handlers(self) -> Handlers:
        """What the acts of this screen alone do."""
        return {}

    def narrow(self, find: str) -> None:
        """Show only what matches in the list that has the keys."""

    @property
    def narrowed(self) -> str:
        """What the list that has the keys is narrowed to."""
        return ""

    # What the hall has said.

    def hear(self, moment: datetime, as_of: date | None, counts: Counts) -> None:
        """Take note that everything asked for has been answered."""
        if self.heard is None:
            self.ahead.release()
        if self.heard is None or self.state.away:
            self.message.clear()
        self.state.away = ""
        self.heard, self._as_of, self.behind = moment, as_of, False
        self._counts = counts

    def ask_later(self) -> None:
        """Ask how many lights there will be tomorrow, where the head has room to say it."""
        if self.head.has_room and self._as_of is None:
            self.state.ask(AskCounts(today=self.state.next_day), self._hear_tomorrow, slot="tomorrow")

    def _hear_tomorrow(self, counts: Counts) -> None:
        self._tomorrow = counts
        self.draw_head()

    def draw_head(self) -> None:
        """Show where one looks, and how old the picture is."""
        texts, state = self.texts, self.state
        path: list[str] = []
        demo = self.context.demo
        if state.view is not None:
            card = state.view.card
            path = [state.district, named(texts, card.name, card.name_en)]
            demo = demo or card.demo
        as_of = texts("wall.as_of", day=f"{self._as_of:%m-%d}") if self._as_of else ""
        self.head.show(
            Outlook(
                path=(*path, *self.path),
                user=self.context.user,
                heard=self.heard,
                paused=state.paused,
                behind=self.behind,
                lost=state.lost or state.away,
                demo=demo,
                as_of=as_of,
                counts=self._counts,
                tomorrow=self._tomorrow,
            )
        )

    # Acts.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter is typed, every key is the filter's."""
        return self.focused is not self.filter

    def action_act(self, name: str) -> None:
        """Do an act."""
        self.perform(name)

    def perform(self, name: str) -> None:
        """Do an act."""
        self.acts[WALL_ACTS[name].id]()

    def refuse(self, word: str) -> None:
        """Say that what a desk's key does cannot be done on the wall."""
        self.message.warn(self.texts("wall.refused", act=self.texts(word)))

    @cached_property
    def acts(self) -> Handlers:
        """What each act does here."""
        common: Handlers = {
            "out": self.out,
            "why": self.why,
            "tomorrow": self.turn_tomorrow,
            "pause": self.pause,
            "refresh": self.refresh_now,
            "filter": self.show_filter,
            "next_pane": lambda: self.step_pane(1),
            "previous_pane": lambda: self.step_pane(-1),
            "help": self.help,
            "palette": self.palette,
            "quit": self.app.exit,
        }
        mine = {act.id for act in WALL_ACTS.at(self.PLACE)}
        handlers = {**common, **self.handlers()}
        return Registry(WALL_ACTS.at(self.PLACE)).bound(
            {id: then for id, then in handlers.items() if id in mine or id not in common}
        )

    def show_list(self, place: int) -> None:
        """Give a list the keys."""
        self.set_focus(self.lists[place], scroll_visible=False)

    def step_pane(self, by: int) -> None:
        """Give the keys to the next list or the one before."""
        places = list(self.lists)
        self.show_list((places.index(self.active) + by) % len(places))

    def out(self) -> None:
        """One step out: of the filter, then of the screen."""
        if self.narrowed:
            self.filter.value = ""
            self.narrow("")
            self.wait()
        elif self is not self.app.screen_stack[0]:
            self.app.pop_screen()
            self.ahead.gone()
        elif self.state.tomorrow:
            self.turn_tomorrow()
        else:
            self.message.note(self.texts("wall.outermost"))

    def enter(self, frame: Frame) -> None:
        """Go deeper; keys wait until the screen has its picture."""
        self.ahead.hold()
        self.app.push_screen(frame)

    def wait(self) -> None:
        """Keep keys waiting until the hall has answered everything asked so far."""
        self.ahead.hold()
        self.state.after(self.ahead.release)

    def why(self) -> None:
        """Why the lights of the case show what they show."""
        code, as_of = self.code, self.state.as_of
        if not code:
            self.message.warn(self.texts("wall.no_case"))
            return
        files: list[CaseFile] = []

        def hear_file(file: CaseFile | None) -> None:
            if file is not None:
                files.append(file)

        def hear(told: Sequence[Explanation]) -> None:
            for file in files:
                self.read(self.texts("wall.why", code=grouped(code)), why_lines(told, file, self.texts))

        self.state.ask(AskCase(code=code, today=as_of), hear_file)
        self.state.ask(AskWhy(code=code, today=as_of), hear)
        self.wait()

    def turn_tomorrow(self) -> None:
        """The lights as they will be tomorrow if nothing happens, or today's again."""
        self.state.tomorrow = not self.state.tomorrow
        self._reload()

    def pause(self) -> None:
        """Keep the picture still, or let it follow the hall again."""
        state = self.state
        state.paused = not state.paused
        self.message.note(self.texts("wall.told_paused" if state.paused else "wall.told_live"))
        if state.paused:
            self.draw_head()
        else:
            state.reload()

    def refresh_now(self) -> None:
        """Ask anew now, also while the wall is paused."""
        self._reload()

    def _reload(self) -> None:
        self.ahead.hold()
        self.state.reload(self.ahead.release)

    def help(self) -> None:
        """What the screen shows and what its keys do."""
        self.read(self.texts("wall.help_title"), self.hints.help(self.PLACE))

    def palette(self) -> None:
        """Any act, found by typing."""

        def find(text: str, found: Callable[[Sequence[Offer[WallCircumstances]]], None]) -> None:
            found(self.hints.palette(text, self.PLACE))

        picker: Picker[Offer[WallCircumstances]] = Picker(
            self.context,
            self.texts("wall_act.palette"),
            find,
            self.hints.draw_offer,
            lambda offer: offer.act.id,
            hint=self.texts("wall.palette_hint"),
        )
        self.open_side(picker, lambda values: self.perform(values[PICKED]))

    def read(self, title: str, lines: Sequence[Spans]) -> None:
        """Show something to read over the screen."""
        self.open_side(Reader(self.context, title, lines), lambda values: None)

    def open_side(self, side: Side, then: Callable[[Values], None]) -> None:
        """Show something over the screen; keys typed ahead wait until it takes them."""
        self.ahead.hold()

        def answered(values: Values | None) -> None:
            if values is not None:
                then(values)
            self.ahead.gone()
            self.ahead.release()

        side.leaving = self.ahead.hold
        self.app.push_screen(side, answered)

    # The filter.

    def show_filter(self) -> None:
        """Let the supervisor type what the list is to be narrowed to."""
        self._active = self.active
        self.filter.value = self.narrowed
        self.filter.display = True
        self.message.display = False
        self.set_focus(self.filter, scroll_visible=False)

    @on(Line.Changed, "#field-filter")
    def _typed(self, event: Line.Changed) -> None:
        if self.focused is self.filter and event.value.strip() != self.narrowed:
            self.narrow(event.value.strip())

    @on(Line.Submitted, "#field-filter")
    def _submitted(self) -> None:
        self._leave_filter()
        self.wait()

    def on_key(self, event: events.Key) -> None:
        """Esc in the filter clears it."""
        if event.key == "escape" and self.focused is self.filter:
            event.stop()
            self.filter.value = ""
            self.narrow("")
            self._leave_filter()

    def _leave_filter(self) -> None:
        self.filter.display = False
        self.message.display = True
        self.set_focus(self.active, scroll_visible=False)
