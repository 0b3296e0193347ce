"""Looking about: panes, tabs, filter, tomorrow, why, sizes, languages, and what is dimmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from clerk_tui.desk.acts.registry import Place
from data.model.applicant import Applicant, IdKind
from data.model.case import Verdict
from data.model.command import CheckMaterials, Finding, OpenCase, TakeTicket
from data.model.item import ApplicantKind
from data.model.outcome import Receipt
from data.model.query import AskHall
from data.model.view import CaseLine
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.desk.by_keys import ID, receive
from tests.support.desk.seat import Sit
from tests.support.halls.demo_hall import TODAY
from widgets.queue.ticket_queue import TABS, QueueRow

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", Language)
async def test_every_pane_is_on_screen_at_every_size(
    sit: Sit, size: tuple[int, int], language: Language
) -> None:
    async with sit(size, language) as seat:
        desk = seat.app.desk
        for pane in (desk.queue, desk.case_head, desk.checklist, desk.route, desk.timeline):
            region = pane.region
            assert region.width >= 37
            assert region.height >= 2
            assert region.bottom <= size[1] - 2
        assert desk.message.region.bottom == size[1] - 1
        assert all(len(line.rstrip()) <= size[0] for line in seat.lines)
        for place in Place:
            await seat.press(str(list(Place).index(place) + 1))
            assert desk.place is place


async def test_the_panes_follow_the_cursor_once_it_rests(sit: Sit) -> None:
    async with sit() as seat:
        desk = seat.app.desk
        rows = desk.queue.list.rows
        assert len(rows) > 1
        await seat.press("j")
        file = desk.state.file
        assert file is not None
        assert file.line.code == desk.queue.list.current_key
        assert desk.state.code == desk.queue.list.current_key


async def test_an_act_typed_behind_a_step_of_the_cursor_is_about_the_case_under_it(sit: Sit) -> None:
    async with sit() as seat:
        await seat.pilot.press("j", "v")
        await seat.quiet()
        code = seat.app.desk.queue.list.current_key
        assert seat.app.desk.state.code == code
        assert "看完整信息" in seat.text


async def test_tabs_turn_by_keys_and_come_round(sit: Sit) -> None:
    async with sit() as seat:
        desk = seat.app.desk
        seen = [desk.queue.tab]
        for _ in TABS:
            await seat.press("right_square_bracket")
            seen.append(desk.queue.tab)
            assert f"[{seat.app.desk.context.texts(f'tab_short.{desk.queue.tab}')}" in seat.text or (
                f"[{desk.context.texts(f'tab.{desk.queue.tab}')}" in seat.text
            )
        assert seen[0] == seen[-1]
        assert set(seen) == set(TABS)


def items(rows: Sequence[QueueRow]) -> list[str]:
    return [row.item_name for row in rows if isinstance(row, CaseLine)]


async def test_the_filter_narrows_the_list_and_esc_clears_it(sit: Sit) -> None:
    async with sit() as seat:
        desk = seat.app.desk
        everything = len(desk.queue.list.rows)
        await seat.press("slash")
        await seat.type("没有这样的人")
        assert len(desk.queue.list.rows) == 0
        await seat.press("escape")
        assert len(desk.queue.list.rows) == everything
        name = items(desk.queue.list.rows)[0]
        await seat.press("slash")
        await seat.type(name)
        await seat.press("enter")
        assert set(items(desk.queue.list.rows)) == {name}
        assert desk.place is Place.QUEUE
        await seat.press("escape")
        assert len(desk.queue.list.rows) == everything


async def test_tomorrow_is_marked_on_the_status_line(sit: Sit) -> None:
    async with sit() as seat:
        await seat.press("T")
        assert f"明日 {TODAY + timedelta(days=1):%m-%d}" in seat.lines[0]
        assert seat.app.desk.state.as_of == TODAY + timedelta(days=1)
        await seat.press("escape")
        assert "明日" not in seat.lines[0]


async def test_why_tells_the_reasons_of_the_light_and_esc_leads_out(sit: Sit) -> None:
    async with sit() as seat:
        await seat.press("w")
        assert "为何" in seat.text
        assert "起算" in seat.text
        assert "行政许可法" in seat.text
        await seat.press("escape")
        assert "2 材料" in seat.text


async def test_a_reader_can_do_nothing_and_is_told_so(sit: Sit) -> None:
    async with sit(read_only=True) as seat:
        assert "只读" in seat.lines[0]
        for key in ("a", "n", "N", "f", "v"):
            await seat.press(key)
            assert seat.message == "数据库只读，不能办理"
        await seat.press("w")
        assert "起算" in seat.text


async def test_what_another_desk_does_is_seen(sit: Sit, demo: Path, clock: TravellingClock) -> None:
    async with sit() as seat:
        desk = seat.app.desk
        before = desk.state.counts
        assert before is not None
        other = SqlHall.open(demo, clock)
        try:
            zone = other.ask(AskHall()).zones[0][0]
            taken = other.do(TakeTicket(id="other", at=clock.now(), user="李静", window="4", zone=zone))
            assert isinstance(taken, Receipt)
            while desk.state.counts is not None and desk.state.counts.waiting == before.waiting:
                await seat.pilot.pause()
        finally:
            other.close()
        assert desk.state.counts is not None
        assert desk.state.counts.waiting == before.waiting + 1


async def test_who_was_second_is_told_who_was_first(sit: Sit, demo: Path, clock: TravellingClock) -> None:
    async with sit() as seat:
        await receive(seat)
        desk = seat.app.desk
        file = desk.state.file
        assert file is not None
        await seat.press("v")
        await seat.type("核对")
        other = SqlHall.open(demo, clock)
        try:
            finding = Finding(material=file.checklist[0].code, verdict=Verdict.THERE)
            done = other.do(
                CheckMaterials(
                    id="other",
                    at=clock.now(),
                    user="李静",
                    window="4",
                    case=file.line.code,
                    findings=(finding,),
                )
            )
            assert isinstance(done, Receipt)
        finally:
            other.close()
        await seat.press("f10")
        assert "李静" in seat.message
        assert desk.state.file is not None
        assert desk.state.file.checklist[0].verdict is Verdict.THERE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("[bold]某[/]公司", "[bold]某"),
        ("甲\x1b[31m公司", "甲\\x1b[3"),
        ("\u202e乙公司", "\\u202e"),
        ("宽" * 200, "宽宽宽"),
    ],
)
async def test_a_name_is_shown_as_it_is(
    sit: Sit, demo: Path, clock: TravellingClock, name: str, shown: str
) -> None:
    hall = SqlHall.open(demo, clock)
    applicant = Applicant(
        name=name,
        kind=ApplicantKind.ENTERPRISE,
        id_kind=IdKind.CREDIT_CODE,
        id_number="91350100M000100Y43",
    )
    receipt = hall.do(
        OpenCase(
            id="named",
            at=clock.now(),
            user="张敏",
            window="3",
            item="food.operation.new",
            applicant=applicant,
        )
    )
    hall.close()
    assert isinstance(receipt, Receipt)
    async with sit() as seat:
        desk = seat.app.desk
        assert desk.queue.list.go_to(receipt.stream)
        await seat.quiet()
        assert any(line.startswith(">") and shown in line for line in seat.lines)
        assert shown in seat.lines[2]
        assert ID not in seat.text


async def test_help_tells_the_keys_of_the_focused_pane(sit: Sit) -> None:
    async with sit((120, 60)) as seat:
        await seat.press("2", "question_mark")
        assert "材料的按键" in seat.text
        assert "容缺" in seat.text
        await seat.press("escape", "1", "question_mark")
        assert "队列的按键" in seat.text
