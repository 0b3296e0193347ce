"""The message line: what just happened, or why an act is not possible and what would make it so."""

from __future__ import annotations

from widgets.ink import Ink
from widgets.lines import Lines


class MessageLine(Lines):
    """One sentence."""

    @property
    def text(self) -> str:
        """The sentence shown."""
        return "".join(text for spans in self.lines for text, _ in spans).strip()

    def say(self, text: str) -> None:
        """Tell what happened."""
        self.show_lines((((f" {text}", Ink.GOOD),),))

    def note(self, text: str) -> None:
        """Tell something by the way."""
        self.show_lines((((f" {text}", Ink.PLAIN),),))

    def warn(self, text: str) -> None:
        """Tell why something is not possible or went wrong."""
        self.show_lines((((f" {text}", Ink.WARN),),))

    def clear(self) -> None:
        """Say nothing."""
        self.show_lines(())
