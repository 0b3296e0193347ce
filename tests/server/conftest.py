"""A small hall, served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.halls.small_hall import small_hall_file
from tests.support.server.served import Served, serve_file


@pytest.fixture
def hall_file(tmp_path: Path) -> Path:
    """A small hall of this test's own."""
    return small_hall_file(tmp_path / "hall.db")


@pytest.fixture
def served(hall_file: Path) -> Iterator[Served]:
    """A small hall of this test's own, served."""
    with serve_file(hall_file) as served:
        yield served
