"""How a desk locks and who signs in at it: by the PIN on this machine, by the password at a server."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clerk_tui.cli.connect.options import Place
from clerk_tui.cli.connect.os_user import os_user
from clerk_tui.cli.connect.session import state_folder
from clerk_tui.cli.exits import misused
from clerk_tui.cli.parser import Parser, short
from data.port.errors import HallUnavailable
from data.port.hall import Hall

if TYPE_CHECKING:
    from clerk_tui.cli.connect.open_hall import ScreenHall
    from clerk_tui.desk.access.lock import Lock, Unlocker
    from clerk_tui.desk.access.sign_in import ChangePassword, SignIn
    from data.remote.gate import Gate

MINUTES: Final = 10
"""After how many minutes without a key a desk locks, where nobody says otherwise."""
MOST_MINUTES: Final = 24 * 60


def declare_lock(parser: Parser) -> None:
    """After how long a desk locks by itself."""
    parser.own.add_argument(
        "--lock-after",
        metavar="MINUTES",
        type=parser.number(0, MOST_MINUTES),
        default=None,
        help=parser.texts("cli.help.lock_after", minutes=MINUTES),
    )


def minutes_of(arguments: Namespace, environment: Mapping[str, str]) -> timedelta:
    """After how long a desk locks by itself: as its option says, else the environment; 0 for never.

    Raises:
        Failure: the environment says what is no number of minutes (wrong use).
    """
    if arguments.lock_after is not None:
        return timedelta(minutes=arguments.lock_after)
    given = environment.get("CLERK_TUI_LOCK_AFTER", "")
    if not given:
        return timedelta(minutes=MINUTES)
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and int(given) <= MOST_MINUTES):
        raise misused("cli.bad_minutes", given=short(given), most=MOST_MINUTES)
    return timedelta(minutes=int(given))


def lock_of(hall: ScreenHall, after: timedelta) -> Lock:
    """How the desk of a hall locks; whether there is a PIN turns out when the hall is opened."""
    from clerk_tui.desk.access.lock import Lock, Secret

    if hall.gate is None:
        return Lock(after=after)
    return Lock(hall.gate.unlock, Secret.PASSWORD, after=after, marker=marker_of(hall.gate))


def marker_of(gate: Gate) -> Path:
    """The file that is there while the desk of a window is locked at its server; its name tells neither."""
    window = gate.signed_in.authority.window if gate.signed_in is not None else ""
    mark = blake2b(f"{gate.address.url}\n{window}".encode(), digest_size=8).hexdigest()
    return state_folder() / f"locked-{mark}"


def opened_locked(hall: ScreenHall, lock: Lock, district: str | None) -> Hall:
    """Open the hall; where a PIN is set on this machine, the desk starts locked.

    Raises:
        HallUnavailable: it cannot be opened.
    """
    opened = hall.open()
    if hall.gate is None:
        try:
            lock.unlock = pin_unlocker(hall.place, district)
        except BaseException:
            opened.close()
            raise
        lock.closed = lock.unlock is not None
    return opened


def pin_unlocker(place: Place, district: str | None) -> Unlocker | None:
    """What tells the PIN of the operating system's user; None where none is set or the hall is no file."""
    if not isinstance(place, Path):
        return None
    from data.accounts.account_database import AccountDatabase
    from data.time_source import RealClock

    user = os_user()

    def opened() -> AccountDatabase:
        try:
            return AccountDatabase.at(place, RealClock(), district=district)
        except HallUnavailable as error:
            if error.reason not in ("folder", "read_only"):
                raise
            # What cannot be written cannot count wrong PINs either; it still has one.
            return AccountDatabase.at(place, RealClock(), district=district, read_only=True)

    def unlock(pin: str) -> bool:
        from data.accounts.pins import Pins

        with closing(opened()) as database:
            return Pins(database).check(user, pin)

    with closing(opened()) as database:
        return unlock if database.has_pin(user) else None


def sign_in_at(
    gate: Gate | None, lock: Lock, *, at_window: bool
) -> tuple[SignIn | None, ChangePassword | None]:
    """How somebody signs in at the desk, and changes a first password; nobody does without a server.

    `at_window`: who can do nothing without a window is let in at one only.
    """
    if gate is None:
        return None, None
    from clerk_tui.cli.connect.open_hall import needs_window

    def sign_in(user: str, password: str, window: str) -> None:
        authority = gate.sign_in(user, password, window).authority
        if at_window and needs_window(authority):
            with suppress(HallUnavailable):
                gate.sign_out()
            raise HallUnavailable("window_needed")
        lock.marker = marker_of(gate)

    return sign_in, gate.change_password
