"""A page of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """Some lines of a list in its order; `after` is the key to ask for the next ones with, None at the end.

    `total` counts the whole list as filtered.
    """

    lines: tuple[Line, ...]
    after: str | None = None
    total: int = 0
