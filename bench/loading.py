"""Load over HTTP/1.1 for benches: plain sockets kept alive, nothing parsed but an answer's length."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

Request = bytes


def request(
    method: str, path: str, host: str, body: bytes = b"", headers: Iterable[tuple[str, str]] = ()
) -> Request:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(slots=True)
class Took:
    """What a run came to; `waits` are seconds from sending to having the whole answer."""

    seconds: float = 0.0
    answers: int = 0
    wrong: int = 0
    size: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


async def _lane(host: str, port: int, requests: Iterable[Request], took: Took) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for each in requests:
            begun = perf_counter()
            writer.write(each)
            head = await reader.readuntil(b"\r\n\r\n")
            lower = head.lower()
            place = lower.index(b"content-length:") + 15
            length = int(lower[place : lower.index(b"\r\n", place)])
            if length:
                await reader.readexactly(length)
            took.waits.append(perf_counter() - begun)
            took.answers += 1
            took.size += length
            took.wrong += not head.startswith(b"HTTP/1.1 200")
    finally:
        writer.close()


def load(host: str, port: int, lanes: Iterable[Iterable[Request]]) -> Took:
    """Send each lane's requests over a connection of its own, one after the other, all lanes at once."""
    took = Took()

    async def run() -> None:
        begun = perf_counter()
        await asyncio.gather(*(_lane(host, port, requests, took) for requests in lanes))
        took.seconds = perf_counter() - begun

    asyncio.run(run())
    return took
