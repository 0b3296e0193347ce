"""The desk in a real terminal: on which day it is begun, and how to see that it is there."""

from __future__ import annotations

import re

from tests.support.halls.demo_hall import DAY
from tests.support.pty_terminal import Terminal

TODAY = ("--today", DAY)

ROWS = re.compile(r"^[ >](绿|黄|红|停|[A-Z]\d{3})", re.MULTILINE)


def ready(terminal: Terminal) -> None:
    """Wait for the first list."""
    terminal.wait_until(lambda screen: ROWS.search(screen) is not None, "a row of the queue")
