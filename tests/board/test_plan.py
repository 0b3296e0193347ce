"""What stands where on the hall's screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_tui.board.plan import BoardState, planned
from data.model.settings import HallCard
from data.model.ticket import TicketStatus
from data.model.view import BoardCall, BoardView, BoardZone
from data.texts import Language, texts
from data.time_source import at
from widgets.base.cells import cells
from widgets.base.ink import Ink, Spans, width_of

NOW = at(date(2026, 3, 18), 9, 42)
ZH, EN = texts(Language.ZH), texts(Language.EN)
CARD = HallCard(region="500102", code="A", name="涪陵区政务服务中心", name_en="Fuling hall")
ZONE_NAMES = (
    "综合服务区",
    "企业开办区",
    "工程建设区",
    "食品许可区",
    "卫生健康区",
    "交通运输区",
    "人力资源区",
)
ZONES = tuple(
    BoardZone(code=letter, letter=letter, name=name, name_en=f"Zone {letter}", waiting=place)
    for place, (letter, name) in enumerate(zip("ABCDEFG", ZONE_NAMES, strict=True))
)


def call(
    number: str,
    window: str,
    *,
    minutes: int = 0,
    status: TicketStatus = TicketStatus.CALLED,
    name: str = "",
    calls: int = 1,
) -> BoardCall:
    """A call some minutes ago."""
    return BoardCall(
        number=number,
        status=status,
        window=window,
        window_name=name or f"{window}号窗口",
        window_name_en=name or f"Window {window}",
        since=NOW - timedelta(minutes=minutes),
        calls=calls,
    )


def picture(*calls: BoardCall, zones: Sequence[BoardZone] = ZONES, trouble: str = "") -> BoardState:
    """The screen with these calls."""
    view = BoardView(card=CARD, day=NOW.date(), calls=calls, zones=tuple(zones))
    return BoardState(view=view, now=NOW, trouble=trouble)


def shown(lines: Sequence[Spans]) -> list[str]:
    """What is seen: blanks in reverse video as strokes."""
    return [
        "".join("#" * len(text) if ink is Ink.CHOSEN else text for text, ink in line).rstrip()
        for line in lines
    ]


def test_the_screen_of_80_columns_and_24_lines() -> None:
    calls = (
        call("A024", "3"),
        call("VB007", "12", minutes=1, status=TicketStatus.SERVING),
        call("C001", "5", minutes=4, status=TicketStatus.SERVING),
        call("D011", "6", minutes=2, calls=2),
    )
    assert "\n".join(shown(planned(picture(*calls), 80, 24, ZH))) == (
        """\
 涪陵区政务服务中心                                            2026-03-18 09:42
