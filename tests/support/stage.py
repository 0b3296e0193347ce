"""A bare screen for one widget."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widget import Widget


class Stage(App[None]):
    """Shows one widget and keeps the messages it is asked to keep."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.widget = widget

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self.widget

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]
