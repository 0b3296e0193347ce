"""Every query by its name, with the type of its answer: what scripts and the network ask by."""

from __future__ import annotations

import typing
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter

from data.core.queries import QUERY_SPECS
from data.model import query as q
from data.port.codec import unlocked

QUERIES: Final = MappingProxyType({each.name: each.kind for each in QUERY_SPECS.values()})
"""The class of every query by its name."""

NAMES: Final = MappingProxyType({kind: name for name, kind in QUERIES.items()})
"""The name of every class of queries."""

UNSPOKEN: Final = MappingProxyType(
    {each.name: each.unspoken for each in QUERY_SPECS.values() if each.unspoken}
)
"""The fields that may hold personal data: they never stand in an address, which others write down."""

OF_A_CASE: Final = MappingProxyType(
    {each.name: each.of_case for each in QUERY_SPECS.values() if each.of_case}
)
"""The field that names the case, or the cases, that a query is about."""


def answer_type(kind: type[q.Query[Any]]) -> type[Any]:
    """The type of the answer to a class of queries."""
    (base,) = (each for each in typing.cast(Any, kind).__orig_bases__ if typing.get_origin(each) is q.Query)
    answer: type[Any] = typing.get_args(base)[0]
    return answer


def query_adapter(kind: type[q.Query[Any]]) -> TypeAdapter[q.Query[Any]]:
    """What reads and writes a class of queries."""
    return _adapter(NAMES[kind])[0]


def answer_adapter(kind: type[q.Query[Any]]) -> TypeAdapter[Any]:
    """What reads and writes the answers to a class of queries."""
    return _adapter(NAMES[kind])[1]


@cache
def _adapter(name: str) -> tuple[TypeAdapter[q.Query[Any]], TypeAdapter[Any]]:
    kind = QUERIES[name]
    return TypeAdapter(kind), TypeAdapter(answer_type(kind))


def write_answer(kind: type[q.Query[Any]], answer: object) -> bytes:
    """An answer as JSON, the very text of `data.port.codec.write` in a third of its time."""
    return answer_adapter(kind).dump_json(answer, fallback=unlocked)
