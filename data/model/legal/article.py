"""The article of law that a rule, a clock or a refusal rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a law: `law` is a key of the texts (`law.APL`), `number` as cited, such as 32(4)."""

    law: str
    number: str


def licensing(number: str) -> Article:
    """An article of the Administrative Licensing Law (行政许可法, 2019 text)."""
    return Article("APL", number)


LOCAL = Article("LOCAL", "")
"""A rule that the hall sets for itself."""
