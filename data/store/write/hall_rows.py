"""A hall's configuration in its rows, which its events have made: written after each of them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, func, insert, select, update

from data.core.hall.evolve_hall import newer
from data.model.event import (
    CalendarLaid,
    DepartmentPut,
    Event,
    HallNamed,
    ItemAdded,
    ItemRevised,
    ReasonsSet,
    SettingsChanged,
    StationsSet,
    WindowsSet,
    ZonesSet,
)
from data.model.hall import CalendarLayer
from data.model.item import Department, Item, Reason, Zone
from data.model.settings import HallCard, Settings, Station, Window
from data.port.codec import write
from data.store.engine.database import Database
from data.store.engine.statement import Put, Statement
from data.store.loading.configuration import newest_version, put_setting
from data.store.schema.setting_keys import CARD, REASONS, REVISION, SETTINGS, STATIONS
from data.store.schema.setup_rows import department_row, item_row, layer_row, window_rows, zone_rows
from data.store.schema.tables import DEPARTMENT, ITEM, OVERLAY, WINDOW, ZONE

_NO_WINDOWS = Statement(delete(WINDOW).where(WINDOW.c.district == bindparam("of")))
_NO_ZONES = Statement(delete(ZONE).where(ZONE.c.district == bindparam("of")))
_NO_LAYERS = Statement(delete(OVERLAY).where(OVERLAY.c.district == bindparam("of")))
_ADD_WINDOW = Statement(insert(WINDOW))
_ADD_ZONE = Statement(insert(ZONE))
_ADD_LAYER = Statement(insert(OVERLAY))
_PUT_DEPARTMENT = Put(DEPARTMENT)
_PUT_ITEM = Put(ITEM)
_NO_LONGER_NEWEST = Statement(
    update(ITEM)
    .where(ITEM.c.district == bindparam("of"), ITEM.c.code == bindparam("item"), ITEM.c.newest == 1)
    .values(newest=0)
)
_LAYERS = Statement(
    select(func.coalesce(func.max(OVERLAY.c.place), 0)).where(OVERLAY.c.district == bindparam("district"))
)


def put(connection: Database, district: str, events: Iterable[Event]) -> None:
    """Write what the events of a hall's stream have changed."""
    for event in events:
        _put(connection, district, event)
        put_setting(connection, district, REVISION, str(event.seq))


def _put(connection: Database, district: str, event: Event) -> None:
    body = event.body
    match body:
        case HallNamed():
            put_card(connection, district, body.card)
        case SettingsChanged():
            put_settings(connection, district, body.settings)
        case ReasonsSet():
            put_reasons(connection, district, body.reasons)
        case ZonesSet():
            put_zones(connection, district, body.zones)
        case StationsSet():
            put_stations(connection, district, body.stations)
        case WindowsSet():
            put_windows(connection, district, body.windows)
        case DepartmentPut():
            put_department(connection, district, body.department)
        case ItemAdded() | ItemRevised():
            known = newest_version(connection, district, body.item.code)
            newest = newer(known, body.item.version) == body.item.version
            put_item(connection, district, body.item, newest=newest)
        case CalendarLaid():
            (place,) = _LAYERS.all(connection, district=district)[0]
            _ADD_LAYER.run(connection, **layer_row(district, place + 1, body.layer))


def put_card(connection: Database, district: str, card: HallCard) -> None:
    """Write which hall it is."""
    put_setting(connection, district, CARD, write(card))


def put_settings(connection: Database, district: str, settings: Settings) -> None:
    """Write the hall's own numbers."""
    put_setting(connection, district, SETTINGS, write(settings))


def put_reasons(connection: Database, district: str, reasons: tuple[Reason, ...]) -> None:
    """Write the hall's standard phrases."""
    put_setting(connection, district, REASONS, write(reasons))


def put_stations(connection: Database, district: str, stations: tuple[Station, ...]) -> None:
    """Write the stations that are bound to the hall."""
    put_setting(connection, district, STATIONS, write(stations))


def put_zones(connection: Database, district: str, zones: Iterable[Zone]) -> None:
    """Write the hall's zones in place of those there were."""
    _NO_ZONES.run(connection, of=district)
    for row in zone_rows(district, zones):
        _ADD_ZONE.run(connection, **row)


def put_windows(connection: Database, district: str, windows: Iterable[Window]) -> None:
    """Write the hall's windows in place of those there were."""
    _NO_WINDOWS.run(connection, of=district)
    for row in window_rows(district, windows):
        _ADD_WINDOW.run(connection, **row)


def put_department(connection: Database, district: str, department: Department) -> None:
    """Write a department."""
    _PUT_DEPARTMENT.run(connection, **department_row(district, department))


def put_item(connection: Database, district: str, item: Item, *, newest: bool) -> None:
    """Write one version of an item; of an item one version is the newest."""
    if newest:
        _NO_LONGER_NEWEST.run(connection, of=district, item=item.code)
    _PUT_ITEM.run(connection, **item_row(district, item, newest=newest))


def put_layers(connection: Database, district: str, layers: Iterable[CalendarLayer]) -> None:
    """Write the hall's own days in place of those there were."""
    _NO_LAYERS.run(connection, of=district)
    for place, layer in enumerate(layers, start=1):
        _ADD_LAYER.run(connection, **layer_row(district, place, layer))
