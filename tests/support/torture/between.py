"""Something that stands between desks and servers: an asyncio server in a thread of its own."""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
import threading
import warnings
from asyncio import StreamReader, StreamWriter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

from tests.support.torture.framing import LONGEST_HEAD
from tests.support.waiting import PATIENCE

BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
"""What happens to connections."""


LAST_TURNS = 5
"""How many turns of the loop a connection takes at most from being accepted to being closed."""


class Between:
    """Takes connections at a port of this machine until the end of `running`."""

    def __init__(self) -> None:
        self.port = 0
        self.failed: list[BaseException] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[StreamWriter] = set()
        self._started = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection; it is reset when this returns."""
        raise NotImplementedError

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Stand there."""
        thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="between")
        thread.start()
        assert self._started.wait(PATIENCE)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._end.set)
            thread.join(PATIENCE)
            assert not thread.is_alive()
            with warnings.catch_warnings():
                # A connection that was let in with the loop's last turn is nobody's any more; it ends here.
                warnings.simplefilter("ignore", ResourceWarning)
                self._writers.clear()
                gc.collect()
            if self.failed:
                raise self.failed[0]

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside; what fails otherwise than connections do is noted in `failed`."""
        task = asyncio.get_running_loop().create_task(self._kept(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _main(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0, limit=LONGEST_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._end.wait()
        server.close()
        await self._ended()
        # Whoever was just being let in is let in, and is cut off, too.
        entering = asyncio.all_tasks() - {asyncio.current_task()}
        if entering:
            await asyncio.wait(entering, timeout=PATIENCE)
        await self._ended()
        for _ in range(LAST_TURNS):
            for writer in tuple(self._writers):
                reset(writer)
            await asyncio.sleep(0)
        await server.wait_closed()

    async def _ended(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _taken(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._writers.add(writer)
        self.later(self._connection(reader, writer))

    async def _connection(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            await self.serve(reader, writer)
        finally:
            reset(writer)
            self._writers.discard(writer)

    async def _kept(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except BROKEN:
            return
        except Exception as error:
            self.failed.append(error)


def reset(writer: StreamWriter) -> None:
    """End a connection as a broken network does: whoever reads it hears of no end, but of a reset."""
    sock: socket.socket | None = writer.get_extra_info("socket")
    if sock is not None and not writer.transport.is_closing():
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
