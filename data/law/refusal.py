"""What a rule answers to input that the law has no place for: a reason, its facts and the article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from data.model.legal.article import LOCAL, Article, licensing
from data.model.outcome import Refusal

WORKING_DAYS = licensing("82")
"""Limits of the Administrative Licensing Law are in working days, without statutory holidays."""


class LawError(ValueError):
    """Input that is refused; `reason` is a key of the texts (`refusal.<reason>`), filled from `facts`.

    The message is the reason and its facts in one line. Facts are dates and numbers, never personal data.
    """

    def __init__(self, reason: str, article: Article = LOCAL, **facts: object) -> None:
        self.reason = reason
        self.article = article
        self.facts: Mapping[str, str] = MappingProxyType({key: str(value) for key, value in facts.items()})
        told = ", ".join(f"{key}={value}" for key, value in self.facts.items())
        super().__init__(f"{reason} ({told})" if told else reason)

    @property
    def refusal(self) -> Refusal:
        """The same as an answer to a command."""
        return Refusal(reason=self.reason, facts=self.facts, article=self.article)


class OutOfCalendar(LawError):
    """A day before the first published year, or one that no calendar reaches."""

    def __init__(self, first: date, day: date | None = None) -> None:
        if day is None:
            super().__init__("after_calendar", WORKING_DAYS, last=date.max)
        else:
            super().__init__("before_calendar", WORKING_DAYS, day=day, first=first)
