"""A new hall: in a file of its own, or as one more district of a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.model.item import Catalogue
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Station, Window
from data.port.errors import HallUnavailable
from data.store.backends.opening import is_address, store_at
from data.store.engine.database import command
from data.store.loading import configuration
from data.store.loading.configuration import Installed
from data.store.schema import upgrade
from data.store.schema.setting_keys import COMPUTED, REVISION


def found(
    place: str | Path,
    catalogue: Catalogue,
    card: HallCard,
    windows: Iterable[Window],
    settings: Settings | None = None,
    stations: Iterable[Station] = (),
) -> Installed | Refusal:
    """Make the tables where there are none, and set a hall up; nothing goes over what is there.

    A file must not be there yet; what is refused leaves none behind. A PostgreSQL database may hold the halls
    of other districts, which it leaves as they are.

    Raises:
        HallUnavailable: exists (the file, or the district's hall), and what making and opening raise.
    """
    if is_address(place):
        _make_tables(str(place))
        return _founded(place, catalogue, card, windows, settings or Settings(), stations)
    path = Path(place)
    upgrade.create(path)
    try:
        done = _founded(path, catalogue, card, windows, settings or Settings(), stations)
    except BaseException:
        _remove(path)
        raise
    if isinstance(done, Refusal):
        _remove(path)
    return done


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


def _founded(
    place: str | Path,
    catalogue: Catalogue,
    card: HallCard,
    windows: Iterable[Window],
    settings: Settings,
    stations: Iterable[Station],
) -> Installed | Refusal:
    store = store_at(place)
    try:
        with store.writing(None) as connection:
            district = card.region
            if district in configuration.districts_of(connection):
                raise HallUnavailable("exists", path=f"{store.name} {district}")
            done = configuration.install(connection, None, catalogue, card, windows, settings, stations)
            if isinstance(done, Refusal):
                command(connection, "ROLLBACK")
                return done
            configuration.put_setting(connection, district, REVISION, "1")
            calendar = configuration.calendar_of(configuration.overlays(connection, district))
            configuration.put_setting(connection, district, COMPUTED, calendar.version)
    finally:
        store.close()
    return done


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
