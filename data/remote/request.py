"""One request to a server and its whole answer: bounded in time and size, tried again where that may help."""

from __future__ import annotations

import random
import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Final

import httpx
import stamina
from pydantic import TypeAdapter, ValidationError

from data.port.errors import HallUnavailable
from data.port.patience import Patience
from data.remote.address import Address
from data.remote.skew import HEADER, Skew
from data.remote.transport import Bounds, Transport, WrongPin
from data.time_source import TimeSource

MOST_BYTES: Final = 32 * 1024 * 1024
"""The longest answer that is read, unpacked."""

SPREAD: Final = 0.25
"""Seconds added at most to those that a busy server wants to be left alone: not all come back at once."""

OVERLOADED: Final = frozenset({408, 425, 429, 503})

_HALL: Final = "hall_"
"""How the reasons of a server begin that lives, and whose hall does not answer."""

_OF_THE_STORE: Final = {"hall_read_only": "read_only", "hall_disk_full": "disk_full"}
"""What a server says of its own store that waiting does not change."""

AWAY: Final = frozenset(
    {
        "unreachable",
        "timeout",
        "overloaded",
        "gateway",
        "no_database",
        "not_a_hall",
        "certificate",
        "pin",
        "tls",
    }
)
"""The reasons for which a hall is as good as gone: no answer of its own came, or none that may be believed.

Whether it got the command is then not known.
"""

