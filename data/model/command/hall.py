"""Commands about the hall itself, each with its why: its card, numbers, windows, items and calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from data.model.command.envelope import Envelope
from data.model.hall import CalendarLayer
from data.model.item import Catalogue, Department, Item, Reason, Zone
from data.model.settings import HallCard, Settings, Station, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class HallCommand(Envelope):
    """A command about the hall's configuration; `reason` stands in the log beside who and when."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpHall(HallCommand):
    """Set a hall up whole, or set it up anew; its region stays, and no item's version changes."""

    act: Literal["set_up_hall"] = "set_up_hall"
    card: HallCard
    settings: Settings = field(default_factory=Settings)
    zones: tuple[Zone, ...] = ()
    stations: tuple[Station, ...] = ()
    windows: tuple[Window, ...]
    departments: tuple[Department, ...] = ()
    reasons: tuple[Reason, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings(HallCommand):
    """Set the hall's own numbers; the lights of open cases are worked out anew."""

    act: Literal["change_settings"] = "change_settings"
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWindows(HallCommand):
    """Set the hall's windows, and its zones and stations where any are given."""

    act: Literal["set_windows"] = "set_windows"
    windows: tuple[Window, ...]
    zones: tuple[Zone, ...] = ()
    stations: tuple[Station, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PutItems(HallCommand):
    """Put departments, and items that are new or in a new version, joint templates among them."""

    act: Literal["put_items"] = "put_items"
    items: tuple[Item, ...] = ()
    departments: tuple[Department, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LayCalendar(HallCommand):
    """Lay local days or a newly published year over the calendar; due dates are worked out anew."""

    act: Literal["lay_calendar"] = "lay_calendar"
    layer: CalendarLayer


def setting_up(
    catalogue: Catalogue,
    card: HallCard,
    windows: Iterable[Window],
    settings: Settings | None = None,
    stations: Iterable[Station] = (),
    *,
    id: str,
    at: datetime,
    user: str,
    reason: str,
) -> SetUpHall:
    """The command that sets a hall up with a catalogue, its card and its windows."""
    return SetUpHall(
        id=id,
        at=at,
        user=user,
        reason=reason,
        card=card,
        settings=settings or Settings(),
        zones=catalogue.zones,
        stations=tuple(stations),
        windows=tuple(windows),
        departments=catalogue.departments,
        reasons=catalogue.reasons,
        items=catalogue.items,
    )
