"""The notices of a case: seen before they are printed, printed, and recorded once they are on paper."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clerk_tui.desk.dialogs.notice_preview import NoticePreview
from clerk_tui.shell.notice_output import Output
from data.model.case import IssuedNotice
from data.model.notice import NoticeKind, Paper
from data.texts import Language
from tests.support.desk.by_keys import KEEP, receive
from tests.support.desk.seat import Seat, Sit


def printer(paper: Path) -> tuple[str, ...]:
    """A printer that writes to a file."""
    return (sys.executable, "-c", KEEP, str(paper))


def notices(seat: Seat) -> dict[NoticeKind, IssuedNotice]:
    """The notices of the case in view."""
    file = seat.app.desk.state.file
    assert file is not None
    return {each.kind: each for each in file.notices}


def sheet(seat: Seat) -> str:
    """What the paper shows, all of it."""
    side = seat.app.screen
    assert isinstance(side, NoticePreview)
    return "\n".join(side.sheet.lines)


async def accepted(seat: Seat) -> None:
    """A case received and accepted with everything there."""
    await receive(seat)
    await seat.press("A", "a")


async def test_the_first_notice_not_printed_is_shown_and_enter_prints_it(sit: Sit, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    async with sit(output=Output(command=printer(paper))) as seat:
        await accepted(seat)
        await seat.press("p")
        assert "收件凭证" in seat.text
        shown = sheet(seat)
        assert "王小明" in shown
        assert "11010519491231002X" not in shown
        await seat.press("enter")
        assert paper.read_text(encoding="utf-8") == shown + "\n"
        assert notices(seat)[NoticeKind.RECEIPT].prints == 1
        assert notices(seat)[NoticeKind.RECEIPT].number in seat.message
        await seat.press("p")
        assert "受理通知书" in sheet(seat)
        await seat.press("enter")
        assert notices(seat)[NoticeKind.ACCEPTANCE].prints == 1


async def test_a_reprint_says_so_on_the_paper_and_in_the_list(sit: Sit, tmp_path: Path) -> None:
    async with sit(output=Output(command=printer(tmp_path / "paper"))) as seat:
        await receive(seat)
        await seat.press("p", "enter", "p")
        assert "已打1次" in seat.text
        assert "第1次补打" in sheet(seat)
        await seat.press("enter")
        assert notices(seat)[NoticeKind.RECEIPT].prints == 2


async def test_a_print_that_fails_is_told_and_not_recorded(sit: Sit) -> None:
    failing = (sys.executable, "-c", "import sys; sys.exit(3)")
    async with sit(output=Output(command=failing)) as seat:
        await receive(seat)
        await seat.press("p", "enter")
        assert "3" in seat.message
        assert notices(seat)[NoticeKind.RECEIPT].prints == 0


async def test_without_a_printer_a_notice_goes_to_a_file_of_its_owner_alone(sit: Sit, tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    async with sit(output=Output(folder=folder)) as seat:
        await receive(seat)
        await seat.press("p")
        shown = sheet(seat)
        await seat.press("enter")
        [written] = folder.iterdir()
        assert written.read_text(encoding="utf-8") == shown + "\n"
        assert written.stat().st_mode & 0o777 == 0o600
        assert "王" not in written.name


async def test_without_printer_and_folder_it_is_said_what_to_set(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("p", "enter")
        assert "--folder" in seat.message


async def test_the_pdf_is_the_page(sit: Sit, tmp_path: Path) -> None:
    pytest.importorskip("fpdf")
    output = Output(folder=tmp_path / "notices", paper=Paper.ROLL_58)
    async with sit(output=output) as seat:
        await receive(seat)
        await seat.press("p", "d")
        [written] = (tmp_path / "notices").iterdir()
        assert written.suffix == ".pdf"
        assert written.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", Language)
async def test_paper_and_language_are_chosen_with_the_preview_following(sit: Sit, language: Language) -> None:
    async with sit(language=language) as seat:
        await receive(seat)
        await seat.press("p")
        widths = []
        for _ in Paper:
            widths.append(max(len(line) for line in sheet(seat).splitlines() if set(line) == {"-"}))
            await seat.press("right")
        assert widths == [80, 48, 32]
        before = sheet(seat)
        await seat.press("l")
        assert sheet(seat) != before
        await seat.press("l")
        assert sheet(seat) == before


async def test_the_paper_is_scrolled_to_its_end_and_esc_leads_out(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("p")
        assert "扫码" not in seat.text
        await seat.press(*["space"] * 6)
        assert "扫码" in seat.text
        await seat.press("escape")
        assert "2 材料" in seat.text


async def test_the_page_is_shown_whole_in_eighty_columns(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("p")
        assert any(set(line) == {"-"} and len(line) == 80 for line in seat.lines)


async def test_what_cannot_be_taken_back_shows_the_notice_that_it_will_issue(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("b")
        await seat.type("区外机关")
        await seat.press("enter", "1", "enter")
        assert "不予受理通知书" in seat.text
        assert "出具时编号" in seat.text
        assert "王小明" in seat.text
        await seat.press("pagedown")
        assert "区外机关" in seat.text
        await seat.press("n")
        assert notices(seat).keys() == {NoticeKind.RECEIPT}


async def test_the_promise_to_be_signed_stands_before_the_acceptance(sit: Sit) -> None:
    async with sit((120, 60)) as seat:
        await receive(seat)
        await seat.press("A", "end", "t", "a")
        assert seat.text.index("容缺受理告知书") < seat.text.index("受理通知书")
        await seat.press("y")
        assert {NoticeKind.ACCEPTANCE, NoticeKind.TOLERANCE} < notices(seat).keys()
