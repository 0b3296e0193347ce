"""Server-sent events out of bytes, as they come (WHATWG HTML, section 9.2.6), in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 4 * 1024 * 1024
"""The longest event that is read."""

_MARK: Final = b"\xef\xbb\xbf"


class TooLong(ValueError):
    """An event longer than any of a hall's."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """An event: the last id told, and its data; without data it tells an id alone."""

    id: str
    data: str


class EventReader:
    """Takes bytes as they come, gives the events that are whole."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._rest = b""
        self._data: list[str] = []
        self._size = 0
        self._id = ""
        self._told_id = False
        self._begun = False
        self._after_return = False

    def take(self, part: bytes) -> Iterator[ServerEvent]:
        """The events that end in these bytes.

        Raises:
            TooLong: an event that does not end.
        """
        for line in self._lines(part):
            if line:
                self._field(line)
            elif event := self._ended():
                yield event

    def _lines(self, part: bytes) -> Iterator[bytes]:
        """Lines end with CR LF, LF or CR; a CR LF may be cut in two."""
        if not part:
            return
        ended_by_return, self._after_return = self._after_return, part.endswith(b"\r")
        text = self._rest + (part.removeprefix(b"\n") if ended_by_return else part)
        if not self._begun:
            if len(text) < len(_MARK) and _MARK.startswith(text):
                self._rest = text
                return
            text, self._begun = text.removeprefix(_MARK), True
        *lines, self._rest = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        if len(self._rest) + self._size > self._most:
            raise TooLong
        yield from lines

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if name == b"data":
            self._size += len(line)
            if self._size > self._most:
                raise TooLong
            self._data.append(text)
        elif name == b"id" and "\0" not in text:
            self._id, self._told_id = text, True

    def _ended(self) -> ServerEvent | None:
        data, told = "\n".join(self._data), self._told_id
        self._data, self._size, self._told_id = [], 0, False
        return ServerEvent(self._id, data) if data or told else None
