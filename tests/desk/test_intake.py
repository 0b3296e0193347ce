"""Receiving at the window: questions by one key each, earlier cases beside, drafts that outlive a crash."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from clerk_tui.desk import state
from clerk_tui.shell.drafts import Drafts, draft_file
from data.model.applicant import Applicant, IdKind
from data.model.case import Channel, Status, Verdict
from data.model.command import OpenCase
from data.model.outcome import Receipt
from data.model.query import AskEntries, AskItems
from data.model.view import Entry, Page
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.desk.by_keys import ID, instant, new_case, receive, status
from tests.support.desk.seat import Sit


async def test_an_answer_is_one_key_and_spares_what_it_does_not_need(sit: Sit) -> None:
    async with sit() as seat:
        await seat.press("N")
        await seat.type("spjyxkxb")
        await seat.press("enter")
        assert "经营哪一类食品业务" in seat.text
        assert "3 食品销售" in seat.text
        await seat.press("3")
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type(ID)
        await seat.press("f10")
        file = seat.app.desk.state.file
        assert file is not None
        [spared] = [line for line in file.checklist if line.verdict is Verdict.NOT_APPLICABLE]
        assert spared.spared_by == ("business",)


async def test_a_question_may_be_left_open_and_esc_receives_nothing(sit: Sit) -> None:
    async with sit() as seat:
        before = len(seat.app.desk.queue.list.rows)
        await seat.press("N")
        await seat.type("spjyxkxb")
        await seat.press("enter", "escape")
        assert "2 材料" in seat.text
        assert len(seat.app.desk.queue.list.rows) == before
        await seat.press("N")
        await seat.type("spjyxkxb")
        await seat.press("enter", "enter")
        assert "证件号" in seat.text


async def test_what_is_still_needed_is_always_told(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        assert "还差: 名称、证件号" in seat.text
        await seat.type("王小明")
        assert "还差: 证件号" in seat.text
        await seat.press("enter")
        await seat.type(ID)
        assert "还差" not in seat.text
        await seat.press("enter", "enter")
        await seat.type("张三")
        assert "还差: 代理证号、委托书" in seat.text


async def test_earlier_cases_are_told_beside_and_a_twin_is_warned_of(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type(ID)
        assert "此前办件 1 件" in seat.text
        assert "同一事项已有在办件" in seat.text
        await seat.press("backspace")
        assert "此前办件" not in seat.text


async def test_the_channel_is_chosen_at_the_end_of_the_form(sit: Sit) -> None:
    async with sit() as seat:
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type(ID)
        await seat.press("tab", "tab", "tab", "tab", "tab", "3", "f10")
        file = seat.app.desk.state.file
        assert file is not None
        assert file.channel is Channel.COURIER


@pytest.mark.parametrize("left", ["escape", "nothing"])
async def test_what_was_typed_is_there_after_the_program_is_gone(sit: Sit, tmp_path: Path, left: str) -> None:
    kept = draft_file(tmp_path / "state", "hall", "张敏", "3")
    async with sit(drafts=kept) as seat:
        await new_case(seat)
        await seat.type("王小明")
        await seat.press("enter")
        await seat.type("110105")
        if left == "escape":
            await seat.press("escape")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "王" not in kept.name
    async with sit(drafts=kept) as seat:
        assert "草稿" in seat.message
        await new_case(seat)
        assert "王小明" in seat.text
        assert "110105" in seat.text
        await seat.type(ID.removeprefix("110105"))
        await seat.press("f10")
        assert status(seat) is Status.RECEIVED
    assert not kept.exists()


async def test_a_form_that_was_only_looked_at_leaves_no_draft(sit: Sit, tmp_path: Path) -> None:
    kept = tmp_path / "draft.json"
    async with sit(drafts=kept) as seat:
        await receive(seat)
        await seat.press("b", "escape", "y", "escape")
    assert not kept.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": {"b": 2}}', "\x00"])
def test_a_draft_file_that_somebody_else_has_written_is_no_draft(tmp_path: Path, content: str) -> None:
    path = tmp_path / "draft.json"
    path.write_text(content, encoding="utf-8")
    drafts = Drafts(lambda user, seat: path)
    drafts.turn_to("张敏", "3")
    assert drafts.names() == ()
    drafts.of("x")["name"] = "y"
    assert json.loads(path.read_text(encoding="utf-8")) == {"x": {"name": "y"}}


def test_a_folder_that_cannot_be_written_keeps_drafts_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    drafts = Drafts(lambda user, seat: tmp_path / "file" / "draft.json")
    drafts.turn_to("张敏", "3")
    drafts.of("x")["name"] = "y"
    assert drafts.of("x") == {"name": "y"}


async def test_an_instant_item_is_handled_in_one_form_by_one_yes(sit: Sit) -> None:
    async with sit() as seat:
        await instant(seat)
        assert "当场办结" in seat.text
        await seat.press("f10")
        assert "不能撤回" in seat.text
        await seat.press("y")
        assert status(seat) is Status.COLLECTED
        file = seat.app.desk.state.file
        assert file is not None
        assert [each.kind.value for each in file.notices] == ["receipt", "acceptance", "grant", "delivery"]


async def test_what_is_missing_of_an_instant_item_is_said_and_nothing_is_decided(sit: Sit) -> None:
    async with sit() as seat:
        await instant(seat)
        await seat.press("shift+tab", "1", "f10", "y")
        assert status(seat) is Status.RECEIVED
        assert "缺少或不合格" in seat.message


async def test_an_instant_item_may_be_collected_later(sit: Sit) -> None:
    async with sit() as seat:
        await instant(seat)
        await seat.press("2", "f10", "y")
        assert status(seat) is Status.GRANTED


async def test_what_was_just_received_is_in_view_whatever_page_it_is_on(
    sit: Sit, demo: Path, clock: TravellingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "PAGE", 10)
    with closing(SqlHall.open(demo, clock)) as hall:
        item = hall.ask(AskItems(find="spjyxkxb", limit=1)).lines[0].code
        for number in range(60):
            applicant = Applicant(name=f"王{number}", id_kind=IdKind.PASSPORT, id_number=f"E{number:08}")
            command = OpenCase(
                id=f"many-{number}",
                at=clock.now(),
                user="张敏",
                window="3",
                item=item,
                applicant=applicant,
            )
            assert isinstance(hall.do(command), Receipt)
    async with sit() as seat:
        before = seat.app.desk.state.file
        assert before is not None
        assert seat.app.desk.state.more
        await receive(seat)
        code = seat.app.desk.state.code
        assert code in seat.text.replace(" ", "")
        file = seat.app.desk.state.file
        assert file is not None
        assert file.line.code == code != before.line.code
        assert seat.app.desk.queue.list.current_key == code
        await seat.press("A", "a")
        assert status(seat) is Status.ACCEPTED
        assert seat.app.desk.state.code == code
        events: list[Page[Entry]] = []
        seat.app.desk.hall.ask(AskEntries(stream=before.line.code), events.append)
        await seat.quiet()
        [page] = events
        assert "case_accepted" not in [line.kind for line in page.lines]
