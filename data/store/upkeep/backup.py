"""A consistent copy of a database while desks are open, verified, and never half there."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from data.law.calendar.working_days import Calendar
from data.port.errors import HallUnavailable
from data.store.engine.sqlite_connection import connect, told
from data.store.schema.upgrade import check_revision
from data.store.upkeep.verification import Verification
from data.store.upkeep.verify import verify


def backup(path: Path, to: Path, calendar: Calendar | None = None) -> Verification:
    """Copy a database to a file that is not there yet; what verifying the copy came to.

    The copy is made under another name in the same folder and gets its own only when it is whole and on the
    disk. Whatever fails, nothing is left behind.

    Raises:
        HallUnavailable: missing, not_a_database, newer, older; exists or folder (of the target); disk_full;
            damaged (the copy is not whole: verify names what is wrong with the original).
    """
    if to.exists():
        raise HallUnavailable("exists", path=str(to))
    connection = connect(path, read_only=True)
    try:
        check_revision(connection, path)
        part = to.with_name(f".{to.name}.{os.getpid()}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise HallUnavailable("folder", path=str(to.parent), problem=error.strerror or "") from None
        try:
            return _copied(connection, part, to, calendar)
        finally:
            for name in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
                name.unlink(missing_ok=True)
    finally:
        connection.close()


def _copied(connection: sqlite3.Connection, part: Path, to: Path, calendar: Calendar | None) -> Verification:
    with told(to):
        target = sqlite3.connect(part, isolation_level=None)
        try:
            connection.backup(target)
            # A copy is one file: without this its write-ahead log would belong to it.
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    verification = verify(part, calendar)
    if not verification.whole:
        raise HallUnavailable("damaged", path=str(to), count=str(len(verification.problems)))
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, to)
    except FileExistsError:
        raise HallUnavailable("exists", path=str(to)) from None
    except OSError:
        # A memory stick's file system knows no second name of a file.
        part.rename(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return verification
