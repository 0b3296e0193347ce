"""One thing that `doctor` has examined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: its stable name, whether it is as it should be, and the words."""

    name: str
    ok: bool
    words: str
