"""The replica that a window has of its hall: a copy on this machine of what concerns it, kept true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from data.model.offline.snapshot import WindowSnapshot
from data.model.outcome import Receipt
from data.model.query import AskSnapshot
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.store.replica.window_copy import Copied, Copy, is_copy_of, make

REPLICA: Final = "picture.db"
"""The file, by the name that it has in every folder kept so far: another would be swept by nobody."""
MOST_PAGES: Final = 10_000
"""A hall whose replica has no end is none."""
_USELESS: Final = frozenset({"older", "newer", "not_a_database", "missing", "replica_spoilt"})
"""The reasons for which a copy is made anew: there is nothing in it that the hall does not have."""


class Replica:
    """A window's copy, for whoever is signed in there. Any thread may use it."""

    def __init__(self, folder: Path, window: str, user: str) -> None:
        """Open the copy in a folder; what is there of another window or user is taken away.

        Raises:
            HallUnavailable: folder, disk_full.
        """
        self._path = folder / REPLICA
        self._window, self._user = window, user
        self._lock = Lock()
        self._copy = self._opened()
        if not is_copy_of(self._copy.copied, window, user):
            self._renew()
        self._copied = self._copy.copied

    @property
    def copied(self) -> Copied | None:
        """Up to where the hall is known here; None before the first replica has come."""
        return self._copied

    @property
    def at(self) -> datetime | None:
        """The moment of the hall that the copy shows."""
        return self._copied.at if self._copied is not None else None

    def sync(self, far: Hall, lost: Sequence[str] = (), records: int = 0) -> dict[str, Receipt]:
        """Take in what the hall has written since; the receipts of lost commands that it has carried out.

        `records` are those of the journal whose work the hall has by now, as far as it is done.

        Raises:
            HallUnavailable: the hall cannot be reached; the copy is as it was.
            NotAllowed: the user has no replica of this window.
        """
        copied = self._copied
        have, revision = (copied.position, copied.revision) if copied is not None else (0, -1)
        pages = self._pages(
            far, AskSnapshot(window=self._window, have=have, revision=revision, commands=tuple(lost))
        )
        with self._lock:
            try:
                if pages[0].fresh or any(page.fittings or page.items or page.streams for page in pages):
                    self._copy.take(pages, self._window, self._user, records)
                else:
                    self._copy.touch(pages[0].at, records)
            except HallUnavailable as error:
                if error.reason in _USELESS:
                    self._renew()
                raise
            finally:
                self._copied = self._copy.copied
        return {each.command: each for each in pages[0].receipts}

    def receipt_of(self, command: str) -> Receipt | None:
        """What a command came to, where its events are in the copy."""
        with self._lock:
            return self._copy.receipt_of(command)

    def has(self, receipt: Receipt) -> bool:
        """Whether what a receipt tells of is in the copy."""
        with self._lock:
            return self._copied is not None and self._copy.length_of(receipt.stream) >= receipt.seq

    def duplicate(self, path: Path) -> None:
        """Make a copy of the copy, to go on with."""
        with self._lock:
            self._copy.duplicate(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._copy.close()

    def remove(self) -> None:
        """Let go of the file, and take it away."""
        with self._lock:
            self._copy.close()
            remove(self._path)

    def _pages(self, far: Hall, first: AskSnapshot) -> list[WindowSnapshot]:
        pages = [far.ask(first)]
        while pages[-1].after is not None and len(pages) < MOST_PAGES:
            pages.append(
                far.ask(
                    AskSnapshot(
                        window=first.window,
                        have=first.have,
                        revision=first.revision,
                        after=pages[-1].after,
                    )
                )
            )
        return pages

    def _opened(self) -> Copy:
        try:
            return Copy(self._path)
        except HallUnavailable as error:
            if error.reason not in _USELESS:
                raise
        remove(self._path)
        make(self._path)
        return Copy(self._path)

    def _renew(self) -> None:
        self._copy.close()
        remove(self._path)
        self._copy = self._opened()
        self._copied = None


def remove(path: Path) -> None:
    """Take a database away, with what SQLite keeps beside it."""
    for each in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
        each.unlink(missing_ok=True)
