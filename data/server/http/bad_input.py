"""What comes from outside and does not fit: told by the field's name, never by what it held."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from data.port.codec import BadCommand
from data.server.http.problem_document import ProblemDocument

Value = TypeVar("Value")

MOST_WHOLE: Final = 2**31 - 1
"""The largest whole number that a request may hold."""

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def unfit(field: str, kind: str) -> ProblemDocument:
    """A field that is missing, unknown or wrong."""
    return ProblemDocument(
        HTTPStatus.UNPROCESSABLE_ENTITY, "field", facts={"field": field[:80], "kind": kind}
    )


def bad(error: BadCommand) -> ProblemDocument:
    """What `data.port.codec` refuses to read."""
    if error.reason == "json":
        return ProblemDocument(HTTPStatus.BAD_REQUEST, "json")
    if error.reason == "too_long":
        return ProblemDocument(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long", facts=error.facts)
    facts = {name: value[:80] for name, value in error.facts.items()}
    return ProblemDocument(HTTPStatus.UNPROCESSABLE_ENTITY, error.reason, facts=facts)


def first(error: ValidationError) -> ProblemDocument:
    """The first thing that does not fit."""
    details = _errors(error)[0]
    if details["type"] == "json_invalid":
        return ProblemDocument(HTTPStatus.BAD_REQUEST, "json")
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return ProblemDocument(HTTPStatus.UNPROCESSABLE_ENTITY, "act")
    field = ".".join(str(part) for part in details["loc"])
    if not field:
        return ProblemDocument(HTTPStatus.UNPROCESSABLE_ENTITY, "object")
    return unfit(field, details["type"])


def read(adapter: TypeAdapter[Value], body: bytes) -> Value:
    """A value of JSON, of exactly the types it should have.

    Raises:
        Problem: 400 for what is no JSON, 422 for a field that does not fit.
    """
    no_nul(body)
    try:
        value = adapter.validate_json(body, strict=True)
    except ValidationError as error:
        if not any(each["type"] in ("int_type", "int_from_float") for each in _errors(error)):
            raise first(error) from None
        value = _read_whole(adapter, body)
    _bounded(value, "")
    return value


def _read_whole(adapter: TypeAdapter[Value], body: bytes) -> Value:
    """The value where 3.0 is written for 3, which JSON does not tell apart."""
    loaded = json.loads(body, parse_float=lambda text: _whole(float(text)))
    try:
        return adapter.validate_json(json.dumps(loaded), strict=True)
    except ValidationError as error:
        raise first(error) from None


def _whole(number: float) -> float:
    return int(number) if number.is_integer() else number


def _bounded(value: object, field: str) -> None:
    """Refuse numbers that no column holds, moments without their zone, and blank ids.

    Raises:
        Problem: 422 for the field.
    """
    match value:
        case tuple():
            for each in value:
                _bounded(each, field)
        case int():
            if abs(value) > MOST_WHOLE:
                raise unfit(field, "range")
        case datetime():
            if value.tzinfo is None:
                raise unfit(field, "timezone_aware")
        case str():
            if field == "id" and not value.strip():
                raise unfit(field, "blank")
        case _ if dataclasses.is_dataclass(value):
            for part in dataclasses.fields(value):
                _bounded(getattr(value, part.name), part.name)


def acts_named(body: bytes) -> None:
    """Refuse commands inside a question that do not say which act they are.

    Raises:
        Problem: 422 for one that does not.
    """
    try:
        loaded = json.loads(body)
    except (ValueError, RecursionError):
        return
    lists = [each for each in loaded.values() if isinstance(each, list)] if isinstance(loaded, dict) else []
    if any(isinstance(each, dict) and "act" not in each for values in lists for each in values):
        raise ProblemDocument(HTTPStatus.UNPROCESSABLE_ENTITY, "act")


def no_nul(body: bytes) -> None:
    """Refuse the character NUL, which no database's text can hold.

    Raises:
        Problem: 422 where there is one.
    """
    if b"u0000" in body and _NUL.search(body):
        raise unfit("-", "nul")


def _errors(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_input=False, include_url=False, include_context=False)
