"""What happens to a hall's configuration; each event says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.model.hall import CalendarLayer
from data.model.item import Department, Item, Reason, Zone
from data.model.settings import HallCard, Settings, Station, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class HallNamed:
    """The hall got its card: its region, its code, its name. The first event of every hall."""

    kind: Literal["hall_named"] = "hall_named"
    card: HallCard
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged:
    """The hall set its own numbers."""

    kind: Literal["settings_changed"] = "settings_changed"
    settings: Settings
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonesSet:
    """The hall's zones, in their order."""

    kind: Literal["zones_set"] = "zones_set"
    zones: tuple[Zone, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsSet:
    """The stations of townships and villages that are bound to the hall, in their order."""

    kind: Literal["stations_set"] = "stations_set"
    stations: tuple[Station, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowsSet:
    """The hall's windows, in their order."""

    kind: Literal["windows_set"] = "windows_set"
    windows: tuple[Window, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPut:
    """A department of the hall, new or under another name."""

    kind: Literal["department_put"] = "department_put"
    department: Department
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonsSet:
    """The hall's standard phrases."""

    kind: Literal["reasons_set"] = "reasons_set"
    reasons: tuple[Reason, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAdded:
    """An item that the hall did not offer before, with its materials, route and limits."""

    kind: Literal["item_added"] = "item_added"
    item: Item
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRevised:
    """Another version of an item; cases keep the version under which they were filed."""

    kind: Literal["item_revised"] = "item_revised"
    item: Item
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLaid:
    """Local days, or a newly published year, laid over the calendar."""

    kind: Literal["calendar_laid"] = "calendar_laid"
    layer: CalendarLayer
    reason: str = ""


HallBody: TypeAlias = (
    HallNamed
    | SettingsChanged
    | ZonesSet
    | StationsSet
    | WindowsSet
    | DepartmentPut
    | ReasonsSet
    | ItemAdded
    | ItemRevised
    | CalendarLaid
)
