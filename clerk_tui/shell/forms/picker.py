"""Something found by typing: a line over a live list, for items, cases and acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.drafts import Draft
from clerk_tui.shell.forms.fields import Line, TextField
from clerk_tui.shell.forms.side import Side
from widgets.base.ink import Ink, Spans
from widgets.base.line_list import LineList
from widgets.base.lines import Heading, Lines

Row = TypeVar("Row")
PICKED = "picked"


class Picker(Side, Generic[Row]):
    """Answers {PICKED: the key of the row chosen}, or None when left.

    `find` is asked with what is typed and hands rows to its second argument, at once or later. Enter waits
    for the rows of what has been typed: `hold` and `release` keep the keys behind it waiting meanwhile.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DeskContext,
        title: str,
        find: Callable[[str, Callable[[Sequence[Row]], None]], None],
        draw: Callable[[Row, int], Spans],
        key: Callable[[Row], str],
        *,
        hint: str = "",
        draft: Draft | None = None,
        hold: Callable[[], None] = lambda: None,
        release: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._desk_context, self._title, self._find = context, title, find
        self._hold, self._release = hold, release
        self._draft = Draft({}, lambda: None) if draft is None else draft
        field = TextField(name="find", label="", hint=hint, value=self._draft.get("find", ""))
        self._line = Line(field)
        self._rows: LineList[Row] = LineList(draw, key, context.palette, id="picks")
        self._rows.can_focus = False
        self._turn = 0
        self._looking = False
        self._entered = False

    def compose(self) -> ComposeResult:
        """The title, the line, the list, the keys."""
        palette, texts = self._desk_context.palette, self._desk_context.texts
        heading = Heading(palette, "+", id="title")
        heading.title(self._title)
        heading.mark(focused=True)
        with Vertical(id="side"):
            yield heading
            yield self._line
            yield self._rows
            yield Lines(palette, (((f" {texts('picker.hint')}", Ink.DIM),),), id="hint")

    def on_mount(self) -> None:
        """Show what was typed last, to be typed over, and give the keys to the line."""
        self.ready(self._line)
        self._line.action_select_all()
        self._look(self._line.value)

    @on(Line.Changed)
    def _typed(self, event: Line.Changed) -> None:
        self._look(event.value)

    @on(Line.Submitted)
    def _submitted(self) -> None:
        """Take the row under the cursor, once the rows are those of what was typed."""
        if not self._looking:
            self._take()
        elif not self._entered:
            self._entered = True
            self._hold()

    def on_line_list_selected(self) -> None:
        """Take the row that was pointed at."""
        self._take()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list."""
        self._rows.action_step(by)

    def action_page(self, by: int) -> None:
        """Move the cursor of the list by a page."""
        self._rows.action_page(by)

    def action_leave(self) -> None:
        """Leave; what was typed is kept."""
        self._draft["find"] = self._line.value
        self.dismiss(None)

    def _look(self, text: str) -> None:
        self._turn += 1
        self._looking = True
        turn = self._turn

        def found(rows: Sequence[Row]) -> None:
            if turn == self._turn:
                self._looking = False
                self._found(rows)

        self._find(text.strip(), found)

    def _found(self, rows: Sequence[Row]) -> None:
        if not self.is_attached:
            return
        self._rows.show_rows(rows, at="", empty=self._desk_context.texts("picker.none"))
        if self._entered:
            self._entered = False
            self._take()
            self._release()

    def _take(self) -> None:
        key = self._rows.current_key
        if key:
            self._draft.clear()
            self.dismiss({PICKED: key})
