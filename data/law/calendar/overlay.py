"""Local days laid over the published calendar, from a TOML file: a version, whole years, single days.

version = "2027-1"
published = [2027]        # the arrangement of these years is complete below

[[day]]
date = 2027-01-01
working = false
name = "元旦"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from data.law.refusal import LawError
from data.model.hall import CalendarDay, CalendarLayer

FIRST_YEAR = 2004


@dataclass(frozen=True, slots=True)
class LocalDay:
    """What an overlay says of a day: whether it is worked, and the name under which it is known."""

    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """A version of local days; `published` are the years whose whole arrangement is in `days`."""

    version: str = ""
    days: Mapping[date, LocalDay] = field(default_factory=lambda: MappingProxyType({}))
    published: tuple[int, ...] = ()


NO_OVERLAY = Overlay()


def layer_of(overlay: Overlay) -> CalendarLayer:
    """An overlay as a hall keeps it, its days in their order."""
    days = tuple(
        CalendarDay(day=day, working=local.working, name=local.name)
        for day, local in sorted(overlay.days.items())
    )
    return CalendarLayer(version=overlay.version, days=days, published=tuple(overlay.published))


def combined(layers: Iterable[CalendarLayer]) -> Overlay:
    """All layers in one; of two that name a day, the later holds."""
    layers = tuple(layers)
    days = {each.day: LocalDay(each.working, each.name) for layer in layers for each in layer.days}
    years = sorted({year for layer in layers for year in layer.published})
    return Overlay(" + ".join(layer.version for layer in layers), MappingProxyType(days), tuple(years))


class OverlayError(LawError):
    """An overlay that cannot be read: facts `file`, `field` and what was found."""


def read_overlay(path: Path) -> Overlay:
    """The overlay in a TOML file.

    Raises:
        OverlayError: the file cannot be read, or its first fault as `parse_overlay` finds it.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise OverlayError("overlay_unreadable", file=path.name, found=error.strerror) from error
    except UnicodeDecodeError as error:
        raise OverlayError("overlay_not_utf8", file=path.name, found=error.start) from error
    return parse_overlay(text, path.name)


def parse_overlay(text: str, file: str) -> Overlay:
    """The overlay that a TOML text holds; `file` names it in refusals.

    Raises:
        OverlayError: broken TOML; an unknown, missing or mistyped field; a day told twice; a year before
            2004 or one whose arrangement has no day off.
    """
    try:
        table: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OverlayError("overlay_broken", file=file, found=error) from error
    _refuse_unknown(table, {"version", "published", "day"}, "", file)
    version = table.get("version")
    if not isinstance(version, str) or not version.strip():
        raise OverlayError("overlay_text", file=file, field="version", found=version)
    days = _days(table.get("day", []), file)
    published = _years(table.get("published", []), file)
    _check_years(((day, local.working) for day, local in days.items()), published, file)
    return Overlay(version.strip(), MappingProxyType(days), published)


def check_layer(layer: CalendarLayer) -> None:
    """What `parse_overlay` refuses of a file, of days that came another way.

    Raises:
        OverlayError: a blank version or name; a day told twice; a year before 2004 or one whose arrangement
            has no day off.
    """
    named = layer.version.strip()
    if not named:
        raise OverlayError("overlay_text", file="-", field="version", found=layer.version)
    seen: set[date] = set()
    for number, each in enumerate(layer.days, start=1):
        where = f"day[{number}]"
        if each.day.year < FIRST_YEAR:
            raise OverlayError("overlay_too_early", file=named, field=f"{where}.date", found=each.day)
        if not each.name.strip():
            raise OverlayError("overlay_text", file=named, field=f"{where}.name", found=each.name)
        if each.day in seen:
            raise OverlayError("overlay_twice", file=named, field=f"{where}.date", found=each.day)
        seen.add(each.day)
    for year in layer.published:
        if not FIRST_YEAR <= year <= date.max.year:
            raise OverlayError("overlay_years", file=named, field="published", found=year)
    _check_years(((each.day, each.working) for each in layer.days), layer.published, named)


def _check_years(days: Iterable[tuple[date, bool]], published: Iterable[int], file: str) -> None:
    off = {day.year for day, working in days if not working}
    for year in published:
        if year not in off:
            raise OverlayError("overlay_year_empty", file=file, field="published", found=year)


def _days(rows: object, file: str) -> dict[date, LocalDay]:
    if not isinstance(rows, list):
        raise OverlayError("overlay_days", file=file, field="day", found=rows)
    days: dict[date, LocalDay] = {}
    for number, row in enumerate(rows, start=1):
        where = f"day[{number}]"
        if not isinstance(row, dict):
            raise OverlayError("overlay_days", file=file, field=where, found=row)
        _refuse_unknown(row, {"date", "working", "name"}, f"{where}.", file)
        day, working, name = row.get("date"), row.get("working"), row.get("name")
        if not isinstance(day, date) or isinstance(day, datetime):
            raise OverlayError("overlay_date", file=file, field=f"{where}.date", found=day)
        if day.year < FIRST_YEAR:
            raise OverlayError("overlay_too_early", file=file, field=f"{where}.date", found=day)
        if not isinstance(working, bool):
            raise OverlayError("overlay_flag", file=file, field=f"{where}.working", found=working)
        if not isinstance(name, str) or not name.strip():
            raise OverlayError("overlay_text", file=file, field=f"{where}.name", found=name)
        if day in days:
            raise OverlayError("overlay_twice", file=file, field=f"{where}.date", found=day)
        days[day] = LocalDay(working, name.strip())
    return days


def _years(rows: object, file: str) -> tuple[int, ...]:
    if not isinstance(rows, list):
        raise OverlayError("overlay_years", file=file, field="published", found=rows)
    years: set[int] = set()
    for row in rows:
        if not isinstance(row, int) or isinstance(row, bool) or not FIRST_YEAR <= row <= date.max.year:
            raise OverlayError("overlay_years", file=file, field="published", found=row)
        years.add(row)
    return tuple(sorted(years))


def _refuse_unknown(table: dict[str, object], known: set[str], where: str, file: str) -> None:
    for name in table:
        if name not in known:
            raise OverlayError("overlay_unknown", file=file, field=f"{where}{name}", found=name)
