"""What is wrong, or merely odd, in a catalogue file: told with file, line, field and reason.

A problem stops the reading; a remark (see `exchange`) does not. The reason is a key of the texts, its
facts fill it in, so both can be told in either language.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from data.law.identifier import shown
from data.texts import Texts

_FACT_LENGTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend before the file can be read. `line` counts from 1; 0 is the whole file."""

    file: str
    line: int
    field: str
    reason: str
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={_short(fact)}" for key, fact in self.facts.items())
        return f"{_place(self)}: {self.reason}" + (f" ({facts})" if facts else "")

    def told(self, texts: Texts) -> str:
        """The problem in one line of that language."""
        return f"{_place(self)}: {_reason(self.reason, self.facts, texts)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One odd thing in an imported record, and what was made of it. `field` is the record's own name."""

    field: str
    reason: str
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def told(self, texts: Texts) -> str:
        """The remark in one line of that language."""
        reason = _reason(self.reason, self.facts, texts)
        return f"{shown(self.field)}: {reason}" if self.field else reason


class CatalogueError(ValueError):
    """A catalogue that cannot be read, with every problem that was found, a line each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(each) for each in problems))


def _place(problem: Problem) -> str:
    parts = (shown(problem.file), str(problem.line) if problem.line else "", shown(problem.field))
    return ":".join(part for part in parts if part)


def _reason(reason: str, facts: Mapping[str, str], texts: Texts) -> str:
    """The text of the reason; a fact that is itself a key of the texts is told in the language, too."""
    told = {key: texts(fact) if fact in texts else _short(fact) for key, fact in facts.items()}
    return texts(reason, **told)


def _short(fact: str) -> str:
    fact = shown(fact)
    return fact if len(fact) <= _FACT_LENGTH else fact[: _FACT_LENGTH - 3] + "..."
