"""Addresses: what is a server's, and what is refused before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.remote.address import AddressError, read_address
from data.remote.pin import Pin, read_pin

PIN = "sha256/" + "A" * 43 + "="


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("https://Hall.Example.CN/", "https://hall.example.cn"),
        ("https://hall.example.cn:443", "https://hall.example.cn"),
        ("https://hall.example.cn:8443/fuling/", "https://hall.example.cn:8443/fuling"),
        ("http://localhost:8480", "http://localhost:8480"),
        ("http://127.0.0.9", "http://127.0.0.9"),
        ("http://[::1]:8480/", "http://[::1]:8480"),
        (" https://10.0.0.5 ", "https://10.0.0.5"),
    ],
)
def test_one_server_has_one_way_of_writing(given: str, written: str) -> None:
    assert read_address(given).url == written


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "not_a_url"),
        ("hall.example.cn", "not_a_url"),
        ("ftp://hall.example.cn", "not_a_url"),
        ("file:///etc/passwd", "not_a_url"),
        ("https://", "not_a_url"),
        ("https://hall.example.cn:port", "not_a_url"),
        ("https://hall.example.cn:70000", "not_a_url"),
        ("https://hall.example.cn/?token=x", "not_a_url"),
        ("https://hall.example.cn/#x", "not_a_url"),
        ("https://hall example.cn", "not_a_url"),
        ("https://hall.example.cn/a b", "not_a_url"),
        ("https://hall.example.cn/\r\nx", "not_a_url"),
        ("https://[::1", "not_a_url"),
        ("https://user:secret@hall.example.cn", "secret_inside"),
        ("https://user@hall.example.cn", "secret_inside"),
        ("http://hall.example.cn", "plain"),
        ("http://10.0.0.5", "plain"),
        ("http://127.0.0.1.example.cn", "plain"),
        ("http://localhost.example.cn", "plain"),
        ("http://0.0.0.0", "plain"),
        ("https://" + "a" * 3000, "not_a_url"),
    ],
)
def test_what_is_no_server_s_address_is_refused_without_showing_a_secret(given: str, reason: str) -> None:
    with pytest.raises(AddressError) as refused:
        read_address(given)
    assert refused.value.reason == reason
    assert "secret" not in str(refused.value.facts)


def test_plain_http_to_another_machine_must_be_told() -> None:
    assert read_address("http://10.0.0.5:80", plain=True).url == "http://10.0.0.5"


def test_what_only_tls_has_is_refused_without_it() -> None:
    for what in ({"ca": Path("ca.pem")}, {"pins": (PIN,)}, {"certificate": Path("desk.pem")}):
        with pytest.raises(AddressError) as refused:
            read_address("http://localhost", **what)
        assert refused.value.reason == "no_tls"


def test_a_key_without_its_certificate_is_refused() -> None:
    with pytest.raises(AddressError) as refused:
        read_address("https://hall.example.cn", key=Path("desk.key"))
    assert refused.value.reason == "key_alone"


def test_a_pin_is_read_and_written_alike() -> None:
    address = read_address("https://hall.example.cn", pins=(PIN,))
    assert address.pins == (Pin(bytes(32)),)
    assert str(address.pins[0]) == PIN
    assert read_pin(PIN) == address.pins[0]


@pytest.mark.parametrize(
    "given", ["", "sha256/", "sha1/AAAA", PIN[:-1], PIN + "A", "sha256/" + "*" * 44, "sha256//////"]
)
def test_what_is_no_pin_is_refused(given: str) -> None:
    with pytest.raises(AddressError) as refused:
        read_address("https://hall.example.cn", pins=(given,))
    assert refused.value.reason == "pin"
