"""What every room's tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from clerk_tui.cli.main import run
from data.time_source import TravellingClock
from tests.support import postgres
from tests.support.cli.command_line import Cli, command_line
from tests.support.fast_part import mark_fast
from tests.support.halls.demo_hall import demo_hall_file, demo_morning
from tests.support.pilot_pace import quicken_pilots

# How fast the machine is says nothing about what is tried.
settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
quicken_pilots()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the part for the working day."""
    mark_fast(items)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database with our tables."""
    with postgres.database() as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def _no_template_left() -> Iterator[None]:
    yield
    postgres.drop_template()


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line in this process."""
    return command_line(capfd, monkeypatch)


@pytest.fixture(scope="session")
def our_catalogue(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a hall with our catalogue and no case."""
    path = tmp_path_factory.mktemp("halls") / "hall.db"
    assert run(["init", "--db", str(path)]) == 0
    return path.read_bytes()


@pytest.fixture
def db(our_catalogue: bytes, tmp_path: Path) -> Path:
    """A hall with our catalogue and no case."""
    path = tmp_path / "hall.db"
    path.write_bytes(our_catalogue)
    return path


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The demo hall of Wednesday 2026-03-18."""
    return demo_hall_file(tmp_path / "demo.db")


@pytest.fixture
def clock() -> TravellingClock:
    """The clock of that hall's morning."""
    return demo_morning()
