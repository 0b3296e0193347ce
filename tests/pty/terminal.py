"""`tests.support.pty_terminal`, by the name that bench/ has for it."""

from tests.support.pty_terminal import Terminal

__all__ = ["Terminal"]
