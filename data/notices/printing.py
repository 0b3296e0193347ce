"""A notice onto paper: to a new file, or to a command such as `lp` or a hall's own.

Errors name files and commands, never what is printed.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeAlias

from data.law.identifier import shown
from data.model.notice import Notice
from data.notices.notice_error import NoticeError

Encoding: TypeAlias = Literal["utf-8", "gb18030"]
"""What printers of Chinese text understand."""

FORM_FEED = "\f"
LONGEST_DETAIL = 120
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


def job(notice: Notice, copies: int = 1) -> str:
    """The text of so many copies, a form feed between them.

    Raises:
        ValueError: fewer than one copy.
    """
    if copies < 1:
        raise ValueError("a print job has one copy at least")
    return FORM_FEED.join([notice.text] * copies)


def file_name(notice: Notice, suffix: str = ".txt") -> str:
    """A name for the notice's file: supervision code, kind and the notice's serial; nothing personal."""
    serials = re.findall(r"[0-9]+", notice.number)
    parts = [re.sub(r"[^0-9A-Za-z]", "", notice.code), notice.kind.value, *serials]
    return "-".join([*parts, *([f"reprint{notice.copy}"] if notice.copy else [])]) + suffix


def to_file(path: Path, text: str | bytes, encoding: Encoding = "utf-8") -> None:
    """Write a new file, whole or not at all, that only its owner may read.

    Raises:
        NoticeError: a file of that name exists, or the folder cannot be written.
    """
    content = text if isinstance(text, bytes) else _encoded(text, encoding)
    if os.path.lexists(path):
        raise NoticeError("file_exists", name=path.name)
    try:
        handle, temporary = tempfile.mkstemp(prefix=".notice-", dir=path.parent)
    except OSError as error:
        raise NoticeError("file_failed", name=path.name, problem=error.strerror) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _appear(Path(temporary), path)
    except FileExistsError:
        raise NoticeError("file_exists", name=path.name) from None
    except OSError as error:
        raise NoticeError("file_failed", name=path.name, problem=error.strerror) from None
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()


def to_command(argv: Sequence[str], text: str, encoding: Encoding = "utf-8", timeout: float = 30) -> None:
    """Hand the text to a command's standard input, without a shell, and wait for its end.

    After `timeout` seconds the command and what it has started are stopped.

    Raises:
        NoticeError: no command, one that cannot be started, fails, or does not end in time.
    """
    if not argv or not argv[0].strip():
        raise NoticeError("command_blank")
    content = _encoded(text, encoding)
    command = shown(Path(argv[0]).name)
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError):
        raise NoticeError("command_missing", command=command) from None
    try:
        _, said = process.communicate(content, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise NoticeError("command_timeout", command=command, seconds=f"{timeout:g}") from None
    finally:
        if process.stderr is not None and not process.stderr.closed:
            _stop(process)
    if process.returncode != 0:
        detail = _detail(said.decode("utf-8", "replace"), text)
        raise NoticeError("command_failed", command=command, status=process.returncode, detail=detail)


def _appear(temporary: Path, path: Path) -> None:
    """Give the finished file its name, which must be free."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without links: the name is taken first, so that nobody's file is lost.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        temporary.replace(path)


def _encoded(text: str, encoding: Encoding) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        raise NoticeError("encoding", encoding=encoding) from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop what the command has started and not ended, even where it has ended itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _detail(said: str, text: str) -> str:
    """The first line of what a command complained of, unless it repeats a word of the notice."""
    line = shown(next((line.strip() for line in said.splitlines() if line.strip()), ""))[:LONGEST_DETAIL]
    words = re.findall(r"[^\W\d_]{2,}|[0-9]{3,}", line)
    return "" if any(word in text for word in words) else line
