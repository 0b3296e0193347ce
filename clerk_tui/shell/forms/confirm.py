"""A question before what cannot be taken back: it shows what will be issued, and its default is no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import Choice, ChoiceField
from clerk_tui.shell.forms.side import Side
from data.model.notice import Notice, Paper
from widgets.base.cells import wrap
from widgets.base.ink import Ink, Spans
from widgets.base.lines import Heading, Lines
from widgets.base.sheet import Sheet

NO, YES = "no", "yes"


class Confirm(Side):
    """Asks once; answers the values {} for yes, None for no.

    `sheets` are the notices that a yes will issue, per paper; the widest that fits is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", show=False, priority=True),
        Binding("n,escape", "no", show=False, priority=True),
        Binding("tab,shift+tab,up,down", "other", show=False, priority=True),
        Binding("space", "read_on", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("f10,ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DeskContext,
        title: str,
        lines: Sequence[str],
        question: str,
        sheets: Mapping[Paper, Sequence[Notice]] | None = None,
    ) -> None:
        super().__init__()
        self._sheets = sheets or {}
        self._sheet = Sheet(context.palette, id="draft")
        self._desk_context, self._title, self._lines, self._question = context, title, lines, question
        texts = context.texts
        options = ((NO, texts("confirm.no")), (YES, texts("confirm.yes")))
        field = ChoiceField(name="sure", label="", options=options)
        self._choice = Choice(field, context.palette)
        self._body = Lines(context.palette, id="body")

    def compose(self) -> ComposeResult:
        """What will happen, the question, no or yes."""
        palette = self._desk_context.palette
        heading = Heading(palette, "!", id="title")
        heading.title(self._title)
        heading.mark(focused=True)
        with Vertical(id="side"):
            yield heading
            yield self._body
            if self._sheets:
                yield self._sheet
            yield Lines(palette, (((f" {self._question}", Ink.WARN),),), id="question")
            yield self._choice
            yield Lines(palette, (((f" {self._desk_context.texts(self._hint)}", Ink.DIM),),), id="hint")

    @property
    def _hint(self) -> str:
        return "confirm.hint_sheet" if self._sheets else "confirm.hint"

    def on_mount(self) -> None:
        """Give the keys to the choice, which stands on no."""
        self.ready(self._choice)

    def on_resize(self) -> None:
        """Fold the lines to the width."""
        width = max(self._body.size.width - 2, 20)
        folded: list[Spans] = [
            ((f" {piece}", Ink.PLAIN),) for line in self._lines for piece in wrap(line, width)
        ]
        self._body.styles.height = len(folded) + (0 if self._sheets else 1)
        self._body.show_lines(tuple(folded))
        fitting = [paper for paper in self._sheets if paper.columns <= self._body.size.width]
        if fitting:
            paper = max(fitting, key=lambda each: each.columns)
            self._sheet.show(_lines(self._sheets[paper]), paper.columns)

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss({})

    def action_no(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    def action_other(self) -> None:
        """Step to the other answer."""
        self._choice.action_step(1)

    def action_read_on(self) -> None:
        """Scroll on; at the end, step to the other answer."""
        if self._sheets and self._sheet.rest:
            self._sheet.page(1)
        else:
            self.action_other()

    def action_page(self, by: int) -> None:
        """Scroll what will be issued."""
        self._sheet.page(by)

    def action_take(self) -> None:
        """Take the answer that is marked."""
        self.dismiss({} if self._choice.value == YES else None)

    def on_choice_passed(self) -> None:
        """Take the answer that is marked."""
        self.action_take()


def _lines(notices: Sequence[Notice]) -> Sequence[str]:
    """The notices one below the other, without the QR codes: nothing has been issued that they could tell."""
    lines: list[str] = []
    for notice in notices:
        first, end = notice.symbol or (0, 0)
        kept = [*notice.lines[:first], *notice.lines[end:]]
        lines += [line for place, line in enumerate(kept) if line or (place and kept[place - 1])]
    return lines
