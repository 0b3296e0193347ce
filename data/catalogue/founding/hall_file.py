"""A hall from a TOML file: its card, its windows, its stations and its own numbers.

One table `[hall]`, a `[[window]]` for each window, a `[[station]]` for each station of a township or village,
and `[settings]` as in a file of settings. The format is told in docs/setting-up.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.catalogue.founding.settings_file import settings_with, wrong_settings
from data.catalogue.reading import LONGEST_NAME
from data.catalogue.report import Report
from data.catalogue.toml_table import Table, read_table
from data.law.supervision_code import ALPHABET
from data.model.settings import HallCard, Settings, Station, StationLevel, Window

MOST_STATIONS = 1_000
_TABLES = ("hall", "window", "station", "settings")
_HALL_FIELDS = ("name", "name_en", "region", "code", "phone")
_WINDOW_FIELDS = ("code", "name", "name_en", "zones", "station")
_STATION_FIELDS = ("code", "name", "name_en", "level", "parent", "windows")
_LONGEST_CODE = 12
_LONGEST_PHONE = 40
_STATION_CODE = re.compile(f"[0-9A-Za-z-]{{1,{_LONGEST_CODE}}}")
_WINDOW_CODE = re.compile(f"[{ALPHABET}]{{1,2}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HallPlan:
    """A hall as it is to be set up, its catalogue apart; `file` says where that was told."""

    file: str
    card: HallCard
    windows: tuple[Window, ...]
    stations: tuple[Station, ...] = ()
    settings: Settings = field(default_factory=Settings)


def read_hall_file(path: Path, report: Report, over: Mapping[str, str]) -> HallPlan | None:
    """The hall of that file, or None after noting why there is none; `over` goes before what `[hall]` says.

    Every problem is noted; with one the plan is not to be used.
    """
    root = read_table(path, report, _TABLES)
    if root is None:
        return None
    card = _card(root.table("hall", _HALL_FIELDS), over)
    windows = _windows(root)
    stations, standing = _stations(root, {each.code for each in windows})
    return HallPlan(
        file=report.file,
        card=card,
        windows=_placed(root, windows, {each.code for each in stations}, standing),
        stations=stations,
        settings=_settings(root),
    )


def _card(hall: Table, over: Mapping[str, str]) -> HallCard:
    def one(name: str, most: int) -> str:
        return over.get(name) or hall.text(name, most)

    region, code = one("region", _LONGEST_CODE), one("code", _LONGEST_CODE)
    if region and not re.fullmatch("[0-9]{6}", region):
        hall.problem("region", "catalogue.hall.region", value=region)
    if code and (len(code) != 1 or code not in ALPHABET):
        hall.problem("code", "catalogue.hall.code", value=code)
    return HallCard(
        region=region,
        code=code,
        name=one("name", LONGEST_NAME),
        name_en=hall.text("name_en", 2 * LONGEST_NAME, required=False),
        phone=hall.text("phone", _LONGEST_PHONE, required=False),
    )


def _windows(root: Table) -> tuple[Window, ...]:
    """The windows; a code is that of one window only, also where a zero is put before it."""
    windows: list[Window] = []
    taken: dict[str, str] = {}
    for each in root.tables("window", _WINDOW_FIELDS):
        code = each.text("code", _LONGEST_CODE)
        if code and not _WINDOW_CODE.fullmatch(code):
            each.problem("code", "catalogue.hall.window_code", value=code)
        elif code and code.rjust(2, "0") in taken:
            each.problem("code", "catalogue.duplicate.code", value=taken[code.rjust(2, "0")])
        taken[code.rjust(2, "0")] = code
        windows.append(
            Window(
                code=code,
                name=each.text("name", LONGEST_NAME),
                name_en=each.text("name_en", 2 * LONGEST_NAME, required=False),
                zones=each.texts("zones"),
                station=each.text("station", _LONGEST_CODE, required=False),
            )
        )
    if not windows:
        root.problem("window", "catalogue.missing")
    return tuple(windows)


def _stations(root: Table, windows: set[str]) -> tuple[tuple[Station, ...], dict[str, str]]:
    """The stations, and at which of them a window stands as they themselves say."""
    stations: dict[str, Station] = {}
    places: dict[str, Table] = {}
    standing: dict[str, str] = {}
    for each in root.tables("station", _STATION_FIELDS):
        code = each.text("code", _LONGEST_CODE)
        if code and not _STATION_CODE.fullmatch(code):
            each.problem("code", "catalogue.hall.station_code", value=code)
        elif code in stations:
            each.problem("code", "catalogue.duplicate.code", value=code)
        stations[code] = Station(
            code=code,
            name=each.text("name", LONGEST_NAME),
            name_en=each.text("name_en", 2 * LONGEST_NAME, required=False),
            level=_level(each),
            parent=each.text("parent", _LONGEST_CODE, required=False),
        )
        places[code] = each
        for window in each.texts("windows"):
            if window not in windows:
                each.problem("windows", "catalogue.unknown.window", value=window)
            elif standing.setdefault(window, code) != code:
                each.problem("windows", "catalogue.hall.two_stations", value=window, other=standing[window])
    if len(stations) > MOST_STATIONS:
        root.problem("station", "catalogue.hall.most_stations", most=MOST_STATIONS)
    for code, station in stations.items():
        _check_parent(places[code], station, stations.get(station.parent))
    return tuple(stations.values()), standing


def _level(station: Table) -> StationLevel:
    told = station.text("level", _LONGEST_CODE)
    if told in tuple(StationLevel):
        return StationLevel(told)
    if told:
        station.problem("level", "catalogue.choice", value=told, choices=", ".join(StationLevel))
    return StationLevel.TOWNSHIP


def _check_parent(place: Table, station: Station, parent: Station | None) -> None:
    """A village belongs to a township and a township to the hall; so there is no circle."""
    if station.level is StationLevel.TOWNSHIP:
        if station.parent:
            place.problem("parent", "catalogue.hall.township_parent")
    elif not station.parent:
        place.problem("parent", "catalogue.missing")
    elif parent is None:
        place.problem("parent", "catalogue.unknown.station", value=station.parent)
    elif parent.level is not StationLevel.TOWNSHIP:
        place.problem("parent", "catalogue.hall.village_parent", value=station.parent)


def _placed(
    root: Table, windows: tuple[Window, ...], stations: set[str], standing: Mapping[str, str]
) -> tuple[Window, ...]:
    """The windows at their stations, of which they and the stations must not say different things."""
    placed: list[Window] = []
    for window in windows:
        station = standing.get(window.code, window.station)
        place = f"window[{window.code}].station"
        if window.station and window.station not in stations:
            root.problem(place, "catalogue.unknown.station", value=window.station)
        elif window.station and window.station != station:
            root.problem(place, "catalogue.hall.two_stations", value=window.code, other=station)
        placed.append(replace(window, station=station))
    return tuple(placed)


def _settings(root: Table) -> Settings:
    given = root.values("settings")
    wrong = tuple(wrong_settings(given))
    for error in wrong:
        root.problem(f"settings.{error.facts['name']}", error.reason, **error.facts)
    return Settings() if wrong else settings_with(Settings(), given)
