"""uvicorn's protocols with what they lack: a time for the head of a request, and a bound on connections."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from data.model.legal.time_zone import shanghai
from data.server.http.limits import Limits
from data.texts import Language, texts
from data.time_source import TimeSource

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol as Base
else:
    Base = object

AT_ONCE: Final = struct.pack("ii", 1, 0)
CONNECTION: Final = "clerk_tui.connection"
"""Where a connection puts itself in the state of its requests."""


class Guarded(Base):
    """A connection that is watched.

    uvicorn waits for ever for somebody who connects and says nothing, or says a header a minute. Here the
    server looks at every connection once a second, which costs less than a timer for each.
    """

    limits: Limits
    clock: TimeSource

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody has connected; beyond the bound they are cut off at once."""
        self.when_lost: Callable[[bool], None] | None = None
        self.full_since: float | None = None
        self.head_since: float | None = self.loop.time()
        self.head_bytes = 0
        self.app_state = {**self.app_state, CONNECTION: self}
        super().connection_made(transport)
        if len(self.connections) > self.limits.most_connections:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone."""
        # The state of each request holds the connection: let go of one another.
        self.app_state = {}
        super().connection_lost(exc)
        if self.when_lost is not None:
            self.when_lost(self.full_since is not None)
            self.when_lost = None

    def data_received(self, data: bytes) -> None:
        """Something more has come: the head of a request, or more of its body."""
        if self.head_since is None and not self._is_busy():
            self.head_since = self.loop.time()
        super().data_received(data)
        if self._is_busy():
            self.head_since = None
            self.head_bytes = 0
        elif not self.transport.is_closing():
            self._count(len(data))

    def pause_writing(self) -> None:
        """They do not read what they are sent."""
        self.full_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """They read again."""
        self.full_since = None
        super().resume_writing()

    def look_at(self, now: float) -> None:
        """Cut off whoever has not told the head of their request in time, or does not read the answer."""
        if self.full_since is not None and now - self.full_since >= self.limits.send_seconds:
            self._hang_up()
            return
        since = self.head_since
        if since is None or now - since < self.limits.head_seconds or self.transport.is_closing():
            return
        if self._is_busy():
            self.head_since = None
            return
        self.transport.write(self._problem(408, "slow"))
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """What has come is no HTTP; it is neither shown nor logged."""
        del msg
        self.transport.write(self._problem(400, "no_http"))
        self.transport.close()

    def _count(self, more: int) -> None:
        """Count the bytes of a head that has not ended, which may be as large as somebody likes otherwise."""
        self.head_bytes = self.head_bytes + more if self.head_since is not None else 0
        if self.head_bytes > self.limits.head_bytes:
            self.transport.write(self._problem(431, "head_too_large"))
            self.transport.close()

    def _hang_up(self) -> None:
        """Close the connection with all that they have not read: the system keeps none of it either."""
        connection = self.transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _problem(self, status: int, reason: str) -> bytes:
        return _said(status, reason, shanghai(self.clock.now()), self.limits)


def guarded(limits: Limits, clock: TimeSource) -> type[asyncio.Protocol]:
    """The protocol that this machine serves fastest, watched."""
    made: type[asyncio.Protocol] = type("Guarded", (Guarded, _fastest()), {"limits": limits, "clock": clock})
    return made


def _fastest() -> type[Any]:
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        from uvicorn.protocols.http.h11_impl import H11Protocol

        return H11Protocol
    return HttpToolsProtocol


def _said(status: int, reason: str, now: datetime, limits: Limits) -> bytes:
    """A problem as bytes, where no application has been asked yet."""
    said, facts = texts(Language.ZH), {"limit": str(limits.head_bytes)}
    body = json.dumps(
        {
            "type": f"urn:clerk-tui:problem:{reason}",
            "title": said(f"problem.status.{status}"),
            "status": status,
            "detail": said(f"problem.{reason}", **facts),
            "reason": reason,
            "facts": facts if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE else {},
        },
        ensure_ascii=False,
    ).encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        "content-type: application/problem+json\r\n"
        f"content-length: {len(body)}\r\n"
        f"x-clerk-now: {now.isoformat(timespec='milliseconds')}\r\n"
        f"x-request-id: {uuid4()}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body
