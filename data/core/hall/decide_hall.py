"""Decisions about the hall itself: set up, its numbers, its windows, what it offers, its calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from data.core.case.intake import source_of
from data.core.context import Decided, Decision, HallState, Rules, refuse
from data.law.calendar.overlay import check_layer
from data.law.calendar.working_days import calendar_of
from data.law.supervision_code import ALPHABET
from data.model.account import Role
from data.model.command import ChangeSettings, HallAct, LayCalendar, PutItems, SetUpHall, SetWindows
from data.model.event import (
    CalendarLaid,
    DepartmentPut,
    HallBody,
    HallNamed,
    ItemAdded,
    ItemRevised,
    ReasonsSet,
    SettingsChanged,
    StationsSet,
    WindowsSet,
    ZonesSet,
)
from data.model.hall import HALL, HallSetup
from data.model.item import Department, Item, Zone
from data.model.outcome import Refusal
from data.model.settings import HallCard, Station, StationLevel, Window

SOURCE: Final = re.compile(f"[{ALPHABET}]{{3}}")
"""What a hall's and its window's code must come to, for supervision codes to hold them."""


def decide_hall(state: HallState, command: HallAct, rules: Rules) -> Decision:
    """What becomes of the hall's configuration: an event for everything that is other than it was.

    Refused: whoever is no administrator of a hall that keeps accounts (role_administrator), no reason given
    (reason_blank), a hall that is not set up (not_set_up), nothing that would change (nothing_changes), and
    what the act itself finds wrong.
    """
    if rules.authority is None and state.roles is not None and Role.ADMINISTRATOR not in state.roles:
        return refuse("role_administrator")
    if not command.reason.strip():
        return refuse("reason_blank")
    setup = state.setup
    if setup is None and not isinstance(command, SetUpHall):
        return refuse("not_set_up")
    if setup is not None and command.at < setup.last:
        return refuse("time_backwards", last=f"{setup.last:%Y-%m-%d %H:%M}")
    found = _bodies(command, setup)
    if isinstance(found, Refusal):
        return found
    return Decided(HALL, found) if found else refuse("nothing_changes")


def _bodies(command: HallAct, setup: HallSetup | None) -> tuple[HallBody, ...] | Refusal:
    if isinstance(command, SetUpHall):
        return _set_up(command, setup)
    assert setup is not None
    match command:
        case ChangeSettings():
            changed = command.settings != setup.settings
            return (SettingsChanged(settings=command.settings, reason=command.reason),) if changed else ()
        case SetWindows():
            return _set_windows(command, setup)
        case PutItems():
            return _offered(command, setup, command.departments, command.items)
        case LayCalendar():
            return _lay_calendar(command, setup)


def _set_up(command: SetUpHall, setup: HallSetup | None) -> tuple[HallBody, ...] | Refusal:
    why = command.reason
    if setup is not None and setup.card.region != command.card.region:
        return refuse("other_hall", region=setup.card.region)
    refused = _windows_wrong(command.card, command.windows, command.zones, command.stations)
    if refused is not None:
        return refused
    offered = _offered(command, setup, command.departments, command.items)
    if isinstance(offered, Refusal):
        return offered
    bodies: list[HallBody] = []
    if setup is None or setup.card != command.card:
        bodies.append(HallNamed(card=command.card, reason=why))
    if setup is None or setup.settings != command.settings:
        bodies.append(SettingsChanged(settings=command.settings, reason=why))
    if setup is None or setup.zones != command.zones:
        bodies.append(ZonesSet(zones=command.zones, reason=why))
    if (setup.stations if setup is not None else ()) != command.stations:
        bodies.append(StationsSet(stations=command.stations, reason=why))
    if setup is None or setup.windows != command.windows:
        bodies.append(WindowsSet(windows=command.windows, reason=why))
    if setup is None or setup.reasons != command.reasons:
        bodies.append(ReasonsSet(reasons=command.reasons, reason=why))
    return (*bodies, *offered)


def _set_windows(command: SetWindows, setup: HallSetup) -> tuple[HallBody, ...] | Refusal:
    zones, stations = command.zones or setup.zones, command.stations or setup.stations
    refused = _windows_wrong(setup.card, command.windows, zones, stations)
    if refused is not None:
        return refused
    bodies: list[HallBody] = []
    if zones != setup.zones:
        bodies.append(ZonesSet(zones=zones, reason=command.reason))
    if stations != setup.stations:
        bodies.append(StationsSet(stations=stations, reason=command.reason))
    if command.windows != setup.windows:
        bodies.append(WindowsSet(windows=command.windows, reason=command.reason))
    return tuple(bodies)


def _windows_wrong(
    card: HallCard, windows: tuple[Window, ...], zones: tuple[Zone, ...], stations: tuple[Station, ...]
) -> Refusal | None:
    """Why a hall cannot have these: codes twice or unfit, zones and stations that are not there."""
    sources = [source_of(card, window.code) if window.code else "" for window in windows]
    if len(set(sources)) < len(sources) or not all(SOURCE.fullmatch(source) for source in sources):
        return refuse("window_codes", codes=" ".join(each.code for each in windows))
    codes, letters = [each.code for each in zones], [each.letter for each in zones]
    if len(set(codes)) < len(codes) or len(set(letters)) < len(letters):
        return refuse("zone_codes", codes=" ".join(codes))
    known = set(codes)
    lost = next(((each.code, zone) for each in windows for zone in each.zones if zone not in known), None)
    if lost is not None:
        return refuse("window_zone_unknown", window=lost[0], zone=lost[1])
    return _stations_wrong(windows, stations)


def _stations_wrong(windows: tuple[Window, ...], stations: tuple[Station, ...]) -> Refusal | None:
    """Why a hall cannot have these stations: a code twice, a township or a window's station gone."""
    codes = [each.code for each in stations]
    if len(set(codes)) < len(codes):
        return refuse("station_codes", codes=" ".join(codes))
    townships = {each.code for each in stations if each.level is StationLevel.TOWNSHIP}
    for each in stations:
        if (each.level is StationLevel.VILLAGE) != (each.parent in townships):
            return refuse("station_parent", station=each.code, parent=each.parent or "-")
    lost = next((each for each in windows if each.station and each.station not in codes), None)
    if lost is not None:
        return refuse("window_station_unknown", window=lost.code, station=lost.station)
    return None


