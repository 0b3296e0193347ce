"""Where a hall is: a path of a file, or the address of a database."""

from __future__ import annotations

from pathlib import Path

from data.port.errors import HallUnavailable
from data.store.backends.sqlite_store import SqliteStore
from data.store.engine.database import Store

POSTGRES = ("postgresql://", "postgres://")


def is_address(place: str | Path) -> bool:
    """Whether a place is the address of a database server, and no file."""
    return isinstance(place, str) and place.startswith(POSTGRES)


def name_of(address: str) -> str:
    """The address of a database as it may be shown, without its password.

    Raises:
        HallUnavailable: bad_address; no_driver.
    """
    try:
        from data.store.backends.postgres_store import shown
    except ImportError:
        raise HallUnavailable("no_driver") from None
    return shown(address)


def store_at(place: str | Path, *, read_only: bool = False, durable: bool = True) -> Store:
    """The store at a place; `durable` False is for throw-away files.

    Raises:
        HallUnavailable: no_driver (psycopg is not installed), and what the stores raise.
    """
    if not is_address(place):
        return SqliteStore(Path(place), read_only=read_only, durable=durable)
    try:
        from data.store.backends.postgres_store import PostgresStore
    except ImportError:
        raise HallUnavailable("no_driver") from None
    return PostgresStore(str(place), read_only=read_only)
