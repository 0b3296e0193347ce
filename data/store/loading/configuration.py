"""What a hall is set up with: its card, settings, windows, zones, catalogue and local calendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import bindparam, delete, func, insert, select, update

from data.core.case.intake import source_of
from data.law.calendar.overlay import LocalDay, Overlay
from data.law.calendar.working_days import Calendar, published
from data.law.supervision_code import ALPHABET
from data.model.item import Catalogue, Department, Item, Reason, Zone
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Station, Window
from data.port.codec import read, write
from data.store.engine.database import Database
from data.store.engine.statement import Put, Statement
from data.store.schema.setting_keys import CARD, COMPUTED, REASONS, REVISION, SETTINGS, STATIONS
from data.store.schema.tables import DEPARTMENT, ITEM, OVERLAY, SETTING, WINDOW, ZONE

SOURCE = re.compile(f"[{ALPHABET}]{{3}}")
"""What a hall's and its window's code must come to, for supervision codes to hold them."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    """The stations of a hall, and at which of them a window stands: (window, station)."""

    stations: tuple[Station, ...] = ()
    windows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What went in: the items that are new, those in a new version, and how many were there already."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0


_DISTRICTS = Statement(select(SETTING.c.district).where(SETTING.c.key == CARD).order_by(SETTING.c.district))


_SETTING = Statement(
    select(SETTING.c.value).where(
        SETTING.c.district == bindparam("district"), SETTING.c.key == bindparam("key")
    )
)


_PUT_SETTING = Put(SETTING)


_WINDOWS = Statement(
    select(WINDOW.c.code, WINDOW.c.name, WINDOW.c.name_en, WINDOW.c.zones)
    .where(WINDOW.c.district == bindparam("district"))
    .order_by(WINDOW.c.place)
)


_ZONES = Statement(
    select(ZONE.c.code, ZONE.c.letter, ZONE.c.name, ZONE.c.name_en)
    .where(ZONE.c.district == bindparam("district"))
    .order_by(ZONE.c.place)
)


_NO_WINDOWS = Statement(delete(WINDOW).where(WINDOW.c.district == bindparam("district")))


_NO_ZONES = Statement(delete(ZONE).where(ZONE.c.district == bindparam("district")))


_ADD_WINDOW = Statement(insert(WINDOW))


_ADD_ZONE = Statement(insert(ZONE))


_PUT_DEPARTMENT = Put(DEPARTMENT)


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


_NO_LONGER_NEWEST = Statement(
    update(ITEM)
    .where(ITEM.c.district == bindparam("of"), ITEM.c.code == bindparam("item"), ITEM.c.newest == 1)
    .values(newest=0)
)


_ADD_ITEM = Statement(insert(ITEM))


_OVERLAYS = Statement(
    select(OVERLAY.c.version, OVERLAY.c.body)
    .where(OVERLAY.c.district == bindparam("district"))
    .order_by(OVERLAY.c.place)
)


_NEXT_OVERLAY = Statement(
    select(func.coalesce(func.max(OVERLAY.c.place), 0) + 1).where(OVERLAY.c.district == bindparam("district"))
)


_ADD_OVERLAY = Statement(insert(OVERLAY))


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
    outside = read(_Outside, setting(connection, district, STATIONS) or "{}")
    station_of = dict(outside.windows)
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
                station=station_of.get(code, ""),
            )
            for code, name, name_en, zones in _WINDOWS.all(connection, district=district)
        ),
        zones=tuple(
            Zone(code=code, letter=letter, name=name, name_en=name_en)
            for code, letter, name, name_en in _ZONES.all(connection, district=district)
        ),
        departments={
            code: Department(code=code, name=name, name_en=name_en, abbreviation=abbreviation)
            for code, name, name_en, abbreviation in _DEPARTMENTS.all(connection, district=district)
        },
        calendar=calendar or calendar_of(overlays(connection, district)),
        computed_by=setting(connection, district, COMPUTED) or "",
        stations=outside.stations,
    )


def reasons_of(connection: Database, district: str) -> tuple[Reason, ...]:
    """The hall's standard phrases."""
    return read(tuple[Reason, ...], setting(connection, district, REASONS) or "[]")


def install(
    connection: Database,
    district: str | None,
    catalogue: Catalogue,
    card: HallCard,
    windows: Iterable[Window],
    settings: Settings,
    stations: Iterable[Station] = (),
) -> Installed | Refusal:
    """Write the whole configuration; a hall that is there already keeps its region, `district`."""
    if district is not None and district != card.region:
        return Refusal(reason="other_hall", facts={"region": district})
    windows = tuple(windows)
    sources = [source_of(card, window.code) if window.code else "" for window in windows]
    if len(set(sources)) < len(sources) or not all(SOURCE.fullmatch(source) for source in sources):
        return Refusal(reason="window_codes", facts={"codes": " ".join(each.code for each in windows)})
    district = card.region
    put_setting(connection, district, CARD, write(card))
    put_setting(connection, district, SETTINGS, write(settings))
    put_setting(connection, district, REASONS, write(catalogue.reasons))
    outside = _Outside(
        stations=tuple(stations),
        windows=tuple((each.code, each.station) for each in windows if each.station),
    )
    put_setting(connection, district, STATIONS, write(outside))
    _NO_WINDOWS.run(connection, district=district)
    for place, window in enumerate(windows):
        _ADD_WINDOW.run(
            connection,
            district=district,
            code=window.code,
            place=place,
            name=window.name,
            name_en=window.name_en,
            zones=json.dumps(window.zones),
        )
    _NO_ZONES.run(connection, district=district)
    for place, zone in enumerate(catalogue.zones):
        _ADD_ZONE.run(
            connection,
            district=district,
            code=zone.code,
            place=place,
            letter=zone.letter,
            name=zone.name,
            name_en=zone.name_en,
        )
    return put_items(connection, district, catalogue.items, catalogue.departments)


