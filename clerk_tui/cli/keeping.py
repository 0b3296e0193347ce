"""What this machine keeps of a far hall for the window that its user has signed in at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from clerk_tui.cli.session import state_folder
from data.hall import Hall, HallUnavailable

if TYPE_CHECKING:
    from data.remote.door import Door

WINDOWS: Final = "windows"


def folder_of(door: Door) -> Path | None:
    """The folder of the window that somebody has signed in at; None where nobody has, or at none."""
    from data.remote.window_folder import folder_for

    signed_in = door.signed_in
    if signed_in is None or not signed_in.authority.window:
        return None
    return folder_for(state_folder() / WINDOWS, door.address.url, signed_in.authority.window)


def open_kept(door: Door) -> Hall:
    """The far hall for a window's desk, which goes on when it is cut off; plainly where there is no window.

    Raises:
        HallUnavailable: sign_in; or the hall cannot be reached, and there is no picture to go on with.
    """
    from data.remote.offline_hall import OfflineHall
    from data.remote.remote_hall import RemoteHall

    def near() -> Hall:
        return RemoteHall.open(door)

    folder, signed_in = folder_of(door), door.signed_in
    if folder is None or signed_in is None:
        return near()
    authority = signed_in.authority
    return OfflineHall(
        near, folder, door.clock, window=authority.window, user=authority.user, authority=authority
    )


def leave_nothing(folder: Path | None) -> bool:
    """Take away what is kept of a window whose user signs out; whether nothing was left to be sent."""
    from data.remote.window_folder import forget

    if folder is None or not folder.is_dir():
        return True
    try:
        return forget(folder)
    except HallUnavailable:
        # A desk is open on it, or its journal is for the administrator to see.
        return False