UNCLEAR: Final = frozenset({"server", "not_understood", "too_large"})
"""The hall answers, but not what has become of the command. Others may go well: it is not gone."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON, or a problem in JSON."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind in ("application/json", "application/problem+json")

    @property
    def fields(self) -> dict[str, object]:
        """The members of its JSON object; none where it holds no such thing."""
        if not self.is_json:
            return {}
        try:
            return _OBJECT.validate_json(self.body)
        except ValidationError:
            return {}

    @property
    def reason(self) -> str:
        """The reason that a problem gives."""
        reason = self.fields.get("reason")
        return reason if isinstance(reason, str) else ""

    @property
    def retry_after(self) -> int:
        """Seconds after which the server wants to be asked again; 0 where it does not say."""
        given = self.headers.get("retry-after", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


_OBJECT: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])


class _Passing(Exception):
    """A failure that may be gone a moment later, or after the seconds that a busy server has asked for."""

    def __init__(self, error: HallUnavailable, after: int = 0) -> None:
        super().__init__(error.reason)
        self.error, self.after = error, after


class _Again:
    """How long to wait before the next try of one call; False for no more."""

    def __init__(self, bounds: Bounds, tries: int) -> None:
        self._bounds, self._left = bounds, tries

    def __call__(self, error: Exception) -> bool | float:
        if not isinstance(error, _Passing):
            return False
        if error.after:
            wait = error.after + random.uniform(0, SPREAD)
            return wait if wait < self._bounds.left else False
        self._left -= 1
        return self._left > 0


class Request:
    """A kept connection to a server. One thread owns it; another may have another."""

    def __init__(
        self,
        address: Address,
        clock: TimeSource,
        skew: Skew,
        *,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Nothing is sent yet. `transport` stands in for the network.

        Raises:
            HallUnavailable: certificate_file, where a file of certificates cannot be used.
        """
        self._url = address.url
        self._clock, self._skew = clock, skew
        self._patience = patience or Patience()
        self._most = most_bytes
        self._bounds = Bounds()
        self._client = client(transport or wired(address, self._bounds))

    def call(
        self,
        method: str,
        path: str,
        *,
        token: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        hears: frozenset[int] = frozenset(),
    ) -> Reply:
        """The server's answer, if it says something of the request itself; `hears` are codes that do so here.

        Sent again within the call where no connection was made or it broke, no answer came in time, or the
        server was overloaded or broke down: whatever is sent here may be sent twice. A busy server that says
        when to come again is waited for as long as the call may take.

        Raises:
            HallUnavailable: unreachable, timeout, certificate, pin, tls, overloaded, gateway, no_database,
                server, too_large, not_a_hall.
        """
        patience = self._patience
        self._bounds.until = monotonic() + patience.total
        request = self._client.build_request(
            method,
            self._url + path,
            content=body,
            headers={
                **({"content-type": "application/json"} if body is not None else {}),
                **({"authorization": f"Bearer {token}"} if token else {}),
                **(headers or {}),
            },
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
        )
        tries = stamina.retry_context(
            on=_Again(self._bounds, patience.tries),
            attempts=None,
            timeout=patience.total,
            wait_initial=patience.wait,
            wait_max=max(patience.wait, patience.total / 4),
            wait_jitter=patience.wait,
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._sent(request, hears)
        except _Passing as passing:
            raise passing.error from None
        raise AssertionError("a try either answers or raises")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _sent(self, request: httpx.Request, hears: frozenset[int]) -> Reply:
        with failing(self._url):
            before = self._clock.now()
            response = self._client.send(request, stream=True)
            try:
                after = self._clock.now()
                body = _whole(response, self._most)
            finally:
                response.close()
        self._skew.note(before, after, response.headers.get(HEADER, ""))
        reply = Reply(response.status_code, dict(response.headers), body)
        if reply.status not in hears:
            raise_for(reply)
        return reply


def wired(address: Address, bounds: Bounds) -> Transport:
    """The network to a server.

    Raises:
        HallUnavailable: certificate_file, where a file of certificates cannot be used.
    """
    try:
        return Transport(address, bounds)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise HallUnavailable("certificate_file", problem=problem) from None


def client(transport: httpx.BaseTransport) -> httpx.Client:
    """A client that follows nobody elsewhere and takes no cookies."""
    return httpx.Client(
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        headers={"accept": "application/json", "accept-encoding": "gzip", "user-agent": "clerk-tui"},
    )


@contextmanager
def failing(url: str) -> Iterator[None]:
    """Errors of the network to a server as the hall's, told apart by whether trying again may help.

    Raises:
        HallUnavailable: certificate, pin, tls: it is not the server that was meant.
    """
    try:
        yield
    except httpx.ConnectTimeout:
        raise _Passing(HallUnavailable("unreachable", path=url)) from None
    except httpx.TimeoutException:
        raise _Passing(HallUnavailable("timeout")) from None
    except httpx.TransportError as error:
        reason = _mistrusted(error)
        if reason:
            raise HallUnavailable(reason) from None
        raise _Passing(HallUnavailable("unreachable", path=url)) from None


@contextmanager
def once() -> Iterator[None]:
    """What is not tried again here, with its failure told at once."""
    try:
        yield
    except _Passing as passing:
        raise passing.error from None


def raise_for(reply: Reply) -> None:
    """Raise what an answer says that is not about the request.

    Raises:
        HallUnavailable: not_a_hall: another place, or none where a hall's server speaks; read_only,
            disk_full.
        _Passing: overloaded, gateway, no_database, server.
    """
    status = reply.status
    told = _OF_THE_STORE.get(reply.reason) if status == httpx.codes.SERVICE_UNAVAILABLE else None
    if told is not None:
        raise HallUnavailable(told)
    if status == httpx.codes.SERVICE_UNAVAILABLE and reply.reason.startswith(_HALL):
        raise _Passing(HallUnavailable("no_database"))
    if status in OVERLOADED:
        raise _Passing(HallUnavailable("overloaded"), after=reply.retry_after)
    if status >= 500:
        # A page that is not JSON comes from what stands before the server.
        broken = HallUnavailable("server", request=_request_id(reply))
        raise _Passing(broken if reply.is_json else HallUnavailable("gateway"))
    if 300 <= status < 400 and status != httpx.codes.NOT_MODIFIED:
        raise HallUnavailable("not_a_hall")


def _request_id(reply: Reply) -> str:
    """The number under which the server's log tells of the request."""
    given = reply.headers.get("x-request-id", "")
    return given if given.isascii() and given.isprintable() and 0 < len(given) <= 64 else "-"


def _mistrusted(error: BaseException) -> str:
    """Why the server is not believed to be the one that was meant; empty where that is not what is wrong."""
    cause: BaseException | None = error
    while cause is not None:
        match cause:
            case WrongPin():
                return "pin"
            case ssl.SSLCertVerificationError():
                return "certificate"
            case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
                return ""
            case ssl.SSLError():
                return "tls"
        cause = cause.__cause__ or cause.__context__
    return ""


def _whole(response: httpx.Response, most: int) -> bytes:
    """The body, unpacked, as long as it stays within `most` bytes."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", ""):
        raise HallUnavailable("not_a_hall")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed == "gzip" else None
    parts: list[bytes] = []
    room = most
    for part in response.iter_raw():
        if unpack is not None:
            try:
                part = unpack.decompress(part, room + 1)
            except zlib.error:
                raise HallUnavailable("not_a_hall") from None
        room -= len(part)
        if room < 0:
            raise HallUnavailable("too_large")
        parts.append(part)
    if unpack is not None and (unpack.unconsumed_tail or not unpack.eof) and parts:
        raise HallUnavailable("too_large" if unpack.unconsumed_tail else "not_a_hall")
    return b"".join(parts)
