"""What a hall sets for itself, with the defaults of the common rule; limits are in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A hall's own numbers.

    `warn_days` is the lead of the yellow light; `closing` the hour (Asia/Shanghai) after which an instant
    item is the next working day's; `recall_seconds` the shortest time between two calls of one ticket;
    `skip_calls` how often a ticket is called before it may be passed over; `revive_last` how many
    of those it passed over a window may take back; `ahead_seconds` how far a command's clock may run
    before the hall's; `correction_days` within how many working days corrected materials are asked for
    (0: the notice leaves the day to be written in, for the law sets none).
    """

    warn_days: int = 1
    closing: time = time(17, 30)
    recall_seconds: int = 20
    skip_calls: int = 3
    revive_last: int = 3
    ahead_seconds: int = 300
    correction_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window of the hall and the zones whose tickets it calls; none named: all (综合窗口).

    `station` is where it stands if not in the hall itself.
    """

    code: str
    name: str
    name_en: str = ""
    zones: tuple[str, ...] = ()
    station: str = ""


class StationLevel(StrEnum):
    """Of what a station is: a township or street (乡镇、街道), or a village or community (村、社区)."""

    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A service station (便民服务站) outside the hall, bound to it.

    A village's has its township's as `parent`; a township's has none.
    """

    code: str
    name: str
    name_en: str = ""
    level: StationLevel
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallCard:
    """Which hall this is: its region (GB/T 2260), its one-character code in supervision codes, its name."""

    region: str
    code: str
    name: str
    name_en: str = ""
    phone: str = ""
    demo: bool = False
