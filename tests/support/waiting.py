"""Waiting for what must come about, for no longer than it may take."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

Value = TypeVar("Value")

PATIENCE = 120.0
"""Seconds; nothing here takes as long on any machine, unless it never comes."""
LOOK = 0.01


def until(look: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """What is found once it is true.

    Raises:
        TimeoutError: it did not come about.
    """
    pause, end = Event(), monotonic() + seconds
    while not (value := look()):
        if monotonic() > end:
            raise TimeoutError("it never came about")
        pause.wait(LOOK)
    return value
