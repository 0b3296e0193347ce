"""The message line: what just happened, or why an act is not possible and what would make it so."""

from __future__ import annotations

from textual.message import Message

from widgets.base.cells import crop, wrap
from widgets.base.ink import Ink, Palette
from widgets.base.lines import Lines

MOST = 2
"""The most lines that a sentence takes."""


class MessageLine(Lines):
    """One sentence, folded where it is longer than the line. Posts `Folded` when its height changes."""

    class Folded(Message):
        """The sentence takes another number of lines than the one before."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._said: tuple[str, Ink] = ("", Ink.PLAIN)

    high = 1
    """How many lines it takes now."""

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._said[0]

    def say(self, text: str) -> None:
        """Tell what happened."""
        self._show(text, Ink.GOOD)

    def note(self, text: str) -> None:
        """Tell something by the way."""
        self._show(text, Ink.PLAIN)

    def warn(self, text: str) -> None:
        """Tell why something is not possible or went wrong."""
        self._show(text, Ink.WARN)

    def clear(self) -> None:
        """Say nothing."""
        self._show("", Ink.PLAIN)

    def on_resize(self) -> None:
        """Fold to the new width."""
        self._show(*self._said)

    def _show(self, text: str, ink: Ink) -> None:
        self._said = (text, ink)
        width = max(self.size.width - 2, 1)
        lines = wrap(text, width)
        if len(lines) > MOST:
            lines = [*lines[: MOST - 1], crop(" ".join(lines[MOST - 1 :]), width)]
        self.show_lines(tuple(((f" {line}", ink),) for line in lines))
        if len(lines) != self.high:
            self.high = len(lines)
            self.styles.height = self.high
            self.post_message(self.Folded())
