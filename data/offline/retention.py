"""How long a machine keeps what its windows have done while they were cut off: as long as it may be needed.

A journal of which nothing waits and nothing is to be settled is begun anew some time after its newest entry.
The first record of the new one holds the hash of the last one of the old: who has a copy of that can prove
that nothing was left out between. The old file is overwritten, and then removed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from data.offline.ahead import AHEAD
from data.offline.journal import JOURNAL, Begun, Journal, State, begin
from data.offline.replica import REPLICA, remove
from data.port.errors import HallUnavailable

KEPT: Final = timedelta(days=30)
"""How long after its newest entry a journal is kept, where nobody says otherwise."""

OLD: Final = ".old"
PART: Final = 1 << 20


def journal_in(folder: Path, now: datetime, kept: timedelta = KEPT) -> Journal:
    """The journal of a window's folder, open: begun anew if everything in it is settled and older than that.

    Raises:
        HallUnavailable: folder, journal_spoilt, journal_busy, disk_full.
    """
    path = folder / JOURNAL
    old = path.with_name(path.name + OLD)
    _put_away(old, path)
    journal = Journal(path)
    if not _is_over(journal, now - kept):
        return journal

    def put(begun: Begun) -> None:
        # The old one keeps a name until it is overwritten, whatever happens in between.
        os.link(path, old)
        begin(path, begun, now)

    try:
        journal.replace_by(put)
    except OSError as error:
        raise HallUnavailable("folder", path=str(folder), problem=error.strerror or "") from None
    _put_away(old, path)
    return Journal(path)


def sweep(root: Path, now: datetime, kept: timedelta = KEPT) -> None:
    """Do so in the folder of every window that no desk has open; a replica that nobody has seen goes, too."""
    for folder in sorted(each for each in root.iterdir() if (each / JOURNAL).is_file()):
        with suppress(HallUnavailable, OSError):
            journal = journal_in(folder, now, kept)
            waits = journal.in_state(State.WAITING, State.UNSETTLED)
            journal.close()
            if not waits and _seen(folder / REPLICA) < (now - kept).timestamp():
                for name in (REPLICA, AHEAD):
                    remove(folder / name)


def _is_over(journal: Journal, before: datetime) -> bool:
    newest = journal.newest
    if newest is None or newest >= before:
        return False
    return not journal.in_state(State.WAITING, State.UNSETTLED)


def _seen(replica: Path) -> float:
    """When a replica was last taken in, in seconds of the machine's clock."""
    beside = (replica, Path(f"{replica}-wal"))
    return max((each.stat().st_mtime for each in beside if each.exists()), default=float("inf"))


def _put_away(old: Path, path: Path) -> None:
    """Overwrite and remove a journal that has been replaced; one that has not been yet keeps its own name."""
    if not old.exists():
        return
    if not (path.exists() and path.samefile(old)):
        with old.open("r+b", buffering=0) as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(bytes(min(left, PART)))
            os.fsync(file.fileno())
    old.unlink()
