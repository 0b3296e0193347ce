"""The server's log: one line of JSON a request, with nothing of a person in it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from queue import Empty, SimpleQueue
from typing import Final, TypeAlias

Field: TypeAlias = str | int | float | None
Write: TypeAlias = Callable[[str], object]

MOST_WAITING: Final = 10_000
ATOMIC_BYTES: Final = 4_096
"""What a pipe takes as one, at least (PIPE_BUF)."""


class Lines:
    """Lines written by a thread of their own: whoever reads the log slowly holds up no request.

    Beyond `MOST_WAITING` lines are dropped, and the next line written says how many.
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: SimpleQueue[dict[str, Field] | None] = SimpleQueue()
        self._dropped = 0
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Write what waits, but not for ever."""
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    def add(self, **fields: Field) -> None:
        """One line; fields that are None are left out."""
        if self._waiting.qsize() >= MOST_WAITING:
            self._dropped += 1
            return
        self._waiting.put(fields)

    def _run(self) -> None:
        fields = self._waiting.get()
        while fields is not None:
            lines = [_line(fields)]
            try:
                while (fields := self._waiting.get_nowait()) is not None:
                    lines.append(_line(fields))
            except Empty:
                pass
            dropped, self._dropped = self._dropped, 0
            if dropped:
                lines.append(_line({"dropped": dropped}))
            try:
                for part in _parts(lines):
                    self._write(part)
            except (OSError, ValueError):
                # Nobody reads the log any more; the hall goes on without it.
                return
            if fields is not None:
                fields = self._waiting.get()


def _parts(lines: list[str]) -> Iterator[str]:
    """The lines in parts of whole lines that a pipe takes as one: those of other processes stay apart."""
    part: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode())
        if part and size + length > ATOMIC_BYTES:
            yield "".join(part)
            part, size = [], 0
        part.append(line)
        size += length
    if part:
        yield "".join(part)


def _line(fields: dict[str, Field]) -> str:
    told = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


class Pseudonyms:
    """Users by names of the day: whose lines belong together can be seen, whose they are cannot.

    An account's name is often the person's own. The key is made at each start and kept nowhere, so that
    nobody can find the person by trying the names that there are.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, user: str, day: date) -> str:
        """The pseudonym of a user on a day."""
        if not user:
            return ""
        told = f"{day.isoformat()} {user}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, digest_size=6, key=self._key).hexdigest()
