"""The reviewer's desk: a department's steps claimed, handed on, sent back and finished by keys."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from data.model.case import Need, Status
from data.model.command import Accept, ClaimStep, OpenCase
from data.model.item import Department, Item, Step, StepKind
from data.model.outcome import Receipt
from data.model.query import AskCase, AskSteps, StepTab
from data.model.view import CaseFile, StepLine
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.desk.seat import Seat, Sit
from tests.support.halls.setting_up import put_items
from tests.support.sitting import Sitting
from tests.support.story import WANG

HEALTH = "涪卫健"
SIZES = [(80, 24), (120, 40)]


def row(seat: Seat) -> StepLine:
    """The step under the cursor of the list."""
    current = seat.app.desk.queue.list.current
    assert isinstance(current, StepLine)
    return current


def file_of(demo: Path, clock: TravellingClock, case: str) -> CaseFile:
    """A case's file as another desk sees it."""
    with closing(SqlHall.open(demo, clock, read_only=True)) as hall:
        file = hall.ask(AskCase(code=case))
    assert file is not None
    return file


def now(demo: Path, clock: TravellingClock, line: StepLine) -> StepLine:
    """The step as it stands."""
    file = file_of(demo, clock, line.case)
    return next(step for step in file.route if step.code == line.code)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", Language)
async def test_the_queue_pane_shows_the_department_s_steps_and_the_case_beside(
    sit: Sit, size: tuple[int, int], language: Language
) -> None:
    async with sit(size, language, department=HEALTH, user="沈宁") as seat:
        desk = seat.app.desk
        assert desk.queue.tab == StepTab.TO_CLAIM
        assert all(isinstance(each, StepLine) and each.kind != "deliver" for each in desk.queue.list.rows)
        line = row(seat)
        assert desk.state.code == line.case
        assert desk.route.step is not None
        assert desk.route.step is not None
        assert desk.route.step.code == line.code
        assert all(len(each.rstrip()) <= size[0] for each in seat.lines)
        word = "待领" if language is Language.ZH else "to claim"
        assert f"[{word}" in seat.text


@pytest.mark.parametrize("given", ["涪卫健", "11500102MBX00006X8", "卫生健康", "health commission"])
async def test_a_department_is_known_by_code_abbreviation_or_part_of_its_name(sit: Sit, given: str) -> None:
    async with sit(department=given) as seat:
        assert "涪卫健" in seat.lines[0]
        assert seat.app.desk.queue.list.rows


@pytest.mark.parametrize("given", ["没有这个部门", "涪陵区"])
async def test_a_department_that_is_not_one_is_told_with_those_there_are(sit: Sit, given: str) -> None:
    async with sit(department=given) as seat:
        assert given in seat.message
        assert "涪卫健" in seat.message
        await seat.press("l", "right_square_bracket", "f5", "0")
        assert not seat.app.desk.queue.list.rows


