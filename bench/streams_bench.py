"""Change streams: how many one process holds, what each costs, and how soon a change is on a screen.

    python -m bench.streams_bench [STREAMS [CHANGES]]

A server process on PostgreSQL; every stream is a connection of its own that reads what it is sent. The desk
is the real program in a pty at 80x24, signed in at window 2, while window 1 takes numbers. Times run from the
receipt of the command, which is given once it is durable; the floor is the same desk with no other stream.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final
from uuid import uuid4

import httpx

from bench.loading import request
from bench.server_bench import PASSWORD, an_item, filled, now, tokens
from data.model.command import TakeTicket
from data.port.codec import write_command
from tests.support import postgres
from tests.support.pty_terminal import Terminal
from tests.support.server.running import Process, as_process

AT_ONCE: Final = 200
"""How many connections are opened at once: a listening socket's queue has an end."""


def resident(pid: int) -> int:
    """A process's memory in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


class Listeners:
    """Streams that read what they are sent, and when."""

    def __init__(self, running: Process, token: str) -> None:
        host, _, port = running.address.partition(":")
        self._place = host, int(port)
        self._ask = request("GET", "/v1/changes", host, b"", [("Authorization", f"Bearer {token}")])
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.heard: list[float] = []

    async def open(self, number: int) -> None:
        """Open so many more."""
        for begin in range(0, number, AT_ONCE):
            await asyncio.gather(*(self._one() for _ in range(min(AT_ONCE, number - begin))))

    async def _one(self) -> None:
        reader, writer = await asyncio.open_connection(*self._place)
        self._writers.append(writer)
        writer.write(self._ask)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        await reader.readuntil(b"\n\n")
        self._tasks.append(asyncio.create_task(self._listen(reader)))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data:"):
                self.heard.append(perf_counter())

    async def hear(self, number: int) -> list[float]:
        """When each of so many was told; the list begins anew."""
        while len(self.heard) < number:
            await asyncio.sleep(0.001)
        heard, self.heard = self.heard, []
        return heard

    async def close(self) -> None:
        """Leave."""
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def taken(zone: str) -> bytes:
    """Window 1 takes a number for somebody."""
    command = TakeTicket(id=uuid4().hex, at=now(), user="clerk1", window="1", zone=zone)
    return write_command(command).encode()


async def told(
    running: Process, token: str, zone: str, streams: int, changes: int
) -> tuple[list[float], int]:
    """Seconds from each receipt to the last stream's hearing of it; the KiB that the streams took."""
    before = resident(running.process.pid)
    listeners = Listeners(running, token)
    await listeners.open(streams)
    grown = resident(running.process.pid) - before
    waits = []
    async with httpx.AsyncClient(base_url=running.url, timeout=60) as client:
        for _ in range(changes):
            headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
            response = await client.post("/v1/commands", content=taken(zone), headers=headers)
            receipt = perf_counter()
            assert response.status_code == 200, response.text
            heard = await listeners.hear(streams)
            waits.append(max(heard) - receipt)
    await listeners.close()
    return waits, grown


def on_screen(running: Process, token: str, zone: str, folder: Path, changes: int) -> list[float]:
    """Seconds from each receipt of window 1 to its being on the screen of the desk at window 2."""
    environment = {"HOME": str(folder), "XDG_STATE_HOME": str(folder), "USER": "clerk2"}
    place = ["--api", running.url, "--user", "clerk2", "--window", "2", "--lang", "zh"]
    subprocess.run(
        [sys.executable, "-m", "clerk_tui", "sign-in", "--password-stdin", "--take-over", *place],
        input=PASSWORD.encode(),
        env={"PATH": "/usr/bin", **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    waits = []
    with (
        Terminal(["desk", *place], environment=environment) as desk,
        httpx.Client(base_url=running.url, timeout=60) as client,
    ):
        waiting = int(client.get("/v1/counts", headers=headers).json()["waiting"])
        desk.wait_for(f"候{waiting} ")
        for _ in range(changes):
            response = client.post("/v1/commands", content=taken(zone), headers=headers)
            receipt = perf_counter()
            assert response.status_code == 200, response.text
            waiting += 1
            desk.wait_for(f"候{waiting} ")
            waits.append(perf_counter() - receipt)
        desk.press("ctrl+q")
    return waits


def line(name: str, waits: Sequence[float]) -> None:
    """Print what the waits come to."""
    ordered = sorted(1000 * each for each in waits)
    print(f"{name}: median {median(ordered):.0f} ms, longest {ordered[-1]:.0f} ms, {len(ordered)} changes")


async def main(streams: int, changes: int) -> None:
    """Run it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 2 * streams + 500)), hard))
    with postgres.database() as url, tempfile.TemporaryDirectory() as name:
        filled(url, an_item())
        with as_process(url, Path(name) / "log") as running:
            token = tokens(running.url)[0]
            async with httpx.AsyncClient(base_url=running.url) as client:
                hall = await client.get("/v1/hall", headers={"authorization": f"Bearer {token}"})
            zone = str(hall.json()["zones"][0][0])
            alone = await asyncio.to_thread(on_screen, running, token, zone, Path(name), changes)
            line("a change on another desk's screen, no other streams", alone)
            waits, grown = await told(running, token, zone, streams, changes)
            print(f"{streams} streams: {grown / streams:.1f} KiB each, {grown / 1024:.0f} MiB in all")
            line(f"a change told to the last of {streams} streams", waits)
            listeners = Listeners(running, token)
            await listeners.open(streams)
            crowded = await asyncio.to_thread(on_screen, running, token, zone, Path(name), changes)
            line(f"a change on another desk's screen, {streams} streams beside", crowded)
            await listeners.close()
    postgres.drop_template()


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    asyncio.run(main(given[0] if given else 5_000, given[1] if len(given) > 1 else 30))
