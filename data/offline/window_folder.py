"""The folder in which a window of a server keeps its replica and its journal on this machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from data.offline.ahead import AHEAD
from data.offline.journal import JOURNAL, Journal, State
from data.offline.replica import REPLICA, remove


def folder_for(root: Path, url: str, window: str) -> Path:
    """Where a window of a server keeps its replica and its journal; the name tells neither."""
    return root / hashlib.sha256(f"{url}\n{window}".encode()).hexdigest()[:24]


def waits_in(folder: Path) -> bool:
    """Whether something in a folder's journal is not settled with the hall.

    Raises:
        HallUnavailable: journal_busy, journal_spoilt.
    """
    if not (folder / JOURNAL).exists():
        return False
    journal = Journal(folder / JOURNAL)
    try:
        return bool(journal.in_state(State.WAITING, State.UNSETTLED))
    finally:
        journal.close()


def forget(folder: Path) -> bool:
    """Take a window's replica away when its user signs out, unless something waits; whether it is gone.

    Raises:
        HallUnavailable: journal_busy, journal_spoilt.
    """
    if waits_in(folder):
        return False
    for name in (REPLICA, AHEAD):
        remove(folder / name)
    return True
