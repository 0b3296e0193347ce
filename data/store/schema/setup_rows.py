"""The rows of a hall's configuration: pure functions of what the events of its stream have made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Table

from data.model.hall import CalendarDay, CalendarLayer, HallSetup
from data.model.item import Department, Item, Zone
from data.model.settings import Window
from data.port.codec import write
from data.store.schema.rows import Values
from data.store.schema.setting_keys import CARD, REASONS, REVISION, SETTINGS, STATIONS
from data.store.schema.tables import DEPARTMENT, ITEM, OVERLAY, SETTING, WINDOW, ZONE


def setup_rows(district: str, setup: HallSetup) -> Mapping[Table, list[Values]]:
    """Every row of a hall's configuration, by its table."""
    values = {
        CARD: write(setup.card),
        SETTINGS: write(setup.settings),
        REASONS: write(setup.reasons),
        STATIONS: write(setup.stations),
        REVISION: str(setup.seq),
    }
    if not setup.stations:
        del values[STATIONS]
    return {
        SETTING: [{"district": district, "key": key, "value": value} for key, value in values.items()],
        ZONE: zone_rows(district, setup.zones),
        WINDOW: window_rows(district, setup.windows),
        DEPARTMENT: [department_row(district, each) for each in setup.departments.values()],
        ITEM: [
            item_row(district, each, newest=setup.newest[each.code] == each.version)
            for each in setup.items.values()
        ],
        OVERLAY: [layer_row(district, place, layer) for place, layer in enumerate(setup.layers, start=1)],
    }


def zone_rows(district: str, zones: Iterable[Zone]) -> list[Values]:
    """The rows of a hall's zones, which keep their order."""
    return [
        {
            "district": district,
            "code": zone.code,
            "place": place,
            "letter": zone.letter,
            "name": zone.name,
            "name_en": zone.name_en,
        }
        for place, zone in enumerate(zones)
    ]


def window_rows(district: str, windows: Iterable[Window]) -> list[Values]:
    """The rows of a hall's windows, which keep their order."""
    return [
        {
            "district": district,
            "code": window.code,
            "place": place,
            "name": window.name,
            "name_en": window.name_en,
            "zones": json.dumps(window.zones),
            "station": window.station,
        }
        for place, window in enumerate(windows)
    ]


def department_row(district: str, department: Department) -> Values:
    """The row of a department."""
    return {
        "district": district,
        "code": department.code,
        "name": department.name,
        "name_en": department.name_en,
        "abbreviation": department.abbreviation,
    }


def item_row(district: str, item: Item, *, newest: bool) -> Values:
    """The row of one version of an item."""
    return {
        "district": district,
        "code": item.code,
        "version": item.version,
        "newest": int(newest),
        "name": item.name,
        "name_en": item.name_en,
        "initials": item.initials,
        "department": item.department,
        "body": write(item),
    }


def layer_row(district: str, place: int, layer: CalendarLayer) -> Values:
    """The row of local days that lie over the calendar in their place."""
    days = {each.day.isoformat(): [each.working, each.name] for each in layer.days}
    body = json.dumps({"published": layer.published, "days": days}, ensure_ascii=False)
    return {"district": district, "place": place, "version": layer.version, "body": body}


def layer_from(version: str, body: str) -> CalendarLayer:
    """The local days that a row holds."""
    fields = json.loads(body)
    days = tuple(
        CalendarDay(day=date.fromisoformat(day), working=bool(working), name=str(name))
        for day, (working, name) in fields["days"].items()
    )
    return CalendarLayer(version=version, days=days, published=tuple(fields["published"]))
