"""Watching a far hall that may be cut off: its changes, the replica kept true, and the way back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Event as Stop
from threading import Thread
from time import monotonic
from typing import Final, Protocol

from data.offline.sending import SIGNED_OUT
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.port.status import Change
from data.remote.request import AWAY

LOOK: Final = 0.2
"""Seconds between two looks at whether the desk is being left or has lost its hall."""
REST: Final = 1.0
"""The least seconds between two replicas: of a busy hall, several changes go into one."""
IDLE: Final = 60.0
"""Seconds after which the replica is looked at though nothing has changed: so old it is at most."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 15.0
"""Seconds between two tries to find the hall: doubled from the first to the longest, with jitter."""
LEAVING: Final = 2.0


class CutOff(Protocol):
    """A hall that may be lost and found again."""

    @property
    def live(self) -> bool:
        """Whether the far hall is asked."""
        ...

    @property
    def in_doubt(self) -> bool:
        """Whether the far hall is to be asked what has become of a command, though it is not away."""
        ...

    @property
    def has_recent(self) -> bool:
        """Whether the far hall has done something here that the replica does not show yet."""
        ...

    def lose(self, error: HallUnavailable | None = None) -> None:
        """The far hall does not answer: from now on the window goes on alone."""
        ...

    def see(self, far: Hall) -> None:
        """Bring the replica up to date.

        Raises:
            HallUnavailable: the hall cannot be reached, or somebody must sign in.
        """
        ...

    def catch_up(self, far: Hall) -> None:
        """Give the hall everything that has waited, in order, and be a desk of it again.

        Raises:
            HallUnavailable: the hall is still away, or somebody must sign in.
        """
        ...


class Returning:
    """The changes of one hall for one watcher, until `stop` is set."""

    def __init__(self, hall: CutOff, near: Callable[[], Hall], stop: Stop, since: int | None) -> None:
        """Changes are heard from now on, where the hall can be reached."""
        self._hall, self._near, self._stop = hall, near, stop
        self._position = since
        self._ended = Stop()
        self._heard: SimpleQueue[Change | HallUnavailable] = SimpleQueue()
        self._far: Hall | None = None
        self._feed: Thread | None = None
        self._due = monotonic()
        self._next_try, self._wait = monotonic(), FIRST_WAIT
        if hall.live:
            try:
                self._listen()
            except HallUnavailable as error:
                self._failed(error)

    def __iter__(self) -> Iterator[Change]:
        """Run in one thread, once."""
        try:
            was = self._stands
            while not self._stop.is_set():
                change = self._next()
                if change is not None and change.streams:
                    self._position = change.position
                now = self._stands
                if change is not None or now != was:
                    was = now
                    yield change or Change(self._position or 0, ())
                self._work()
        finally:
            self._ended.set()
            if self._feed is not None:
                self._feed.join(LEAVING)
            if self._far is not None:
                self._far.close()

    @property
    def _stands(self) -> tuple[bool, bool]:
        """How the desk stands to its hall; a change of that is one without streams."""
        return self._hall.live, self._hall.in_doubt

    def _next(self) -> Change | None:
        """What has been heard; a change of the standing loses or finds the hall."""
        try:
            heard = self._heard.get(timeout=LOOK)
        except Empty:
            return None
        if isinstance(heard, HallUnavailable):
            self._feed = None
            self._failed(heard)
            return None
        if heard.streams:
            self._due = min(self._due, monotonic() + REST)
            return heard
        self._next_try = monotonic()
        if self._far is not None and self._hall.live and not self._far.standing().connected:
            self._hall.lose()
        self._due = monotonic()
        return heard

    def _work(self) -> None:
        """Whatever is due: the replica, or another try to find the hall."""
        try:
            if self._hall.live and self._feed is None:
                self._listen()
            if not self._hall.live or self._hall.in_doubt:
                if monotonic() >= self._next_try:
                    self._hall.catch_up(self._reached())
                    self._wait, self._due = FIRST_WAIT, monotonic() + IDLE
            elif monotonic() >= self._due or self._hall.has_recent:
                self._due = monotonic() + IDLE
                self._hall.see(self._reached())
        except HallUnavailable as error:
            self._failed(error)

    def _failed(self, error: HallUnavailable) -> None:
        """Go on alone, or wait for a sign-in. The next try is later each time, and not at once everywhere."""
        if error.reason in AWAY:
            self._hall.lose(error)
        self._due = monotonic() + (FIRST_WAIT if error.reason in SIGNED_OUT else IDLE)
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT)
        self._next_try = monotonic() + random.uniform(wait / 2, wait)

    def _reached(self) -> Hall:
        if self._far is None:
            self._far = self._near()
        return self._far

    def _listen(self) -> None:
        """Hear the changes in a thread of their own, from where the last one ended."""
        changes = self._reached().watch(self._ended, self._position)

        def feed() -> None:
            try:
                for change in changes:
                    self._heard.put(change)
            except HallUnavailable as error:
                self._heard.put(error)

        self._feed = Thread(target=feed, name="changes", daemon=True)
        self._feed.start()