def _offered(
    command: SetUpHall | PutItems,
    setup: HallSetup | None,
    departments: Iterable[Department],
    items: Iterable[Item],
) -> tuple[HallBody, ...] | Refusal:
    """Departments and items that are other than they were.

    Refused: a version that is there with another content, under which cases may have been filed; an item of
    a department that the hall does not know.
    """
    known = dict(setup.departments) if setup is not None else {}
    bodies: list[HallBody] = []
    for department in departments:
        if known.get(department.code) != department:
            known[department.code] = department
            bodies.append(DepartmentPut(department=department, reason=command.reason))
    put: dict[tuple[str, str], Item] = {}
    codes: set[str] = set()
    for item in items:
        key = item.code, item.version
        before = put.get(key) or (setup.items.get(key) if setup is not None else None)
        if before is not None:
            if before != item:
                return refuse("item_version_taken", item=item.code, version=item.version)
            continue
        if item.department not in known:
            return refuse("item_department_unknown", item=item.code, department=item.department)
        there = item.code in codes or (setup is not None and item.code in setup.newest)
        put[key] = item
        codes.add(item.code)
        body = ItemRevised if there else ItemAdded
        bodies.append(body(item=item, reason=command.reason))
    return tuple(bodies)


def _lay_calendar(command: LayCalendar, setup: HallSetup) -> tuple[HallBody, ...] | Refusal:
    """Refused, besides what `check_layer` finds: a version that is there with other days (overlay_taken)."""
    layer = command.layer
    check_layer(layer)
    before = next((each for each in setup.layers if each.version == layer.version), None)
    if before is not None:
        return () if before == layer else refuse("overlay_taken", version=layer.version)
    calendar_of((*setup.layers, layer))
    return (CalendarLaid(layer=layer, reason=command.reason),)
