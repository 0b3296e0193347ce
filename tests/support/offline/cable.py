"""A hall at the end of a cable that can be pulled: before a command has gone, or before its answer came."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event as Stop
from typing import TypeVar

from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.port.status import Change, HallStatus

Answer = TypeVar("Answer")

URL = "https://hall.example.cn"


@dataclass
class Cable:
    """The cable of one desk. `lose_answers` pulls it once so many commands from now have been carried out.

    `spoils` says for what reason a command or a question has no answer though the cable is plugged; blank:
    it has one. `carried_out`: the hall has carried such a command out all the same.
    """

    plugged: threading.Event = field(default_factory=threading.Event)
    lose_answers: int = 0
    lose_commands: int = 0
    sent: list[Command] = field(default_factory=list)
    spoils: Callable[[object], str] = staticmethod(lambda asked: "")  # noqa: RUF009 - a function
    carried_out: bool = False

    def __post_init__(self) -> None:
        self.plugged.set()

    def pull(self) -> None:
        """Nothing comes through any more."""
        self.plugged.clear()

    def plug(self) -> None:
        """Everything comes through again."""
        self.lose_answers = self.lose_commands = 0
        self.plugged.set()

    def check(self) -> None:
        """Raise where nothing comes through."""
        if not self.plugged.is_set():
            raise HallUnavailable("unreachable", path=URL)

    def opener(self, open_hall: Callable[[], Hall]) -> Callable[[], Hall]:
        """How the hall at its end is opened."""

        def near() -> Hall:
            self.check()
            return FarHall(open_hall(), self)

        return near


class FarHall:
    """A hall behind a cable."""

    def __init__(self, hall: Hall, cable: Cable) -> None:
        self._hall, self._cable = hall, cable

    def do(self, command: Command) -> Outcome:
        """Carry out a command, if it gets there; its answer may not come back."""
        cable = self._cable
        if cable.lose_commands == 1:
            cable.pull()
        cable.lose_commands = max(0, cable.lose_commands - 1)
        cable.check()
        spoilt = cable.spoils(command)
        if spoilt and not cable.carried_out:
            raise HallUnavailable(spoilt)
        cable.sent.append(command)
        outcome = self._hall.do(command)
        if spoilt:
            raise HallUnavailable(spoilt)
        if cable.lose_answers == 1:
            cable.pull()
        cable.lose_answers = max(0, cable.lose_answers - 1)
        cable.check()
        return outcome

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a question."""
        self._cable.check()
        spoilt = self._cable.spoils(query)
        if spoilt:
            raise HallUnavailable(spoilt)
        return self._hall.ask(query)

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes, until the cable is pulled."""
        self._cable.check()
        inner = Stop()
        changes = self._hall.watch(inner, since)

        def told() -> Iterator[Change]:
            watcher = threading.Thread(target=self._end, args=(stop, inner), daemon=True)
            watcher.start()
            yield from changes
            if not stop.is_set():
                raise HallUnavailable("unreachable", path=URL)

        return told()

    def _end(self, stop: Stop, inner: Stop) -> None:
        while not stop.wait(0.02) and self._cable.plugged.is_set():
            pass
        inner.set()

    def standing(self) -> HallStatus:
        """Far away."""
        return HallStatus(far=True, connected=self._cable.plugged.is_set())

    def close(self) -> None:
        """Let go of the hall."""
        self._hall.close()
