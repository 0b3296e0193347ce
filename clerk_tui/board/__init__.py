"""The hall's screen: which number is called to which window, in digits that are read from across the room."""

from clerk_tui.board.app import BoardApp

__all__ = ["BoardApp"]
