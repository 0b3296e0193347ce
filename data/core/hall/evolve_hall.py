"""What each event makes of a hall's configuration; it never refuses, for events are facts."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from data.core.broken_history import BrokenHistory
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
from data.model.hall import HallSetup
from data.model.item import Item


def evolve_hall(setup: HallSetup | None, event: Event) -> HallSetup:
    """The hall after one more event.

    Raises:
        BrokenHistory: the event is not a hall's, or a hall begins without its card.
    """
    body = event.body
    if setup is None:
        if not isinstance(body, HallNamed):
            raise BrokenHistory(f"{event.stream} #{event.seq}")
        return HallSetup(seq=event.seq, last=event.at, card=body.card)
    return replace(_changed(setup, event), seq=event.seq, last=event.at)


def _changed(setup: HallSetup, event: Event) -> HallSetup:
    body = event.body
    match body:
        case HallNamed():
            return replace(setup, card=body.card)
        case SettingsChanged():
            return replace(setup, settings=body.settings)
        case ZonesSet():
            return replace(setup, zones=body.zones)
        case StationsSet():
            return replace(setup, stations=body.stations)
        case WindowsSet():
            return replace(setup, windows=body.windows)
        case DepartmentPut():
            departments = {**setup.departments, body.department.code: body.department}
            return replace(setup, departments=MappingProxyType(departments))
        case ReasonsSet():
            return replace(setup, reasons=body.reasons)
        case ItemAdded() | ItemRevised():
            return _offering(setup, body.item)
        case CalendarLaid():
            return replace(setup, layers=(*setup.layers, body.layer))
        case _:
            raise BrokenHistory(f"{event.stream} #{event.seq}")


def _offering(setup: HallSetup, item: Item) -> HallSetup:
    items = {**setup.items, (item.code, item.version): item}
    newest = {**setup.newest, item.code: newer(setup.newest.get(item.code), item.version)}
    return replace(setup, items=MappingProxyType(items), newest=MappingProxyType(newest))


def newer(known: str | None, version: str) -> str:
    """Which of two versions new cases are filed under: the higher one, in whatever order they came."""
    return version if known is None or _order(known) <= _order(version) else known


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """By what versions are compared: numbers as numbers, whatever stands between them as text."""
    parts = re.findall("[0-9]+|[^0-9]+", version)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
