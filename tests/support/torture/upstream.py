"""A connection from something in the middle to the server."""

from __future__ import annotations

import asyncio
from asyncio import StreamWriter

from tests.support.torture.between import reset
from tests.support.torture.framing import LONGEST_HEAD, Message, read_answer


class Upstream:
    """A connection to the server, made when it is first needed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writer: StreamWriter | None = None

    async def send(self, data: bytes) -> None:
        """Send bytes."""
        if self._writer is None:
            self.reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self._port, limit=LONGEST_HEAD
            )
        self._writer.write(data)
        await self._writer.drain()

    async def ask(self, request: Message) -> Message:
        """Send a request and read the whole answer.

        Raises:
            OSError, IncompleteReadError: the connection broke.
        """
        await self.send(request.whole)
        return await read_answer(self.reader)

    def close(self) -> None:
        """Cut it off."""
        if self._writer is not None:
            reset(self._writer)
