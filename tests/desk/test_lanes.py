"""A joint case at the desk: one row, all lanes at a glance, one key into each and one back to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest

from data.model.case import Status
from data.model.command import Accept, Decide, FinishStep, OpenCase
from data.model.item import Department
from data.model.view import CaseLine
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.desk.seat import Seat, Sit
from tests.support.halls.setting_up import put_items
from tests.support.joint.project import ITEMS, PROJECT
from tests.support.sitting import Sitting
from tests.support.story import WANG
from widgets.queue.ticket_queue import QueueRow

DEPARTMENTS = [Department(code=code, name=f"{code}局", abbreviation=code) for code in ("lead", *ITEMS)]


@contextmanager
def at_hall(demo: Path, clock: TravellingClock) -> Iterator[Sitting]:
    """Somebody else at the same hall."""
    with closing(SqlHall.open(demo, clock)) as hall:
        desk = Sitting(hall, clock)
        # Every sitting has its own ids: a command sent again is not carried out again.
        desk.ids = count(1000 * (1 + desk.events()))
        yield desk


@pytest.fixture
def whole(demo: Path, clock: TravellingClock) -> str:
    """The supervision code of a joint case of four lanes, accepted at window 3."""
    with at_hall(demo, clock) as desk:
        assert isinstance(desk.hall, SqlHall)
        put_items(desk.hall, [*ITEMS.values(), PROJECT], DEPARTMENTS)
        code = desk.done(OpenCase, item="project", applicant=WANG).stream
        desk.all_there(code, PROJECT)
        desk.done(Accept, case=code)
    return code


def lanes(demo: Path, clock: TravellingClock, whole: str) -> dict[str, str]:
    """The code of each lane by its item."""
    with at_hall(demo, clock) as desk:
        return {line.item: line.code for line in desk.file(whole).lanes}


async def open_whole(seat: Seat, whole: str) -> None:
    """Go to the joint case in the list of what is with departments."""
    await seat.press("right_square_bracket", "right_square_bracket")
    assert seat.app.desk.queue.list.go_to(whole)
    await seat.quiet()
    assert seat.app.desk.state.code == whole


def cases(rows: list[QueueRow]) -> list[str]:
    return [row.code for row in rows if isinstance(row, CaseLine)]


async def test_the_whole_is_one_row_and_its_lanes_are_none(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    async with sit() as seat:
        desk = seat.app.desk
        await open_whole(seat, whole)
        listed = cases(list(desk.queue.list.rows))
        assert whole in listed
        assert not set(listed) & set(codes.values())
        assert desk.state.counts is not None
        assert desk.state.counts.tab("departments") == len(listed)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", Language)
async def test_every_lane_is_on_the_screen_with_its_key_and_what_it_waits_for(
    sit: Sit, whole: str, size: tuple[int, int], language: Language
) -> None:
    async with sit(size, language) as seat:
        await open_whole(seat, whole)
        await seat.press("3")
        for key, name in zip("5678", ITEMS, strict=False):
            assert any(f"{key} {name}" in line for line in seat.lines)
        waits = {"zh": ("等5", "等6、7"), "en": ("after 5", "after 6, 7")}[language.value]
        assert all(any(each in line for line in seat.lines) for each in waits)
        assert all(len(line.rstrip()) <= size[0] for line in seat.lines)


async def test_one_key_leads_into_a_lane_one_back_and_the_list_stays(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    async with sit() as seat:
        desk = seat.app.desk
        await open_whole(seat, whole)
        for key, item in zip("5678", ("land", "plan", "fire", "build"), strict=True):
            await seat.press(key)
            assert desk.state.file is not None
            assert desk.state.file.line.code == codes[item]
            assert desk.queue.list.current_key == whole
            assert "属联合申报" in seat.text
        await seat.press("f5")
        assert desk.state.code == codes["build"]
        await seat.press("0")
        assert desk.state.code == whole
        assert "属联合申报" not in seat.text
        await seat.press("9")
        assert seat.message == "没有这条线"
        await seat.press("6", "escape")
        assert desk.state.code == whole
        await seat.press("6", "backspace")
        assert desk.state.code == whole


async def test_enter_on_a_lane_s_line_leads_into_it(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    async with sit() as seat:
        desk = seat.app.desk
        await open_whole(seat, whole)
        await seat.press("3")
        assert desk.route.lane is not None
        assert desk.route.lane.item == "land"
        await seat.press("j", "j", "enter")
        assert desk.state.code == codes["fire"]
        assert desk.route.step is not None
        assert desk.route.step.code == "examine"


async def test_what_a_clerk_does_in_a_lane_is_done_to_the_lane(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    async with sit() as seat:
        await open_whole(seat, whole)
        await seat.press("5", "f", "f10")
        with at_hall(demo, clock) as desk:
            run = next(step for step in desk.file(codes["land"]).route if step.code == "examine")
        assert run.by == "张敏"
        assert seat.app.desk.state.code == codes["land"]


async def test_a_case_that_stands_alone_has_no_lanes_and_says_so(sit: Sit) -> None:
    async with sit() as seat:
        before = seat.app.desk.state.code
        for key in ("5", "0", "backspace"):
            await seat.press(key)
            assert seat.message == "不是联合申报"
        assert seat.app.desk.state.code == before


async def test_a_reviewer_sees_the_whole_that_a_lane_belongs_to(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    with at_hall(demo, clock) as desk:
        steps = [step.department for step in desk.file(codes["land"]).route]
        assert set(steps) == {""}
    async with sit(language=Language.EN) as seat:
        await open_whole(seat, whole)
        await seat.press("5")
        assert "lane of" in seat.text
        assert "0 the whole" in seat.text


async def test_lanes_that_are_granted_lead_to_one_collection(
    sit: Sit, demo: Path, clock: TravellingClock, whole: str
) -> None:
    codes = lanes(demo, clock, whole)
    async with sit((120, 40)) as seat:
        await open_whole(seat, whole)
        with at_hall(demo, clock) as desk:
            for item in ("land", "plan", "fire", "build"):
                desk.done(FinishStep, case=codes[item], step="examine")
                desk.done(Decide, case=codes[item], granted=True)
                desk.done(FinishStep, case=codes[item], step="make")
        await seat.press("f5")
        file = seat.app.desk.state.file
        assert file is not None
        assert file.line.status is Status.GRANTED
        assert "4/4线" in seat.text
        assert seat.text.count("准予") >= 4
