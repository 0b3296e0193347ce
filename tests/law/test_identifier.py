"""Identifiers: normalised, checked, masked, and safe to show."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.law.identifier import (
    IdentifierError,
    check,
    credit_code,
    mask_id,
    mask_name,
    mask_phone,
    normalise,
    phone,
    resident_id,
    shown,
)
from data.model.applicant import IdKind
from data.model.item import ApplicantKind

TODAY = date(2026, 11, 22)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def complete(body: str) -> str:
    """The resident ID of these 17 digits, by the weights that GB 11643 prints."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


bodies = st.builds(
    lambda region, birth, order: f"{region:06d}{birth:%Y%m%d}{order:03d}",
    st.integers(100000, 999999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


@given(bodies)
def test_the_check_character_is_that_of_the_standard_for_any_region_code(body: str) -> None:
    assert resident_id(complete(body), TODAY) == complete(body)


@pytest.mark.parametrize("text", ["11010519491231002X", "500102199003070010"])
def test_the_standards_examples_are_valid(text: str) -> None:
    assert resident_id(text, TODAY) == text


@pytest.mark.parametrize("text", ["１１０１０５１９４９１２３１００２ｘ", " 110105 19491231 002x\n"])
def test_full_width_digits_spaces_and_a_small_x_are_understood(text: str) -> None:
    assert resident_id(text, TODAY) == "11010519491231002X"


@pytest.mark.parametrize("region", ["500105", "500112", "512301", "810000", "820000", "830000", "911100"])
def test_abolished_and_special_region_codes_are_accepted(region: str) -> None:
    text = complete(f"{region}19900307001")
    assert resident_id(text, TODAY) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "identifier.length"),
        ("110105491231002", "identifier.length"),
        ("1101051949123100X2", "identifier.characters"),
        ("11010519491231002Y", "identifier.characters"),
        ("11010519491231002٢", "identifier.characters"),
        ("110105194912310021", "identifier.check"),
        (complete("50010219900230001"), "identifier.birth_impossible"),
        (complete("50010200000101001"), "identifier.birth_impossible"),
        (complete("50010217490101001"), "identifier.birth_impossible"),
        (complete("50010220261123001"), "identifier.birth_future"),
    ],
)
def test_a_resident_id_that_cannot_be_right_says_why(text: str, key: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        resident_id(text, TODAY)
    assert caught.value.key == key


def test_somebody_born_today_is_accepted() -> None:
    text = complete("50010220261122001")
    assert resident_id(text, TODAY) == text


@given(bodies, st.data())
def test_every_single_wrong_digit_of_a_resident_id_is_caught(body: str, data: st.DataObject) -> None:
    text = complete(body)
    position = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789X") - {text[position]})))
    with pytest.raises(IdentifierError):
        resident_id(text[:position] + wrong + text[position + 1 :], TODAY)


@given(st.one_of(bodies.map(complete), st.text()))
def test_an_error_holds_no_part_of_the_identifier(text: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        resident_id(text + "7", TODAY)
    assert all(
        len(fact) <= 2 or fact == str(len(normalise(text + "7"))) for fact in caught.value.facts.values()
    )
    assert str(caught.value).startswith("identifier.")


@pytest.mark.parametrize("text", ["91350100M000100Y43", "91350100m000100y43", "９１３５０１００-M000100Y4-3"])
def test_a_credit_code_is_accepted_as_typed(text: str) -> None:
    assert credit_code(text) == "91350100M000100Y43"


def test_a_credit_code_may_begin_with_letters_as_a_villages_does() -> None:
    assert credit_code("N2500102MF00000017") == "N2500102MF00000017"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("91350100M000100Y4", "identifier.length"),
        ("91350100I000100Y43", "identifier.characters"),
        ("9135O100M000100Y43", "identifier.characters"),
        ("91350100M000100Y44", "identifier.check"),
    ],
)
def test_a_credit_code_that_cannot_be_right_says_why(text: str, key: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        credit_code(text)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800001234", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("００８６１３８００００１２３４", "13800001234"),
        ("（023）72223333", "023-72223333"),
        ("0771-8223333", "0771-8223333"),
    ],
)
def test_a_telephone_number_is_understood(text: str, expected: str) -> None:
    assert phone(text) == expected


@pytest.mark.parametrize("text", ["", "12800001234", "1380000123", "138000012345", "72223333", "电话"])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        phone(text)
    assert caught.value.key == "identifier.phone"


def test_each_kind_is_checked_by_its_own_rule() -> None:
    assert check(IdKind.RESIDENT_ID, "11010519491231002x", TODAY) == "11010519491231002X"
    assert check(IdKind.CREDIT_CODE, "91350100M000100Y43", TODAY) == "91350100M000100Y43"
    assert check(IdKind.PASSPORT, "e 1234 5678", TODAY) == "E12345678"
    assert check(IdKind.OTHER, "军字第０１号", TODAY) == "军字第01号"
    for kind, text, key in (
        (IdKind.PASSPORT, "护照", "identifier.passport"),
        (IdKind.OTHER, " ​", "identifier.empty"),
        (IdKind.OTHER, "1" * 51, "identifier.too_long"),
    ):
        with pytest.raises(IdentifierError) as caught:
            check(kind, text, TODAY)
        assert caught.value.key == key


def test_masks_hide_the_birth_date_the_number_and_the_given_name() -> None:
    assert mask_id("11010519491231002X") == "1101**********002X"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_id("123") == "***"
    assert mask_id("91350100M000100Y43", IdKind.CREDIT_CODE) == "91350100M000100Y43"
    assert mask_phone("138 0000 1234") == "138****1234"
    assert mask_phone("023-72223333") == "023****3333"
    assert mask_phone("110") == "***"
    assert mask_name("王小明") == "王*"
    assert mask_name("欧阳修远") == "欧*"
    assert mask_name("\u202e王小明") == "王*"
    assert mask_name("") == ""
    assert mask_name("渝味餐饮", ApplicantKind.ENTERPRISE) == "渝味餐饮"


@given(bodies)
def test_a_masked_resident_id_does_not_tell_the_birth_date(body: str) -> None:
    masked = mask_id(complete(body))
    assert len(masked) == 18
    assert set(masked[4:14]) == {"*"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9bb\x7f", "a\\x9bb\\x7f"),
        ("王\u202e明\u2066", "王\\u202e明\\u2066"),
        ("王\u200b明\ufeff", "王\\u200b明\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("\u3164", "\\u3164"),
        ("一\n二", "一\\x0a二"),
        ("全　角", "全　角"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(st.characters(codec=None)))
def test_nothing_shown_can_command_a_terminal(text: str) -> None:
    for result in (shown(text), mask_name(text), mask_id(text), mask_phone(text)):
        assert not {"Cc", "Cf", "Cs", "Zl", "Zp"} & {unicodedata.category(each) for each in result}
        result.encode("utf-8")


@given(st.text(st.characters(codec=None)))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
