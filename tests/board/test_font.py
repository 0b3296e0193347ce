"""Large letters and digits."""

from __future__ import annotations

from itertools import combinations

import pytest

from clerk_tui.board.font import GLYPHS, HEIGHT, WIDTH, dots_of, drawable, drawn


def test_every_letter_that_a_number_may_have_is_drawable() -> None:
    assert drawable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_no_two_letters_look_the_same() -> None:
    alike = [(one, other) for one, other in combinations(GLYPHS, 2) if GLYPHS[one] == GLYPHS[other]]
    assert alike == []


@pytest.mark.parametrize("letter", GLYPHS)
def test_a_letter_is_four_dots_wide_and_five_high(letter: str) -> None:
    assert [len(line) for line in GLYPHS[letter]] == [WIDTH] * HEIGHT
    assert set("".join(GLYPHS[letter])) == {"#", " "}


@pytest.mark.parametrize(("wide", "high"), [(1, 1), (2, 1), (6, 3)])
def test_a_text_is_as_wide_and_as_high_as_its_dots(wide: int, high: int) -> None:
    lines = drawn("VA024", wide, high)
    assert len(lines) == HEIGHT * high
    assert {len(line) for line in lines} == {dots_of(5) * wide}


def test_a_seven_can_be_read() -> None:
    assert drawn("7", 1, 1) == ("####", "   #", "  # ", " #  ", " #  ")


@pytest.mark.parametrize("text", ["", "综1", "a", "1 2"])
def test_what_has_no_shape_is_not_drawable(text: str) -> None:
    assert not drawable(text)


def test_nothing_takes_no_room() -> None:
    assert drawn("", 2, 1) == ("",) * HEIGHT
    assert dots_of(0) == 0
