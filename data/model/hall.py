"""How a hall is set up, as the events of its own stream have made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from data.model.item import Department, Item, Reason, Zone
from data.model.settings import HallCard, Settings, Station, Window

HALL: Final = "hall"
"""The name of the stream in which a hall's own events stand; no case and no ticket has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """What a hall says of a day: whether it is worked, and the name under which it is known."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLayer:
    """Local days of one version; `published` are the years whose whole arrangement is among them."""

    version: str
    days: tuple[CalendarDay, ...]
    published: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSetup:
    """A hall's configuration: who and what it is, and everything that it offers.

    `items` are by code and version; new cases are filed under the version that `newest` names for a code.
    `layers` lie over the published calendar, the later over the earlier.
    """

    seq: int
    last: datetime
    card: HallCard
    settings: Settings = field(default_factory=Settings)
    windows: tuple[Window, ...] = ()
    zones: tuple[Zone, ...] = ()
    stations: tuple[Station, ...] = ()
    departments: Mapping[str, Department] = field(default_factory=lambda: MappingProxyType({}))
    reasons: tuple[Reason, ...] = ()
    items: Mapping[tuple[str, str], Item] = field(default_factory=lambda: MappingProxyType({}))
    newest: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    layers: tuple[CalendarLayer, ...] = ()
