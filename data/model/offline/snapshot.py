"""What a window needs of its hall to go on without it: how the hall is set up, and the events it works on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model.hall import CalendarLayer
from data.model.item import Department, Item, Reason, Zone
from data.model.outcome import Receipt
from data.model.settings import HallCard, Settings, Station, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class HallConfiguration:
    """How a hall is set up, its items apart."""

    card: HallCard
    settings: Settings
    windows: tuple[Window, ...]
    zones: tuple[Zone, ...]
    departments: tuple[Department, ...]
    reasons: tuple[Reason, ...]
    layers: tuple[CalendarLayer, ...] = ()
    stations: tuple[Station, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedItem:
    """One version of an item; `newest` is the one under which new cases are filed."""

    newest: bool
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedEvent:
    """One event as the log holds it, in its own texts, so that its hash still holds."""

    position: int
    seq: int
    at: str
    recorded: str
    user: str
    window: str
    command: str
    kind: str
    body: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedStream:
    """A case or a ticket whole, from its first event on."""

    stream: str
    events: tuple[CopiedEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSnapshot:
    """One page of what concerns a window, as of the hall's moment `at`.

    `position` and `revision` say up to where a later question may leave out what is known; those of the
    first page count, for what is written meanwhile comes again with the next replica. `fresh`: whatever
    was known before is to be forgotten. `receipts` are those of the commands that were asked about and
    that the hall has carried out.
    """

    at: datetime
    position: int
    revision: int
    fresh: bool
    fittings: HallConfiguration | None = None
    items: tuple[CopiedItem, ...] = ()
    streams: tuple[CopiedStream, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    after: str | None = None