async def test_a_claimed_step_is_mine_and_nobody_else_finishes_it(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    async with sit(department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("l")
        assert seat.message == "已领办"
        assert now(demo, clock, line).holder == "沈宁"
        await seat.press("right_square_bracket")
        assert [each.case for each in seat.app.desk.queue.list.rows if isinstance(each, StepLine)] == [
            line.case
        ]
    async with sit(department=HEALTH, user="赵强") as seat:
        await seat.press("right_square_bracket", "right_square_bracket")
        assert seat.app.desk.queue.list.go_to(f"{line.case} {line.code}")
        await seat.quiet()
        await seat.press("l")
        assert "已有人领办" in seat.message
        await seat.press("f", "f10")
        assert "由别人领办" in seat.message
        assert now(demo, clock, line).finished is None


async def test_a_claimed_step_is_put_back_or_given_to_a_colleague(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    async with sit(department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("l", "h")
        assert "转交" in seat.text
        await seat.press("f10")
        assert "请填写交给" in seat.text
        await seat.type("赵强")
        await seat.press("enter")
        assert now(demo, clock, line).holder == "赵强"
        await seat.press("L")
        assert "不在您手里" in seat.message or "由别人领办" in seat.message
        assert now(demo, clock, line).holder == "赵强"
    async with sit(department=HEALTH, user="赵强") as seat:
        await seat.press("right_square_bracket", "L")
        assert seat.message == "已放回部门"
        assert now(demo, clock, line).holder == ""


async def test_what_a_step_needs_is_said_with_reasons_and_seen_in_the_route(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    async with sit((120, 40), department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("M", "shift+tab", "right", "enter", "f10")
        assert "请填写理由" in seat.text
        await seat.type("缺体检表原件")
        await seat.press("f10")
        told = now(demo, clock, line)
        assert (told.needs, told.note) == (Need.MATERIALS, "缺体检表原件")
        assert "需补材料: 缺体检表原件" in seat.text


async def test_a_step_is_sent_back_with_reasons_and_done_again(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    async with sit((120, 40), department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("B")
        assert "不是" in seat.message or "前面没有" in seat.message
        await seat.press("f", "f10")
        assert now(demo, clock, line).agrees is True
        await seat.press("right_square_bracket", "right_square_bracket")
        deciding = next(
            each
            for each in seat.app.desk.queue.list.rows
            if isinstance(each, StepLine) and each.case == line.case
        )
        seat.app.desk.queue.list.go_to(f"{deciding.case} {deciding.code}")
        await seat.quiet()
        await seat.press("B", "enter")
        await seat.type("复印件与原件不符")
        await seat.press("f10")
        again = now(demo, clock, line)
        assert (again.returned, again.finished, again.holder) == ("复印件与原件不符", None, "沈宁")
        assert "退回: 复印件与原件不符" in seat.text


async def test_a_reviewer_disagrees_only_with_reasons(sit: Sit, demo: Path, clock: TravellingClock) -> None:
    async with sit((120, 40), department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("f", "up", "right", "f10")
        assert "理由" in seat.text
        await seat.type("条件不符")
        await seat.press("f10")
        told = now(demo, clock, line)
        assert (told.agrees, told.note) == (False, "条件不符")
        assert "不同意" in seat.text


async def test_a_finished_step_stays_in_view_until_the_cursor_leaves_it(sit: Sit) -> None:
    async with sit(department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("f", "f10")
        assert row(seat).case == line.case
        assert row(seat).finished is not None
        await seat.press("j", "f5")
        assert all(
            (each.case, each.code) != (line.case, line.code)
            for each in seat.app.desk.queue.list.rows
            if isinstance(each, StepLine)
        )


async def test_what_is_done_at_a_window_is_not_done_here_and_says_so(sit: Sit) -> None:
    async with sit(department=HEALTH, user="沈宁") as seat:
        for key in ("n", "N", "a", "y", "A"):
            await seat.press(key)
            assert seat.message == "在窗口办理"


async def test_help_tells_what_a_reviewer_does_and_nothing_of_the_window_s(sit: Sit) -> None:
    async with sit((120, 60), department=HEALTH, user="沈宁") as seat:
        await seat.press("question_mark")
        assert "把环节领到自己手里" in seat.text
        assert "部门的环节" in seat.text
        assert "叫号" not in seat.text
        assert "受理" not in "".join(line for line in seat.lines if line.startswith(" a "))


async def test_another_department_s_step_is_left_alone(sit: Sit, demo: Path, clock: TravellingClock) -> None:
    with closing(SqlHall.open(demo, clock)) as hall:
        lines = hall.ask(AskSteps(tab=StepTab.IN_HAND)).lines
        theirs = next(each for each in lines if each.item_name.startswith("食品经营许可"))
    async with sit((120, 40), department=HEALTH, user="沈宁") as seat:
        seat.app.desk.state.look_at(theirs.case)
        await seat.quiet()
        for key in ("l", "f", "M"):
            await seat.press(key)
            assert seat.message == "本部门没有正在办理的环节"
    assert now(demo, clock, theirs).holder == theirs.holder


async def test_a_step_that_two_reviewers_want_goes_to_the_first(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    async with sit(department=HEALTH, user="沈宁") as seat:
        line = row(seat)
        await seat.press("h")
        await seat.press("escape")
        with closing(SqlHall.open(demo, clock)) as hall:
            done = hall.do(
                ClaimStep(id="first", at=clock.now(), user="赵强", window="", case=line.case, step=line.code)
            )
            assert isinstance(done, Receipt)
        await seat.press("l")
        assert "赵强" in seat.message or "已有人领办" in seat.message
        assert now(demo, clock, line).holder == "赵强"


async def test_a_reader_of_the_list_changes_nothing(sit: Sit) -> None:
    async with sit(department=HEALTH, read_only=True) as seat:
        for key in ("l", "f", "B", "M", "h", "L", "g"):
            await seat.press(key)
            assert seat.message == "数据库只读，不能办理"


async def test_who_received_does_not_decide_where_two_are_needed(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    steps = (
        Step(code="receive", name="收件", kind=StepKind.RECEIVE, department="two"),
        Step(code="decide", name="决定", kind=StepKind.DECIDE, department="two", after=("receive",)),
    )
    item = Item(
        code="two", version="1", name="两人事项", department="two", zone="food", two_people=True, steps=steps
    )
    with closing(SqlHall.open(demo, clock)) as hall:
        put_items(hall, [item], [Department(code="two", name="两人局", abbreviation="涪两")])
        desk = Sitting(hall, clock)
        case = desk.done(OpenCase, item="two", applicant=WANG).stream
        desk.done(Accept, case=case)
    for user, status in (("张敏", Status.ACCEPTED), ("沈宁", Status.GRANTED)):
        async with sit((120, 40), department="涪两", user=user) as seat:
            assert row(seat).case == case
            await seat.press("g", "f10", "y")
            assert file_of(demo, clock, case).line.status is status
            assert ("收件人不能自己作决定" in seat.message) is (user == "张敏"), seat.message
