"""Every question by its name, with the type of its answer: what scripts and the network ask by."""

from __future__ import annotations

import typing
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from data.model import query as q
from data.port.codec import BadCommand, unlocked

QUERIES: Final = MappingProxyType(
    {
        "queue": q.AskQueue,
        "window": q.AskWindow,
        "board": q.AskBoard,
        "day": q.AskDay,
        "cases": q.AskCases,
        "case": q.AskCase,
        "why": q.AskWhy,
        "earlier": q.AskEarlier,
        "filed": q.AskFiled,
        "results": q.AskReady,
        "notice": q.AskNotice,
        "draft": q.AskDraft,
        "collection": q.AskCollection,
        "licences": q.AskLicences,
        "applicant": q.AskApplicant,
        "steps": q.AskSteps,
        "step-counts": q.AskStepCounts,
        "counts": q.AskCounts,
        "departments": q.AskDepartments,
        "items": q.AskItems,
        "item": q.AskItem,
        "hall": q.AskHall,
        "entries": q.AskEntries,
        "snapshot": q.AskSnapshot,
    }
)
"""The class of every question by its name."""

NAMES: Final = MappingProxyType({kind: name for name, kind in QUERIES.items()})
"""The name of every class of question."""

UNSPOKEN: Final = MappingProxyType(
    {"cases": ("find",), "steps": ("find",), "filed": ("id_number", "name"), "collection": ("handler",)}
)
"""The fields that may hold personal data: they never stand in an address, which others write down."""


def answer_type(kind: type[q.Query[Any]]) -> type[Any]:
    """The type of the answer to a class of question."""
    (base,) = (each for each in typing.cast(Any, kind).__orig_bases__ if typing.get_origin(each) is q.Query)
    answer: type[Any] = typing.get_args(base)[0]
    return answer


def query_adapter(kind: type[q.Query[Any]]) -> TypeAdapter[q.Query[Any]]:
    """What reads and writes a class of question."""
    return _adapter(NAMES[kind])[0]


def answer_adapter(kind: type[q.Query[Any]]) -> TypeAdapter[Any]:
    """What reads and writes the answers to a class of question."""
    return _adapter(NAMES[kind])[1]


@cache
def _adapter(name: str) -> tuple[TypeAdapter[q.Query[Any]], TypeAdapter[Any]]:
    kind = QUERIES[name]
    return TypeAdapter(kind), TypeAdapter(answer_type(kind))


def read_question(kind: type[q.Query[Any]], text: str | bytes) -> q.Query[Any]:
    """A question from a JSON object.

    Raises:
        BadCommand: not JSON, not an object, or a field that is missing, unknown or wrong.
    """
    try:
        question: q.Query[Any] = query_adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise BadCommand("json") from None
        field = ".".join(str(part) for part in first["loc"])
        raise BadCommand("field" if field else "object", field=field or "-", kind=first["type"]) from None
    return question


def write_answer(kind: type[q.Query[Any]], answer: object) -> bytes:
    """An answer as JSON, the very text of `data.port.codec.write` in a third of its time."""
    return answer_adapter(kind).dump_json(answer, fallback=unlocked)
