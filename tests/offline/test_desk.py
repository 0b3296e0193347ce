"""The desk without its hall: what it says, what it dims, what it keeps, and how that is settled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.model.applicant import Applicant
from data.model.case import Status
from data.model.command import OpenCase, Withdraw
from data.model.outcome import Receipt
from data.model.query import AskCase
from data.model.view import CaseLine
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.offline.cable import Cable
from tests.support.offline.far_seat import FarSeat, SitFar

PICTURES = Path(__file__).parent / "pictures"


async def receive(far: FarSeat, name: str = "赵六") -> str:
    """An application is received by keys, and everything is there; its code."""
    seat = far.seat
    await seat.press("N")
    await seat.type("spjyxkxb")
    await seat.press("enter", "3")
    await seat.type(name)
    await seat.press("enter")
    await seat.type("500102199003070010")
    await seat.press("f10")
    return seat.app.desk.state.code


async def test_the_desk_says_that_it_is_cut_off_and_how_old_its_picture_is(
    sit_far: SitFar, clock: TravellingClock
) -> None:
    async with sit_far() as far:
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        clock.advance(timedelta(minutes=12))
        await far.seat.press("f5")
        far.seat.app.desk._standing.show()
        await far.seat.quiet()
        assert "离线 12分" in far.seat.lines[0]
        assert "与大厅断开" in far.seat.text


@pytest.mark.parametrize(
    ("reason", "said"), [("no_database", "数据库"), ("certificate", "证书"), ("unreachable", "与大厅断开")]
)
async def test_the_desk_says_why_it_is_cut_off_and_comes_back_by_itself(
    sit_far: SitFar, reason: str, said: str
) -> None:
    async with sit_far() as far:
        far.cable.spoils = lambda asked: reason
        await far.seat.press("f5")
        await far.until(lambda: "离线" in far.seat.lines[0])
        assert said in far.seat.text
        assert "先存在本机" in far.seat.text
        await receive(far)
        assert "待发1" in far.seat.lines[0]
        far.cable.spoils = lambda asked: ""
        await far.until(lambda: "离线" not in far.seat.lines[0])
        assert "待发" not in far.seat.lines[0]


async def test_what_needs_the_hall_is_dimmed_with_the_reason(sit_far: SitFar) -> None:
    async with sit_far(Language.EN) as far:
        far.cable.pull()
        await far.until(lambda: "OFFLINE" in far.seat.lines[0])
        for key in ("n", "i", "asterisk", "ctrl+e"):
            await far.seat.press(key)
            assert "Cut off from the hall" in far.seat.message, key


async def test_a_case_is_received_and_accepted_by_keys_and_sent_when_the_hall_is_back(
    sit_far: SitFar, demo: Path, clock: TravellingClock
) -> None:
    async with sit_far() as far:
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        code = await receive(far)
        assert code
        await far.seat.press("A", "a")
        assert "待发3" in far.seat.lines[0]
        far.cable.plug()
        await far.until(lambda: "离线" not in far.seat.lines[0] and "发出 3 条" in far.seat.message)
        assert "待发" not in far.seat.lines[0]
    hall = SqlHall.open(demo, clock)
    file = hall.ask(AskCase(code=code))
    hall.close()
    assert file is not None
    assert file.line.status is Status.ACCEPTED


async def test_what_the_hall_refuses_stays_until_it_is_settled_by_keys(
    sit_far: SitFar, demo: Path, clock: TravellingClock
) -> None:
    async with sit_far() as far:
        code = await receive(far)
        await far.seat.press("A")
        await far.until(lambda: not far.hall.has_recent)
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        await far.seat.press("a")
        other = SqlHall.open(demo, clock)
        clock.advance(timedelta(minutes=3))
        done = Withdraw(id="x", at=clock.now(), user="李强", window="3", case=code, reason="申请人撤回")
        other.do(done)
        far.cable.plug()
        await far.until(lambda: "待处理1" in far.seat.lines[0])
        await far.seat.press("Y")
        shown = far.seat.text
        assert "受理 (受理, 环节完成, 环节开始); 张敏" in shown
        assert "撤回 (撤回); 李强" in shown
        # It cannot be left out of sight: Esc leaves it where it is.
        await far.seat.press("escape")
        assert "待处理1" in far.seat.lines[0]
        await far.seat.press("Y", "d")
        await far.seat.type("已撤回，不再受理")
        await far.seat.press("f10")
        assert "待处理" not in far.seat.lines[0]
        other.close()


async def test_it_is_said_how_much_was_sent_and_how_much_is_to_be_settled(
    sit_far: SitFar, demo: Path, clock: TravellingClock
) -> None:
    async with sit_far() as far:
        code = await receive(far)
        await far.until(lambda: not far.hall.has_recent)
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        await far.seat.press("A")
        other = SqlHall.open(demo, clock)
        other.do(Withdraw(id="x", at=clock.now(), user="李强", window="3", case=code, reason="申请人撤回"))
        other.close()
        far.cable.plug()
        await far.until(lambda: "待处理1" in far.seat.lines[0])
        assert "发出 0 条，待处理 1 条" in far.seat.message


async def test_a_case_with_another_code_at_the_hall_is_followed_there(
    sit_far: SitFar, demo: Path, clock: TravellingClock
) -> None:
    async with sit_far() as far:
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        code = await receive(far)
        desk = far.seat.app.desk
        assert desk.state.code == code
        # A lead sits at the same window, at another desk.
        other = SqlHall.open(demo, clock)
        taken = other.do(
            OpenCase(
                id="x",
                at=clock.now(),
                user="李强",
                window="3",
                item=desk.state.file.line.item if desk.state.file is not None else "",
                applicant=Applicant(name="钱七", id_number="500102199207150020"),
            )
        )
        other.close()
        assert isinstance(taken, Receipt)
        assert taken.stream == code
        far.cable.plug()
        await far.until(lambda: "离线" not in far.seat.lines[0] and desk.state.code != code)
        file, row = desk.state.file, desk.queue.list.current
        assert file is not None
        assert file.line.applicant.startswith("赵")
        assert isinstance(row, CaseLine)
        assert row.code == file.line.code == desk.state.code


async def test_what_was_left_behind_is_told_after_the_desk_has_been_left_at_once(sit_far: SitFar) -> None:
    async with sit_far(Language.EN) as far:
        far.cable.pull()
        await far.until(lambda: "OFFLINE" in far.seat.lines[0])
        await receive(far)
        await far.seat.pilot.press("ctrl+q")
        app = far.seat.app
    assert app.farewell == ("1 unsent stay on this machine, and are sent when this window is opened again.")


async def test_nothing_left_behind_is_nothing_told(sit_far: SitFar) -> None:
    async with sit_far() as far:
        await far.seat.pilot.press("ctrl+q")
        app = far.seat.app
    assert app.farewell == ""


async def test_leaving_with_something_unsent_is_asked_and_the_next_desk_has_it(
    sit_far: SitFar, cable: Cable
) -> None:
    async with sit_far() as far:
        far.cable.pull()
        await far.until(lambda: "离线" in far.seat.lines[0])
        code = await receive(far)
        await far.seat.press("q")
        assert "待发" in far.seat.text
        await far.seat.press("n")
        assert far.seat.app.is_running
    assert not cable.plugged.is_set()
    async with sit_far() as far:
        await far.until(lambda: "待发1" in far.seat.lines[0])
        file = far.hall.ask(AskCase(code=code))
        assert file is not None


@pytest.mark.parametrize("language", list(Language))
async def test_both_versions_look_as_they_did(
    sit_far: SitFar, demo: Path, clock: TravellingClock, language: Language
) -> None:
    async with sit_far(language) as far:
        code = await receive(far)
        await far.seat.press("A")
        await far.until(lambda: not far.hall.has_recent)
        far.cable.pull()
        await far.until(lambda: not far.hall.live)
        await far.seat.press("a")
        other = SqlHall.open(demo, clock)
        clock.advance(timedelta(minutes=3))
        other.do(Withdraw(id="x", at=clock.now(), user="李强", window="3", case=code, reason="撤回"))
        other.close()
        far.cable.plug()
        await far.until(lambda: far.hall.live and far.hall.standing().unsettled == 1)
        await far.until(lambda: "1" in far.seat.lines[0])
        await far.seat.press("Y")
        picture = "\n".join(line.rstrip() for line in far.seat.lines) + "\n"
    path = PICTURES / f"unsent-{language}-80x24.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        pytest.fail(f"there was no {path.name}: look at it, and keep it if it is right")
    assert picture == path.read_text(encoding="utf-8")
