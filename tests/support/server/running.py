"""The real server for tests: in a thread of this process with its clock, or as a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from data.server.app import make_app
from data.server.http.limits import Limits
from data.server.process import HallServer, Tls, listening_at, server_of
from data.server.service import OpenAccess, OpenHall, Service
from data.time_source import TimeSource
from tests.support.waiting import PATIENCE

ROOT = Path(__file__).parents[3]


@dataclass
class InThread:
    """A server in a thread of this process. `lines` are what it has logged."""

    url: str
    port: int
    service: Service
    server: HallServer
    lines: list[str] = field(default_factory=list)

    def records(self) -> list[dict[str, object]]:
        """The log's lines."""
        return [json.loads(line) for line in "".join(self.lines).splitlines()]


@contextmanager
def in_thread(
    open_hall: OpenHall,
    open_access: OpenAccess,
    clock: TimeSource,
    *,
    limits: Limits | None = None,
    tls: Tls | None = None,
) -> Iterator[InThread]:
    """A server over these halls and accounts at a free port of this machine, until the end of the block."""
    lines: list[str] = []
    limits = limits or Limits(readers=1)
    app = make_app(open_hall, open_access, clock, limits=limits, write=lines.append)
    server = server_of(app, clock, limits, tls=tls)
    listener = listening_at("127.0.0.1", 0)
    port = listener.getsockname()[1]
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with asyncio.Runner() as runner:
                runner.run(server.serve(sockets=[listener]))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="server")
    thread.start()
    url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield InThread(url, port, app.state.service, server, lines)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()
        assert not thread.is_alive()
        assert not failed, failed


@dataclass
class Process:
    """A server as a process of its own."""

    process: subprocess.Popen[bytes]
    address: str
    url: str
    log: Path

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """Kill it as the machine would, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(PATIENCE)

    def records(self) -> list[dict[str, object]]:
        """What it has logged so far."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")]


@contextmanager
def as_process(
    db: Path | str, log: Path, *options: str | Path, listen: str = "127.0.0.1:0", scheme: str = "http"
) -> Iterator[Process]:
    """`clerk-tui serve` over a database, ready, until the end of the block; its log goes to a file."""
    command = [sys.executable, "-m", "clerk_tui", "serve", "--json", "--db", str(db), "--listen", listen]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*command, *map(str, options)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, log.read_text("utf-8")
        address = str(json.loads(line)["serving"])
        running = Process(process, address, f"{scheme}://{address}", log)
        if scheme == "http" and not address.startswith("unix:"):
            wait_until_ready(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def wait_until_ready(running: Process) -> None:
    """Wait until the server answers: connections made before wait in its socket."""
    with httpx.Client(timeout=PATIENCE) as client:
        response = client.get(f"{running.url}/v1/ready")
    assert response.status_code == 200, response.text


def free_port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
