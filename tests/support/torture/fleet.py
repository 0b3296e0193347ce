"""Several real servers beside one database, behind one address; each may be killed and started again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.server.running import Process, as_process, free_port
from tests.support.torture.balancer import Balancer
from tests.support.waiting import PATIENCE


class Server:
    """One `clerk-tui serve` that comes back at its port whenever it is started again."""

    def __init__(self, place: str | Path, folder: Path, number: int) -> None:
        self._place, self._folder, self._number = place, folder, number
        self.port = free_port()
        self.starts = 0
        self._stack = ExitStack()
        self._process: Process | None = None

    @property
    def process(self) -> Process:
        """The process that runs now."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.starts += 1
        log = self._folder / f"server-{self._number}-{self.starts}.log"
        running = as_process(self._place, log, listen=f"127.0.0.1:{self.port}")
        self._process = self._stack.enter_context(running)

    def kill(self) -> None:
        """Kill it with -9, as the machine would."""
        self.process.kill()
        assert self.process.process.returncode == -signal.SIGKILL
        self.close()

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        self.process.end(signal.SIGTERM)
        assert self.process.process.wait(PATIENCE) == 0
        self.close()

    def close(self) -> None:
        """Let go of what is left of it."""
        self._stack.close()


@contextmanager
def fleet(place: str | Path, folder: Path, number: int = 2) -> Iterator[tuple[Balancer, list[Server]]]:
    """So many servers, ready, and the balancer before them."""
    servers = [Server(place, folder, each) for each in range(number)]
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.close)
            server.start()
        yield stack.enter_context(Balancer(*(server.port for server in servers)).running()), servers
