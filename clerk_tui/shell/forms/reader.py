"""Something to read, from which Esc leads out: the reasons of a light, the help of a pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.side import Side
from widgets.base.cells import cells, wrap
from widgets.base.ink import Ink, Spans
from widgets.base.line_list import LineList
from widgets.base.lines import Heading, Lines


class Reader(Side):
    """Lines to scroll through, folded to the width of the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,question_mark,enter", "leave", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(self, context: DeskContext, title: str, lines: Sequence[Spans]) -> None:
        super().__init__()
        self._desk_context, self._title, self._source = context, title, lines
        self._list: LineList[tuple[int, Spans]] = LineList(
            lambda row, width: row[1], lambda row: str(row[0]), context.palette, id="lines"
        )

    def compose(self) -> ComposeResult:
        """The title over the lines over the keys."""
        palette = self._desk_context.palette
        heading = Heading(palette, "?", id="title")
        heading.title(self._title)
        heading.mark(focused=True)
        with Vertical(id="reader"):
            yield heading
            yield self._list
            yield Lines(palette, (((f" {self._desk_context.texts('reader.hint')}", Ink.DIM),),), id="hint")

    def on_mount(self) -> None:
        """Give the keys to the lines."""
        self.ready(self._list)

    def on_resize(self) -> None:
        """Fold the lines to the width."""
        width = max(self.size.width - 3, 20)
        folded = [piece for spans in self._source for piece in _folded(spans, width)]
        self._list.show_rows(list(enumerate(folded)))

    def action_leave(self) -> None:
        """Go back to the desk."""
        self.dismiss(None)


def _folded(spans: Spans, width: int) -> Sequence[Spans]:
    """One line of spans as lines that fit; only the last span is folded, under itself."""
    if not spans:
        return [((" ", Ink.PLAIN),)]
    *head, (text, ink) = spans
    indent = sum(cells(piece) for piece, _ in head)
    first, *rest = wrap(text, max(width - indent, 10))
    under: list[Spans] = [((" " * indent, Ink.PLAIN), (line, ink)) for line in rest]
    return [(*head, (first, ink)), *under]
