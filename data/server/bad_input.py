"""What comes from outside and does not fit: told by the field's name, never by what it held."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from data.codec import BadCommand
from data.server.problem import Problem

Value = TypeVar("Value")

_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def unfit(field: str, kind: str) -> Problem:
    """A field that is missing, unknown or wrong."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "field", facts={"field": field[:80], "kind": kind})


def bad(error: BadCommand) -> Problem:
    """What `data.codec` refuses to read."""
    if error.reason == "json":
        return Problem(HTTPStatus.BAD_REQUEST, "json")
    if error.reason == "too_long":
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_long", facts=error.facts)
    facts = {name: value[:80] for name, value in error.facts.items()}
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.reason, facts=facts)


def first(error: ValidationError) -> Problem:
    """The first thing that does not fit."""
    details = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if details["type"] == "json_invalid":
        return Problem(HTTPStatus.BAD_REQUEST, "json")
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "act")
    field = ".".join(str(part) for part in details["loc"])
    if not field:
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "object")
    return unfit(field, details["type"])


def read(adapter: TypeAdapter[Value], body: bytes) -> Value:
    """A value of JSON, of exactly the types it should have.

    Raises:
        Problem: 400 for what is no JSON, 422 for a field that does not fit.
    """
    no_nul(body)
    try:
        return adapter.validate_json(body, strict=True)
    except ValidationError as error:
        raise first(error) from None


def no_nul(body: bytes) -> None:
    """Refuse the character NUL, which no database's text can hold.

    Raises:
        Problem: 422 where there is one.
    """
    if b"u0000" in body and _NUL.search(body):
        raise unfit("-", "nul")
