"""Connections to PostgreSQL, one pool for each address in a process, however many threads have opened it."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from psycopg import Connection
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[tuple[Any, ...]]]

_LOCK: Final = Lock()
_USED: Final[dict[str, tuple[Pool, int]]] = {}


def take(url: str, *, most: int, seconds: float) -> Pool:
    """The pool of an address, opened by who is first; it has at most so many connections.

    Whoever waits for one longer than so many seconds gets `PoolTimeout`.
    """
    with _LOCK:
        pool, users = _USED.get(url, (None, 0))
        if pool is None:
            kwargs = {"autocommit": True}
            pool = ConnectionPool(url, kwargs=kwargs, min_size=1, max_size=most, timeout=seconds, open=True)
        _USED[url] = pool, users + 1
        return pool


def give_back(url: str) -> None:
    """Let go of an address; the last one closes its connections."""
    with _LOCK:
        pool, users = _USED.pop(url)
        if users > 1:
            _USED[url] = pool, users - 1
            return
    pool.close()
