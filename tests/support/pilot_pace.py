"""How long Textual's pilot looks whether a program has come to rest, after every key twice."""

from __future__ import annotations

from textual import _wait

LOOK = 0.002


def quicken_pilots() -> None:
    """Look ten times as often: resting is still what is waited for, and tests that need more wait for it."""
    _wait.SLEEP_GRANULARITY = LOOK
    _wait.SLEEP_IDLE = LOOK / 2
