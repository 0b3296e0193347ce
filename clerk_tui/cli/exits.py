"""How a run of the program ends: its exit code, and the one line that says why it failed."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, a contract: a graver ending has the higher number."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2
    CONFLICT = 3
    UNAVAILABLE = 4


class Failure(Exception):
    """The run ends here. `key` is a key of the texts, `facts` fill it in."""

    def __init__(self, code: Exit, key: str, **facts: object) -> None:
        super().__init__(key)
        self.code = code
        self.key = key
        self.facts = {name: str(value) for name, value in facts.items()}


def misused(key: str, **facts: object) -> Failure:
    """The program was called wrongly."""
    return Failure(Exit.WRONG_USE, key, **facts)
