"""A few pictures of the desk, held still: 80x24 in both languages, a form, and the wide screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.texts import Language
from tests.support.desk.canned_hall import CannedHall
from tests.support.desk.seat import Sit

PICTURES = Path(__file__).parent / "pictures"

CASES = [
    ("queue-zh-80x24", (80, 24), Language.ZH, ()),
    ("queue-en-80x24", (80, 24), Language.EN, ()),
    ("waiting-zh-80x24", (80, 24), Language.ZH, ("left_square_bracket",)),
    ("queue-zh-120x40", (120, 40), Language.ZH, ()),
    ("checklist-zh-80x24", (80, 24), Language.ZH, ("2", "j")),
    ("route-en-80x24", (80, 24), Language.EN, ("3",)),
    ("form-zh-80x24", (80, 24), Language.ZH, ("s",)),
    ("queue-en-200x50", (200, 50), Language.EN, ()),
]


@pytest.mark.parametrize(("name", "size", "language", "keys"), CASES, ids=[case[0] for case in CASES])
async def test_the_desk_looks_as_it_did(
    sit: Sit, name: str, size: tuple[int, int], language: Language, keys: tuple[str, ...]
) -> None:
    async with sit(size, language, open_hall=CannedHall) as seat:
        await seat.press(*keys)
        picture = "\n".join(line.rstrip() for line in seat.lines) + "\n"
    path = PICTURES / f"{name}.txt"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8")
        pytest.fail(f"there was no {path.name}: look at it, and keep it if it is right")
    assert picture == path.read_text(encoding="utf-8")
