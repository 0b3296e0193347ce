"""One hall's database as its accounts use it: transactions, the clock, one thread at a time where needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from threading import Lock

from data.model.legal.time_zone import shanghai
from data.port.errors import HallUnavailable
from data.store import accounts
from data.store.backends.opening import store_at
from data.store.backends.sqlite_store import SqliteStore
from data.store.engine.database import Database, Store
from data.store.loading import configuration
from data.time_source import TimeSource


class AccountDatabase:
    """A hall's store as its accounts use it; any thread may.

    On a file one connection is shared, and each takes its turn. On a server each transaction has a connection
    of its own, and writers of accounts wait for one another without holding up the hall's.
    """

    def __init__(self, store: Store, clock: TimeSource, district: str | None = None) -> None:
        """Take a store that nobody else uses; where it has but one hall, its district need not be named.

        Raises:
            HallUnavailable: not_installed, which_district, other_hall, or what the database says.
        """
        self._store, self._clock = store, clock
        self._turn: AbstractContextManager[object] = (
            Lock() if isinstance(store, SqliteStore) else nullcontext()
        )
        with self._turn, store.reading() as connection:
            known = configuration.districts_of(connection)
        if not known:
            raise HallUnavailable("not_installed", path=store.name)
        if district is None and len(known) > 1:
            raise HallUnavailable("which_district", path=store.name, known=", ".join(known))
        if district is not None and district not in known:
            raise HallUnavailable("other_hall", path=store.name, district=district)
        self.district = district or known[0]

    @classmethod
    def at(
        cls,
        place: str | Path,
        clock: TimeSource,
        *,
        district: str | None = None,
        read_only: bool = False,
        durable: bool = True,
    ) -> AccountDatabase:
        """The accounts of the hall in a file or at a database's address.

        Raises:
            HallUnavailable: it cannot be opened, or no hall has been set up there.
        """
        store = store_at(place, read_only=read_only, durable=durable)
        try:
            return cls(store, clock, district)
        except BaseException:
            store.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.read_only

    def has_pin(self, user: str) -> bool:
        """Whether a user of this machine has a PIN."""
        with self.reading() as connection:
            return bool(accounts.pin_of(connection, self.district, user))

    def now(self) -> datetime:
        """This moment."""
        return shanghai(self._clock.now())

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """A transaction that only reads."""
        with self._turn, self._store.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """A transaction that keeps every other writer of accounts out.

        Raises:
            HallUnavailable: read_only, or what the database says.
        """
        if self._store.read_only:
            raise HallUnavailable("read_only", path=self._store.name)
        with self._turn, self._store.writing(None) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()
