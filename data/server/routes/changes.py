"""`GET /v1/changes`: the hall's changes as server-sent events, for thousands of desks at once."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from data.server.access import Gate
from data.server.http.bad_input import unfit
from data.server.http.guarded_protocol import CONNECTION
from data.server.http.limits import Limits
from data.server.http.metrics import Metrics
from data.server.http.problem_document import ProblemDocument, busy
from data.server.http.request_context import context_of, headers_of
from data.server.workers.hub import Hub

MEDIA: Final = b"text/event-stream; charset=utf-8"
ALIVE: Final = b": alive\n\n"

_POSITION: Final = re.compile(r"[0-9]{1,15}")


class Streams:
    """The streams' own small application, below no other layer than the edge.

    A stream is one task and its place in the ring. Whoever does not read is dropped: it comes back by
    itself and is told what it missed. So it does where a stream has become old: when a process was started
    again, the desks spread over all of them anew.
    """

    def __init__(self, hub: Hub, gate: Gate, limits: Limits, metrics: Metrics) -> None:
        self._hub = hub
        self._gate = gate
        self._limits = limits
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream until its client goes, its token ends, or the server does."""
        context = context_of(scope)
        context.route = scope["path"]
        if scope["method"] != "GET":
            raise ProblemDocument(HTTPStatus.METHOD_NOT_ALLOWED, "no_such_method", headers={"allow": "GET"})
        token, session = await self._gate.enter(scope["headers"])
        context.user = session.authority.user
        since = _since(scope)
        if self._hub.open >= self._limits.streams or self._hub.ended:
            raise busy()
        await self._hub.known(self._limits.answer_seconds)
        stream = _Stream(self._hub, self._limits, send, since)
        await send(_START)
        gone = _gone(scope, receive, stream)
        try:
            why = await stream.run(token, self._gate)
        finally:
            if gone is not None:
                gone.cancel()
        if stream.slow:
            why = "slow"
        if why:
            self._metrics.dropped.labels(why).inc()
        if not stream.gone:
            await send({"type": "http.response.body", "body": b""})


_START: Final = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", MEDIA),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


class _Stream:
    __slots__ = ("_group", "_hub", "_number", "_position", "_send", "_until", "gone", "slow")

    def __init__(self, hub: Hub, limits: Limits, send: Send, since: int | None) -> None:
        self._hub = hub
        self._send = send
        self._until = asyncio.get_running_loop().time() + limits.stream_seconds
        self._position = hub.position if since is None else since
        self._number = hub.next_number if since is None else -1
        self._group = hub.join()
        self.gone = False
        self.slow = False

    def leave(self, slow: bool = False) -> None:
        """The client has gone, or was cut off because it did not read."""
        self.gone = True
        self.slow = slow
        self._group.ring()

    async def run(self, token: str, gate: Gate) -> str:
        """Tell changes; answers why we ended it, nothing where the client did.

        Between looking whether there is anything to do and waiting for the bell nothing else is awaited:
        the bell is never missed. Who does not read is cut off by the connection's guard.
        """
        ticks = self._group.ticks
        said: bytes | None = ALIVE
        try:
            while True:
                if said:
                    await self._send({"type": "http.response.body", "body": said, "more_body": True})
                if self.gone:
                    return ""
                if self._hub.ended:
                    return "closing"
                said = self._from_ring()
                if said is None:
                    caught_up = await self._hub.caught_up(self._position)
                    said, self._position, self._number = caught_up
                elif not said and self._group.ticks != ticks:
                    ticks = self._group.ticks
                    if asyncio.get_running_loop().time() >= self._until:
                        return "aged"
                    if await gate.session(token, using=False) is None:
                        return "signed_out"
                    said = ALIVE
                elif not said:
                    await self._group.bell.wait()
        finally:
            self._hub.leave()

    def _from_ring(self) -> bytes | None:
        """What is new; None where it must be looked up in the log."""
        told = self._hub.after(self._number) if self._number >= 0 else None
        if told is None:
            return None
        said, self._number = told
        self._position = self._hub.position
        return said


def _gone(scope: Scope, receive: Receive, stream: _Stream) -> asyncio.Task[None] | None:
    """Have the stream hear that its client has gone: from the protocol, or else by a task that waits."""
    connection: Any = scope.get("state", {}).get(CONNECTION)
    if connection is not None:
        connection.when_lost = stream.leave
        return None

    async def wait() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        stream.leave()

    return asyncio.get_running_loop().create_task(wait())


def _since(scope: Scope) -> int | None:
    """The position after which the client wants to be told.

    Raises:
        Problem: 422 for what is no position.
    """
    since = headers_of(scope).get("last-event-id") or None
    for name, value in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        if name != "since":
            raise unfit(name, "unexpected_keyword_argument")
        since = since or value
        if not _POSITION.fullmatch(value):
            raise unfit("since", "position")
    if since is not None and not _POSITION.fullmatch(since):
        raise unfit("last-event-id", "position")
    return None if since is None else int(since)
