"""How a hall is set up, as a command about itself needs it: its items are read when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import bindparam, select

from data.core.context import HallState
from data.model.account import Role
from data.model.hall import HALL, HallSetup
from data.model.item import Item
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.statement import Statement
from data.store.loading import configuration
from data.store.loading.context import StoreContext
from data.store.schema.account_tables import ACCOUNT
from data.store.schema.tables import EVENT, ITEM

_LAST = Statement(
    select(EVENT.c.seq, EVENT.c.at)
    .where(EVENT.c.district == bindparam("district"), EVENT.c.stream == bindparam("stream"))
    .order_by(EVENT.c.seq.desc())
    .limit(1)
)
_VERSIONS = Statement(select(ITEM.c.code, ITEM.c.version).where(ITEM.c.district == bindparam("district")))
_ACCOUNTS = Statement(
    select(ACCOUNT.c.user, ACCOUNT.c.roles, ACCOUNT.c.disabled).where(
        ACCOUNT.c.district == bindparam("district")
    )
)


def hall_state(work: StoreContext, user: str) -> HallState:
    """What the hall knows of itself, and what the account of whoever would change it may do."""
    return HallState(setup=_setup(work), roles=_roles(work, user))


def _setup(work: StoreContext) -> HallSetup | None:
    """The hall as it is set up; None before it is."""
    connection, held = work.connection, work.configuration
    last = _LAST.one(connection, district=held.district, stream=HALL)
    if last is None:
        return None
    items = KeptItems(connection, held.district)
    return HallSetup(
        seq=last[0],
        last=moment.read(last[1]),
        card=held.card,
        settings=held.settings,
        windows=held.windows,
        zones=held.zones,
        stations=held.stations,
        departments=held.departments,
        reasons=configuration.reasons_of(connection, held.district),
        items=items,
        newest=MappingProxyType(dict.fromkeys((code for code, _ in items), "")),
        layers=configuration.layers_of(connection, held.district),
    )


def _roles(work: StoreContext, user: str) -> tuple[Role, ...] | None:
    """The roles of a user's account; none of one who has no account, None in a hall without accounts."""
    accounts = _ACCOUNTS.all(work.connection, district=work.district)
    if not accounts:
        return None
    own = next((roles for name, roles, disabled in accounts if name == user and not disabled), "[]")
    return tuple(Role(each) for each in json.loads(own))


class KeptItems(Mapping[tuple[str, str], Item]):
    """A hall's items by code and version, each read when it is asked for."""

    def __init__(self, connection: Database, district: str) -> None:
        self._connection = connection
        self._district = district
        rows = _VERSIONS.all(connection, district=district)
        self._keys = {(str(code), str(version)) for code, version in rows}

    def __getitem__(self, key: tuple[str, str]) -> Item:
        if key not in self._keys:
            raise KeyError(key)
        code, version = key
        item = configuration.item_of(self._connection, self._district, code, version)
        if item is None:
            raise KeyError(key)
        return item

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