--------------------------------------------------------------------------------
   ####      ####      ####    ##    ##            ##                  ######
 ##    ##  ##    ##  ##    ##  ##    ##              ##                      ##
 ########  ##    ##      ##    ########                ##                ####
 ##    ##  ##    ##    ##            ##              ##                      ##
 ##    ##    ####    ########        ##            ##                  ######
 A024 请到 3号窗口  09:42

 ######      ####        ##        ##              ##                    ####
 ##    ##  ##    ##    ####      ####                ##                ##
 ##    ##  ##    ##      ##        ##                  ##              ######
 ##    ##  ##    ##      ##        ##                ##                ##    ##
 ######      ####      ######    ######            ##                    ####
 D011 请到 6号窗口  09:40（第 2 次）
 其他叫号 ----------------------------------------------------------------------
 VB007  12号窗口                                                  09:41 办理中
 C001   5号窗口                                                   09:38 办理中



 等候 21 人 --------------------------------------------------------------------
 A 综合服务区    0  B 企业开办区    1  C 工程建设区    2  D 食品许可区    3
 E 卫生健康区    4  F 交通运输区    5  G 人力资源区    6"""
    )


def test_who_is_awaited_comes_before_who_is_served_already() -> None:
    serving = [call(f"A00{place}", str(place), status=TicketStatus.SERVING) for place in range(1, 9)]
    lines = shown(planned(picture(*serving, call("B001", "9", minutes=9)), 80, 24, ZH))
    assert lines[7].startswith(" B001 请到 9号窗口")


def test_blocks_for_who_is_awaited_and_strokes_for_who_is_served() -> None:
    def inks(status: TicketStatus) -> set[Ink]:
        lines = planned(picture(call("A001", "1", status=status)), 80, 24, ZH)
        return {ink for line in lines[2:7] for _, ink in line}

    assert inks(TicketStatus.CALLED) == {Ink.CHOSEN, Ink.PLAIN}
    assert inks(TicketStatus.SERVING) == {Ink.PLAIN}


def test_what_finds_no_room_is_counted() -> None:
    calls = [call(f"A{place:03}", str(place)) for place in range(1, 31)]
    text = "\n".join(shown(planned(picture(*calls), 80, 24, EN)))
    seen = sum(f"A{place:03}" in text for place in range(1, 31))
    assert f"({30 - seen} more)" in text


def test_a_window_whose_code_cannot_be_drawn_is_named_in_words() -> None:
    lines = shown(planned(picture(call("A001", "综1", name="综合窗口")), 80, 24, ZH))
    assert "综合窗口" in lines[7]
    assert all(len(line) <= 40 for line in lines[2:7])


def test_a_larger_screen_has_larger_digits() -> None:
    calls = [call(f"A00{place}", str(place)) for place in range(1, 4)]
    heights = []
    for width, height in ((60, 30), (80, 24), (120, 40), (160, 50), (200, 60)):
        lines = planned(picture(*calls), width, height, ZH)
        heights.append(next(y for y, line in enumerate(shown(lines)) if "A001 " in line) - 2)
    assert heights == [5, 5, 10, 10, 15]


def test_nobody_called_is_said() -> None:
    assert any("现在没有叫号" in line for line in shown(planned(picture(), 80, 24, ZH)))


def test_before_the_first_answer_the_screen_says_that_it_opens() -> None:
    lines = shown(planned(BoardState(view=None, now=NOW), 80, 24, EN))
    assert lines[0].endswith("2026-03-18 09:42")
    assert lines[3] == " opening ..."


def test_what_is_wrong_stands_under_the_name() -> None:
    told = planned(picture(trouble="画面停在 09:41"), 80, 24, ZH)
    assert told[1] == ((" 画面停在 09:41", Ink.BAD),)


def test_a_demo_hall_says_so() -> None:
    view = BoardView(
        card=HallCard(region="500102", code="A", name="大厅", demo=True), day=NOW.date(), calls=(), zones=()
    )
    assert "演示" in shown(planned(BoardState(view=view, now=NOW), 80, 24, ZH))[0]


NAMES = st.text(max_size=30) | st.sampled_from(["", "3号综合窗口", "Window 12, property", "\x1b[31m红\u202e"])
NUMBERS = st.from_regex(r"[VY]?[A-Z][0-9]{3}", fullmatch=True) | st.text(max_size=6)
CODES = st.integers(0, 120).map(str) | st.text(max_size=4)
STATUSES = st.sampled_from([TicketStatus.CALLED, TicketStatus.SERVING])


@st.composite
def pictures(draw: st.DrawFn) -> BoardState:
    def one() -> BoardCall:
        return BoardCall(
            number=draw(NUMBERS),
            status=draw(STATUSES),
            window=draw(CODES),
            window_name=draw(NAMES),
            window_name_en=draw(NAMES),
            since=NOW - timedelta(minutes=draw(st.integers(0, 600))),
            calls=draw(st.integers(1, 9)),
        )

    zones = [
        BoardZone(code=str(place), letter="A", name=draw(NAMES), name_en=draw(NAMES), waiting=place * 7)
        for place in range(draw(st.integers(0, 14)))
    ]
    return picture(*(one() for _ in range(draw(st.integers(0, 14)))), zones=zones)


@given(
    picture=pictures(),
    width=st.integers(1, 220),
    height=st.integers(1, 70),
    language=st.sampled_from(Language),
)
def test_whatever_is_called_fits_the_screen(
    picture: BoardState, width: int, height: int, language: Language
) -> None:
    lines = planned(picture, width, height, texts(language))
    assert len(lines) <= height
    for line in lines:
        if any(ink is Ink.CHOSEN for _, ink in line):
            assert width_of(line) <= width


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 60)])
def test_no_line_of_lists_is_cut_off(width: int, height: int, language: Language) -> None:
    calls = [call(f"A{place:03}", str(place)) for place in range(1, 13)]
    lines = planned(picture(*calls), width, height, texts(language))
    assert len(lines) == height
    assert all(cells("".join(text for text, _ in line)) <= width for line in lines)
