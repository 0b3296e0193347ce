"""A field of lines to tick: all ticked to begin with; Space, or a line's number, unticks and ticks again."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from clerk_tui.shell.forms.fields import Choice, TicksField
from widgets.base.ink import Ink, Palette

NUMBERED = 9


class Ticks(Widget, can_focus=True):
    """One line an option; its value is the ticked options, separated by blanks."""

    DEFAULT_CSS = """
    Ticks { width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        Binding("space", "turn", show=False),
        Binding("enter", "go_on", show=False),
        *(Binding(str(number), f"pick({number - 1})", show=False) for number in range(1, NUMBERED + 1)),
    ]

    def __init__(self, field: TicksField, palette: Palette) -> None:
        super().__init__(id=f"field-{field.name}")
        self._options, self._palette = field.options, palette
        self._ticked = {value for value, _ in field.options}
        self._at = 0
        self.styles.height = len(field.options)

    @property
    def value(self) -> str:
        """The options ticked, in their order."""
        return " ".join(value for value, _ in self._options if value in self._ticked)

    @value.setter
    def value(self, value: str) -> None:
        known = {each for each, _ in self._options}
        self._ticked = known & set(value.split())
        self.refresh()

    def action_step(self, by: int) -> None:
        """Another line."""
        self._at = min(max(self._at + by, 0), len(self._options) - 1)
        self.refresh()

    def action_turn(self) -> None:
        """Tick the line, or untick it."""
        self.action_pick(self._at)

    def action_pick(self, place: int) -> None:
        """Tick a line by its number, or untick it."""
        if place < len(self._options):
            self._at = place
            self._ticked ^= {self._options[place][0]}
            self.refresh()

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.post_message(Choice.Passed())

    def render_line(self, y: int) -> Strip:
        """One option with its number and its tick."""
        base: Style = self.rich_style
        width = self.size.width
        if y >= len(self._options):
            return Strip.blank(width, base)
        value, word = self._options[y]
        ticked = value in self._ticked
        here = y == self._at and self.has_focus
        spans = (
            (f"{y + 1}" if y < NUMBERED else " ", Ink.KEY),
            ("[x] " if ticked else "[ ] ", Ink.CHOSEN if here else Ink.PLAIN),
            (word, Ink.PLAIN if ticked else Ink.DIM),
        )
        return self._palette.strip(spans, width, base)
