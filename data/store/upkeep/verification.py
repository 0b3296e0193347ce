"""What an examination of a database came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it was written; `key` is a key of the texts (`verify.<key>`).

    Where an event is concerned, the facts name its case or ticket (`stream`), its number there (`seq`) and
    its `position` in the log. They never hold what a column holds.
    """

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How much was examined, the hash of the newest event, and every problem found.

    Two copies with the same head hold the same log; noting the head elsewhere makes a log that was cut off
    and written anew noticeable. Of a database with several districts it is the SHA-256 of a line for each
    one's code and the hash of its newest event, in the order of the codes.
    """

    events: int
    cases: int
    tickets: int
    receipts: int
    head: str
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems
