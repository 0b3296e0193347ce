"""Pages of a list by key: the next page begins after the last line's place, wherever that is by then."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.model.view import Page
from data.port.errors import BadPageKey as BadPageKey
from data.store.engine.statement import Row, Value

Line = TypeVar("Line")
MOST_LINES = 10_000


def beyond(order: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    """The lines after the one whose places are `:key0`, `:key1`, …, in ascending order."""
    keys: tuple[ColumnElement[Any], ...] = tuple(bindparam(f"key{number}") for number in range(len(order)))
    return tuple_(*order) > tuple_(*keys)


def key_values(after: str, kinds: Sequence[type]) -> dict[str, Value]:
    """The parameters of `beyond`.

    Raises:
        BadPageKey: the key is not one of this list's.
    """
    try:
        values = json.loads(after)
    except ValueError:
        raise BadPageKey from None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise BadPageKey
    return {f"key{number}": value for number, value in enumerate(values)}


def page(rows: Sequence[Row], limit: int, keys: int, total: int, line: Callable[[Row], Line]) -> Page[Line]:
    """The page of rows fetched with one more than `limit`; the last `keys` columns are a row's place."""
    shown = rows[:limit]
    after = None
    if len(rows) > limit and shown:
        after = json.dumps(shown[-1][-keys:], ensure_ascii=False, separators=(",", ":"))
    return Page(lines=tuple(line(row) for row in shown), after=after, total=total)


def within(limit: int) -> int:
    """A limit of lines that is at least 1 and at most `MOST_LINES`."""
    return max(1, min(limit, MOST_LINES))
