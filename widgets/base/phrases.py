"""Small words that every pane uses: names in the screen's language, days, minutes, limits."""

from __future__ import annotations

from datetime import date

from data.texts import Language, Texts


def named(texts: Texts, name: str, name_en: str) -> str:
    """The name in the language of the screen; the Chinese one where no English one is given."""
    return name_en if texts.language is Language.EN and name_en else name


def day_word(day: date, today: date, *, provisional: bool = False) -> str:
    """A day as month and day, with its year where that is not this one; `?` while provisional."""
    form = f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    return f"{form}?" if provisional else form


def left_word(texts: Texts, left: int, *, over: bool = False) -> str:
    """The working days left: 剩5, 今日, 超2; `over` says that the due date has passed."""
    if left == 0:
        return texts("left.past" if over else "left.today")
    return texts("left.over" if left < 0 else "left.days", days=abs(left))
