"""Text in cells: measured, cropped, padded and folded without splitting what is wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from data.law.identifier import shown
from widgets.base.cells import cells, crop, fit, right, wrap

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("王小明食品经营许可证（新办）、，·éa b-1[]/\\"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "width", "cropped"),
    [
        ("食品经营许可", 12, "食品经营许可"),
        ("食品经营许可", 11, "食品经营.."),
        ("食品经营许可", 10, "食品经营.."),
        ("abc", 2, ".."),
        ("abc", 1, "."),
        ("abc", 0, ""),
        ("", 0, ""),
    ],
)
def test_what_does_not_fit_ends_in_two_dots(text: str, width: int, cropped: str) -> None:
    assert crop(text, width) == cropped


@given(TEXTS, st.integers(0, 80))
def test_a_crop_is_never_wider_than_asked(text: str, width: int) -> None:
    assert cells(crop(text, width)) <= width


@given(TEXTS, st.integers(0, 80))
def test_a_crop_keeps_the_beginning_whole(text: str, width: int) -> None:
    cropped = crop(text, width)
    head = cropped.removesuffix("..") if cropped != shown(text) else cropped
    assert shown(text).startswith(head) or width <= 2


@given(TEXTS, st.integers(0, 80))
def test_fitting_gives_exactly_the_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(right(text, width)) == width


@given(TEXTS, st.integers(4, 80))
def test_folding_loses_nothing_but_spaces_and_overflows_no_line(text: str, width: int) -> None:
    folded = wrap(text, width)
    assert all(cell_len(line) <= width for line in folded)
    kept = "".join("".join(folded).split())
    assert kept == "".join("".join(shown(line) for line in text.splitlines()).split())


def test_control_characters_are_shown_not_obeyed() -> None:
    assert crop("a\x1b[31mb\u202e", 40) == "a\\x1b[31mb\\u202e"