def put_items(
    connection: Database, district: str, items: Iterable[Item], departments: Iterable[Department]
) -> Installed | Refusal:
    """Write departments, and every item that is new or in a new version.

    New cases are filed under the highest version, in whatever order versions were put. Refused: a version
    that is there with another content, under which cases may have been filed; an item of a department that
    the hall does not know.
    """
    for department in departments:
        _PUT_DEPARTMENT.run(
            connection,
            district=district,
            code=department.code,
            name=department.name,
            name_en=department.name_en,
            abbreviation=department.abbreviation,
        )
    known_departments = {row[0] for row in _DEPARTMENTS.all(connection, district=district)}
    added: list[str] = []
    changed: list[str] = []
    unchanged = 0
    for item in items:
        body = write(item)
        before = _ITEM_BODY.one(connection, district=district, code=item.code, version=item.version)
        if before is not None:
            if read(Item, before[0]) != item:
                return Refusal(
                    reason="item_version_taken", facts={"item": item.code, "version": item.version}
                )
            unchanged += 1
            continue
        if item.department not in known_departments:
            facts = {"item": item.code, "department": item.department}
            return Refusal(reason="item_department_unknown", facts=facts)
        known = newest_version(connection, district, item.code)
        newest = known is None or _order(known) <= _order(item.version)
        if newest:
            _NO_LONGER_NEWEST.run(connection, of=district, item=item.code)
        (added if known is None else changed).append(item.code)
        _ADD_ITEM.run(
            connection,
            district=district,
            code=item.code,
            version=item.version,
            newest=int(newest),
            name=item.name,
            name_en=item.name_en,
            initials=item.initials,
            department=item.department,
            body=body,
        )
    return Installed(added=tuple(added), changed=tuple(changed), unchanged=unchanged)


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """By what versions are compared: numbers as numbers, whatever stands between them as text."""
    parts = re.findall("[0-9]+|[^0-9]+", version)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def newest_version(connection: Database, district: str, code: str) -> str | None:
    """The version under which new cases of an item are filed."""
    row = _NEWEST.one(connection, district=district, code=code)
    return None if row is None else str(row[0])


def item_of(connection: Database, district: str, code: str, version: str) -> Item | None:
    """One version of an item."""
    row = _ITEM_BODY.one(connection, district=district, code=code, version=version)
    return None if row is None else read(Item, row[0])


def put_overlay(connection: Database, district: str, overlay: Overlay) -> Refusal | None:
    """Lay local days over the calendar, on top of those put before.

    Refused: a version that is there with other days.
    """
    body = _written(overlay)
    for version, before in _OVERLAYS.all(connection, district=district):
        if version == overlay.version:
            return None if before == body else Refusal(reason="overlay_taken", facts={"version": version})
    (place,) = _NEXT_OVERLAY.all(connection, district=district)[0]
    _ADD_OVERLAY.run(connection, district=district, place=place, version=overlay.version, body=body)
    return None


def overlays(connection: Database, district: str) -> tuple[Overlay, ...]:
    """The overlays in the order in which they were put."""
    return tuple(_overlay(version, body) for version, body in _OVERLAYS.all(connection, district=district))


def calendar_of(overlays: tuple[Overlay, ...]) -> Calendar:
    """The published years with all overlays; of two that name a day, the later holds.

    Raises:
        LawError: they publish a year without the one before it.
    """
    if not overlays:
        return published()
    days: dict[date, LocalDay] = {}
    years: set[int] = set()
    for overlay in overlays:
        days.update(overlay.days)
        years.update(overlay.published)
    version = " + ".join(overlay.version for overlay in overlays)
    return Calendar(Overlay(version, MappingProxyType(days), tuple(sorted(years))))


def _written(overlay: Overlay) -> str:
    days = {day.isoformat(): [local.working, local.name] for day, local in sorted(overlay.days.items())}
    return json.dumps({"published": overlay.published, "days": days}, ensure_ascii=False)


def _overlay(version: str, body: str) -> Overlay:
    fields = json.loads(body)
    days = {
        date.fromisoformat(day): LocalDay(bool(working), str(name))
        for day, (working, name) in fields["days"].items()
    }
    return Overlay(version, MappingProxyType(days), tuple(fields["published"]))
