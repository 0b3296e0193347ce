"""What the hall shows of itself: items, windows, its log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from data.model.item import ItemKind, Reason
from data.model.settings import HallCard, Settings, Station, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item in a list."""

    code: str
    version: str
    name: str
    name_en: str
    department: str
    department_name: str
    department_name_en: str
    zone: str
    kind: ItemKind
    promised_days: int | None
    materials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallView:
    """The hall itself: who it is, its windows, its zones (code, letter, name, English name).

    `reasons` are its standard phrases, in the order in which they are offered; `stations` are those of
    townships and villages at which some of its windows stand; `settings` are its own numbers.
    """

    card: HallCard
    windows: tuple[Window, ...]
    zones: tuple[tuple[str, str, str, str], ...]
    reasons: tuple[Reason, ...] = ()
    stations: tuple[Station, ...] = ()
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the audit log; `reason` is why the hall itself was changed, where it was."""

    position: int
    stream: str
    seq: int
    at: datetime
    recorded: datetime
    user: str
    window: str
    command: str
    kind: str
    hash: str
    reason: str = ""
