"""HTTP/1.1 as far as something in the middle must know it: where a message ends."""

from __future__ import annotations

from asyncio import IncompleteReadError, StreamReader
from dataclasses import dataclass

HEAD_END = b"\r\n\r\n"
LONGEST_HEAD = 65_536
BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Message:
    """One request or answer, as its bytes were; a stream's body is not among them."""

    head: bytes
    body: bytes
    streams: bool = False

    @property
    def whole(self) -> bytes:
        """Everything."""
        return self.head + self.body

    @property
    def first(self) -> tuple[str, str, str]:
        """The words of the first line: of a request method and path, of an answer the status second."""
        one, two, three = (*self.head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2), "", "")[:3]
        return one, two, three

    @property
    def is_command(self) -> bool:
        """Whether it is the request to carry out a command."""
        return self.first[:2] == ("POST", "/v1/commands")


async def read_request(reader: StreamReader) -> Message | None:
    """The next request of a connection; None where it has ended.

    Raises:
        IncompleteReadError: it ended in the middle.
    """
    try:
        head = await reader.readuntil(HEAD_END)
    except IncompleteReadError as error:
        if not error.partial:
            return None
        raise
    return Message(head, await _body(reader, head))


async def read_answer(reader: StreamReader) -> Message:
    """The next answer of a connection.

    Raises:
        IncompleteReadError: the connection ended before its end.
    """
    head = await reader.readuntil(HEAD_END)
    if b"text/event-stream" in head.lower():
        return Message(head, b"", streams=True)
    bodiless = int(head.split(b" ", 2)[1]) in BODILESS
    return Message(head, b"" if bodiless else await _body(reader, head))


async def _body(reader: StreamReader, head: bytes) -> bytes:
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
        return await _chunks(reader)
    return await reader.readexactly(int(fields.get(b"content-length", b"0")))


async def _chunks(reader: StreamReader) -> bytes:
    parts: list[bytes] = []
    while True:
        size = await reader.readuntil(b"\r\n")
        length = int(size.split(b";")[0], 16)
        parts += (size, await reader.readexactly(length + 2))
        if not length:
            return b"".join(parts)
