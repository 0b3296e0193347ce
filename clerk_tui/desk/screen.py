"""The desk's screen: one list, and the case under its cursor in four panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from clerk_tui.cli import words
from clerk_tui.desk.acts import ACTS, BY_ID, Place
from clerk_tui.desk.asking import Done, Handlers, Refused
from clerk_tui.desk.at_once import AtOnce
from clerk_tui.desk.carrying import Carrier
from clerk_tui.desk.cases import Cases
from clerk_tui.desk.collecting import Collecting
from clerk_tui.desk.day import Day
from clerk_tui.desk.drafts import Draft
from clerk_tui.desk.fields import Line, TextField, Values
from clerk_tui.desk.form import Side
from clerk_tui.desk.hints import Hints
from clerk_tui.desk.lanes import LaneActs
from clerk_tui.desk.looking import Looking
from clerk_tui.desk.materials import Materials
from clerk_tui.desk.notices import Notices
from clerk_tui.desk.output import Scribe
from clerk_tui.desk.picture import Part, Picture
from clerk_tui.desk.receiving import Receiving
from clerk_tui.desk.reviewing import Reviewing
from clerk_tui.desk.rights import forbidden
from clerk_tui.desk.room import Want, lay_out
from clerk_tui.desk.service import HallThread
from clerk_tui.desk.sitting import Sitting
from clerk_tui.desk.standing import StandingShown
from clerk_tui.desk.step_picture import StepPicture
from clerk_tui.desk.tickets import Tickets
from clerk_tui.desk.typeahead import Typeahead
from clerk_tui.desk.unsent import Unsending
from data.hall import Change, HallUnavailable
from data.model.command import Command
from data.model.outcome import Refusal
from data.model.view import CaseFile, MaterialLine, StepLine, TicketLine
from widgets.case_head import LINES as HEAD
from widgets.case_head import CaseHead
from widgets.checklist import Checklist
from widgets.key_line import KeyLine
from widgets.lanes import KEYS
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.queue import STEP_TABS, TABS, Queue, case_of, row_key
from widgets.route import Route
from widgets.status_line import StatusLine
from widgets.timeline import Timeline
from widgets.words import named

REST = 0.06
"""Seconds that the cursor stands still before the case under it is asked for."""
CLOCK = 20.0
"""Seconds between two looks at the clock."""
ORDER = (Place.QUEUE, Place.CHECKLIST, Place.ROUTE, Place.TIMELINE)


class DeskScreen(Screen[None], inherit_bindings=False):
    """The queue on the left, the case on the right; what can be done in the last line."""

    class LockWanted(Message):
        """The desk is to be locked."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(",".join(act.keys), f"act('{act.id}')", act.id, show=False) for act in ACTS),
        *(Binding(key, f"lane('{key}')", f"lane_{key}", show=False) for key in KEYS),
    ]

    def __init__(self, sitting: Sitting, hall: HallThread, ahead: Typeahead) -> None:
        super().__init__()
        self.sitting, self.hall, self.ahead = sitting, hall, ahead
        self.scribe = Scribe(sitting.output)
        texts, palette = sitting.texts, sitting.palette
        reviewing = bool(sitting.department)
        self.picture = (StepPicture if reviewing else Picture)(hall, sitting, self._heard)
        self.status = StatusLine(texts, palette, id="status")
        self._standing = StandingShown(self)
        self.hints = Hints(
            texts,
            self.picture,
            read_only=sitting.read_only,
            reviewing=reviewing,
            cut_off=lambda: self._standing.cut_off,
            not_theirs=self._not_theirs,
            far=lambda: self.hall.standing.far,
        )
        tabs = (STEP_TABS, STEP_TABS[0]) if reviewing else (TABS, self.picture.tab)
        self.queue = Queue(texts, palette, tabs=tabs[0], tab=tabs[1], id=Place.QUEUE.value)
        self.case_head = CaseHead(texts, palette, id="head")
        self.checklist = Checklist(texts, palette, id=Place.CHECKLIST.value)
        self.route = Route(texts, palette, id=Place.ROUTE.value)
        self.timeline = Timeline(texts, palette, id=Place.TIMELINE.value)
        self.message = MessageLine(palette, id="message")
        self.keys = KeyLine(palette, id="keys")
        self._carrier = Carrier(self, sitting, hall, ahead, self.picture, self.message)
        self.filter = Line(TextField(name="filter", label="", hint=texts("desk.filter")))
        self._tickets, self._lanes = Tickets(self), LaneActs(self)
        self._unsending = Unsending(self)
        self._handlers = self._all_handlers()
        self._resting: Timer | None = None
        self._next_material = False
        self._at = ""
        self._empty = texts("desk.opening")

    def _all_handlers(self) -> Handlers:
        receiving = Receiving(self, self._opened, self.ahead.hold, self.ahead.release)
        looking = Looking(self)
        notices = Notices(self)
        return {
            **self._tickets.handlers(),
            **Day(self).handlers(),
            **Materials(self).handlers(),
            **Cases(self).handlers(),
            **Reviewing(self).handlers(),
            **self._lanes.handlers(),
            **AtOnce(self).handlers(),
            **self._unsending.handlers(),
            **notices.handlers(),
            **Collecting(self, notices).handlers(),
            **receiving.handlers(),
            **looking.handlers(),
        }

    def compose(self) -> ComposeResult:
        """The status line, the panes, the message, the keys."""
        yield self.status
        with Container(id="body"):
            yield self.queue
            yield self.case_head
            yield self.checklist
            yield self.route
            yield self.timeline
        yield self.filter
        yield self.message
        yield self.keys

    def on_mount(self) -> None:
        """Show the frame, and wait for the hall."""
        self.filter.display = False
        self.set_focus(self.queue.list)
        self._show_file()
        self._standing.show()
        self.show_hints()
        self.queue.show_rows((), more=False, total=0, empty=self._empty)
        self.message.note(self._empty)
        self.set_interval(CLOCK, self._standing.show)

    # What the hall has said.

    def hall_opened(self) -> None:
        """Ask for everything; keys typed so far come after the first lists."""
        self._empty = ""
        left = len(self.sitting.drafts.names())
        self.message.note(self.sitting.texts("desk.drafts", count=left) if left else "")
        self._show_file()
        self._standing.look()
        self.picture.open()

    def hall_changed(self, change: Change) -> None:
        """Ask anew for what is in view."""
        self._standing.look()
        self._standing.show()
        self.picture.refresh()

    def hall_failed(self, error: HallUnavailable, *, lost: bool) -> None:
        """Say why there is no answer."""
        if lost:
            self._empty = ""
            self.queue.show_rows((), more=False, total=0)
        self.warn(words.unavailable(self.sitting.texts, error))

    def _heard(self, part: Part) -> None:
        picture = self.picture
        match part:
            case Part.HALL:
                self._standing.show()
                self._show_department()
            case Part.COUNTS if picture.counts is not None:
                self.queue.show_counts(picture.counts)
                self._standing.show()
            case Part.WINDOW if picture.window is not None:
                self.queue.show_window(picture.window)
            case Part.ROWS:
                self._show_rows()
            case Part.MORE:
                self.queue.add_rows(picture.rows[len(self.queue.list.rows) :], more=picture.more)
            case Part.FILE:
                self._show_file()
        self.show_hints()

    def _show_rows(self) -> None:
        picture = self.picture
        at = picture.key if self._resting is None else None
        self.queue.show_rows(
            picture.rows,
            more=picture.more,
            total=picture.total,
            find=picture.find,
            at=at or None,
            empty=self.sitting.texts("queue.empty"),
        )
        current = self.queue.list.current
        code = case_of(current)
        if current is not None and code and row_key(current) != picture.key and self._resting is None:
            picture.look_at(code, row_key(current))

    def _show_file(self) -> None:
        file, today = self.picture.file, self.picture.today
        empty = "" if file else (self._empty or self.sitting.texts("desk.no_case"))
        self.case_head.show_case(file, today, self.picture.revealed, empty)
        self.checklist.show_case(file, today)
        self.route.show_case(file)
        self.timeline.show_case(file, today)
        self._point_at_step(file)
        if self._next_material:
            self._next_material = False
            self.checklist.list.action_step(1)
        self._share()

    def _point_at_step(self, file: CaseFile | None) -> None:
        """Put the route's cursor on the step of the row that has come into view."""
        row = self.queue.list.current
        if not isinstance(row, StepLine) or file is None or file.line.code != row.case:
            return
        if self._at != row_key(row):
            self._at = row_key(row)
            self.route.list.go_to(row.code)

    def _show_department(self) -> None:
        """Name the department whose list it is; say which there are where the one asked for is not known."""
        picture, texts = self.picture, self.sitting.texts
        if not isinstance(picture, StepPicture) or not picture.known:
            return
        if picture.department is not None:
            line = picture.department
            self.queue.show_place(named(texts, line.name, line.name_en))
            return
        names = texts("lane.and").join(line.short or line.code for line in picture.known)
        said = texts("review.no_department", given=self.sitting.department, known=names)
        self.queue.show_rows((), more=False, total=0, empty=texts("review.no_list"))
        self.warn(said)

    def show_hints(self) -> None:
        """Show the keys that apply now."""
        self.keys.show_hints(*self.hints.line(self.place))

    # Where the keys go.

    @property
    def place(self) -> Place:
        """The pane that has the keys."""
        focused = self.focused
        for place in ORDER:
            if focused is not None and focused in self._list(place).ancestors_with_self:
                return place
        return Place.QUEUE

    def show_pane(self, pane: str) -> None:
        """Give a pane the keys."""
        self.set_focus(self._list(Place(pane)), scroll_visible=False)

    def step_pane(self, by: int) -> None:
        """Give the keys to the next pane or the one before."""
        self.show_pane(ORDER[(ORDER.index(self.place) + by) % len(ORDER)])

    def _list(self, place: Place) -> Widget:
        panes: dict[Place, Widget] = {
            Place.QUEUE: self.queue.list,
            Place.CHECKLIST: self.checklist.list,
            Place.ROUTE: self.route.list,
            Place.TIMELINE: self.timeline.list,
        }
        return panes[place]

    def on_descendant_focus(self) -> None:
        """Give the pane that has the keys its room."""
        self._share()
        self.show_hints()

    @on(MessageLine.Folded)
    @on(events.Resize)
    def _resized(self) -> None:
        """Share the lines anew."""
        self._share()

    def _share(self) -> None:
        focused = self.focused
        panes: tuple[Checklist | Route | Timeline, ...] = (self.checklist, self.route, self.timeline)
        wants = [Want(needs=pane.needs, folded=pane.folded, focused=focused is pane.list) for pane in panes]
        plan = lay_out(self.size.width, self.size.height - 2 - self.message.high, HEAD, wants)
        # A last message may fold while the screen is being left and its panes are gone already.
        body = next(iter(self.query("#body")), None)
        if plan is None or body is None:
            return
        body.styles.grid_rows = " ".join(map(str, plan.rows))
        for pane, given in zip(panes, plan.panes, strict=True):
            pane.give(given)

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
        self.picture.next_page()

    @on(Queue.Turned)
    def _turned(self, event: Queue.Turned) -> None:
        self.filter.value = ""
        self.picture.turn(event.tab)
        self.wait()

    def on_line_list_highlighted(self) -> None:
        """Show the keys for what is under the cursor."""
        material = self.material() if self.place is Place.CHECKLIST else None
        if material is not None:
            self.message.note(self._allowed(material))

    def _allowed(self, line: MaterialLine) -> str:
        """The standard that a material must meet, its form, source and pages, and what may stand for it."""
        texts = self.sitting.texts
        parts = [texts("checklist.standard", standard=line.standard)] if line.standard else []
        parts += [
            texts("checklist.form", form=texts(f"form.{line.form}"), source=texts(f"source.{line.source}"))
        ]
        parts += [texts("checklist.pages", pages=line.pages)] if line.pages else []
        parts += [texts("checklist.note", note=line.note)] if line.note else []
        parts += [texts("checklist.tolerable")] if line.tolerable else []
        parts += [texts("checklist.promise")] if line.promise else []
        return "; ".join(parts)

    def _rest(self) -> None:
        """The cursor rests: bring the case under it into view."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        row = self.queue.list.current
        if row is not None and case_of(row):
            self.picture.look_at(case_of(row), row_key(row))

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

    def _release_to(self, name: str) -> None:
        self.perform(name)
        self.ahead.release()

    def perform(self, name: str) -> None:
        """Do an act, or say why it is not possible."""
        act = BY_ID[name]
        why_not = self.hints.why_not(act, self.place)
        if why_not:
            self.warn(why_not)
        else:
            self._handlers[name]()

    def _not_theirs(self, act: str) -> Refusal | None:
        """Why an act is not that of who has signed in, as far as the hall is known."""
        view, authority = self.picture.view, self.hall.standing.authority
        return forbidden(act, authority, view.card, self.sitting.window) if view is not None else None

    def carry_out(self, act: str, command: Command, then: Done, refused: Refused) -> None:
        """Send a command, and say what it has done."""
        self._carrier.carry_out(act, command, then, refused)

    def _opened(self, code: str) -> None:
        """Show the case just received, its checklist having the keys."""
        if self.queue.tab != "in_hand":
            self.queue.tab = "in_hand"
            self.picture.turn("in_hand")
        self.picture.look_at(code)
        self.show_pane(Place.CHECKLIST)

    def open(self, side: Side, then: Callable[[Values], None]) -> None:
        """Show a form, and do something with what it answers unless it is left."""
        self._carrier.open(side, then)

    def warn(self, text: str) -> None:
        """Say why something is not possible."""
        self.message.warn(text)

    def note(self, text: str) -> None:
        """Say something by the way."""
        self.message.note(text)

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
        standing = self.status.standing
        return f"{standing.hall} {standing.window}".strip()

    def draft(self, name: str) -> Draft:
        """What was typed into that form before it was left."""
        return self.sitting.drafts.of(name)

    def wait(self) -> None:
        """Keep keys waiting until the hall has answered everything asked so far."""
        self._carrier.wait()

    def perform_soon(self, name: str) -> None:
        """Do an act once all that has been asked of the hall is answered."""
        self.ahead.hold()
        self.hall.after(lambda: self._release_to(name))

    def pause(self) -> None:
        """Keep keys waiting until `resume`."""
        self.ahead.hold()

    def resume(self) -> None:
        """Let keys come again."""
        self.ahead.release()

    def ticket(self) -> TicketLine | None:
        """The ticket under the cursor of the queue."""
        row = self.queue.list.current
        return row if isinstance(row, TicketLine) else None

    def material(self) -> MaterialLine | None:
        """The material under the cursor of the checklist."""
        return self.checklist.material

    def step(self) -> StepLine | None:
        """The step under the cursor of the route."""
        return self.route.step

    def next_material(self) -> None:
        """Move the cursor of the checklist down, once it is true again."""
        self._next_material = True

    # The filter.

    def show_filter(self) -> None:
        """Let the clerk type what the list is to be narrowed to."""
        self.filter.display = True
        self.message.display = False
        self.set_focus(self.filter, scroll_visible=False)

    def leave_filter(self, *, clear: bool) -> None:
        """Give the keys back to the list."""
        self.filter.display = False
        self.message.display = True
        self.set_focus(self.queue.list, scroll_visible=False)
        if clear and self.picture.find:
            self.filter.value = ""
            self.picture.narrow("")

    @on(Line.Changed, "#field-filter")
    def _narrowed(self, event: Line.Changed) -> None:
        if event.value.strip() != self.picture.find:
            self.picture.narrow(event.value.strip())

    @on(Line.Submitted, "#field-filter")
    def _filtered(self) -> None:
        self.leave_filter(clear=False)

    def on_key(self, event: events.Key) -> None:
        """Esc in the filter clears it."""
        if event.key == "escape" and self.focused is self.filter:
            event.stop()
            self.leave_filter(clear=True)
