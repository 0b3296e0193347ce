"""What every room's tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database with our tables."""
    with postgres.database() as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _no_template_left() -> Iterator[None]:
    yield
    postgres.drop_template()
