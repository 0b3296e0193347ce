"""A new hall: in a file of its own, or as one more district of a PostgreSQL database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from data.model.command import SetUpHall
from data.model.legal.time_zone import shanghai
from data.model.outcome import Outcome, Receipt
from data.port.errors import HallUnavailable
from data.store.backends.opening import is_address, store_at
from data.store.engine.database import Database, command
from data.store.loading import configuration
from data.store.loading.context import StoreContext
from data.store.loading.folded import Folded
from data.store.log.events import Tail
from data.store.log.receipts import Receipts
from data.store.schema import upgrade
from data.store.write.handle import carry_out
from data.store.write.reconfigure import reconfigured


def found(place: str | Path, setting_up: SetUpHall) -> Outcome:
    """Make the tables where there are none, and set a hall up; nothing goes over what is there.

    A file must not be there yet; what is refused leaves none behind. A PostgreSQL database may hold the halls
    of other districts, which it leaves as they are.

    Raises:
        HallUnavailable: exists (the file, or the district's hall), and what making and opening raise.
    """
    if is_address(place):
        _make_tables(str(place))
        return _founded(place, setting_up)
    path = Path(place)
    upgrade.create(path)
    try:
        done = _founded(path, setting_up)
    except BaseException:
        _remove(path)
        raise
    if not isinstance(done, Receipt):
        _remove(path)
    return done


def first_context(connection: Database, setting_up: SetUpHall, now: datetime) -> StoreContext:
    """What a hall is set up with, which is in no row yet."""
    district = setting_up.card.region
    held = configuration.founding(setting_up.card)
    return StoreContext(connection, held, Folded(district), now, Tail(connection, district))


def _make_tables(url: str) -> None:
    """Make the tables of a PostgreSQL database that has none of ours."""
    try:
        import psycopg

        from data.store.backends.postgres_store import CONNECT_SECONDS, shown, told
        from data.store.schema.postgres_schema import migrate, revision_of
    except ImportError:
        raise HallUnavailable("no_driver") from None
    with told(shown(url)):
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            known = revision_of(connection)
        if not known:
            migrate(url)


def _founded(place: str | Path, setting_up: SetUpHall) -> Outcome:
    store = store_at(place)
    try:
        with store.writing(None) as connection:
            district = setting_up.card.region
            if district in configuration.districts_of(connection):
                raise HallUnavailable("exists", path=f"{store.name} {district}")
            work = first_context(connection, setting_up, shanghai(setting_up.at))
            done = carry_out(work, setting_up, Receipts(connection, district))
            if isinstance(done, Receipt):
                reconfigured(work, None)
            else:
                command(connection, "ROLLBACK")
    finally:
        store.close()
    return done


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
