"""The light as a word with the days left: 绿5 黄今 红-2 红法-3 停7, in English G5 Y0 R-2 R!-3 P7."""

from __future__ import annotations

from data.model.legal.clock import Light
from data.texts import Texts
from widgets.base.ink import Ink

INKS = {
    Light.NONE: Ink.DIM,
    Light.GREEN: Ink.LIGHT_GREEN,
    Light.FROZEN: Ink.LIGHT_FROZEN,
    Light.YELLOW: Ink.LIGHT_YELLOW,
    Light.RED: Ink.LIGHT_RED,
    Light.LAW: Ink.LIGHT_LAW,
}
PLAIN_WIDTH = 5
OVER = (Light.RED, Light.LAW)
"""Lights past the due date: with no working day overrun yet, it was the last one before a day off."""


def light_word(light: Light, left: int | None, texts: Texts) -> str:
    """The light's word and the working days left: 今 today, 超 over since a day off, below 0 overrun."""
    if light is Light.NONE:
        return "-"
    word = texts(f"light.{light.key}")
    if left is None:
        return word
    if left == 0 and light in OVER:
        return word + texts("light.over")
    if left == 0 and light is not Light.FROZEN:
        return word + texts("light.today")
    return f"{word}{left}"


def provisional_word(word: str, *, provisional: bool) -> str:
    """The word with a question mark where the due date needs a year that is not published."""
    return f"{word}?" if provisional else word
