"""A PostgreSQL database as a hall's store: a pool of connections, one lock a district, changes by NOTIFY."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Stop
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import Connection, errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg_pool import PoolTimeout
from sqlalchemy import Table, bindparam, select

from data.port.errors import HallUnavailable
from data.port.status import Change
from data.store.backends import pools
from data.store.backends.watch import Seen
from data.store.engine.database import Database
from data.store.engine.statement import Statement
from data.store.schema import postgres_schema, upgrade
from data.store.schema.postgres_triggers import CHANNEL
from data.store.schema.tables import HALL, SETTING

Opened: TypeAlias = Connection[tuple[Any, ...]]

STATEMENT_SECONDS: Final = 30
"""How long one statement may run; the longest of ours, a list over a whole city, takes a fraction of it."""
LOCK_SECONDS: Final = 10
"""How long a writer waits for those before it."""
IDLE_SECONDS: Final = 60
"""How long a transaction may stand still before the database ends it: nobody holds the lock for ever."""
MOST_CONNECTIONS: Final = 16
CONNECT_SECONDS: Final = 10
LISTEN_SECONDS: Final = 0.25
"""How often a watcher looks up from listening to see whether it is to stop."""

_READ: Final = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_LOCK: Final = Statement(
    select(SETTING.c.key)
    .where(SETTING.c.district == bindparam("district"), SETTING.c.key == "card")
    .with_for_update()
)
_ANYBODY: Final = b"SELECT pg_advisory_xact_lock(hashtextextended('clerk-tui', 0))"

_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (PoolTimeout, "busy"),
    (errors.QueryCanceled, "busy"),
    (errors.LockNotAvailable, "busy"),
    (errors.DeadlockDetected, "busy"),
    (errors.TooManyConnections, "busy"),
    (errors.ReadOnlySqlTransaction, "read_only"),
    (errors.InsufficientPrivilege, "denied"),
    (errors.InvalidPassword, "denied"),
    (errors.InvalidAuthorizationSpecification, "denied"),
    (errors.DiskFull, "disk_full"),
    (errors.InvalidCatalogName, "missing"),
    (errors.UndefinedTable, "not_a_database"),
    (psycopg.OperationalError, "unreachable"),
    (psycopg.InterfaceError, "unreachable"),
)

for _logger in ("psycopg", "psycopg.pool"):
    # What a server says of an error may quote a row, and a desk's screen is no place for it either: whatever
    # matters of it is raised.
    logging.getLogger(_logger).propagate = False
    logging.getLogger(_logger).addHandler(logging.NullHandler())


@contextmanager
def told(name: str) -> Iterator[None]:
    """Errors of PostgreSQL as the hall's; what the server says may quote values, and is not passed on.

    Raises:
        HallUnavailable: busy, read_only, denied, disk_full, missing, not_a_database, unreachable, or failed
            with the kind of problem.
    """
    try:
        yield
    except (psycopg.Error, PoolTimeout) as error:
        reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), "failed")
        if reason == "unreachable" and isinstance(error, psycopg.OperationalError):
            reason = _not_let_in(error)
        raise HallUnavailable(reason, path=name, problem=type(error).__name__) from error


def _not_let_in(error: psycopg.OperationalError) -> str:
    """Why a connection failed: the driver keeps no code of an error before one is made, only the words."""
    connection, said = error.pgconn, str(error)
    if not said.startswith("connection failed"):
        return "unreachable"
    if connection is not None and (connection.needs_password or connection.used_password):
        return "denied"
    if "does not exist" in said:
        return "denied" if "role" in said else "missing"
    return "denied" if "pg_hba.conf" in said else "unreachable"


def shown(url: str) -> str:
    """The address without its password.

    Raises:
        HallUnavailable: it is no address of a database.
    """
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        raise HallUnavailable("bad_address") from None
    host, port = given.get("host") or "", given.get("port") or ""
    return f"postgresql://{host}{':' if port else ''}{port}/{given.get('dbname') or ''}"


def _options(url: str, *, read_only: bool) -> str:
    """What the database is asked to keep for each connection; what the address asks for goes before it."""
    kept = {
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "lock_timeout": f"{LOCK_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "timezone": "Asia/Shanghai",
        **({"default_transaction_read_only": "on"} if read_only else {}),
    }
    ours = " ".join(f"-c {name}={value}" for name, value in kept.items())
    return f"{ours} {conninfo_to_dict(url).get('options') or ''}".rstrip()


class PostgresStore:
    """See `data.store.engine.database.Store`. Any thread may use it; each use takes a pooled connection."""

    def __init__(self, url: str, *, read_only: bool = False, most: int = MOST_CONNECTIONS) -> None:
        """Open a database; for writing, an older schema is upgraded first.

        Raises:
            HallUnavailable: bad_address, unreachable, denied, missing, not_a_database, newer, older (of a
                database opened for reading only).
        """
        self._name = shown(url)
        self._url = make_conninfo(
            url,
            application_name="clerk-tui",
            connect_timeout=CONNECT_SECONDS,
            options=_options(url, read_only=read_only),
        )
        self._read_only = read_only
        with told(self._name):
            self._check(read_only)
        self._closed = False
        self._pool = pools.take(self._url, most=most, seconds=LOCK_SECONDS)

    def _check(self, read_only: bool) -> None:
        """Look at whose database it is before a pool goes on trying to reach it."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            try:
                upgrade.check_known(postgres_schema.revision_of(connection), self._name)
            except HallUnavailable as error:
                if error.reason != "older" or read_only:
                    raise
                try:
                    postgres_schema.migrate(self._url)
                except errors.InsufficientPrivilege:
                    # Whoever may not change the tables waits for their owner to do so.
                    raise error from None

    @property
    def name(self) -> str:
        """The address without its password."""
        return self._name

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading only."""
        return self._read_only

    @contextmanager
    def reading(self) -> Iterator[Opened]:
        """A transaction in which every read sees the same moment."""
        with told(self._name), self._pool.connection() as connection:
            try:
                # Questions are sent without waiting for the answers to those before them.
                with connection.pipeline():
                    connection.execute(_READ)
                    yield connection
            finally:
                _end(connection, b"ROLLBACK")

    @contextmanager
    def peeking(self) -> Iterator[Opened]:
        """A connection outside any transaction."""
        with told(self._name), self._pool.connection() as connection:
            yield connection

    @contextmanager
    def writing(self, district: str | None = None) -> Iterator[Opened]:
        """A transaction that holds the district's lock from its start; before there is one, everybody's."""
        with told(self._name), self._pool.connection() as connection:
            connection.execute(b"BEGIN")
            try:
                # What nobody waits for an answer of is sent without waiting.
                with connection.pipeline():
                    if district is None:
                        connection.execute(_ANYBODY)
                    else:
                        _LOCK.run(connection, district=district)
                    yield connection
                _end(connection, b"COMMIT")
            except BaseException:
                _end(connection, b"ROLLBACK")
                raise

    def watch(self, district: str, stop: Stop, since: int) -> Iterator[Change]:
        """Changes since a position: told by the database, on a replica (which tells nothing) looked for.

        Raises:
            HallUnavailable: the database cannot be reached any more.
        """
        with told(self._name), psycopg.connect(self._url, autocommit=True) as connection:
            replica = bool(connection.execute(b"SELECT pg_is_in_recovery()").fetchall()[0][0])
            if not replica:
                connection.execute(b"LISTEN " + CHANNEL.encode())
            seen = Seen(connection, district, since)
            while not stop.is_set():
                yield from seen.changes()
                if replica:
                    stop.wait(LISTEN_SECONDS)
                else:
                    # One is enough to look; those that came with it are looked at together.
                    for _ in connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        pass

    def past(self, connection: Database, district: str) -> sqlite3.Connection:
        """The district's rows copied into memory; a city's log takes its time and its room."""
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            upgrade.fill(memory, triggers=False)
            for table in HALL:
                names = [column.name for column in table.c]
                into = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join("?" for _ in names)
                rows = _rows_of(table).stream(connection, district=district)
                memory.executemany(f"INSERT INTO {table.name} ({into}) VALUES ({marks})", rows)
        except BaseException:
            memory.close()
            raise
        return memory

    def close(self) -> None:
        """Let go of it; the last one in this process to do so lets go of every connection."""
        if not self._closed:
            self._closed = True
            pools.give_back(self._url)


def _rows_of(table: Table) -> Statement:
    return Statement(select(*table.c).where(table.c.district == bindparam("district")))


def _end(connection: Opened, how: bytes) -> None:
    """End the transaction, unless its body or the database has done so."""
    if connection.closed:
        return
    if connection.info.transaction_status != TransactionStatus.IDLE:
        connection.execute(how)
