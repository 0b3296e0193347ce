"""Answers that are the same for everybody, kept for a moment: after each change every desk asks for them."""

from __future__ import annotations

import gzip
from datetime import datetime
from threading import Lock
from typing import Any, Final

from data.core.queries import spec_of
from data.model.query import Query
from data.port.status import Mark

MOST_BYTES: Final = 16_777_216
PACKING: Final = 3
"""How hard answers are packed: the first few steps save nearly all there is to save."""


class Made:
    """An answer as bytes; packed once, when somebody wants it so."""

    __slots__ = ("_packed", "body")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self._packed = b""

    @property
    def packed(self) -> bytes:
        """The same, packed by gzip."""
        if not self._packed:
            self._packed = gzip.compress(self.body, PACKING, mtime=0)
        return self._packed


class Kept:
    """The answers of one mark and one second. With the next of either all are forgotten.

    So an answer is never older than what was written, nor by more than a second than the clock; and whether
    somebody may ask is asked of the hall each time.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._when: tuple[Mark, datetime] | None = None
        self._answers: dict[Query[Any], Made] = {}
        self._size = 0

    def of(self, mark: Mark, now: datetime, query: Query[Any]) -> Made | None:
        """The answer to a query, where somebody had it made just now."""
        with self._turn:
            return self._answers.get(query) if self._when == (mark, _second(now)) else None

    def keep(self, mark: Mark, now: datetime, query: Query[Any], made: Made) -> None:
        """Keep an answer for those who ask the same, if it is the same for all who may."""
        spec = spec_of(query)
        if spec is None or not spec.shared:
            return
        with self._turn:
            if self._when != (mark, _second(now)):
                self._when = (mark, _second(now))
                self._answers, self._size = {}, 0
            if self._size + len(made.body) <= MOST_BYTES:
                self._answers[query] = made
                self._size += len(made.body)


def _second(now: datetime) -> datetime:
    return now.replace(microsecond=0)
