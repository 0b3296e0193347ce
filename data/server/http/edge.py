"""The outermost layer: every request gets an id, a bound, an answer, a line in the log and its counts."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from itertools import count
from time import perf_counter
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.model.legal.time_zone import shanghai
from data.port.errors import HallUnavailable, NotAllowed
from data.server.http.limits import Limits
from data.server.http.metrics import Metrics
from data.server.http.problem_document import ProblemDocument, language_of, refused, unavailable
from data.server.http.request_context import KEY, RequestContext, headers_of
from data.server.http.request_log import Lines, Pseudonyms
from data.time_source import TimeSource

CHANGES: Final = "/v1/changes"
COMMANDS: Final = "/v1/commands"
LINGER_BYTES: Final = 2_097_152
LINGER_SECONDS: Final = 2.0

_ID: Final = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


class Edge:
    """Stands before the application.

    Change streams go straight to theirs, for thousands are open at once; so do commands, which nobody may
    wait for longer than they take.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        streams: ASGIApp,
        commands: ASGIApp,
        clock: TimeSource,
        limits: Limits,
        metrics: Metrics,
        lines: Lines,
        names: Pseudonyms,
    ) -> None:
        self._app = app
        self._streams = streams
        self._commands = commands
        self._clock = clock
        self._head_bytes = limits.head_bytes
        self._metrics = metrics
        self._lines = lines
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = perf_counter()
        context = RequestContext(_id_of(scope))
        scope[KEY] = context
        call = _Call(scope, receive, send, context, self._stamp)
        app = self._streams if scope["path"] == CHANGES else self._app
        if scope["path"] == COMMANDS and scope["method"] == "POST":
            app = self._commands
        if _head_of(scope) > self._head_bytes:
            app = self._too_large
        try:
            await self._served(app, scope, call)
        finally:
            self._told(scope, context, perf_counter() - started)

    async def _served(self, app: ASGIApp, scope: Scope, call: _Call) -> None:
        try:
            await app(scope, call.receive, call.send)
        except Exception as error:
            problem = _problem_of(error)
            if problem is None:
                # The message of an unforeseen error may hold personal data: only its kind is told.
                self._metrics.unforeseen.labels(type(error).__name__).inc()
                self._lines.add(at=self._stamp(), id=call.context.id, unforeseen=type(error).__name__)
                problem = ProblemDocument(HTTPStatus.INTERNAL_SERVER_ERROR, "unforeseen")
            if not call.begun:
                await problem.response(language_of(headers_of(scope)))(scope, call.receive, call.send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise ProblemDocument(status, "head_too_large", facts={"limit": str(self._head_bytes)})

    def _stamp(self) -> str:
        return shanghai(self._clock.now()).isoformat(timespec="milliseconds")

    def _told(self, scope: Scope, context: RequestContext, seconds: float) -> None:
        method = scope["method"] if context.route != "-" else "-"
        self._metrics.requests.labels(method, context.route, str(context.status)).inc()
        if context.route != CHANGES:
            self._metrics.seconds.labels(context.route).observe(seconds)
        now = shanghai(self._clock.now())
        self._lines.add(
            at=now.isoformat(timespec="milliseconds"),
            id=context.id,
            method=method,
            route=context.route,
            status=context.status,
            ms=round(seconds * 1000, 1),
            user=self._names.of(context.user, now.date()) or None,
            act=context.act,
            outcome=context.outcome,
        )


class _Call:
    """One request's two channels: marks what goes out, and knows whether all has come in."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, context: RequestContext, stamp: Callable[[], str]
    ) -> None:
        self._receive = receive
        self._send = send
        self._stamp = stamp
        self.context = context
        self.begun = False
        self._unread = any(
            (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
            for name, value in scope["headers"]
        )

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._unread = False
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            self.context.status = message["status"]
            headers = [*message.get("headers", ())]
            headers.append((b"x-clerk-now", self._stamp().encode()))
            headers.append((b"x-request-id", self.context.id.encode()))
            if self._unread:
                headers.append((b"connection", b"close"))
            await self._send({**message, "headers": headers})
        elif self._unread and not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            await self._linger()
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._send(message)

    async def _linger(self) -> None:
        """Read on for a moment before the connection is closed.

        Closed under what is still being sent, the answer would be lost with it.
        """
        seen = 0
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                while self._unread and seen < LINGER_BYTES:
                    seen += len((await self.receive()).get("body", b""))
        except TimeoutError:
            pass


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request, never held beyond `most` bytes.

    Raises:
        Problem: 413 beyond that, 408 where it does not come in time.
    """
    length = request.headers.get("content-length", "")
    if length.isdigit() and (len(length) > 12 or int(length) > most):
        raise _too_large(most)
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ProblemDocument(HTTPStatus.BAD_REQUEST, "cut")
                part: bytes = message.get("body", b"")
                size += len(part)
                if size > most:
                    raise _too_large(most)
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise ProblemDocument(HTTPStatus.REQUEST_TIMEOUT, "slow") from None


def _too_large(most: int) -> ProblemDocument:
    return ProblemDocument(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", facts={"limit": str(most)})


async def json_of(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request that is said to be JSON.

    Raises:
        Problem: 415 for anything else, and as `body_of`.
    """
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if media.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        raise ProblemDocument(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_json", headers={"accept": "application/json"}
        )
    return await body_of(request, most, seconds)


def answered(request: Request, error: Exception) -> Response:
    """The router's own errors (no such path, no such method) as problems."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    reason = {404: "no_such_path", 405: "no_such_method"}.get(error.status_code, "other")
    return ProblemDocument(status, reason, headers=_plain(error.headers)).response(
        language_of(request.headers)
    )


def _plain(headers: Mapping[str, str] | None) -> dict[str, str]:
    return dict(headers or {})


def _problem_of(error: Exception) -> ProblemDocument | None:
    match error:
        case ProblemDocument():
            return error
        case NotAllowed():
            return refused(error.refusal)
        case HallUnavailable():
            return unavailable(error)
        case _:
            return None


def _head_of(scope: Scope) -> int:
    """The size of a request's head."""
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    return headers + len(scope["raw_path"] or b"") + len(scope["query_string"])


def _ids() -> Iterator[str]:
    """UUIDs of version 8: random once, then counted, which costs a request nothing."""
    first, last = secrets.randbits(48), secrets.randbits(40)
    begin = f"{first >> 16:08x}-{first & 0xFFFF:04x}"
    for number in count():
        high, low = number >> 20 & 0xFFF, (last & 0xFFFFFFF) << 20 | number & 0xFFFFF
        yield f"{begin}-8{high:03x}-8{last >> 28:03x}-{low:012x}"


_NEXT_ID: Final = _ids()


def _id_of(scope: Scope) -> str:
    """The caller's id of the request where it is a UUID; anything else could be somebody's name."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and len(value) <= 36:
            given: str = value.decode("latin-1").lower()
            if _ID.fullmatch(given):
                return given
    return next(_NEXT_ID)
