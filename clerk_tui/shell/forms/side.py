"""What lies over the right side of a screen, and how it is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from clerk_tui.shell.forms.fields import Values

SIDE_STYLES = Path(__file__).with_name("side.tcss")
"""The styles of what lies over the right side; every program that opens something there names them."""


class Side(ModalScreen[Values | None], inherit_bindings=False):
    """Something over the right side of the desk; the queue stays in view."""

    AUTO_FOCUS = ""

    leaving: Callable[[], None] = staticmethod(lambda: None)
    """Called when it is about to go."""
    pause: Callable[[], None] = staticmethod(lambda: None)
    resume: Callable[[], None] = staticmethod(lambda: None)
    """Keep keys waiting for an answer of the hall, and let them come."""
    when_open: Callable[[Callable[[], object]], None] = staticmethod(lambda then: then())
    """Does something to the screen once nothing covers it: who goes would else uncover it."""

    class Ready(Message):
        """It is on the screen and takes keys."""

    def dismiss(self, result: Values | None = None) -> AwaitComplete:
        """Go, with an answer; what must wait until it has been used is told beforehand."""
        self.leaving()
        go, gone = super().dismiss, AwaitComplete()
        self.when_open(lambda: go(result))
        return gone

    def ready(self, widget: Widget) -> None:
        """Give a widget the keys, and let those typed ahead come."""
        self.set_focus(widget, scroll_visible=False)
        self.app.post_message(self.Ready())

    def focus_now(self, widget: Widget) -> None:
        """Give a field the keys before the next key is delivered."""
        self.set_focus(widget, scroll_visible=False)
