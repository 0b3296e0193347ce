"""From Enter to the file on the screen: a joint case of five lanes beside a single case.

Run as `python bench/joint_desk_bench.py [times]` from the top of the tree. The desk is the real one on a
SQLite file, without a terminal; the cursor steps from one case to the other, and Enter follows at once.
Times are milliseconds, medians; what is asked of the hall alone is told beside.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from clerk_tui.desk import DeskApp  # noqa: E402
from clerk_tui.shell.desk_context import Who  # noqa: E402
from data.catalogue.files import read_catalogue  # noqa: E402
from data.model.applicant import Applicant, IdKind  # noqa: E402
from data.model.case import Verdict  # noqa: E402
from data.model.command import Accept, CheckMaterials, Finding, OpenCase  # noqa: E402
from data.model.item import ApplicantKind  # noqa: E402
from data.model.outcome import Receipt  # noqa: E402
from data.model.query import AskCase  # noqa: E402
from data.model.settings import HallCard, Window  # noqa: E402
from data.store.schema.upgrade import create  # noqa: E402
from data.store.sql_hall import SqlHall  # noqa: E402
from data.time_source import TravellingClock, at  # noqa: E402
from tests.support.halls.setting_up import install  # noqa: E402

JOINT, SINGLE = "joint.industrial", "construction.works"
MOST = 2.0
COMPANY = Applicant(
    name="重庆某某机械有限公司",
    kind=ApplicantKind.ENTERPRISE,
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
)


def accepted(hall: SqlHall, clock: TravellingClock, item: str) -> str:
    """A case of an item, received with everything there and accepted; its code."""

    def who() -> Who:
        return Who(id=uuid4().hex, at=clock.now(), user="张敏", window="1")

    done = hall.do(OpenCase(**who(), item=item, applicant=COMPANY, again=True))
    assert isinstance(done, Receipt), done
    code = done.stream
    file = hall.ask(AskCase(code=code))
    assert file is not None
    left = [line for line in file.checklist if line.verdict is Verdict.UNCHECKED]
    findings = tuple(Finding(material=line.code, verdict=Verdict.THERE) for line in left)
    for command in (CheckMaterials(**who(), case=code, findings=findings), Accept(**who(), case=code)):
        outcome = hall.do(command)
        assert isinstance(outcome, Receipt), outcome
    return code


def asked(hall: SqlHall, codes: tuple[str, str], times: int) -> list[float]:
    """Milliseconds that the hall takes for the file of each case, asked for in turn."""
    took: dict[str, list[float]] = {code: [] for code in codes}
    for _ in range(times):
        for code in codes:
            began = perf_counter()
            hall.ask(AskCase(code=code))
            took[code].append((perf_counter() - began) * 1000)
    return [median(took[code]) for code in codes]


async def shown(path: Path, clock: TravellingClock, codes: tuple[str, str], times: int) -> dict[str, float]:
    """Milliseconds from Enter on a case's row to its route on the screen, by the case's code."""
    app = DeskApp(lambda: SqlHall.open(path, clock), user="张敏", window="1", clock=clock)
    took: dict[str, list[float]] = {code: [] for code in codes}
    async with app.run_test(size=(80, 24)) as pilot:
        desk = app.desk
        while not app.is_quiet:
            await pilot.pause()
        await pilot.press("right_square_bracket", "right_square_bracket")
        while len(desk.queue.list.rows) < 2 or not app.is_quiet:
            await pilot.pause()
        for _ in range(times):
            for key in ("home", "end"):
                await pilot.press("1", key)
                wanted = desk.queue.list.current_key
                began = perf_counter()
                app.simulate_key("enter")
                while desk.state.file is None or desk.state.file.line.code != wanted:
                    await asyncio.sleep(0)
                await asyncio.sleep(0)
                took[wanted].append((perf_counter() - began) * 1000)
                while not app.is_quiet:
                    await pilot.pause()
    return {code: median(each) for code, each in took.items()}


def main() -> None:
    """Print the medians, and the ratio; fails above `MOST`."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    clock = TravellingClock(at(date(2026, 3, 18), 9))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "hall.db"
        create(path)
        with closing(SqlHall.open(path, clock)) as hall:
            install(
                hall,
                read_catalogue(),
                HallCard(region="500102", code="A", name="大厅"),
                [Window(code="1", name="1")],
            )
            joint, single = (accepted(hall, clock, item) for item in (JOINT, SINGLE))
            ask_joint, ask_single = asked(hall, (joint, single), times)
        seen = asyncio.run(shown(path, clock, (joint, single), times))
    ratio = seen[joint] / seen[single]
    print(f"hall alone: joint {ask_joint:.2f} ms, single {ask_single:.2f} ms, {ask_joint / ask_single:.2f}x")
    print(f"Enter to shown: joint {seen[joint]:.1f} ms, single {seen[single]:.1f} ms, {ratio:.2f}x")
    sys.exit(0 if ratio <= MOST else 1)


if __name__ == "__main__":
    main()
