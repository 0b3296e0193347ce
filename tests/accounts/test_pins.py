"""The PIN of a desk on this machine."""

from __future__ import annotations

import pytest

from data.accounts.pins import Pins
from data.port.errors import HallUnavailable
from tests.support.accounts.people import People

PIN = "284691"


@pytest.fixture
def pins(people: People) -> Pins:
    return Pins(people.database, hashing=people.hashing)


def test_a_pin_opens_for_its_own_user_only(pins: Pins) -> None:
    assert pins.put("clerk", PIN, "clerk") is None
    assert pins.has("clerk")
    assert not pins.has("other")
    assert pins.check("clerk", PIN)
    assert not pins.check("clerk", "284692")
    assert not pins.check("other", PIN)


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("12345", "pin_length"),
        ("1" * 13, "pin_length"),
        ("28469x", "pin_length"),
        ("２８４６９１", "pin_length"),
        ("111111", "pin_plain"),
        ("123456", "pin_plain"),
        ("987654", "pin_plain"),
    ],
)
def test_a_weak_pin_is_not_taken(pins: Pins, pin: str, reason: str) -> None:
    refused = pins.put("clerk", pin, "clerk")
    assert refused is not None
    assert refused.reason == reason
    assert not pins.has("clerk")


def test_guessing_is_slowed_down_and_passes(people: People, pins: Pins) -> None:
    pins.put("clerk", PIN, "clerk")
    for _ in range(5):
        assert not pins.check("clerk", "000001")
    with pytest.raises(HallUnavailable) as told:
        pins.check("clerk", PIN)
    assert (told.value.reason, told.value.facts) == ("sign_in_locked", {"seconds": "2"})
    people.later(seconds=2)
    assert pins.check("clerk", PIN)


def test_a_pin_is_kept_as_a_hash_and_removed(people: People, pins: Pins) -> None:
    pins.put("clerk", PIN, "clerk")
    with people.database.reading() as connection:
        kept = str(connection.execute("SELECT * FROM pin").fetchall())
    assert "$argon2id$" in kept
    assert PIN not in kept
    pins.put("clerk", "", "root")
    assert not pins.has("clerk")
    assert [entry.act for entry in people.admin.entries(2)] == ["pin_removed", "pin_set"]
