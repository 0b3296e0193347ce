"""A long list over pages: drawn line by line, its cursor a one-cell mark that alone is redrawn on a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from widgets.base.ink import Ink, Palette, Spans

Row = TypeVar("Row")

MARK = ">"
NEAR_THE_END = 10
"""How many rows before the last one loaded the next page is asked for."""


class LineList(ScrollView, Generic[Row], can_focus=True):
    """Rows of one line each, drawn by `draw(row, width)`; `key` names a row across reloads.

    Rows for which `selectable` is false are passed over by the cursor. With `mark_always` the mark stays in
    view, dimmed, while another widget has the keys. The list never loads anything: it
    posts `MoreWanted` when the cursor comes near the end of what it was given and more is known to follow.
    """

    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        width: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
        background: transparent;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "select", show=False),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to rest on another row."""

        list: Widget
        key: str

        @property
        def control(self) -> Widget:
            """The list, so that handlers may select by it."""
            return self.list

    @dataclass
    class Selected(Message):
        """A row was chosen with Enter."""

        list: Widget
        key: str

        @property
        def control(self) -> Widget:
            """The list, so that handlers may select by it."""
            return self.list

    @dataclass
    class MoreWanted(Message):
        """The next page is needed."""

        list: Widget

        @property
        def control(self) -> Widget:
            """The list, so that handlers may select by it."""
            return self.list

    def __init__(
        self,
        draw: Callable[[Row, int], Spans],
        key: Callable[[Row], str],
        palette: Palette,
        *,
        selectable: Callable[[Row], bool] = lambda row: True,
        empty: str = "",
        mark_always: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._mark_always = mark_always
        self._draw, self._key, self._selectable = draw, key, selectable
        self._palette = palette
        self._rows: list[Row] = []
        self._strips: dict[int, Strip] = {}
        self._cursor = 0
        self._empty = empty
        self._more = False
        self._asked = False

    @property
    def rows(self) -> Sequence[Row]:
        """The rows loaded so far."""
        return self._rows

    @property
    def cursor(self) -> int:
        """The place of the cursor among the rows."""
        return self._cursor

    @property
    def current(self) -> Row | None:
        """The row under the cursor, or None where the list has none to stand on."""
        if not 0 <= self._cursor < len(self._rows):
            return None
        row = self._rows[self._cursor]
        return row if self._selectable(row) else None

    @property
    def current_key(self) -> str:
        """The key of the row under the cursor, blank where there is none."""
        row = self.current
        return "" if row is None else self._key(row)

    def show_rows(
        self, rows: Sequence[Row], *, more: bool = False, at: str | None = None, empty: str = ""
    ) -> None:
        """Show other rows; the cursor stays on the row it was on, or goes to the row `at`.

        Where that row is gone, the cursor keeps its place in the list. Lines that are equal are not redrawn.
        """
        wanted = self.current_key if at is None else at
        old, place, empty_before = self._rows, self._cursor, self._empty
        self._rows, self._more, self._asked, self._empty = list(rows), more, False, empty
        self._cursor = self._place(wanted, max(min(place, len(self._rows) - 1), 0))
        self.virtual_size = Size(self.size.width, len(self._rows))
        if old != self._rows or empty_before != empty:
            self._strips.clear()
            self.refresh()
        elif place != self._cursor:
            self._refresh_mark(place)
            self._refresh_mark(self._cursor)
        self._follow()

    def add_rows(self, rows: Sequence[Row], *, more: bool) -> None:
        """Add the next page."""
        self._rows.extend(rows)
        self._more, self._asked = more, False
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()

    def redraw(self) -> None:
        """Draw every line again, as when the words or the width of a column have changed."""
        self._strips.clear()
        self.refresh()

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row of that key; false where it is not loaded."""
        place = self._place(key, -1)
        if place < 0:
            return False
        self._move(place)
        return True

    def action_step(self, by: int) -> None:
        """Move the cursor over as many rows that can be stood on."""
        place = self._cursor + by
        while 0 <= place < len(self._rows) and not self._selectable(self._rows[place]):
            place += by
        if 0 <= place < len(self._rows):
            self._move(place)

    def action_page(self, by: int) -> None:
        """Move by what the list shows at once."""
        self._move(self._nearest(self._cursor + by * max(self.size.height - 1, 1), by))

    def action_edge(self, by: int) -> None:
        """Go to the first row, or to the last one loaded."""
        self._move(self._nearest(len(self._rows) - 1 if by > 0 else 0, -by))

    def action_select(self) -> None:
        """Tell that the row was chosen."""
        if self.current is not None:
            self.post_message(self.Selected(self, self.current_key))

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        place = y + round(self.scroll_y)
        width = self.size.width
        base: Style = self.rich_style
        if place >= len(self._rows):
            text = f" {self._empty}" if not self._rows and place == 0 else ""
            return self._palette.strip(((text, Ink.DIM),), width, base)
        if place not in self._strips:
            spans = self._draw(self._rows[place], width - 1)
            self._strips[place] = self._palette.strip(spans, width - 1, base)
        ink = (Ink.MARK if self.has_focus else Ink.DIM) if place == self._cursor else Ink.PLAIN
        marked = place == self._cursor and self.current is not None
        text = MARK if marked and (self._mark_always or self.has_focus) else " "
        return Strip.join([self._palette.strip(((text, ink),), 1, base), self._strips[place]])

    def on_resize(self, event: events.Resize) -> None:
        """Draw again at the new width, the cursor in view."""
        self._strips.clear()
        self.virtual_size = Size(event.size.width, len(self._rows))
        self._follow()

    def on_focus(self) -> None:
        """Show the mark as one that takes the keys."""
        self._refresh_mark(self._cursor)

    def on_blur(self) -> None:
        """Show the mark as one that waits."""
        self._refresh_mark(self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points."""
        place = event.y + round(self.scroll_y)
        if 0 <= place < len(self._rows) and self._selectable(self._rows[place]):
            self._move(place)

    def _move(self, place: int) -> None:
        if place == self._cursor or not 0 <= place < len(self._rows):
            return
        before, self._cursor = self._cursor, place
        self._refresh_mark(before)
        self._refresh_mark(place)
        self._follow()
        self.post_message(self.Highlighted(self, self.current_key))

    def _follow(self) -> None:
        """Keep the cursor in view, and ask for more before it runs out of rows."""
        height, top = self.size.height, round(self.scroll_y)
        if height and not top <= self._cursor < top + height:
            goal = self._cursor if self._cursor < top else self._cursor - height + 1
            self.scroll_to(y=max(goal, 0), animate=False, immediate=True)
        elif height and top > max(len(self._rows) - height, 0):
            self.scroll_to(y=max(len(self._rows) - height, 0), animate=False, immediate=True)
        if self._more and not self._asked and self._cursor >= len(self._rows) - NEAR_THE_END:
            self._asked = True
            self.post_message(self.MoreWanted(self))

    def _refresh_mark(self, place: int) -> None:
        y = place - round(self.scroll_y)
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, 1, 1))

    def _place(self, key: str, otherwise: int) -> int:
        for place, row in enumerate(self._rows):
            if key and self._selectable(row) and self._key(row) == key:
                return place
        return self._nearest(otherwise, 1) if otherwise >= 0 else otherwise

    def _nearest(self, place: int, by: int) -> int:
        """The nearest row that can be stood on, looking in direction `by` first, then back."""
        last = len(self._rows) - 1
        place = max(0, min(place, last))
        step = 1 if by >= 0 else -1
        for direction in (step, -step):
            at = place
            while 0 <= at <= last:
                if self._selectable(self._rows[at]):
                    return at
                at += direction
        return 0
