"""Going deeper and coming back, finding, looking at tomorrow, asking why."""

from __future__ import annotations

import pytest

from clerk_tui.monitor import listing
from clerk_tui.monitor.case_screen import CaseFrame
from clerk_tui.monitor.cases_screen import CasesFrame
from data.model.legal.clock import Light
from data.model.query import AskCases, AskCounts, AskDepartments, Tab
from data.store.sql_hall import SqlHall
from data.texts import Language, texts
from tests.support.monitor.wall import Stand
from widgets.base.cells import cells


async def test_the_gravest_and_most_overdue_case_stands_first(stand: Stand, desk: SqlHall) -> None:
    expected = desk.ask(AskCases(tab=Tab.LIGHTS)).lines
    async with stand() as wall:
        shown = [row.code for row in wall.app.board.listing.rows]
        assert shown == [line.code for line in expected]
        assert [line.light for line in expected] == sorted((line.light for line in expected), reverse=True)
        assert expected[0].code in wall.lines[3]


async def test_the_head_counts_every_light_and_the_day(stand: Stand, desk: SqlHall) -> None:
    counts = desk.ask(AskCounts())
    async with stand() as wall:
        for light in (Light.GREEN, Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN):
            assert f" {texts(Language.ZH)(f'light.{light.key}')} {counts.light(light)} " in wall.lines[1]
        assert f"今日 收 {counts.received_today} 决定 {counts.decided_today}" in wall.lines[1]
        assert f"候 {counts.waiting}" in wall.lines[1]
        assert "03-18 09:42:00" in wall.lines[0]
        assert "监察 只读" in wall.lines[0]


async def test_one_goes_from_a_department_to_its_case_and_back_to_the_same_rows(
    stand: Stand, desk: SqlHall
) -> None:
    second = desk.ask(AskDepartments())[1]
    cases = desk.ask(AskCases(tab=Tab.OPEN, department=second.code)).lines
    assert len(cases) > 1
    async with stand() as wall:
        await wall.press("2", "down")
        department = wall.marked
        await wall.press("enter")
        assert second.name in wall.lines[0]
        await wall.press("down")
        row = wall.marked
        assert cases[1].code in row[0]
        await wall.press("enter")
        screen = wall.app.screen
        assert isinstance(screen, CaseFrame)
        assert screen.code == cases[1].code
        assert cases[1].item_name[:6] in wall.lines[2]
        await wall.press("escape")
        assert wall.marked == row
        await wall.press("escape")
        assert wall.app.screen is wall.app.board
        assert wall.marked == department


async def test_a_windows_cases_are_those_received_there(stand: Stand, desk: SqlHall) -> None:
    cases = desk.ask(AskCases(tab=Tab.OPEN, window="1")).lines
    async with stand() as wall:
        await wall.press("3", "enter")
        screen = wall.app.screen
        assert isinstance(screen, CasesFrame)
        assert [row.code for row in screen.listing.rows] == [line.code for line in cases]


async def test_keys_typed_ahead_of_the_hall_and_of_each_other_are_all_obeyed(
    stand: Stand, desk: SqlHall
) -> None:
    department = desk.ask(AskDepartments())[1]
    case = desk.ask(AskCases(tab=Tab.OPEN, department=department.code)).lines[1]
    async with stand(keys=("2", "down", "enter", "down", "enter", "w")) as wall:
        assert "为何" in wall.text
        await wall.ahead("escape")
        screen = wall.app.screen
        assert isinstance(screen, CaseFrame)
        assert screen.code == case.code
        await wall.ahead("escape", "escape", "1", "down")
        assert wall.app.screen is wall.app.board
        assert wall.app.board.listing.current == wall.app.board.listing.rows[1]


async def test_the_case_shows_personal_data_masked(stand: Stand, desk: SqlHall) -> None:
    async with stand(size=(120, 40)) as wall:
        await wall.press("enter")
        screen = wall.app.screen
        assert isinstance(screen, CaseFrame)
        assert screen.file is not None
        masked = screen.file.applicant
        assert "*" in masked.phone
        assert masked.phone in wall.text


async def test_why_tells_the_law_of_the_case_under_the_cursor(stand: Stand) -> None:
    async with stand() as wall:
        await wall.press("w")
        assert "依据" in wall.text
        assert "行政许可法" in wall.text
        await wall.press("escape")
        assert wall.app.screen is wall.app.board


