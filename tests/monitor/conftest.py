"""A wall before a copy of one demo hall, read by keys, while a desk writes into the same file."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from clerk_tui.desk.acts.registry import DESK_ACTS
from clerk_tui.monitor import MonitorApp
from data.demo.demo_database import make_database
from data.demo.demo_place import morning_of
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.monitor.wall import Wall

TODAY = date(2026, 3, 18)
Stand = Callable[..., AbstractAsyncContextManager[Wall]]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "hall.db"
    make_database(path, today=TODAY)
    return path


@pytest.fixture
def hall_file(demo_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "hall.db"
    shutil.copy(demo_file, path)
    return path


@pytest.fixture
def clock() -> TravellingClock:
    return TravellingClock(morning_of(TODAY))


@pytest.fixture
def desk(hall_file: Path, clock: TravellingClock) -> Iterator[SqlHall]:
    """Another program on the same file, which may write."""
    hall = SqlHall.open(hall_file, clock)
    yield hall
    hall.close()


@pytest.fixture
def stand(hall_file: Path, clock: TravellingClock) -> Stand:
    @asynccontextmanager
    async def before_the_wall(
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ZH,
        *,
        thin: bool = False,
        open_hall: Callable[[], Hall] | None = None,
        keys: tuple[str, ...] = (),
    ) -> AsyncIterator[Wall]:
        def open_file() -> Hall:
            return SqlHall.open(hall_file, clock, read_only=True)

        app = MonitorApp(
            open_hall or open_file,
            user="李督",
            language=language,
            clock=clock,
            thin=thin,
            desk_keys={key: act.word for act in DESK_ACTS if act.writes for key in act.keys},
        )
        async with app.run_test(size=size) as pilot:
            wall = Wall(app, pilot)
            if keys:
                await pilot.press(*keys)
            await wall.quiet()
            yield wall

    return before_the_wall
