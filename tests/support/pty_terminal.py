"""A real terminal for a real program: a pty on one side, a screen that can be read on the other."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic
from types import TracebackType

import pyte

from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
KEYS = {
    "space": " ",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "home": "\x1b[H",
    "f10": "\x1b[21~",
    "ctrl+q": "\x11",
}


class Terminal:
    """The program with these arguments in a terminal of so many columns and lines.

    Without `module` the arguments are Python's own.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str] | None = None,
        module: bool = True,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        self.status: int | None = None
        self.pid, self._pty = pty.fork()
        if self.pid == 0:
            program = ["-m", "clerk_tui"] if module else []
            self._become([*program, *arguments], environment or {})
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._pty, termios.TIOCSWINSZ, size)

    def _become(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "USER": "someone",
            **environment,
        }
        os.execve(sys.executable, [sys.executable, *arguments], variables)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            self.signal(signal.SIGKILL)
            self.wait_for_end()
        os.close(self._pty)

    @property
    def text(self) -> str:
        """The screen as lines, without the second halves of wide characters."""
        return "\n".join(self._line(row) for row in range(self.screen.lines))

    def _line(self, row: int) -> str:
        cells = self.screen.buffer[row]
        return "".join(cells[column].data for column in range(self.screen.columns)).rstrip()

    def press(self, *keys: str) -> None:
        """Type keys: characters as themselves, others by their names in `KEYS`."""
        for key in keys:
            os.write(self._pty, KEYS.get(key, key).encode())

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def wait_for(self, *texts: str, seconds: float = PATIENCE) -> str:
        """Read until the screen shows all of these; the screen as it is then."""
        return self.wait_until(lambda screen: all(text in screen for text in texts), f"{texts}", seconds)

    def wait_until(self, shows: Callable[[str], bool], what: str, seconds: float = PATIENCE) -> str:
        """Read until the screen is as wanted; fails with the screen as it is when time is over."""
        deadline = monotonic() + seconds
        while not shows(self.text):
            if not self._read(deadline):
                raise AssertionError(f"not on the screen: {what}\n{self.text}")
        return self.text

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """Read until the program has ended; its exit code, or the signal's number below 0."""
        deadline = monotonic() + seconds
        while self._read(deadline):
            continue
        if monotonic() >= deadline:
            raise AssertionError(f"the program has not ended\n{self.text}")
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def _read(self, deadline: float) -> bool:
        """Take in what the program has written; False at its end or when time is over."""
        # Not select, which knows the first thousand files of a process only.
        ready = select.poll()
        ready.register(self._pty, select.POLLIN | select.POLLHUP)
        if not ready.poll(max(0.0, deadline - monotonic()) * 1000):
            return False
        try:
            written = os.read(self._pty, 65536)
        except OSError:
            # A pty whose program has ended reads as an error on Linux.
            return False
        self.written += written
        self._stream.feed(written)
        return bool(written)
