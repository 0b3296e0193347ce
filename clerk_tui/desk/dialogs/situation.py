"""The questions about a case's situation, one key each: what the answers do not need is not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.side import Side
from data.model.item import Item
from widgets.base.cells import wrap
from widgets.base.ink import Ink, Spans
from widgets.base.lines import Heading, Lines
from widgets.base.phrases import named

MOST_ANSWERS = 9


class Questions(Side):
    """Answers {question: answer} for those that were answered, None when left.

    A digit answers and goes on, Enter leaves a question open, Backspace goes back. Who does not know an
    answer yet may give it at the checklist: until then nothing falls away.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"answer({number - 1})", show=False, priority=True)
            for number in range(1, MOST_ANSWERS + 1)
        ),
        Binding("enter,tab,down", "pass_over", show=False, priority=True),
        Binding("backspace,shift+tab,up", "back", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+q", "app.quit", show=False, priority=True),
    ]

    def __init__(self, context: DeskContext, item: Item) -> None:
        super().__init__()
        self._desk_context, self._item = context, item
        self._questions = item.questions
        self._given: dict[str, str] = {}
        self._at = 0
        self._body = Lines(context.palette, id="below")
        self._body.can_focus = True

    def compose(self) -> ComposeResult:
        """The item, the questions, the keys."""
        palette, texts = self._desk_context.palette, self._desk_context.texts
        heading = Heading(palette, "+", id="title")
        heading.title(texts("act.situation"))
        heading.mark(focused=True)
        with Vertical(id="side"):
            yield heading
            yield self._body
            yield Lines(palette, (((f" {texts('questions.hint')}", Ink.DIM),),), id="hint")

    def on_mount(self) -> None:
        """Ask the first."""
        self._show()
        self.ready(self._body)

    def on_resize(self) -> None:
        """Fold the questions to the width."""
        self._show()

    def action_answer(self, place: int) -> None:
        """Answer the question, and go on to the next."""
        question = self._questions[self._at]
        if place < len(question.answers):
            self._given[question.code] = question.answers[place].code
            self._go_on()

    def action_pass_over(self) -> None:
        """Leave the question open."""
        self._given.pop(self._questions[self._at].code, None)
        self._go_on()

    def action_back(self) -> None:
        """Back to the question before."""
        self._at = max(self._at - 1, 0)
        self._show()

    def action_leave(self) -> None:
        """Leave; nothing has been received."""
        self.dismiss(None)

    def _go_on(self) -> None:
        self._at += 1
        if self._at < len(self._questions):
            self._show()
        else:
            self.dismiss(dict(self._given))

    def _show(self) -> None:
        """The question to be answered with its answers, those answered before above it."""
        texts = self._desk_context.texts
        width = max(self._body.size.width - 2, 20)
        lines: list[Spans] = [
            ((f" {named(texts, self._item.name, self._item.name_en)}", Ink.BOLD),),
            (),
        ]
        for question in self._questions[: self._at]:
            lines += self._answered(question.code, named(texts, question.text, question.text_en), width)
        if self._at < len(self._questions):
            question = self._questions[self._at]
            count = f"({self._at + 1}/{len(self._questions)}) " if len(self._questions) > 1 else ""
            text = count + named(texts, question.text, question.text_en)
            lines += [((f" {piece}", Ink.TITLE),) for piece in wrap(text, width)]
            lines += [
                ((f"   {number} ", Ink.KEY), (named(texts, each.text, each.text_en), Ink.PLAIN))
                for number, each in enumerate(question.answers[:MOST_ANSWERS], start=1)
            ]
        self._body.show_lines(tuple(lines))

    def _answered(self, code: str, text: str, width: int) -> Sequence[Spans]:
        texts = self._desk_context.texts
        question = self._item.question(code)
        answers = question.answers if question is not None else ()
        given = next((each for each in answers if each.code == self._given.get(code)), None)
        answer = named(texts, given.text, given.text_en) if given else texts("materials.unanswered")
        return [((f" {piece}", Ink.DIM),) for piece in wrap(f"{text}: {answer}", width)]
