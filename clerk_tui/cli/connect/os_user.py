"""Who works at this machine, by the operating system and not by what the environment says."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from clerk_tui.cli.exits import Exit, Failure


def os_user() -> str:
    """The name of the operating system's user; their number where they have no name."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def is_owner(path: Path) -> bool:
    """Whether a file is the user's own, or the user is the machine's administrator."""
    return os.geteuid() in (0, path.stat().st_uid)


def require_own_name(path: Path, user: str) -> None:
    """Refuse to work under another name in a file that is somebody else's.

    Where several share a hall's file, each is known by the name that the operating system has checked.
    Whoever owns the file could write anything into it, and may take the name that the hall knows them by.

    Raises:
        Failure: it is another's name, and another's file (refused).
    """
    if user != os_user() and path.exists() and not is_owner(path):
        raise Failure(Exit.REFUSED, "account.other_name", user=os_user())
