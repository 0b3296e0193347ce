"""The light as a word, in both languages and never by colour alone."""

from __future__ import annotations

import pytest

from data.model.legal.clock import Light
from data.texts import Language, texts
from widgets.base.ink import Palette
from widgets.base.light import INKS, light_word, provisional_word


@pytest.mark.parametrize(
    ("light", "left", "zh", "en"),
    [
        (Light.GREEN, 5, "绿5", "G5"),
        (Light.YELLOW, 1, "黄1", "Y1"),
        (Light.YELLOW, 0, "黄今", "Y0"),
        (Light.RED, 0, "红超", "R+"),
        (Light.LAW, 0, "红法超", "R!+"),
        (Light.RED, -2, "红-2", "R-2"),
        (Light.LAW, -3, "红法-3", "R!-3"),
        (Light.FROZEN, 7, "停7", "P7"),
        (Light.FROZEN, 0, "停0", "P0"),
        (Light.GREEN, None, "绿", "G"),
        (Light.NONE, None, "-", "-"),
    ],
)
def test_each_light_has_its_word(light: Light, left: int | None, zh: str, en: str) -> None:
    assert light_word(light, left, texts(Language.ZH)) == zh
    assert light_word(light, left, texts(Language.EN)) == en


def test_a_due_date_in_an_unpublished_year_says_so() -> None:
    assert provisional_word("绿5", provisional=True) == "绿5?"
    assert provisional_word("绿5", provisional=False) == "绿5"


def test_every_light_has_a_look_of_its_own_and_no_background_on_a_slow_line() -> None:
    assert set(INKS) == set(Light)
    looks = [Palette().style(ink) for ink in INKS.values()]
    assert len(set(looks)) >= len(looks) - 1
    thin = Palette(thin=True)
    assert all(thin.style(ink).bgcolor is None for ink in INKS.values())
