"""The desk's screen: what the cursor and the keys do, and what the hall says to that."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from clerk_tui.desk.acts.cases import Cases
from clerk_tui.desk.acts.checklist import Materials
from clerk_tui.desk.acts.collection import Collecting
from clerk_tui.desk.acts.day import Day
from clerk_tui.desk.acts.handler import ActHandler, Desk
from clerk_tui.desk.acts.instant import AtOnce
from clerk_tui.desk.acts.intake import Receiving
from clerk_tui.desk.acts.lanes import LaneActs
from clerk_tui.desk.acts.navigation import Looking
from clerk_tui.desk.acts.notices import Notices
from clerk_tui.desk.acts.registry import DESK_ACTS, Place
from clerk_tui.desk.acts.sender import Sender
from clerk_tui.desk.acts.steps import Reviewing
from clerk_tui.desk.acts.tickets import Tickets
from clerk_tui.desk.acts.unsent import Unsending
from clerk_tui.desk.panes import Panes
from clerk_tui.shell import sentences, wording
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.hall_thread import HallThread
from clerk_tui.shell.notice_output import Scribe
from clerk_tui.shell.type_ahead import Typeahead
from data.model.view import StepLine, TicketLine
from data.port.errors import HallUnavailable
from data.port.status import Change, HallStatus
from widgets.base.line_list import LineList
from widgets.case.lanes import KEYS
from widgets.queue.ticket_queue import Queue, case_of, row_key

REST = 0.06
"""Seconds that the cursor stands still before the case under it is asked for."""
CLOCK = 20.0
"""Seconds between two looks at the clock."""


class DeskScreen(Panes):
    """The panes with the hall behind them: what the hall says comes in, what the clerk does goes out."""

    class LockWanted(Message):
        """The desk is to be locked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *DESK_ACTS.bindings(),
        *(Binding(key, f"lane('{key}')", f"lane_{key}", show=False) for key in KEYS),
    ]

    def __init__(self, context: DeskContext, hall: HallThread, ahead: Typeahead) -> None:
        super().__init__(context, hall)
        self.ahead = ahead
        self._stood = HallStatus()
        self._sender = Sender(self, context, hall, ahead, self.state, self.message)
        desk = Desk(
            context=context,
            state=self.state,
            hall=hall,
            ahead=ahead,
            sender=self._sender,
            scribe=Scribe(context.output),
            message=self.message,
            queue=self.queue,
            checklist=self.checklist,
            route=self.route,
            view=self,
        )
        self._tickets, self._lanes, self._unsending = Tickets(desk), LaneActs(desk), Unsending(desk)
        self._handlers = DESK_ACTS.bound(self._what_they_do(desk))

    def _what_they_do(self, desk: Desk) -> Handlers:
        notices = Notices(desk)
        handlers: tuple[ActHandler, ...] = (
            self._tickets,
            Day(desk),
            Materials(desk),
            Cases(desk),
            Reviewing(desk),
            self._lanes,
            AtOnce(desk),
            self._unsending,
            notices,
            Collecting(desk, notices),
            Receiving(desk),
            Looking(desk, self.hints),
        )
        return {id: then for each in handlers for id, then in each.handlers().items()}

    def on_mount(self) -> None:
        """Show the frame, and wait for the hall."""
        self.filter.display = False
        self.set_focus(self.queue.list)
        self._show_file()
        self._standing.show()
        self.rested()
        self.queue.show_rows((), more=False, total=0, empty=self._empty)
        self.message.note(self._empty)
        self.set_interval(CLOCK, self._standing.show)

    # What the hall has said.

    def hall_opened(self) -> None:
        """Ask for everything; keys typed so far come after the first lists."""
        self._empty = ""
        left = len(self.context.drafts.names())
        self.message.note(self.context.texts("desk.drafts", count=left) if left else "")
        self._show_file()
        self._standing.look()
        self.state.open()

    def hall_changed(self, change: Change) -> None:
        """Say how the desk stands; ask anew for what is in view, if somebody else has changed it."""
        standing = self.hall.standing
        if standing != self._stood:
            self._stood = standing
            self._standing.look()
            self._standing.show()
        self._sender.changed(change)

    def hall_failed(self, error: HallUnavailable, *, lost: bool) -> None:
        """Say why there is no answer."""
        if lost:
            self._empty = ""
            self.queue.show_rows((), more=False, total=0)
        self.message.warn(sentences.unavailable(self.context.texts, error))

    # The cursor.

    @on(LineList.Highlighted, "#queue-list")
    def _moved(self, event: LineList.Highlighted) -> None:
        """Wait until the cursor rests."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._rest)

    @on(LineList.Selected, "#queue-list")
    def _chosen(self, event: LineList.Selected) -> None:
        row = self.queue.list.current
        if isinstance(row, TicketLine):
            self._tickets.choose(row)
        elif row is not None:
            self._rest()
            self.show_pane(Place.ROUTE if isinstance(row, StepLine) else Place.CHECKLIST)

    @on(LineList.Selected, "#route LineList")
    def _entered(self) -> None:
        lane = self.route.lane
        if lane is not None:
            self._lanes.enter(lane.code)

    def action_lane(self, key: str) -> None:
        """Go into a lane of the joint case."""
        self._settled(lambda: self._lanes.enter_by_key(key))

    @on(LineList.MoreWanted, "#queue-list")
    def _more(self) -> None:
        self.state.next_page()

    @on(Queue.Turned)
    def _turned(self, event: Queue.Turned) -> None:
        self.filter.value = ""
        self.state.turn(event.tab)
        self._sender.wait()

    def on_line_list_highlighted(self) -> None:
        """Show the keys for what is under the cursor."""
        material = self.checklist.material if self.place is Place.CHECKLIST else None
        if material is not None:
            self.message.note(wording.allowed(self.context.texts, material))

    def _rest(self) -> None:
        """The cursor rests: bring the case under it into view."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        row = self.queue.list.current
        if row is not None and case_of(row):
            self.state.look_at(case_of(row), row_key(row))

    @property
    def restless(self) -> bool:
        """Whether the cursor has moved and the case under it has not been asked for."""
        return self._resting is not None

    # Acts.

    def action_act(self, name: str) -> None:
        """Do an act, once the case under the cursor is in view."""
        self._settled(lambda: self.perform(name))

    def _settled(self, then: Callable[[], None]) -> None:
        """Do something once the case under the cursor is in view."""
        if self._resting is None:
            then()
            return
        self._rest()
        self.ahead.hold()

        def do_it() -> None:
            then()
            self.ahead.release()

        self.hall.after(do_it)

    def perform(self, id: str) -> None:
        """Do an act, or say why it is not possible."""
        act = DESK_ACTS[id]
        self._sender.typed = None
        obstacle = self.hints.why_not(act, self.place)
        if obstacle is not None:
            self.message.warn(self.hints.told(obstacle))
        else:
            self._handlers[act.id]()

    def show_case(self, code: str) -> None:
        """Show a case just received, its checklist having the keys."""
        if self.queue.tab != "in_hand":
            self.queue.tab = "in_hand"
            self.state.turn("in_hand")
        self.state.look_at(code)
        self.show_pane(Place.CHECKLIST)

    def leave(self) -> None:
        """Leave the program; where something waits for the hall, ask first."""
        left = self._standing.leaving()
        if left:
            self._unsending.leave(left, self.app.exit)
        else:
            self.app.exit()

    @property
    def left_behind(self) -> str:
        """What is to be known of what the desk leaves behind; blank where nothing waits."""
        return self._standing.leaving()

    def cover(self) -> None:
        """Hide everything until somebody opens it."""
        self.post_message(self.LockWanted())

    @property
    def where(self) -> str:
        """The hall and the window as people call them, as far as they are known."""
        standing = self.status.facts
        return f"{standing.hall} {standing.window}".strip()

    def perform_soon(self, id: str) -> None:
        """Do an act once all that has been asked of the hall is answered."""
        self.ahead.hold()

        def do_it() -> None:
            self.perform(id)
            self.ahead.release()

        self.hall.after(do_it)
