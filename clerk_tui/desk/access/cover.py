"""What stands between a person and the desk: an opaque screen with a few lines to fill in and nothing behind.

Its keys have a queue of their own, while those typed for the desk wait; nothing told here is ever a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.forms.fields import Line, TextField, Values
from widgets.base.cells import cells, wrap
from widgets.base.ink import Ink, Spans
from widgets.base.lines import Heading, Lines

Answer = Callable[[str], None]
"""Told what is wrong with what was given; blank: nothing is, and whoever has asked goes on."""


class Stars(Highlighter):
    """A star for every character. Textual's own dot is drawn wide by some terminals."""

    def highlight(self, text: Text) -> None:
        """Show stars instead."""
        text.plain = "*" * len(text.plain)


class SecretLine(Line):
    """A line whose characters are not shown, and cannot be copied out of it."""

    def __init__(self, text: TextField) -> None:
        super().__init__(text)
        self.highlighter = Stars()

    def action_copy(self) -> None:
        """A secret does not leave its line."""

    def action_cut(self) -> None:
        """A secret does not leave its line."""


class Entrance(Screen[None], inherit_bindings=False):
    """Lines to fill in; Enter goes to the next blank one, and from the last on tries what was given.

    `secrets` are the names of those that are not shown, `attempt` is given the values and a way to say what
    was wrong with them. A line with a name in `later` is not there until `show_fields` brings it.
    """

    pause: Callable[[], None] = staticmethod(lambda: None)
    resume: Callable[[], None] = staticmethod(lambda: None)
    """Keep keys waiting until it is known whether they are for the entrance or for what is behind it."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "step(1)", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        context: DeskContext,
        title: str,
        intro: Sequence[str],
        fields: Sequence[TextField],
        attempt: Callable[[Values, Answer], None],
        *,
        hint: str,
        busy: str,
        secrets: frozenset[str] = frozenset(),
        later: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._desk_context, self._title, self._intro = context, title, tuple(intro)
        self._fields, self._attempt = tuple(fields), attempt
        self._hint, self._busy = hint, busy
        self._shown = [field.name for field in fields if field.name not in later]
        palette = context.palette
        self._lines = {
            field.name: SecretLine(field) if field.name in secrets else Line(field) for field in fields
        }
        self._labels = {field.name: Lines(palette, id=f"label-{field.name}") for field in fields}
        width = max((cells(field.label) for field in fields), default=0) + 3
        for label in self._labels.values():
            label.styles.width = width
        self._rows = {
            field.name: Horizontal(self._labels[field.name], self._lines[field.name], classes="field")
            for field in fields
        }
        self._told = Lines(palette, id="told")
        self._above = Lines(palette, id="intro")
        self._under_way = False

    @property
    def is_quiet(self) -> bool:
        """Whether nothing that was given is being tried."""
        return not self._under_way

    @property
    def told(self) -> str:
        """What it says about what was given last."""
        return " ".join(text.strip() for line in self._told.lines for text, _ in line)

    def compose(self) -> ComposeResult:
        """The title, what it is about, the lines, what was wrong, the keys."""
        palette = self._desk_context.palette
        heading = Heading(palette, "*", id="title")
        heading.title(self._title)
        heading.mark(focused=True)
        with Vertical(id="entrance"):
            yield heading
            yield self._above
            yield from self._rows.values()
            yield self._told
            yield Lines(palette, (((f" {self._hint}", Ink.DIM),),), id="keys")

    def on_mount(self) -> None:
        """Give the keys to the first blank line."""
        self._show_rows()
        self._draw()
        self.resume()

    def on_resize(self) -> None:
        """Fold to the width."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Where there is nothing to fill in, Enter is all that is asked for."""
        if event.key == "enter" and not self._shown:
            event.stop()
            self._try()

    def show_fields(self, names: Sequence[str], intro: Sequence[str]) -> None:
        """Ask for other lines."""
        self._shown, self._intro = list(names), tuple(intro)
        self._show_rows()
        self._draw()
        self.say("")
        self.resume()

    def action_step(self, by: int) -> None:
        """Go to the next line or the one before."""
        if self._shown:
            self._go(self._shown[(self._place() + by) % len(self._shown)])

    @on(Line.Submitted)
    def _entered(self) -> None:
        """On to the next line that is needed; with the last one, try."""
        names = self._shown
        place = self._place()
        for name in (*names[place + 1 :], *names[:place]):
            if self._is_wanting(name):
                self._go(name)
                return
        if self._is_wanting(names[place]):
            label = next(field.label for field in self._fields if field.name == names[place])
            self.say(self._desk_context.texts("sign_in.required", label=label))
            return
        self._try()

    def say(self, text: str, ink: Ink = Ink.BAD) -> None:
        """Say something about what was given."""
        width = max(self._told.size.width - 2, 20)
        lines: list[Spans] = [((f" {line}", ink),) for line in wrap(text, width)] if text else []
        self._told.show_lines(((), *lines))

    def _try(self) -> None:
        if self._under_way:
            return
        self._under_way = True
        self.pause()
        self.say(self._busy, Ink.DIM)
        self._attempt({name: self._lines[name].value for name in self._lines}, self._answered)

    def _answered(self, wrong: str) -> None:
        """A secret that was wrong is typed anew."""
        self._under_way = False
        if not wrong:
            return
        self.say(wrong)
        for name in self._shown:
            if isinstance(self._lines[name], SecretLine):
                self._lines[name].value = ""
        self._show_rows()
        self.resume()

    def _show_rows(self) -> None:
        for name, row in self._rows.items():
            row.display = name in self._shown
        if self._shown:
            self._go(next((name for name in self._shown if self._is_wanting(name)), self._shown[0]))

    def _place(self) -> int:
        here = next((name for name in self._shown if self._lines[name] is self.focused), "")
        return self._shown.index(here) if here else 0

    def _is_wanting(self, name: str) -> bool:
        required = next(field.required for field in self._fields if field.name == name)
        return required and not self._lines[name].value

    def _go(self, name: str) -> None:
        self.set_focus(self._lines[name], scroll_visible=False)
        for field in self._fields:
            mark, ink = (">", Ink.BOLD) if field.name == name else (" ", Ink.PLAIN)
            self._labels[field.name].show_lines((((mark, Ink.MARK), (field.label, ink)),))

    def _draw(self) -> None:
        width = max(self._above.size.width - 2, 20)
        lines: list[Spans] = [
            ((f" {line}", Ink.PLAIN),) for each in self._intro for line in wrap(each, width)
        ]
        self._above.styles.height = len(lines) + 1
        self._above.show_lines(((), *lines))
