"""The JSON Schemas of everything that goes in or out, from the very types that read and write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from data.model.account import Authority
from data.model.outcome import Conflict, Receipt, Refusal
from data.model.settings import HallCard
from data.port.queries import QUERIES, answer_adapter, query_adapter
from data.server.http.bad_input import MOST_WHOLE
from data.server.routes.commands import ACTS
from data.server.routes.sign_in import NEW_PASSWORD, SIGN_IN, UNLOCK
from data.store.engine.paging import MOST_LINES

Schema: TypeAlias = dict[str, Any]

REF: Final = "#/components/schemas/{model}"
NO_NUL: Final = "^[^\\u0000]*$"
NOT_BLANK: Final = (
    "^[^\\u0000]*[^\\u0000\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a"
    "\\u2028\\u2029\\u202f\\u205f\\u3000][^\\u0000]*$"
)
CLOCK: Final = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas by what they are of, and those that they share."""

    queries: Mapping[str, Schema]
    answers: Mapping[str, Schema]
    command: Schema
    receipt: Schema
    refusal: Schema
    conflict: Schema
    authority: Schema
    card: Schema
    sign_in: Schema
    unlock: Schema
    new_password: Schema
    shared: Mapping[str, Schema]


@cache
def schemas() -> Schemas:
    """All of them."""
    going_in: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        *((f"query {name}", "validation", query_adapter(kind)) for name, kind in QUERIES.items()),
        ("command", "validation", ACTS),
        ("sign_in", "validation", SIGN_IN),
        ("unlock", "validation", UNLOCK),
        ("new_password", "validation", NEW_PASSWORD),
    ]
    coming_out: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        *((f"answer {name}", "serialization", answer_adapter(kind)) for name, kind in QUERIES.items()),
        *((kind.__name__, "serialization", TypeAdapter(kind)) for kind in (Receipt, Refusal, Conflict)),
        ("Authority", "serialization", TypeAdapter(Authority)),
        ("HallCard", "serialization", TypeAdapter(HallCard)),
    ]
    given, shared_in = TypeAdapter.json_schemas(going_in, ref_template=REF)
    told, shared_out = TypeAdapter.json_schemas(coming_out, ref_template=REF)
    shared = {name: _told(schema) for name, schema in shared_out["$defs"].items()}
    renamed = {name: f"{name}Given" for name in shared_in["$defs"] if name in shared}
    for name, schema in shared_in["$defs"].items():
        shared[renamed.get(name, name)] = _bounded(_renamed(schema, renamed))

    def of(key: str, mode: Literal["validation", "serialization"]) -> Schema:
        schema: Schema
        if mode == "serialization":
            schema = _told(told[key, mode])
        else:
            schema = _bounded(_renamed(given[key, mode], renamed))
        return schema

    return Schemas(
        queries={name: of(f"query {name}", "validation") for name in QUERIES},
        answers={name: of(f"answer {name}", "serialization") for name in QUERIES},
        command=of("command", "validation"),
        receipt=of("Receipt", "serialization"),
        refusal=of("Refusal", "serialization"),
        conflict=of("Conflict", "serialization"),
        authority=of("Authority", "serialization"),
        card=of("HallCard", "serialization"),
        sign_in=of("sign_in", "validation"),
        unlock=of("unlock", "validation"),
        new_password=of("new_password", "validation"),
        shared=shared,
    )


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401
    """The schema with its references to what is read, which is told apart from what is written."""
    if isinstance(schema, list):
        return [_renamed(each, names) for each in schema]
    if not isinstance(schema, dict):
        if isinstance(schema, str) and schema.startswith(REF.format(model="")):
            name = schema.rpartition("/")[2]
            return REF.format(model=names.get(name, name))
        return schema
    return {key: _renamed(value, names) for key, value in schema.items()}


def _told(schema: Any) -> Any:  # noqa: ANN401
    """The schema of an answer: times of day have no zone, which JSON Schema's `time` asks for."""
    if isinstance(schema, list):
        return [_told(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _told(value) for key, value in schema.items()}
    return {**kept, "format": "clock", "pattern": CLOCK} if kept.get("format") == "time" else kept


def _bounded(schema: Any, name: str = "") -> Any:  # noqa: ANN401
    """The schema with what the server refuses besides types: NUL, blank ids, moments without a zone."""
    if isinstance(schema, list):
        return [_bounded(each, name) for each in schema]
    if not isinstance(schema, dict):
        return schema
    bounded: Schema = {}
    for key, value in schema.items():
        if key == "properties":
            bounded[key] = {field: _bounded(each, field) for field, each in value.items()}
            if "const" in value.get("act", ()):
                bounded["required"] = [*schema.get("required", ()), "act"]
        elif key == "required" and "required" in bounded:
            continue
        elif key in ("default", "const", "enum", "required", "discriminator"):
            bounded[key] = value
        else:
            bounded[key] = _bounded(value, name)
    match bounded.get("type"):
        case "string" if not bounded.keys() & {"enum", "const", "pattern", "format"}:
            bounded["pattern"] = NOT_BLANK if name == "id" else NO_NUL
        case "integer" if name == "limit":
            bounded |= {"minimum": 1, "maximum": MOST_LINES}
        case "integer":
            bounded |= {"minimum": -MOST_WHOLE, "maximum": MOST_WHOLE}
    return bounded
