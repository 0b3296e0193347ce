"""Forms over the right side: what is typed is checked at once and never lost."""

from __future__ import annotations

from data.model.case import Status, Verdict
from data.model.query import AskCases, Tab
from tests.support.desk.by_keys import ID, new_case, receive, status
from tests.support.desk.seat import Sit


async def test_the_item_is_found_by_initials_characters_and_english(sit: Sit) -> None:
    async with sit() as seat:
        for typed in ("spjyxkxb", "食品经营许可"):
            await seat.press("N")
            await seat.type(typed)
            assert any("食品经营许可（新办）" in line for line in seat.right)
            await seat.press("escape")
            assert seat.app.desk.context.drafts.of("item") == {"find": typed}


async def test_an_impossible_identifier_is_told_while_it_is_typed(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type("110105194912310021")
        assert "校验位不符" in seat.text
        await seat.press("f10")
        assert "校验位不符" in seat.text
        await seat.press("backspace")
        await seat.type("X")
        assert "校验位不符" not in seat.text
        await seat.press("f10")
        assert status(seat) is Status.RECEIVED


async def test_a_form_that_is_left_keeps_its_draft(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type("1101")
        await seat.press("escape")
        assert "名称" not in seat.text
        await new_case(seat)
        assert "王小明" in seat.text
        assert "1101" in seat.text


async def test_a_refused_form_keeps_its_draft(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        await seat.press("shift+tab", "right", "tab")
        assert "[信用代码]" in seat.text
        await seat.type("某某公司")
        await seat.press("enter")
        await seat.type("91350100M000100Y43")
        await seat.press("tab", "tab")
        await seat.type("张三")
        await seat.press("f10")
        assert "应为 18 位，现为 0 位" in seat.text
        await seat.type(ID)
        await seat.press("f10")
        assert "授权委托书" in seat.text
        await seat.press("escape")
        await new_case(seat)
        assert "某某公司" in seat.text


async def test_enter_passes_over_what_is_filled_and_what_an_agent_alone_needs(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type(ID)
        await seat.press("enter", "enter", "enter")
        assert status(seat) is Status.RECEIVED


async def test_a_second_open_case_of_the_same_person_and_item_is_asked_about(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        first = seat.app.desk.state.code
        for answer in ("enter", "y"):
            await new_case(seat)
            await seat.press("end")
            await seat.type("王小明") if answer == "enter" else None
            await seat.press("enter")
            await seat.type(ID) if answer == "enter" else None
            await seat.press("f10")
            assert "[否]" in seat.text
            await seat.press(answer)
        assert seat.app.desk.state.code not in ("", first)


async def test_a_reason_is_needed_to_see_who_applies_and_the_next_case_hides_it_again(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        assert ID not in seat.text
        await seat.press("v", "f10")
        assert "请填写理由" in seat.text
        await seat.type("核对身份")
        await seat.press("enter")
        assert ID in seat.text
        await seat.press("1", "home", "j", "k")
        if seat.app.desk.state.code == "":
            raise AssertionError("no case in view")
        await seat.press("end", "home")
        assert ID not in seat.text


async def test_the_palette_finds_an_act_by_characters_initials_and_english(sit: Sit) -> None:
    async with sit() as seat:
        for typed in ("明日", "mrd", "tomorrow"):
            await seat.press("ctrl+p")
            await seat.type(typed)
            assert any("明日灯" in line for line in seat.right)
            await seat.press("escape")
        await seat.press("colon")
        await seat.type("mrd")
        await seat.press("enter")
        assert seat.app.desk.state.tomorrow


async def test_an_act_chosen_in_the_palette_says_why_it_is_not_possible(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("ctrl+p")
        await seat.type("延期")
        await seat.press("enter")
        assert "办件不在办理中" in seat.message
        assert "行政许可法第42条" in seat.message


async def test_everything_open_at_this_window_is_listed(sit: Sit) -> None:
    async with sit() as seat:
        desk = seat.app.desk
        answers: list[int] = []
        desk.hall.ask(AskCases(tab=Tab.IN_HAND, window="3"), lambda page: answers.append(len(page.lines)))
        await seat.quiet()
        assert len(desk.queue.list.rows) == answers[0]


async def test_the_situation_spares_materials_that_it_does_not_need(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        file = seat.app.desk.state.file
        assert file is not None
        assert file.questions
        await seat.press("Q")
        assert file.questions[0].text in seat.text
        await seat.press("right", "right", "enter")
        answered = seat.app.desk.state.file
        assert answered is not None
        assert answered.questions[0].answer == "retail"
        spared = [line for line in answered.checklist if line.verdict is Verdict.NOT_APPLICABLE]
        assert spared
        assert "情形已记" in seat.message
