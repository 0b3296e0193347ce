"""What a hall raises when it cannot answer: exceptions are for that alone, a refusal is an answer."""

from __future__ import annotations

from data.model.outcome import Refusal


class HallUnavailable(Exception):
    """The hall cannot be reached or used; `reason` is a key of the texts (`unavailable.<reason>`)."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class NotAllowed(Exception):
    """A query that is not the user's to ask."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class BadPageKey(ValueError):
    """A page key that no page of this list has given."""
