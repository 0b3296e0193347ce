"""What one key at the desk sets going: which files run, how many questions, how many evaluations.

Run as `python -m bench.key_trace [KEY]` from the top of the tree; KEY is `a` (accept, the default), `space`
or `down`, pressed on a complete case of the seeded demo at 80x24. Everything between the key and the rest
after it is counted, on every thread, the watcher's word of the desk's own write included. These are counts,
not times: they are the same on every machine.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING

from data.model.case import Status

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from clerk_tui.desk.app import DeskApp

ROOT = Path(__file__).parents[1]
ROOMS = ("clerk_tui", "widgets", "data")
TODAY = date(2026, 3, 18)
KEYS = ("a", "space", "down")
AFTERMATH = 1.0
"""Seconds after the rest in which the watcher tells of what was written; it looks several times a second."""
CASES = 40
"""How many rows of the list are looked at for a case to try the key on."""


class Trace:
    """Counts the calls of the project's own functions on every thread while it is recording.

    It must be installed before the threads begin that it is to see.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self._prefixes = tuple(f"{root / room}/" for room in ROOMS)
        self._cut = len(f"{root}/")
        self.recording = False
        self.files: dict[str, None] = {}
        self.calls: Counter[tuple[str, str]] = Counter()

    def install(self) -> None:
        """Follow this thread and every one that begins from now on."""
        threading.setprofile(self._called)
        sys.setprofile(self._called)

    def remove(self) -> None:
        """Follow no thread that begins from now on, and this one no more."""
        threading.setprofile(None)
        sys.setprofile(None)

    def start(self) -> None:
        """Count from nothing."""
        self.files.clear()
        self.calls.clear()
        self.recording = True

    def stop(self) -> None:
        """Count no more."""
        self.recording = False

    def count(self, name: str, *, under: str) -> int:
        """How often functions of that name ran in the files whose path begins so."""
        return sum(
            count for (path, each), count in self.calls.items() if each == name and path.startswith(under)
        )

    @property
    def questions(self) -> int:
        """How many questions the desk has asked its hall."""
        return self.count("ask", under="data/store/sql_hall.py")

    @property
    def decided(self) -> int:
        """How often a command or a specimen was decided."""
        return self.count("decide", under="data/core/decide.py")

    @property
    def doubted(self) -> int:
        """How often it was worked out whether an act is possible, and why not."""
        return self.count("why_not", under="clerk_tui/")

    def _called(self, frame: FrameType, event: str, argument: object) -> None:
        if not self.recording or event != "call":
            return
        code = frame.f_code
        if code.co_filename.startswith(self._prefixes):
            path = code.co_filename[self._cut :]
            self.files.setdefault(path)
            self.calls[path, code.co_name] += 1


@asynccontextmanager
async def demo_desk(trace: Trace, folder: Path) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The desk of the seeded demo at 80x24, its threads followed."""
    from clerk_tui.desk import DeskApp
    from data.demo.demo_database import make_database
    from data.demo.demo_place import morning_of
    from data.store.sql_hall import SqlHall
    from data.time_source import TravellingClock

    file = folder / "hall.db"
    make_database(file, today=TODAY)
    clock = TravellingClock(morning_of(TODAY))
    trace.install()
    try:
        app = DeskApp(lambda: SqlHall.open(file, clock), user="张敏", window="3", clock=clock, demo=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await rest(app, pilot)
            yield app, pilot
    finally:
        trace.remove()


async def rest(app: DeskApp, pilot: Pilot[None]) -> None:
    """Wait until no key, question or command is under way, and the watcher has told of what was written."""
    await pilot.pause()
    for wait in (0.0, AFTERMATH):
        await asyncio.sleep(wait)
        while not app.is_quiet:
            await pilot.pause()
    await pilot.pause()


async def go_to_complete_case(app: DeskApp, press: Callable[[str], Awaitable[None]]) -> None:
    """Put the cursor on a case that can be accepted once all its materials are there, and check them.

    Raises:
        LookupError: the demo has none in the first rows of the list.
    """
    for _ in range(CASES):
        file = app.desk.state.file
        if file is not None and file.line.status is Status.RECEIVED:
            await press("2")
            await press("A")
            file = app.desk.state.file
            if file is not None and any(line.act == "accept" and line.refusal is None for line in file.acts):
                return
            await press("1")
        await press("down")
    raise LookupError("no case to accept in the first rows")


async def trace_key(key: str) -> Trace:
    """What one key sets going on a complete case: for `a` and `space` with the keys in its checklist."""
    trace = Trace()
    with TemporaryDirectory(prefix="key-trace-") as folder:
        async with demo_desk(trace, Path(folder)) as (app, pilot):

            async def press(pressed: str) -> None:
                await pilot.press(pressed)
                await rest(app, pilot)

            await go_to_complete_case(app, press)
            if key == "down":
                await press("1")
            trace.start()
            await press(key)
            trace.stop()
    return trace


def report(trace: Trace) -> None:
    """The counts, and the files in the order in which they were touched."""
    print(f"files      {len(trace.files)}")
    print(f"questions  {trace.questions}")
    print(f"decide     {trace.decided}")
    print(f"why_not    {trace.doubted}")
    for place, path in enumerate(trace.files, start=1):
        calls = sum(count for (each, _), count in trace.calls.items() if each == path)
        print(f"{place:4} {path}  {calls}")


def main() -> None:
    """Trace the key asked for."""
    key = sys.argv[1] if len(sys.argv) > 1 else "a"
    if key not in KEYS:
        raise SystemExit(f"bench.key_trace: not {key!r} but one of {', '.join(KEYS)}")
    report(asyncio.run(trace_key(key)))


if __name__ == "__main__":
    main()
