"""Somebody who watches a hall for as long as others work, and must in the end have heard of everything."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event as Stop

from data.port.status import Change
from data.remote.gate import Gate
from data.remote.remote_hall import RemoteHall
from tests.support.torture.oracle import Log

LEAVING = 60.0


@dataclass
class Watcher:
    """What was told, in its order."""

    hall: RemoteHall
    since: int
    changes: list[Change] = field(default_factory=list)

    @property
    def position(self) -> int:
        """Up to where everything has been heard of."""
        return max((change.position for change in self.changes), default=self.since)

    def heard_everything(self, log: Log) -> None:
        """Between two positions told, each stream that was written to has been named; nothing is left out."""
        before = self.since
        for change in self.changes:
            if not change.streams:
                continue
            assert change.position > before, (before, change.position)
            written = set(log.streams[before : change.position])
            assert written <= set(change.streams), (before, change.position)
            before = change.position
        assert before == len(log.streams)


@contextmanager
def watching(gate: Gate, since: int) -> Iterator[Watcher]:
    """Watch from a position on, until the end of the block."""
    hall = RemoteHall.open(gate)
    watcher = Watcher(hall, since)
    stop = Stop()

    def watch() -> None:
        for change in hall.watch(stop, since):
            watcher.changes.append(change)

    thread = threading.Thread(target=watch, name="watcher")
    thread.start()
    try:
        yield watcher
    finally:
        stop.set()
        thread.join(LEAVING)
        hall.close()
    assert not thread.is_alive()
