"""A signature holds for exactly what was signed, by whom, and around when."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.link.signatures import SIGNATURE, TIMESTAMP, WINDOW, Key
from data.time_source import at
from tests.support.sitting import OPENED

KEY = Key("fire", b"0123456789abcdef0123456789abcdef")
BODIES = st.binary(max_size=60)
PATHS = st.text("abc/?=", max_size=12).map("/".__add__)


@given(PATHS, BODIES, st.integers(-300, 300))
def test_what_was_signed_within_the_window_is_the_department_s(path: str, body: bytes, seconds: int) -> None:
    headers = KEY.headers("POST", path, OPENED, body)
    assert KEY.signed("POST", path, headers, body, OPENED + timedelta(seconds=seconds))


@given(PATHS, BODIES, PATHS, BODIES, st.sampled_from(["POST", "REPLY", "PUT"]))
def test_anything_else_is_not(path: str, body: bytes, other: str, others: bytes, method: str) -> None:
    headers = KEY.headers("POST", path, OPENED, body)
    same = (method, other, others) == ("POST", path, body)
    assert KEY.signed(method, other, headers, others, OPENED) is same


@given(st.text(max_size=20), st.text(max_size=70))
def test_no_made_up_header_is_a_signature(timestamp: str, signature: str) -> None:
    headers = KEY.headers("POST", "/answers", OPENED, b"{}")
    for name, made_up in ((TIMESTAMP, timestamp), (SIGNATURE, signature)):
        if headers[name] != made_up:
            assert not KEY.signed("POST", "/answers", {**headers, name: made_up}, b"{}", OPENED)


@given(st.integers(1, 10**9))
def test_outside_the_window_nothing_is(seconds: int) -> None:
    headers = KEY.headers("POST", "/answers", OPENED, b"{}")
    assert not KEY.signed("POST", "/answers", headers, b"{}", OPENED + WINDOW + timedelta(seconds=seconds))


def test_another_department_with_the_same_secret_is_another() -> None:
    twin = Key("market", KEY.secret)
    headers = twin.headers("POST", "/answers", OPENED, b"{}")
    assert not KEY.signed("POST", "/answers", headers, b"{}", OPENED)
    assert not KEY.signed("POST", "/answers", {**headers, "x-clerk-department": "fire"}, b"{}", OPENED)


def test_a_key_does_not_show_its_secret() -> None:
    assert "0123" not in repr(KEY)


def test_the_documented_example_is_signed_like_this() -> None:
    """docs/links.md shows it to those who write the other side."""
    headers = KEY.headers("POST", "/answers", at(OPENED.date(), 9, 40), b'{"id":"1"}')
    assert headers[TIMESTAMP] == "1773798000"
    assert headers[SIGNATURE] == "v1=2b18fab3f2198d4f67762c0a826bf72829a14d647a6d417b1b11a36ec02cf6fe"
