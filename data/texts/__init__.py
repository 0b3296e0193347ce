"""Every text shown to people, from gettext catalogues in zh_CN and en.

A text is found by a key such as `refusal.window_busy`; its named fields are filled from facts. Each room
keeps its own domain (`law.po`, `desk.po`, …) below `locale/<language>/LC_MESSAGES`; all are read together.
Compile them with `python -m data.texts.compile` (babel); the compiled files are part of the tree, and a
test holds them to their sources.
"""

from __future__ import annotations

import gettext
from enum import StrEnum
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


class Language(StrEnum):
    """The languages of the program, by the name the command line uses."""

    ZH = "zh"
    EN = "en"

    @property
    def locale(self) -> str:
        """The folder of the language's catalogues."""
        return "zh_CN" if self is Language.ZH else "en"


class Texts:
    """The texts of one language: `texts("light.green")`, `texts("why.due", date=…)`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._translations = gettext.NullTranslations()
        for path in sorted((LOCALE / language.locale / "LC_MESSAGES").glob("*.mo")):
            with path.open("rb") as file:
                self._translations.add_fallback(gettext.GNUTranslations(file))

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of `key` with its fields filled; a key without a text is shown as itself."""
        text = self._translations.gettext(key)
        return text.format_map(facts) if facts else text

    def __contains__(self, key: str) -> bool:
        return self._translations.gettext(key) != key


@cache
def texts(language: Language) -> Texts:
    """The texts of a language, read once."""
    return Texts(language)
