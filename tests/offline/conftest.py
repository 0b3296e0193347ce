"""A window whose hall is far, and a desk at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.time_source import TravellingClock
from tests.support.desk.seat import Sit, no_key_helped_over, seats_at
from tests.support.offline.cable import Cable
from tests.support.offline.far_seat import SitFar, far_seats_at, without_waiting_long
from tests.support.offline.far_window import AtWindow, at_window


@pytest.fixture(autouse=True)
def _no_key_helped_over(monkeypatch: pytest.MonkeyPatch) -> None:
    no_key_helped_over(monkeypatch)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[AtWindow]:
    """A clerk at window 3 of a far hall, which has been seen once."""
    with closing(at_window(tmp_path)) as window:
        yield window


@pytest.fixture
def cable() -> Cable:
    """The desk's cable, plugged."""
    return Cable()


@pytest.fixture
def sit(demo: Path, clock: TravellingClock) -> Sit:
    """Desks at the demo hall."""
    return seats_at(demo, clock)


@pytest.fixture
def sit_far(
    sit: Sit,
    cable: Cable,
    demo: Path,
    tmp_path: Path,
    clock: TravellingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> SitFar:
    """Desks at the demo hall, far away; they look for it without waiting long."""
    without_waiting_long(monkeypatch)
    return far_seats_at(sit, cable, demo, tmp_path / "window", clock)
