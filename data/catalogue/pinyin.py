"""The pinyin initials by which a clerk finds an item: 食品经营许可 is found by spjyxk.

The dictionary behind it costs 160 ms and 57 MB, so it is loaded by the first call and never by an import:
initials are computed when a catalogue is written or imported and are kept with the item.
"""

from __future__ import annotations

import unicodedata


def initials(name: str) -> str:
    """The first letter of every hanzi, and ASCII letters and digits as they are, in lower case.

    Everything else is dropped. Readings are those of the words in the name: 重庆 gives cq.
    """
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(unicodedata.normalize("NFKC", name), style=Style.FIRST_LETTER, errors="default")
    return "".join(char for part in parts for char in part.lower() if char.isascii() and char.isalnum())
