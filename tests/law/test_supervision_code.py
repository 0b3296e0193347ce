"""The supervision code: one per case, misread and mistyped codes are caught."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from data.law.supervision_code import (
    ALPHABET,
    LENGTH,
    SERIALS,
    SupervisionCode,
    SupervisionCodeError,
    grouped,
    make,
    parse,
)

codes = st.builds(
    make,
    region=st.text("0123456789", min_size=6, max_size=6),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    source=st.text(ALPHABET, min_size=3, max_size=3),
    serial=st.integers(0, SERIALS - 1),
)


def understood(text: str) -> SupervisionCode | None:
    try:
        return parse(text)
    except SupervisionCodeError:
        return None


@given(codes)
def test_a_code_is_read_back_as_it_was_made(code: SupervisionCode) -> None:
    assert parse(code.text) == code
    assert len(code.text) == LENGTH <= 50


@given(codes)
def test_the_check_character_is_that_of_iso_7064_mod_37_36(code: SupervisionCode) -> None:
    assert mod_37_36.is_valid(code.text)


@given(codes)
def test_neither_o_nor_i_occurs(code: SupervisionCode) -> None:
    assert not set(code.text) & set("OI")


@given(codes)
def test_every_single_wrong_character_is_caught(code: SupervisionCode) -> None:
    for position, right in enumerate(code.text):
        for wrong in set(ALPHABET) - {right}:
            assert understood(code.text[:position] + wrong + code.text[position + 1 :]) is None


@given(codes)
def test_every_swap_of_two_neighbours_is_caught(code: SupervisionCode) -> None:
    text = code.text
    for position in range(LENGTH - 1):
        left, right = text[position], text[position + 1]
        if left != right:
            assert understood(text[:position] + right + left + text[position + 2 :]) is None


def test_a_swap_that_iso_7064_alone_would_miss_is_caught() -> None:
    missed = 0
    for serial in range(4000):
        text = make("500102", date(2026, 3, 18), "A03", serial).text
        for position in range(LENGTH - 1):
            swapped = text[:position] + text[position + 1] + text[position] + text[position + 2 :]
            if swapped != text and mod_37_36.is_valid(swapped):
                missed += 1
                assert understood(swapped) is None
    assert missed > 0


@given(codes, st.data())
def test_a_code_taken_down_by_telephone_is_understood(code: SupervisionCode, data: st.DataObject) -> None:
    heard = "".join(
        data.draw(st.sampled_from({"0": "0oO", "1": "1iI"}.get(each, each + each.lower())))
        for each in grouped(code)
    )
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in heard)
    assert parse(heard) == parse(wide) == parse(heard.replace(" ", "-")) == code


def test_all_serials_of_a_source_and_day_give_different_codes() -> None:
    made = {make("500102", date(2026, 3, 18), "A03", serial).text for serial in range(SERIALS)}
    assert len(made) == SERIALS > 999


@pytest.mark.parametrize(
    ("region", "day", "source", "serial", "key"),
    [
        ("50010", date(2026, 3, 18), "A03", 0, "code.region"),
        ("50010２", date(2026, 3, 18), "A03", 0, "code.region"),
        ("500102", date(2126, 3, 18), "A03", 0, "code.day"),
        ("500102", date(2026, 3, 18), "AO3", 0, "code.source"),
        ("500102", date(2026, 3, 18), "a03", 0, "code.source"),
        ("500102", date(2026, 3, 18), "A03", SERIALS, "code.serial"),
        ("500102", date(2026, 3, 18), "A03", -1, "code.serial"),
    ],
)
def test_what_cannot_be_a_code_is_refused(region: str, day: date, source: str, serial: int, key: str) -> None:
    with pytest.raises(SupervisionCodeError) as caught:
        make(region, day, source, serial)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "code.length"),
        ("500102260318A03000", "code.length"),
        ("50010226031８A03000*", "code.characters"),
        ("5001O2260230A030000", "code.day"),
    ],
)
def test_what_is_no_code_says_why(text: str, key: str) -> None:
    with pytest.raises(SupervisionCodeError) as caught:
        parse(text)
    assert caught.value.key == key


@given(st.text())
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    code = understood(text)
    assert code is None or code.text == parse(code.text).text
    assert isinstance(grouped(text), str)


def test_a_code_is_read_out_in_groups() -> None:
    text = make("500102", date(2026, 3, 18), "A03", 0).text
    assert grouped(text) == f"500102 260318 A03 {text[15:]}"
