"""Refusals, conflicts and failures in one line of words each."""

from __future__ import annotations

from collections.abc import Mapping

from data.law.identifier import shown
from data.model.legal.time_zone import to_the_minute
from data.model.outcome import Conflict, Refusal
from data.port.errors import HallUnavailable
from data.texts import Texts
from data.texts.explanation import cited

NOT_A_FACT = "?"


class _Facts(dict[str, str]):
    """Facts made safe to show; a field that nobody filled is shown as a question mark."""

    def __missing__(self, name: str) -> str:
        return NOT_A_FACT


def sentence(texts: Texts, key: str, facts: Mapping[str, str]) -> str:
    """The text of a key with its fields filled, in one line."""
    safe = _Facts((name, shown(value)) for name, value in facts.items())
    return texts(key).format_map(safe)


def refusal(texts: Texts, refused: Refusal) -> str:
    """Why, by which law, and what would make it possible."""
    key = f"refusal.{refused.reason}"
    told = sentence(texts, key if key in texts else refused.reason, refused.facts)
    if refused.article is not None:
        told = texts("cli.by_law", told=told, law=cited(refused.article, texts))
    remedy = f"remedy.{refused.reason}"
    if remedy in texts:
        told = texts("cli.remedy", told=told, remedy=sentence(texts, remedy, refused.facts))
    return told


def conflict(texts: Texts, lost: Conflict) -> str:
    """Who was first, and when."""
    moment = to_the_minute(lost.at)
    return sentence(texts, "conflict", {"by": lost.by, "at": moment})


def unavailable(texts: Texts, error: HallUnavailable) -> str:
    """Why the hall cannot be used; what a rule says at its door is told in the rule's words."""
    key = f"unavailable.{error.reason}"
    return sentence(texts, key if key in texts else f"refusal.{error.reason}", error.facts)
