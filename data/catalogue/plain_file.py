"""A file read whole within a limit: never a pipe, a device or a folder, and never more than was asked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from data.catalogue.report import Report


def read_plain(path: Path, report: Report, most: int) -> str | None:
    """The text of a file of at most `most` bytes, or None after noting why there is none.

    It must be UTF-8; a byte order mark is allowed.
    """
    try:
        content = _content(path, most)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        report.add(0, "", "catalogue.unreadable", why=why or type(error).__name__)
        return None
    if content is None:
        report.add(0, "", "catalogue.no_file")
        return None
    if len(content) > most:
        report.add(0, "", "catalogue.too_long", most=most)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(content.count(b"\n", 0, error.start) + 1, "", "catalogue.utf8")
        return None


def _content(path: Path, most: int) -> bytes | None:
    """What the file holds, up to one byte more than that; None where it is none."""
    # A pipe that nobody writes to would be waited for without this flag.
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            return None
        with os.fdopen(opened, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(opened)
