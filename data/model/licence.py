"""A licence that the hall has issued, as its register keeps it for reuse (结果互认)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One issued licence: its number, its kind, the case that it came from, and how long it holds.

    `valid_to` is its last day, None for one without end; `revoked` the day on which it was revoked.
    """

    number: str
    kind: str
    case: str
    issued: date
    valid_to: date | None = None
    revoked: date | None = None
