"""The lock and the sign-in, held still: 80x24 in both languages."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from data.texts import Language
from tests.support.accounts.locked_desk import Door, FarHall, at_desk, pin_lock
from tests.support.desk.canned_hall import CannedHall

PICTURES = Path(__file__).parent / "pictures"


def same(name: str, lines: list[str]) -> None:
    """The screen is as it was when somebody looked at it."""
    picture = "\n".join(line.rstrip() for line in lines) + "\n"
    ambiguous = {char for char in picture if unicodedata.east_asian_width(char) == "A"}
    assert ambiguous <= set("“”·")
    path = PICTURES / f"{name}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        pytest.fail(f"there was no {path.name}: look at it, and keep it if it is right")
    assert picture == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", Language)
async def test_the_lock(language: Language) -> None:
    async with at_desk(CannedHall, lock=pin_lock(), language=language) as seat:
        await seat.press("ctrl+l")
        await seat.type("111111")
        await seat.press("enter")
        same(f"lock-{language}-80x24", seat.lines)


@pytest.mark.parametrize("language", Language)
async def test_the_cover_without_a_pin(language: Language) -> None:
    async with at_desk(CannedHall, language=language) as seat:
        await seat.press("ctrl+l")
        same(f"cover-{language}-80x24", seat.lines)


@pytest.mark.parametrize("language", Language)
async def test_the_sign_in(language: Language) -> None:
    door = Door()
    door.wrong, door.facts = "window_taken", {"window": "3"}
    async with at_desk(lambda: FarHall(door), door=door, language=language) as seat:
        await seat.type("my password")
        await seat.press("enter")
        same(f"sign-in-{language}-80x24", seat.lines)


@pytest.mark.parametrize("language", Language)
async def test_the_first_password(language: Language) -> None:
    door = Door(must_change=True)
    async with at_desk(lambda: FarHall(door), door=door, language=language) as seat:
        await seat.type(door.password)
        await seat.press("enter")
        same(f"first-password-{language}-80x24", seat.lines)


@pytest.mark.parametrize("language", Language)
async def test_signing_in_again(language: Language) -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    async with at_desk(lambda: FarHall(door), door=door, language=language) as seat:
        door.user = ""
        await seat.press("f5")
        same(f"again-{language}-80x24", seat.lines)
