"""A window whose hall is far."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offline.window import AtWindow, at_window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[AtWindow]:
    """A clerk at window 3 of a far hall, which has been seen once."""
    window = at_window(tmp_path)
    yield window
    window.close()
