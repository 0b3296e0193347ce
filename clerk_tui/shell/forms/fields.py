"""The fields of a form: lines to type in and choices to step through; Enter goes on from either."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from widgets.base.cells import cells
from widgets.base.ink import Ink, Palette

Values: TypeAlias = Mapping[str, str]
Check: TypeAlias = Callable[[Values], str]
"""What is wrong with a field's value among those of its form; blank for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A line to type in.

    `check` is asked about blank lines too, unless they are required. `eager` is the length from which the
    line is checked while it is typed. Enter passes over the line while the one named by `after` is blank.
    `phrases` are offered below the form: the number of one stands for it.
    """

    name: str
    label: str
    value: str = ""
    required: bool = False
    check: Check = lambda values: ""
    eager: int = 0
    after: str = ""
    hint: str = ""
    phrases: tuple[str, ...] = ()

    def resolved(self, value: str) -> str:
        """The phrase whose number was typed, or what was typed."""
        typed = value.strip()
        place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
        return self.phrases[place - 1] if 1 <= place <= len(self.phrases) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """One of some options, (value, word); the first one unless `value` says another.

    `brings` gives, per option, the choice that usually goes with it: (the field's name, its value).
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    brings: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The value before anybody chooses."""
        return self.value or self.options[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicksField:
    """Any of some options, (value, line); all of them to begin with, one at least in the end."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


Field: TypeAlias = TextField | ChoiceField | TicksField


class Line(Input):
    """A line to type in, without a frame."""

    DEFAULT_CSS = """
    Line, Line:focus {
        border: none; height: 1; padding: 0; width: 1fr; background: transparent; text-style: underline;
    }
    """

    def __init__(self, text: TextField) -> None:
        super().__init__(
            value=text.value,
            placeholder=text.hint,
            id=f"field-{text.name}",
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False


class Choice(Widget, can_focus=True):
    """Options in one line; arrows, space or an option's number choose."""

    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "step(1)", show=False),
        Binding("left,h", "step(-1)", show=False),
        Binding("enter", "go_on", show=False),
        *(Binding(str(number), f"pick({number - 1})", show=False) for number in range(1, 10)),
    ]

    @dataclass
    class Chosen(Message):
        """Another option was chosen."""

        choice: Choice

    class Passed(Message):
        """Enter was pressed: on to the next field."""

    def __init__(self, choice: ChoiceField, palette: Palette) -> None:
        super().__init__(id=f"field-{choice.name}")
        self._options = choice.options
        self._palette = palette
        values = [value for value, _ in choice.options]
        self._at = values.index(choice.first) if choice.first in values else 0

    @property
    def value(self) -> str:
        """The option chosen."""
        return self._options[self._at][0]

    @value.setter
    def value(self, value: str) -> None:
        values = [each for each, _ in self._options]
        if value in values:
            self._choose(values.index(value))

    def action_step(self, by: int) -> None:
        """Choose the next option or the one before."""
        self._choose((self._at + by) % len(self._options))

    def action_pick(self, place: int) -> None:
        """Choose an option by its number."""
        if place < len(self._options):
            self._choose(place)

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.post_message(self.Passed())

    def render_line(self, y: int) -> Strip:
        """The options that fit, the chosen one in brackets."""
        base: Style = self.rich_style
        width = self.size.width
        spans: list[tuple[str, Ink]] = []
        for place in self._window(width):
            word = self._options[place][1]
            if place == self._at:
                spans.append((f"[{word}]", Ink.CHOSEN if self.has_focus else Ink.BOLD))
            else:
                spans.append((f" {word} ", Ink.DIM))
        return self._palette.strip(spans, width, base)

    def _window(self, width: int) -> Sequence[int]:
        """The places of the options to show: all, or those around the chosen one."""
        widths = [cells(word) + 2 for _, word in self._options]
        first = 0
        while sum(widths[first : self._at + 1]) > width and first < self._at:
            first += 1
        return range(first, len(self._options))

    def _choose(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.refresh()
            self.post_message(self.Chosen(self))
