"""A desk on a copy of one demo hall, driven by keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.time_source import TravellingClock
from tests.support.desk.seat import Sit, no_key_helped_over, seats_at


@pytest.fixture(autouse=True)
def _no_key_helped_over(monkeypatch: pytest.MonkeyPatch) -> None:
    no_key_helped_over(monkeypatch)


@pytest.fixture
def sit(demo: Path, clock: TravellingClock) -> Sit:
    """Desks at the demo hall."""
    return seats_at(demo, clock)
