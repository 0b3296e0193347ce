"""Queries about the hall: what it offers, how it is set up, what stands in its log."""

from __future__ import annotations

from dataclasses import dataclass

from data.model.item import Item
from data.model.offline.snapshot import WindowSnapshot
from data.model.query.base import Query
from data.model.view import (
    Entry,
    HallView,
    ItemLine,
    Page,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskItems(Query[Page[ItemLine]]):
    """Items by characters of the name or by pinyin initials."""

    find: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskItem(Query[Item | None]):
    """One item, in its newest version where none is named."""

    code: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHall(Query[HallView]):
    """Which hall this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEntries(Query[Page[Entry]]):
    """The audit log, of one stream or of all, oldest first."""

    stream: str = ""
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSnapshot(Query[WindowSnapshot]):
    """What a window needs to go on while its hall cannot be reached: its own cases and the day's tickets.

    Who has an earlier replica says up to which position and revision; the answer is what has been written
    since. `commands` are ids whose answers have been lost: the receipts of those carried out come along.
    """

    window: str
    have: int = 0
    revision: int = -1
    commands: tuple[str, ...] = ()
    limit: int = 50
    after: str | None = None
