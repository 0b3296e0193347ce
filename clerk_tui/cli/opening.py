"""The hall that a run works on, opened late: what it needs is heavy to load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.session import Session
from data.clock import Clock

if TYPE_CHECKING:
    from data.store.sql_hall import SqlHall


class HallClock:
    """The session's clock; in a demo hall never before the demo's morning."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """This moment."""
        return self._clock.now()

    def never_before_the_morning(self) -> None:
        """The hall is a demo hall."""
        from data.demo.clock import DaylightClock

        self._clock = DaylightClock(self._clock)


@contextmanager
def open_hall(session: Session, *, read_only: bool = False) -> Iterator[tuple[SqlHall, Clock]]:
    """The session's hall and its clock; the hall is let go of at the end.

    Raises:
        HallUnavailable: it cannot be opened.
    """
    clock = HallClock(session.clock())
    hall = hall_at(session.database, clock, read_only=read_only or session.read_only)
    try:
        yield hall, clock
    finally:
        hall.close()


def hall_at(path: Path, clock: HallClock, *, read_only: bool) -> SqlHall:
    """The hall in that file.

    Raises:
        HallUnavailable: it cannot be opened.
    """
    from data.model.query import AskHall
    from data.store.sql_hall import SqlHall

    hall = SqlHall.open(path, clock, read_only=read_only)
    try:
        if hall.ask(AskHall()).card.demo:
            clock.never_before_the_morning()
    except BaseException:
        hall.close()
        raise
    return hall
