"""What is asked of the audit log."""

from __future__ import annotations

import json
from functools import cache

from sqlalchemy import bindparam, func, select

from data.model.hall import HALL
from data.model.query import AskEntries
from data.model.view import Entry, Page
from data.store.engine import moment
from data.store.engine.paging import beyond, key_values, page, within
from data.store.engine.statement import Row, Rows, Statement, Value
from data.store.loading.context import StoreContext
from data.store.schema.tables import EVENT

ENTRY_KINDS = (int,)


def entries(work: StoreContext, query: AskEntries) -> Page[Entry]:
    """The audit log, oldest first."""
    limit = within(query.limit)
    values: dict[str, Value] = {"district": work.district}
    if query.stream:
        values["stream"] = query.stream
    total = _entries_total(bool(query.stream)).one(work.connection, **values)
    key = key_values(query.after, ENTRY_KINDS) if query.after is not None else {}
    statement = _entries(bool(query.stream), after=bool(key))
    rows = statement.all(work.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 1, total[0] if total else 0, _entry)


def _entry(row: Row) -> Entry:
    position, stream, seq, at, recorded, user, window, command, kind, hash_, body, _ = row
    return Entry(
        position=position,
        stream=stream,
        seq=seq,
        at=moment.read(at),
        recorded=moment.read(recorded),
        user=user,
        window=window,
        command=command,
        kind=kind,
        hash=hash_,
        reason=_reason(body) if stream == HALL else "",
    )


def _reason(body: str) -> str:
    """Why the hall itself was changed; what is said of a case may be about a person and stays in its file."""
    return str(json.loads(body).get("reason", ""))


def _logged(query: Rows, stream: bool) -> Rows:
    query = query.where(EVENT.c.district == bindparam("district"))
    return query.where(EVENT.c.stream == bindparam("stream")) if stream else query


@cache
def _entries_total(stream: bool) -> Statement:
    return Statement(_logged(select(func.count()).select_from(EVENT), stream))


@cache
def _entries(stream: bool, *, after: bool) -> Statement:
    names = (
        "position",
        "stream",
        "seq",
        "at",
        "recorded",
        "user",
        "window",
        "command",
        "kind",
        "hash",
        "body",
    )
    place = EVENT.c.position.label("place")
    query = _logged(select(*(EVENT.c[name] for name in names), place), stream)
    if after:
        query = query.where(beyond((EVENT.c.position,)))
    return Statement(query.order_by(EVENT.c.position).limit(bindparam("limit")))
