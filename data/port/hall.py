"""The one port, which every hall is, near or far: commands go down, lists come up, changes are told."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event as Stop
from typing import Protocol, TypeVar

from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.status import Change, HallStatus

Answer = TypeVar("Answer")


class Hall(Protocol):
    """A hall that answers. Its methods block; one thread owns it."""

    def do(self, command: Command) -> Outcome:
        """Carry out a command. The same id again gives the first receipt again.

        Raises:
            HallUnavailable: the hall cannot write now (read-only, full disk, gone).
        """
        ...

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a query.

        Raises:
            HallUnavailable: the hall cannot be read now.
        """
        ...

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes from now on (or since a position), by whomever they were made, until `stop` is set.

        May be run in a thread of its own beside the one that owns the hall. A change of the standing is one
        without streams.
        """
        ...

    def standing(self) -> HallStatus:
        """How this end stands to the hall; asks nobody, and may be called from any thread."""
        ...

    def close(self) -> None:
        """Let go of the hall."""
        ...
