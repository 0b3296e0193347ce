"""The desk: the window clerk's screens, on any hall."""

from clerk_tui.desk.app import DeskApp

__all__ = ["DeskApp"]
