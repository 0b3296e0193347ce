"""One-window collection: all that is ready of one applicant is handed out at once, with one list."""

from __future__ import annotations

import sys
from pathlib import Path

from clerk_tui.shell.notice_output import Output
from data.model.case import Status
from data.model.event import CaseDelivered, NoticePrinted
from data.model.query import AskCase, AskCases, Tab
from data.model.view import CaseFile
from tests.support.desk.by_keys import KEEP, instant
from tests.support.desk.seat import Seat, Sit


async def granted(seat: Seat) -> str:
    """An instant item granted and not collected; its code."""
    await instant(seat)
    await seat.press("2", "f10", "y")
    code = seat.app.desk.state.code
    await seat.press("E")
    return code


async def again(seat: Seat) -> str:
    """Another of the same applicant."""
    await seat.press("N")
    await seat.type("jydj")
    await seat.press("enter")
    await seat.type("王小明")
    await seat.press("enter")
    await seat.type("11010519491231002X")
    await seat.press("f10", "y", "2", "f10", "y")
    return seat.app.desk.state.code


async def file_of(seat: Seat, code: str) -> CaseFile:
    """The file of a case."""
    found: list[CaseFile | None] = []
    seat.app.desk.hall.ask(AskCase(code=code), found.append)
    await seat.quiet()
    [file] = found
    assert file is not None
    return file


async def test_everything_ready_is_ticked_handed_out_and_listed_on_one_paper(
    sit: Sit, tmp_path: Path
) -> None:
    paper = tmp_path / "paper"
    output = Output(command=(sys.executable, "-c", KEEP, str(paper)))
    async with sit(output=output) as seat:
        first, second = await granted(seat), await again(seat)
        await seat.press("y")
        assert "可领取 2 件" in seat.text
        await seat.press("f10")
        assert "一窗领取单" in seat.text
        await seat.press("y")
        for code in (first, second):
            assert (await file_of(seat, code)).line.status is Status.COLLECTED
        await seat.press("enter")
        printed = paper.read_text(encoding="utf-8")
        assert "一窗领取单" in printed
        assert "共2项" in printed
        proof = (await file_of(seat, first)).notices[-1]
        assert proof.number in printed
        assert proof.prints == 1


async def test_what_is_unticked_stays(sit: Sit) -> None:
    async with sit() as seat:
        first, second = await granted(seat), await again(seat)
        await seat.press("y", "shift+tab", "2", "f10", "y", "escape")
        statuses = [(await file_of(seat, code)).line.status for code in (first, second)]
        assert statuses == [Status.COLLECTED, Status.GRANTED]


async def test_nothing_ticked_is_handed_to_nobody(sit: Sit) -> None:
    async with sit() as seat:
        code = await granted(seat)
        await seat.press("y", "shift+tab", "1", "f10")
        assert "至少选一项" in seat.text
        assert (await file_of(seat, code)).line.status is Status.GRANTED


async def test_somebody_else_needs_a_power_of_attorney_which_the_proof_names(sit: Sit) -> None:
    async with sit() as seat:
        code = await granted(seat)
        await seat.press("y", "2", "tab")
        await seat.type("赵六")
        await seat.press("f10")
        assert "授权委托书" in seat.text
        await seat.type("委托书1号")
        await seat.press("f10", "y", "escape")
        [delivered] = [
            line.body for line in (await file_of(seat, code)).timeline if isinstance(line.body, CaseDelivered)
        ]
        assert delivered.method == "window"


async def test_a_case_that_is_not_ready_says_why(sit: Sit) -> None:
    async with sit() as seat:
        await instant(seat)
        await seat.press("escape", "y")
        assert "还没有可以送达的决定" in seat.message


async def test_a_collection_list_that_is_not_printed_is_not_recorded(sit: Sit) -> None:
    async with sit() as seat:
        code = await granted(seat)
        await seat.press("y", "f10", "y", "escape")
        timeline = (await file_of(seat, code)).timeline
        assert not [line for line in timeline if isinstance(line.body, NoticePrinted)]
        waiting: list[int] = []
        query = AskCases(tab=Tab.TO_COLLECT, find=code)
        seat.app.desk.hall.ask(query, lambda page: waiting.append(page.total))
        await seat.quiet()
        assert waiting == [0]
