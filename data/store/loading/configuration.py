"""What a hall is set up with: its card, settings, windows, zones, catalogue and local calendar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from data.law.calendar.working_days import Calendar, calendar_of, published
from data.model.hall import CalendarLayer
from data.model.item import Department, Item, Reason, Zone
from data.model.settings import HallCard, Settings, Station, Window
from data.port.codec import read
from data.store.engine.database import Database
from data.store.engine.statement import Put, Statement
from data.store.schema.setting_keys import CARD, COMPUTED, REASONS, REVISION, SETTINGS, STATIONS
from data.store.schema.setup_rows import layer_from
from data.store.schema.tables import DEPARTMENT, ITEM, OVERLAY, SETTING, WINDOW, ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A hall's configuration as read at one `revision`; `computed_by` names the calendar of its rows."""

    district: str
    revision: int
    card: HallCard
    settings: Settings
    windows: tuple[Window, ...]
    zones: tuple[Zone, ...]
    departments: Mapping[str, Department]
    calendar: Calendar
    computed_by: str
    stations: tuple[Station, ...] = ()

    def window(self, code: str) -> Window | None:
        """The window of that code, or None."""
        return next((each for each in self.windows if each.code == code), None)

    def zone(self, code: str) -> Zone | None:
        """The zone of that code, or None."""
        return next((each for each in self.zones if each.code == code), None)


_DISTRICTS = Statement(select(SETTING.c.district).where(SETTING.c.key == CARD).order_by(SETTING.c.district))
_SETTING = Statement(
    select(SETTING.c.value).where(
        SETTING.c.district == bindparam("district"), SETTING.c.key == bindparam("key")
    )
)
_PUT_SETTING = Put(SETTING)
_WINDOWS = Statement(
    select(WINDOW.c.code, WINDOW.c.name, WINDOW.c.name_en, WINDOW.c.zones, WINDOW.c.station)
    .where(WINDOW.c.district == bindparam("district"))
    .order_by(WINDOW.c.place)
)
_ZONES = Statement(
    select(ZONE.c.code, ZONE.c.letter, ZONE.c.name, ZONE.c.name_en)
    .where(ZONE.c.district == bindparam("district"))
    .order_by(ZONE.c.place)
)
_DEPARTMENTS = Statement(
    select(DEPARTMENT.c.code, DEPARTMENT.c.name, DEPARTMENT.c.name_en, DEPARTMENT.c.abbreviation)
    .where(DEPARTMENT.c.district == bindparam("district"))
    .order_by(DEPARTMENT.c.code)
)
_ITEM_BODY = Statement(
    select(ITEM.c.body).where(
        ITEM.c.district == bindparam("district"),
        ITEM.c.code == bindparam("code"),
        ITEM.c.version == bindparam("version"),
    )
)
_NEWEST = Statement(
    select(ITEM.c.version).where(
        ITEM.c.district == bindparam("district"), ITEM.c.code == bindparam("code"), ITEM.c.newest == 1
    )
)
_OVERLAYS = Statement(
    select(OVERLAY.c.version, OVERLAY.c.body)
    .where(OVERLAY.c.district == bindparam("district"))
    .order_by(OVERLAY.c.place)
)


def founding(card: HallCard) -> Configuration:
    """What a hall is before it is set up: its card, and the published calendar."""
    return Configuration(
        district=card.region,
        revision=0,
        card=card,
        settings=Settings(),
        windows=(),
        zones=(),
        departments={},
        calendar=published(),
        computed_by="",
    )


def districts_of(connection: Database) -> tuple[str, ...]:
    """The districts whose halls are in the database; none before one is installed."""
    return tuple(str(row[0]) for row in _DISTRICTS.all(connection))


def revision_of(connection: Database, district: str) -> int:
    """How often the configuration has been written."""
    return int(setting(connection, district, REVISION) or 0)


def setting(connection: Database, district: str, key: str) -> str | None:
    """One of the values that the hall has once."""
    row = _SETTING.one(connection, district=district, key=key)
    return None if row is None else str(row[0])


def put_setting(connection: Database, district: str, key: str, value: str) -> None:
    """Set one of the values that the hall has once."""
    _PUT_SETTING.run(connection, district=district, key=key, value=value)


def configured(connection: Database, district: str, calendar: Calendar | None = None) -> Configuration:
    """The configuration as it stands; `calendar` goes before the one of the published years and overlays."""
    card, settings = setting(connection, district, CARD), setting(connection, district, SETTINGS)
    return Configuration(
        district=district,
        revision=revision_of(connection, district),
        card=read(HallCard, card or ""),
        settings=read(Settings, settings or "{}"),
        windows=tuple(
            Window(
                code=code,
                name=name,
                name_en=name_en,
                zones=tuple(json.loads(zones)),
                station=station,
            )
            for code, name, name_en, zones, station in _WINDOWS.all(connection, district=district)
        ),
        zones=tuple(
            Zone(code=code, letter=letter, name=name, name_en=name_en)
            for code, letter, name, name_en in _ZONES.all(connection, district=district)
        ),
        departments={
            code: Department(code=code, name=name, name_en=name_en, abbreviation=abbreviation)
            for code, name, name_en, abbreviation in _DEPARTMENTS.all(connection, district=district)
        },
        calendar=calendar or calendar_of(layers_of(connection, district)),
        computed_by=setting(connection, district, COMPUTED) or "",
        stations=read(tuple[Station, ...], setting(connection, district, STATIONS) or "[]"),
    )


def reasons_of(connection: Database, district: str) -> tuple[Reason, ...]:
    """The hall's standard phrases."""
    return read(tuple[Reason, ...], setting(connection, district, REASONS) or "[]")


def newest_version(connection: Database, district: str, code: str) -> str | None:
    """The version under which new cases of an item are filed."""
    row = _NEWEST.one(connection, district=district, code=code)
    return None if row is None else str(row[0])


def item_of(connection: Database, district: str, code: str, version: str) -> Item | None:
    """One version of an item."""
    row = _ITEM_BODY.one(connection, district=district, code=code, version=version)
    return None if row is None else read(Item, row[0])


def layers_of(connection: Database, district: str) -> tuple[CalendarLayer, ...]:
    """The hall's own days in the order in which they were laid over the calendar."""
    return tuple(layer_from(version, body) for version, body in _OVERLAYS.all(connection, district=district))
