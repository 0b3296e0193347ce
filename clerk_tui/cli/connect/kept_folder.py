"""What this machine keeps of a far hall for the window that its user has signed in at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clerk_tui.cli.connect.session import state_folder
from clerk_tui.cli.exits import misused
from clerk_tui.cli.parser import short
from data.port.errors import HallUnavailable
from data.port.hall import Hall

if TYPE_CHECKING:
    from data.remote.gate import Gate

WINDOWS: Final = "windows"
DAYS: Final = 30
MOST_DAYS: Final = 3_650
"""How many days a journal is kept of which nothing waits, where nobody says otherwise; and at most."""


def folder_of(gate: Gate) -> Path | None:
    """The folder of the window that somebody has signed in at; None where nobody has, or at none."""
    from data.offline.window_folder import folder_for

    signed_in = gate.signed_in
    if signed_in is None or not signed_in.authority.window:
        return None
    return folder_for(state_folder() / WINDOWS, gate.address.url, signed_in.authority.window)


def kept_for(environment: Mapping[str, str]) -> timedelta:
    """How long a machine keeps a journal of which nothing waits, as the environment says.

    Raises:
        Failure: it says what is no number of days (wrong use).
    """
    given = environment.get("CLERK_TUI_KEEP_DAYS", "")
    if not given:
        return timedelta(days=DAYS)
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and 1 <= int(given) <= MOST_DAYS):
        raise misused("cli.bad_days", given=short(given), most=MOST_DAYS)
    return timedelta(days=int(given))


def open_kept(gate: Gate, kept: timedelta) -> Hall:
    """The far hall for a window's desk, which goes on when it is cut off; plainly where there is no window.

    What this machine has kept for longer than `kept`, and nothing of it waits, is taken away.

    Raises:
        HallUnavailable: sign_in; or the hall cannot be reached, and there is no replica to go on with.
    """
    from data.offline.offline_hall import OfflineHall
    from data.offline.retention import sweep
    from data.remote.remote_hall import RemoteHall

    def near() -> Hall:
        return RemoteHall.open(gate)

    folder, signed_in = folder_of(gate), gate.signed_in
    if folder is None or signed_in is None:
        return near()
    authority = signed_in.authority
    hall = OfflineHall(
        near,
        folder,
        gate.clock,
        window=authority.window,
        user=authority.user,
        authority=authority,
        kept=kept,
    )
    sweep(folder.parent, gate.clock.now(), kept)
    return hall


def leave_nothing(folder: Path | None) -> bool:
    """Take away what is kept of a window whose user signs out; whether nothing was left to be sent."""
    from data.offline.window_folder import forget

    if folder is None or not folder.is_dir():
        return True
    try:
        return forget(folder)
    except HallUnavailable:
        # A desk is open on it, or its journal is for the administrator to see.
        return False
