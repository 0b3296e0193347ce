"""The wall of a small hall as a text file to compare with, and the flag that writes it anew.

`python -m tests.support.monitor.wall_snapshot --write` replaces the file; look at the difference before
keeping it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from clerk_tui.monitor import MonitorApp
from data.model.applicant import Applicant, IdKind
from data.model.command import Suspend
from data.model.item import ApplicantKind, SuspensionKind
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.monitor.wall import Wall
from tests.support.sitting import OPENED, Sitting
from tests.support.story import INSTANT

FIRM = Applicant(
    kind=ApplicantKind.ENTERPRISE,
    name="重庆渝味餐饮管理有限公司",
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
)
SNAPSHOT = Path(__file__).parents[2] / "monitor" / "snapshots" / "board-80x24.txt"


def make_small_hall(path: Path, clock: TravellingClock) -> None:
    """A hall with a case of every light, two who wait and one who is called, as of the clock's moment."""
    now = clock.now()
    hall = SqlHall.open(small_hall_file(path), clock, durable=False)
    desk = Sitting(hall, clock)
    desk.on("2026-01-28")
    desk.accepted()
    desk.on("2026-02-25")
    desk.accepted(applicant=FIRM)
    desk.on("2026-03-09")
    suspended = desk.accepted()
    desk.done(Suspend, case=suspended, kind=SuspensionKind.INSPECTION, days=20, reason="现场检验")
    desk.on("2026-03-11")
    desk.accepted(applicant=FIRM)
    clock.travel(now)
    desk.opened()
    desk.opened(item=INSTANT, applicant=FIRM)
    desk.serving()
    desk.take()
    desk.take(zone="insurance")
    hall.close()
    desk.later(600)


async def taken() -> str:
    """What the wall of that hall shows at 80×24."""
    with TemporaryDirectory() as folder:
        path, clock = Path(folder) / "hall.db", TravellingClock(OPENED)
        make_small_hall(path, clock)
        app = MonitorApp(lambda: SqlHall.open(path, clock, read_only=True), language=Language.ZH, clock=clock)
        async with app.run_test(size=(80, 24)) as pilot:
            wall = Wall(app, pilot)
            await wall.quiet()
            return "".join(f"{line.rstrip()}\n" for line in wall.lines)


def main(arguments: list[str]) -> int:
    """Write the snapshot, if told to."""
    if arguments != ["--write"]:
        return 2
    SNAPSHOT.write_text(asyncio.run(taken()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
