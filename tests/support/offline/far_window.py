"""A window at a far hall, another desk at the same hall, and the cable between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from data.model.outcome import Outcome, Receipt
from data.model.query import AskEntries
from data.model.view import Entry
from data.offline.offline_hall import OfflineHall
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.small_hall import sqlite_hall
from tests.support.offline.cable import Cable
from tests.support.sitting import OPENED, Sitting
from tests.support.story import WANG

LI = replace(WANG, name="李四", id_number="500102199207150020")


@dataclass
class AtWindow:
    """Window 3: `hall` is what its desk has, `here` its clerk, `there` the hall itself at window 4."""

    folder: Path
    clock: TravellingClock
    cable: Cable
    far: SqlHall
    hall: OfflineHall
    here: Sitting
    there: Sitting

    @property
    def opened(self) -> OfflineHall:
        """The desk's hall as it is opened from what is kept."""
        path = self.folder / "hall" / "hall.db"
        near = self.cable.opener(lambda: SqlHall.open(path, self.clock, durable=False))
        return OfflineHall(near, self.folder / "window", self.clock, window="3", user="张敏")

    def again(self) -> None:
        """The desk is left and opened again."""
        self.hall.close()
        self.hall = self.here.hall = self.opened

    def back(self) -> None:
        """The cable is plugged, and the desk finds its hall."""
        self.cable.plug()
        self.catch_up()

    def catch_up(self) -> None:
        """The desk looks for its hall once."""
        path = self.folder / "hall" / "hall.db"
        scout = self.cable.opener(lambda: SqlHall.open(path, self.clock, durable=False))()
        try:
            self.hall.catch_up(scout)
        finally:
            scout.close()

    def seen(self) -> None:
        """The picture is brought up to date, as it is after every change."""
        self.hall.see(self.far)

    def log(self) -> tuple[Entry, ...]:
        """The hall's log."""
        return self.far.ask(AskEntries(limit=10_000)).lines

    def did(self, command: str) -> bool:
        """Whether the hall has carried a command out."""
        return any(line.command == command for line in self.log())

    def close(self) -> None:
        """Everybody goes home."""
        self.hall.close()
        self.far.close()


def at_window(folder: Path) -> AtWindow:
    """A clerk at window 3 of a new hall that is far away, on Wednesday 2026-03-18 at 9:40."""
    clock = TravellingClock(OPENED)
    (folder / "hall").mkdir()
    far = sqlite_hall(clock, folder / "hall")
    cable = Cable()
    there = Sitting(far, clock, window="4", user="李强")
    near = cable.opener(lambda: SqlHall.open(folder / "hall" / "hall.db", clock, durable=False))
    hall = OfflineHall(near, folder / "window", clock, window="3", user="张敏")
    here = Sitting(hall, clock, ids=count(1000))
    window = AtWindow(folder, clock, cable, far, hall, here, there)
    window.seen()
    return window


def receipt(outcome: Outcome) -> Receipt:
    """The receipt that it must be."""
    assert isinstance(outcome, Receipt), outcome
    return outcome
