"""One address before several servers: each connection goes to one that lives."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter

from tests.support.torture.between import Between, reset
from tests.support.torture.framing import LONGEST_HEAD

READ = 65_536


class Balancer(Between):
    """Hands bytes through and knows nothing of them. `ports` are those of the servers, in turn."""

    def __init__(self, *ports: int) -> None:
        super().__init__()
        self._ports = list(ports)
        self.taken = dict.fromkeys(ports, 0)

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Hand everything through until one side ends; then the other is cut off, too."""
        far_reader, far_writer = await self._living()
        ways = {
            asyncio.ensure_future(_hand_on(reader, far_writer)),
            asyncio.ensure_future(_hand_on(far_reader, writer)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            reset(far_writer)

    async def _living(self) -> tuple[StreamReader, StreamWriter]:
        """A connection to the server whose turn it is, or else to the next.

        Raises:
            ConnectionError: none lives.
        """
        self._ports.append(self._ports.pop(0))
        for port in tuple(self._ports):
            try:
                far = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST_HEAD)
            except OSError:
                continue
            self.taken[port] += 1
            return far
        raise ConnectionError


async def _hand_on(reader: StreamReader, writer: StreamWriter) -> None:
    while data := await reader.read(READ):
        writer.write(data)
        await writer.drain()
