"""The thread that owns the hall, and the one that watches it: answers come back as messages to the app."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from textual.message import Message

from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.errors import HallUnavailable, NotAllowed
from data.port.hall import Hall
from data.port.status import Change, HallStatus

Answer = TypeVar("Answer")
OpenHall = Callable[[], Hall]
Then = Callable[[], None]

LEAVING = 2.0
"""Seconds that leaving waits for a command under way."""


@dataclass
class Answered(Message):
    """The hall has answered; `then` is what its asker does with the answer, to be run by the app."""

    then: Then


@dataclass
class HallOpened(Message):
    """The hall is open."""


@dataclass
class HallFailed(Message):
    """The hall cannot be used; `lost`: it will not answer any more."""

    error: HallUnavailable
    lost: bool


@dataclass
class HallChanged(Message):
    """Somebody has written something."""

    change: Change


@dataclass(frozen=True, slots=True)
class _Request:
    """Something to do with the hall, giving what to do with the answer. `slot`: only the newest counts."""

    run: Callable[[Hall], Then]
    failed: Callable[[HallUnavailable], None] | None
    slot: str
    turn: int


class HallThread:
    """Requests go in, in order; their answers come out as `Answered`, in order.

    Everything but the two threads' own work happens on the app's thread.
    """

    def __init__(self, open_hall: OpenHall, tell: Callable[[Message], object]) -> None:
        self._open_hall, self._tell = open_hall, tell
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._newest: dict[str, int] = {}
        self._answered: dict[str, int] = {}
        self._turn = 0
        self._open_requests = 0
        self._stop = threading.Event()
        self._lost = False
        self._hall: Hall | None = None
        self._thread = threading.Thread(target=self._serve, name="hall", daemon=True)
        self._watcher: threading.Thread | None = None

    @property
    def idle(self) -> bool:
        """Whether every request has been answered and its answer used."""
        return self._open_requests == 0 or self._lost

    @property
    def standing(self) -> HallStatus:
        """How this desk stands to its hall."""
        return self._hall.standing() if self._hall is not None else HallStatus()

    @property
    def is_open(self) -> bool:
        """Whether there is a hall that has been opened and not lost."""
        return self._hall is not None and not self._lost

    def start(self) -> None:
        """Open the hall, in its own thread."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the hall; a command under way is carried out first."""
        self._stop.set()
        self._requests.put(None)
        if self._thread.is_alive():
            self._thread.join(LEAVING)

    def lose(self) -> None:
        """Take note that the hall will not answer any more."""
        self._lost = True

    def reopen(self) -> None:
        """Try again with a hall that could not be opened, or go on with one that had turned somebody away."""
        if self._lost:
            self._lost = False
            self._thread = threading.Thread(target=self._serve, name="hall", daemon=True)
            self._thread.start()
        else:
            self._put(self._watch_again, None, "")

    def ask(self, query: Query[Answer], then: Callable[[Answer], None], *, slot: str = "") -> None:
        """Ask, and hand the answer to `then`; of several questions in a slot the newest alone is answered."""

        def run(hall: Hall) -> Then:
            answer = hall.ask(query)
            return lambda: then(answer)

        self._put(run, None, slot)

    def use(self, run: Callable[[Hall], Answer], then: Callable[[Answer], None], *, slot: str = "") -> None:
        """Do something longer with the hall in its thread, and hand what came of it to `then`."""

        def used(hall: Hall) -> Then:
            answer = run(hall)
            return lambda: then(answer)

        self._put(used, None, slot)

    def beside(self, run: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Do something that waits for others, such as a printer, in a thread of its own."""
        self._open_requests += 1

        def work() -> None:
            answer = run()

            def finish() -> None:
                self._open_requests -= 1
                then(answer)

            self._tell(Answered(finish))

        threading.Thread(target=work, name="beside", daemon=True).start()

    def do(
        self,
        command: Command,
        then: Callable[[Outcome], None],
        failed: Callable[[HallUnavailable], None],
    ) -> None:
        """Carry out a command; its outcome goes to `then`, the reason why there is none to `failed`."""

        def run(hall: Hall) -> Then:
            outcome = hall.do(command)
            return lambda: then(outcome)

        self._put(run, failed, "")

    def after(self, then: Then) -> None:
        """Do something once everything asked before has been answered, and what has replaced it."""

        def pass_on() -> None:
            if any(self._answered.get(slot) != turn for slot, turn in self._newest.items()):
                self.after(then)
            else:
                then()

        self._put(lambda hall: pass_on, None, "")

    def _put(
        self,
        run: Callable[[Hall], Then],
        failed: Callable[[HallUnavailable], None] | None,
        slot: str,
    ) -> None:
        self._turn += 1
        self._open_requests += 1
        if slot:
            self._newest[slot] = self._turn
        self._requests.put(_Request(run, failed, slot, self._turn))

    def _opened(self) -> Hall:
        # Opening loads much and throws nothing away: looking for garbage meanwhile only costs time.
        gc.disable()
        try:
            return self._open_hall()
        finally:
            gc.freeze()
            gc.enable()

    def _serve(self) -> None:
        try:
            hall = self._opened()
        except HallUnavailable as error:
            self._tell(HallFailed(error, lost=True))
            return
        except Exception as error:
            self._tell(HallFailed(HallUnavailable("failed", problem=type(error).__name__), lost=True))
            return
        try:
            # Begun before the first question, so that nothing written after its answer goes unnoticed.
            changes = hall.watch(self._stop)
        except HallUnavailable as error:
            hall.close()
            self._tell(HallFailed(error, lost=True))
            return
        self._start_watching(changes)
        self._hall = hall
        self._tell(HallOpened())
        while (request := self._requests.get()) is not None:
            self._tell(Answered(self._answer(hall, request)))
        self._stop.set()
        if self._watcher is not None:
            self._watcher.join(LEAVING)
        hall.close()

    def _answer(self, hall: Hall, request: _Request) -> Then:
        """What the app is to do about a request."""
        then: Then
        try:
            then = (lambda: None) if self._outdated(request) else request.run(hall)
        except HallUnavailable as error:
            then = self._failure(request, error)
        except NotAllowed:
            then = self._failure(request, HallUnavailable("not_allowed"))
        except Exception as error:
            then = self._failure(request, HallUnavailable("failed", problem=type(error).__name__))

        def finish() -> None:
            self._open_requests -= 1
            if request.slot:
                self._answered[request.slot] = request.turn
            if not self._outdated(request):
                then()

        return finish

    def _failure(self, request: _Request, error: HallUnavailable) -> Then:
        failed = request.failed
        if failed is not None:
            return lambda: failed(error)

        def tell() -> None:
            self._tell(HallFailed(error, lost=False))

        return tell

    def _outdated(self, request: _Request) -> bool:
        return bool(request.slot) and self._newest.get(request.slot) != request.turn

    def _watch_again(self, hall: Hall) -> Then:
        """Watch again, if that has ended; what was missed is asked for anyway."""
        if self._watcher is None or not self._watcher.is_alive():
            self._start_watching(hall.watch(self._stop))
        return lambda: None

    def _start_watching(self, changes: Iterator[Change]) -> None:
        self._watcher = threading.Thread(target=self._watch, args=(changes,), name="watch", daemon=True)
        self._watcher.start()

    def _watch(self, changes: Iterator[Change]) -> None:
        try:
            for change in changes:
                if not self._stop.is_set():
                    self._tell(HallChanged(change))
        except HallUnavailable as error:
            self._tell(HallFailed(error, lost=False))