async def test_why_asks_for_a_case_where_none_is_meant(stand: Stand) -> None:
    async with stand() as wall:
        await wall.press("2", "w")
        assert wall.message == "先选一件办件"


async def test_tomorrow_is_shown_with_a_banner_and_tomorrows_lights(stand: Stand, desk: SqlHall) -> None:
    async with stand() as wall:
        today = wall.app.board.listing.rows
        await wall.press("t")
        tomorrow = wall.app.state.as_of
        assert tomorrow is not None
        assert "明日 03-19 的灯" in wall.lines[0]
        expected = desk.ask(AskCases(tab=Tab.LIGHTS, today=tomorrow)).lines
        assert tuple(wall.app.board.listing.rows) == expected
        assert expected != tuple(today)
        await wall.press("escape")
        assert "明日 03-19 的灯" not in wall.lines[0]
        assert wall.app.board.listing.rows == today


async def test_all_open_cases_are_shown_at_a_key_and_the_cursor_keeps_its_case(
    stand: Stand, desk: SqlHall
) -> None:
    async with stand() as wall:
        await wall.press("down", "down")
        meant = wall.app.board.code
        await wall.press("o")
        assert len(wall.app.board.listing.rows) == desk.ask(AskCases(tab=Tab.OPEN)).total
        assert wall.app.board.code == meant


async def test_a_long_list_comes_in_pages_and_a_refresh_keeps_what_is_loaded(
    stand: Stand, desk: SqlHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 15)
    every = [line.code for line in desk.ask(AskCases(tab=Tab.OPEN)).lines]
    async with stand() as wall:
        await wall.press("o")
        assert len(wall.app.board.listing.rows) < len(every)
        while wall.app.board.code != every[-1]:
            before = wall.app.board.code
            await wall.press("end")
            assert wall.app.board.code != before
        assert [row.code for row in wall.app.board.listing.rows] == every
        await wall.press("f5")
        assert [row.code for row in wall.app.board.listing.rows] == every
        assert wall.app.board.code == every[-1]


async def test_the_filter_narrows_the_list_that_has_the_keys(stand: Stand, desk: SqlHall) -> None:
    meant = desk.ask(AskCases(tab=Tab.LIGHTS)).lines[3]
    async with stand() as wall:
        await wall.press("slash", *meant.code, "enter")
        assert [row.code for row in wall.app.board.listing.rows] == [meant.code]
        assert f"/{meant.code} 1" in wall.lines[2]
        await wall.press("escape")
        assert len(wall.app.board.listing.rows) > 1


async def test_the_filter_of_the_departments_leaves_the_lights_alone(stand: Stand) -> None:
    async with stand() as wall:
        lights = wall.app.board.listing.rows
        await wall.press("2", "slash", "水", "利", "enter")
        assert [row.name for row in wall.app.board.departments.list.rows] == ["涪陵区水利局"]
        assert wall.app.board.listing.rows == lights
        await wall.press("enter")
        assert "涪陵区水利局" in wall.lines[0]


async def test_esc_in_the_filter_clears_it(stand: Stand) -> None:
    async with stand() as wall:
        before = wall.app.board.listing.rows
        await wall.press("slash", "q", "q", "escape")
        assert wall.app.board.listing.rows == before
        assert wall.app.is_running


async def test_what_matches_nothing_says_so(stand: Stand) -> None:
    async with stand() as wall:
        await wall.press("slash", "z", "z", "z", "enter")
        assert "没有找到" in wall.lines[3]
        await wall.press("enter")
        assert wall.app.screen is wall.app.board


async def test_the_palette_finds_an_act_by_its_initials(stand: Stand) -> None:
    async with stand() as wall:
        await wall.press("colon", "m", "r", "d", "enter")
        assert "明日 03-19 的灯" in wall.lines[0]


async def test_help_tells_every_key_of_the_screen(stand: Stand) -> None:
    async with stand(size=(120, 40)) as wall:
        await wall.press("question_mark")
        for word in ("深入", "返回", "为何", "明日灯", "暂停", "筛选", "退出", "灯的含义"):
            assert word in wall.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("language", list(Language))
async def test_no_line_of_any_screen_is_wider_than_the_terminal(
    stand: Stand, size: tuple[int, int], language: Language
) -> None:
    async with stand(size=size, language=language) as wall:
        for keys in ((), ("enter",), ("w",), ("escape", "escape", "2", "enter")):
            await wall.press(*keys)
            assert {cells(line) for line in wall.lines} == {size[0]}
            assert len(wall.lines) == size[1]
