"""A desk as it is in life: the far hall, the window's picture and journal over it, a thread that watches."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Stop

from data.model.offline.journal import Unsent, Wait, Way
from data.offline.journal import JOURNAL
from data.offline.offline_hall import OfflineHall
from data.port.errors import HallUnavailable
from data.port.status import Change
from data.remote.gate import Gate
from data.remote.remote_hall import RemoteHall
from tests.support.torture.eight_windows import CLERKS
from tests.support.waiting import until

LEAVING = 60.0
MOST_ALONE = 2
"""With so many applicants a clerk goes on alone: most of what is given is to be given through the network."""
AGAIN = "open_case"
"""What a clerk gives again: an application is to be received, whatever became of the ticket."""


@dataclass
class Desk:
    """A window's desk; `is_quiet` where nothing it has sent is still on its way, whoever has given it up.

    `changes` are those that its watcher was told; `settled` counts how and what and why. `cuts` counts how
    often the hall was lost, `alone` the applicants received since it is.
    """

    window: str
    hall: OfflineHall
    journal: Path
    is_quiet: Callable[[], bool]
    changes: list[Change] = field(default_factory=list)
    settled: Counter[str] = field(default_factory=Counter)
    cuts: int = 0
    alone: int = 0

    def between(self) -> None:
        """Between two applicants: settle what is to be; cut off for long, wait for the hall."""
        self.settle()
        self.alone = 0 if self.hall.live else self.alone + 1
        if self.alone > MOST_ALONE:
            until(lambda: self.hall.live)

    def settle(self) -> None:
        """Settle whatever the hall would not have, as far as the hall can be reached.

        What is still on its way may arrive after it was given up: a clerk takes longer than that.
        """
        if not self.hall.live or not self.hall.standing().unsettled or not self.is_quiet():
            return
        try:
            for each in self.hall.unsent():
                if each.wait is Wait.SETTLING:
                    way = self._way(each)
                    done = self.hall.settle(each.id, way, "网络中断")
                    self.settled[f"{way} {each.act} {_why(each)}: {done}"] += 1
        except HallUnavailable:
            return

    @property
    def clean(self) -> bool:
        """Whether the hall has everything, or the clerk has settled it."""
        standing = self.hall.standing()
        return self.hall.live and not standing.waiting and not standing.unsettled

    @staticmethod
    def _way(unsent: Unsent) -> Way:
        refused = getattr(unsent.outcome, "reason", "")
        return Way.AGAIN if unsent.act == AGAIN and refused != "open_already" else Way.DROP


def _why(unsent: Unsent) -> str:
    return unsent.problem or getattr(unsent.outcome, "reason", "conflict")


@contextmanager
def at_desk(gate: Gate, window: str, folder: Path, is_quiet: Callable[[], bool]) -> Iterator[Desk]:
    """A desk with its picture of the hall, watched until the end of the block."""
    far = lambda: RemoteHall.open(gate)  # noqa: E731 - a name for what is handed over
    hall = OfflineHall(far, folder, gate.clock, window=window, user=CLERKS[window])
    desk = Desk(window, hall, folder / JOURNAL, is_quiet)
    stop = Stop()

    def watch() -> None:
        was = True
        for change in hall.watch(stop):
            desk.changes.append(change)
            if was and not hall.live:
                desk.cuts += 1
            was = hall.live

    watcher = threading.Thread(target=watch, name=f"watch-{window}")
    watcher.start()
    try:
        yield desk
    finally:
        stop.set()
        watcher.join(LEAVING)
        hall.close()
    assert not watcher.is_alive()
