"""The part of the tests for the working day: what shows most of what is wrong in little time."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

FAST = (
    "tests/board",
    "tests/catalogue",
    "tests/core",
    "tests/law",
    "tests/notices",
    "tests/widgets",
)
"""Rooms and files all of which is fast."""
FAST_ON_SQLITE = ("tests/contract",)
"""Rooms whose tests are fast on the one ground that needs no server."""


def is_fast(node: str) -> bool:
    """Whether a test is of the fast part, by where it is."""
    return node.startswith(FAST) or (node.startswith(FAST_ON_SQLITE) and "[sqlite" in node)


def mark_fast(items: Iterable[pytest.Item]) -> None:
    """Mark what is of the fast part; what is slow never is."""
    for item in items:
        if is_fast(item.nodeid) and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.fast)
