"""The answers last given, with the mark by which the server says that they still hold."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 8 * 1024 * 1024
"""How much is kept, as the answers' bytes on the wire."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, its mark, and how many bytes it came in."""

    mark: str
    answer: object
    size: int


class KeptAnswers:
    """Answers by what was asked; those that were used longest ago go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, asked: str) -> Kept | None:
        """The answer last given."""
        if asked in self._kept:
            self._kept.move_to_end(asked)
        return self._kept.get(asked)

    def put(self, asked: str, kept: Kept) -> None:
        """Keep an answer instead of the one before; one that is too large is not kept."""
        before = self._kept.pop(asked, None)
        self._size -= before.size if before is not None else 0
        if kept.size > self._most // 4:
            return
        self._kept[asked] = kept
        self._size += kept.size
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size

    def clear(self) -> None:
        """Keep nothing: somebody else may be asking."""
        self._kept.clear()
        self._size = 0
