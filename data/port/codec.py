"""Values to JSON and back: commands from outside, events for the log, answers for scripts.

Everything that comes from outside is parsed once, here, into the values of `data.model`; what does not fit
is refused by naming the field, never by showing what it held.
"""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar, Union

from pydantic import Field, TypeAdapter, ValidationError

from data.model.command import Command
from data.model.event import Body
from data.model.outcome import Outcome

LONGEST_LINE = 65_536
"""The longest command, in characters."""

JSON: TypeAlias = Union[bool, int, float, str, "list[JSON]", "dict[str, JSON]", None]
"""What JSON knows."""

Value = TypeVar("Value")


class BadCommand(ValueError):
    """Text that is no command. `reason` is a key of the texts (`command.<reason>`), `facts` fill it in."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@cache
def _commands() -> TypeAdapter[Command]:
    return TypeAdapter(Annotated[Command, Field(discriminator="act")])


@cache
def _bodies() -> TypeAdapter[Body]:
    return TypeAdapter(Annotated[Body, Field(discriminator="kind")])


@cache
def _anything() -> TypeAdapter[Any]:
    return TypeAdapter(Any)


_ADAPTERS: dict[type[object], TypeAdapter[Any]] = {}


def read_command(text: str | bytes) -> Command:
    """One command from a JSON object.

    Raises:
        BadCommand: not JSON, not an object, an unknown act, a field that is missing, unknown or wrong, a
            moment without its zone, or more than `LONGEST_LINE` characters.
    """
    if len(text) > LONGEST_LINE:
        raise BadCommand("too_long", limit=str(LONGEST_LINE))
    try:
        command = _commands().validate_json(text)
    except ValidationError as error:
        raise _bad(error) from None
    if command.at.tzinfo is None:
        raise BadCommand("field", field="at", kind="timezone_aware")
    if not command.id.strip():
        raise BadCommand("field", field="id", kind="blank")
    return command


def _bad(error: ValidationError) -> BadCommand:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    kind = first["type"]
    if kind == "json_invalid":
        return BadCommand("json")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return BadCommand("act")
    if kind in ("model_type", "dataclass_type", "model_attributes_type", "dict_type"):
        return BadCommand("object")
    acts_left_out = [str(part) for part in first["loc"][1:]]
    return BadCommand("field", field=".".join(acts_left_out) or "-", kind=kind)


def write_command(command: Command) -> str:
    """A command as one line of JSON; `read_command` gives it back."""
    return _commands().dump_json(command).decode()


def command_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every command."""
    schema = _commands().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "clerk-tui command", **schema}


def read_body(text: str | bytes) -> Body:
    """An event's body from the log.

    Raises:
        ValueError: the text is no body of an event.
    """
    return _bodies().validate_json(text)


def write_body(body: Body) -> str:
    """An event's body for the log, defaults included."""
    return _bodies().dump_json(body).decode()


def write_outcome(outcome: Outcome) -> str:
    """A receipt, refusal or conflict as one line of JSON, told apart by `outcome`."""
    fields: dict[str, JSON] = _anything().dump_python(outcome, mode="json", fallback=unlocked)
    return json.dumps({"outcome": type(outcome).__name__.lower(), **fields}, ensure_ascii=False)


def plain(value: object) -> JSON:
    """Any value of the model as what JSON knows."""
    jsonable: JSON = _anything().dump_python(value, mode="json", fallback=unlocked)
    return jsonable


def read(kind: type[Value], text: str | bytes) -> Value:
    """A value of that type from JSON.

    Raises:
        ValueError: the text is no such value.
    """
    adapter = _ADAPTERS.get(kind) or _ADAPTERS.setdefault(kind, TypeAdapter(kind))
    value: Value = adapter.validate_json(text)
    return value


def write(value: object) -> str:
    """Any value of the model as one line of JSON; `read` gives it back."""
    return _anything().dump_json(value, fallback=unlocked).decode()


def unlocked(value: object) -> dict[object, object]:
    """A read-only mapping, which pydantic does not know, as a plain one."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(type(value).__name__)
