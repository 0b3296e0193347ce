"""Lines of cells: what fits, where text may break, and that data is never taken for a mark."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.notices.layout import NOT_FIRST, NOT_LAST, cells, centred, flush_right, wrap
from data.notices.paper_lines import lay_out, plain

NASTY = st.text(max_size=220)
HANZI = st.text(st.sampled_from("涪陵区政务服务中心受理通知书甲乙丙"), min_size=1, max_size=4)
SENTENCES = st.lists(
    st.tuples(HANZI, st.sampled_from(["，", "。", "；", "）", "》", "、", "（", "《", "“", "”"])), max_size=30
).map(lambda parts: "".join(word + mark for word, mark in parts))


@given(text=NASTY, first=st.integers(2, 90), rest=st.integers(2, 90))
def test_no_line_is_wider_than_its_room(text: str, first: int, rest: int) -> None:
    top, *others = wrap(text, first, rest)
    assert cells(top) <= first
    assert all(cells(line) <= rest for line in others)


@given(text=NASTY, width=st.integers(2, 90))
def test_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    assert "".join(wrap(text, width, width)).replace(" ", "") == text.replace(" ", "")


@given(text=SENTENCES, width=st.integers(16, 80))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(text: str, width: int) -> None:
    lines = [line for line in wrap(text, width, width) if line]
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_comma_takes_its_character_along_to_the_next_line() -> None:
    assert wrap("一二三，四", 6, 6) == ["一二", "三，四"]


def test_an_opening_bracket_goes_with_what_it_opens() -> None:
    assert wrap("一二（三）", 6, 6) == ["一二", "（三）"]


def test_a_latin_word_stays_whole_among_chinese() -> None:
    assert wrap("编号500102260318A", 12, 16) == ["编号", "500102260318A"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrap("A" * 10, 4, 4) == ["AAAA", "AAAA", "AA"]


def test_characters_that_devices_disagree_on_count_as_wide() -> None:
    assert cells("阿依古丽·买买提") == 16
    assert cells("“”") == 4


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert wrap("ae\u0301" * 3, 2, 2) == ["ae\u0301"] * 3


@pytest.mark.parametrize("room", [1, 0])
def test_a_line_too_narrow_for_a_character_is_refused(room: int) -> None:
    with pytest.raises(ValueError, match="two cells"):
        wrap("一", room, 2)


@given(text=NASTY, width=st.integers(2, 90))
def test_placed_lines_fit_too(text: str, width: int) -> None:
    assert all(cells(line) <= width for line in [*centred(text, width), *flush_right(text, width)])


MARKED = [
    "{}",
    "# {}",
    "> {}",
    "标签： | {}",
    "{} || {}",
    "1. | {} >> {}",
    "   {}： | {}",
    "　　{}",
    "{} >> {}",
]


@given(text=NASTY, mark=st.sampled_from(MARKED), columns=st.sampled_from([80, 48, 32]))
@example(text="---", mark="{}", columns=32)
@example(text="[qr]", mark="{}", columns=32)
def test_every_mark_fits_with_any_data(text: str, mark: str, columns: int) -> None:
    laid = lay_out(mark.format(plain(text), plain(text)), columns, ("#",))
    assert all(cells(line) <= columns for line in laid.lines)
    assert all(line.isprintable() or "\u3000" in line or _unassigned(line) for line in laid.lines)
    assert laid.symbol is None


def _unassigned(line: str) -> bool:
    """Whether all that is not printable in the line are spaces, private or unassigned characters."""
    return all(char.isprintable() or unicodedata.category(char) in ("Zs", "Co", "Cn") for char in line)


@pytest.mark.parametrize("data", ["# 标题", "> 右", "---", "[qr]", "a || b", "a >> b", "标签 | 值"])
def test_what_comes_from_a_case_is_never_a_mark(data: str) -> None:
    assert lay_out(plain(data), 80, ("qr",)).lines == (data,)


def test_hiding_marks_twice_is_the_same_as_once() -> None:
    assert plain(plain("a | b >> c")) == plain("a | b >> c")


def test_control_and_bidi_characters_are_shown() -> None:
    assert lay_out(plain("王\x1b[31m\u202e明"), 80, ()).lines == ("王\\x1b[31m\\u202e明",)


def test_two_halves_fold_where_they_do_not_fit() -> None:
    source = "经办人： | 张敏 || 咨询电话： | 023-81160000"
    assert lay_out(source, 80, ()).lines == ("经办人：张敏" + " " * 28 + "咨询电话：023-81160000",)
    assert lay_out(source, 32, ()).lines == ("经办人：张敏", "咨询电话：023-81160000")


def test_what_does_not_fit_beside_goes_below_at_the_right() -> None:
    source = "1. | 申请书 >> 原件1份 复印件0份"
    assert lay_out(source, 80, ()).lines == ("1. 申请书" + " " * 54 + "原件1份 复印件0份",)
    assert lay_out(source, 32, ()).lines == ("1. 申请书", " " * 15 + "原件1份 复印件0份")


def test_a_date_goes_whole_below_its_label() -> None:
    assert lay_out("受理决定期限： | 5个工作日，至2026年3月25日", 32, ()).lines == (
        "受理决定期限：",
        "  5个工作日，至2026年3月25日",
    )


def test_a_long_text_hangs_under_itself() -> None:
    assert lay_out("理由： | " + "甲" * 20, 32, ()).lines == ("理由：" + "甲" * 13, "      " + "甲" * 7)


def test_empty_lines_do_not_pile_up_and_none_is_left_at_the_end() -> None:
    assert lay_out("\n\n甲\n\n\n乙\n\n", 80, ()).lines == ("甲", "", "乙")
