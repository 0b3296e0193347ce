"""The hall that a run works on, near or far, opened late: what it needs is heavy to load."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.kept_folder import kept_for, open_kept
from clerk_tui.cli.connect.options import Place
from clerk_tui.cli.connect.os_user import require_own_name
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit, Failure, misused
from data.model.account import Role
from data.port.hall import Hall
from data.time_source import RealClock, TimeSource

if TYPE_CHECKING:
    from data.model.account import Authority
    from data.remote.address import Address
    from data.remote.gate import Gate
    from data.remote.tokens import Keeps
    from data.store.sql_hall import SqlHall


class HallClock:
    """The session's clock; in a demo hall never before the demo's morning."""

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """This moment."""
        return self._clock.now()

    def never_before_the_morning(self) -> None:
        """The hall is a demo hall."""
        from data.demo.demo_clock import DaylightClock

        self._clock = DaylightClock(self._clock)


@contextmanager
def open_hall(session: Session, *, read_only: bool = False) -> Iterator[tuple[Hall, TimeSource]]:
    """The session's hall and its clock; the hall is let go of at the end.

    Raises:
        HallUnavailable: it cannot be opened.
        Failure: something is to be done on another day than the server's (wrong use).
    """
    server = session.server
    if server is None:
        with open_database(session, read_only=read_only) as (near, clock):
            yield near, clock
        return
    if not read_only:
        require_today(session)
    from data.remote.remote_hall import RemoteHall

    gate = gate_of(session, server)
    far = RemoteHall.open(gate, read_only=read_only or session.read_only)
    try:
        yield far, gate.clock
    finally:
        far.close()


@contextmanager
def open_database(session: Session, *, read_only: bool = False) -> Iterator[tuple[SqlHall, TimeSource]]:
    """The session's hall in a database, and its clock.

    Raises:
        HallUnavailable: it cannot be opened.
        Failure: the session works on a server (wrong use).
    """
    clock, place = HallClock(session.clock()), session.place
    read_only = read_only or session.read_only
    if isinstance(place, Path) and not read_only:
        require_own_name(place, session.clerk)
    hall = hall_at(place, clock, read_only=read_only, district=session.district)
    try:
        yield hall, clock
    finally:
        hall.close()


def hall_at(place: Place, clock: HallClock, *, read_only: bool, district: str | None = None) -> SqlHall:
    """The hall in that database, of a district where it has several.

    Raises:
        HallUnavailable: it cannot be opened.
    """
    from data.model.query import AskHall
    from data.store.sql_hall import SqlHall

    hall = SqlHall.at(place, clock, read_only=read_only, district=district)
    try:
        if hall.ask(AskHall()).card.demo:
            clock.never_before_the_morning()
    except BaseException:
        hall.close()
        raise
    return hall


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenHall:
    """What a screen works on: how to open it, its time, where it is, and its gate where it is far.

    `open` is called in the thread that owns the hall.
    """

    open: Callable[[], Hall]
    clock: TimeSource
    place: Place
    gate: Gate | None = None


def screen_hall(session: Session, *, read_only: bool, keeps: bool = False) -> ScreenHall:
    """The hall that a screen of the session works on; nothing is opened yet.

    `keeps`: a window's desk, which goes on when it is cut off from a far hall.

    Raises:
        Failure: there is no such file; or another day is given than a server's, or no number of days to keep
            things for (wrong use).
        HallUnavailable: the file of the sign-in can be read by others.
    """
    server = session.server
    if server is None:
        place, clock = session.place, HallClock(session.clock())
        if isinstance(place, Path) and not place.exists():
            raise Failure(Exit.UNAVAILABLE, "cli.desk.no_database", path=place)
        if isinstance(place, Path) and not read_only:
            require_own_name(place, session.clerk)

        def open_near() -> Hall:
            return hall_at(place, clock, read_only=read_only, district=session.district)

        return ScreenHall(open=open_near, clock=clock, place=place)
    require_today(session)
    gate = gate_of(session, server)
    authority = gate.signed_in.authority if gate.signed_in is not None else None
    idle = keeps and not read_only and authority is not None and needs_window(authority)
    if authority is not None and (idle or not _is_meant(session, authority)):
        gate.await_another()

    kept = kept_for(os.environ)

    def open_far() -> Hall:
        from data.remote.remote_hall import RemoteHall

        if keeps and not read_only:
            return open_kept(gate, kept)
        return RemoteHall.open(gate, read_only=read_only)

    return ScreenHall(open=open_far, clock=gate.clock, place=server.url, gate=gate)


def _is_meant(session: Session, authority: Authority) -> bool:
    """Whether who has signed in is who is to sit at the desk, at the window that is asked for."""
    return session.user in ("", authority.user) and session.window in ("", authority.window)


def needs_window(authority: Authority) -> bool:
    """Whether somebody has signed in at no window who can do nothing at a window's desk without one."""
    return Role.CLERK in authority.roles and Role.LEAD not in authority.roles and not authority.window


def require_today(session: Session) -> None:
    """Refuse to act on another day: at a server its own clock counts.

    Raises:
        Failure: `--today` is given (wrong use).
    """
    if session.today is not None:
        raise misused("cli.today_far")


def gate_of(session: Session, server: Address, kept: Keeps | None = None) -> Gate:
    """A server's gate, with the sign-in that the session means, or another that is kept.

    Raises:
        HallUnavailable: the file of the sign-in can be read by others.
        Failure: several have signed in, and it is not told which one is meant (wrong use).
    """
    import stamina.instrumentation

    from data.remote.gate import Gate

    # What is tried again shows in how long it takes; nobody reads a log on this terminal.
    stamina.instrumentation.set_on_retry_hooks(())
    return Gate(server, kept or session.sign_in_kept(server), RealClock())
