"""The connection under every request: bounded in time as a whole, cut when unwanted, known by its key."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from threading import Event as Stop
from time import monotonic
from typing import Any, Final

import httpcore
import httpx

from data.remote.address import Address
from data.remote.pin import NoCertificate, Pin, pin_of

KEPT_SECONDS: Final = 30.0
"""How long a connection that nobody uses is kept."""

LOOKING_UP: Final = 0.2
"""Seconds after which a reader that waits for bytes looks whether anybody still wants them."""

_LEAST: Final = 0.001


class WrongPin(httpcore.ConnectError):
    """The server has shown another key than those it is known by."""


class Bounds:
    """Until when a connection may be used, on `monotonic`; once `stop` is set it is used no more."""

    def __init__(self, stop: Stop | None = None) -> None:
        self.until = inf
        self._stop = stop

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.until - monotonic()

    def within(self, timeout: float | None) -> float:
        """A time limit of one step that does not outlast the whole."""
        return max(_LEAST, min(inf if timeout is None else timeout, self.left, 3600.0))

    def next_look(self) -> float:
        """How long may be waited before looking again whether anybody wants what is waited for.

        Raises:
            httpcore.ReadError: nobody does.
        """
        if self._stop is None:
            return inf
        if self._stop.is_set():
            raise httpcore.ReadError("stopped")
        return LOOKING_UP


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, bounds: Bounds, pins: tuple[Pin, ...]) -> None:
        self._inner, self._bounds, self._pins = inner, bounds, pins

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        end = monotonic() + self._bounds.within(timeout)
        while True:
            step = min(end - monotonic(), self._bounds.next_look())
            try:
                return self._inner.read(max_bytes, max(_LEAST, step))
            except httpcore.ReadTimeout:
                if monotonic() >= end:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._bounds.within(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        # Authorities and name are checked within the handshake, the key before the first byte of a request.
        inner = self._inner.start_tls(ssl_context, server_hostname, self._bounds.within(timeout))
        if self._pins and _shown(inner) not in self._pins:
            inner.close()
            raise WrongPin
        return _Stream(inner, self._bounds, self._pins)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - declared by the base class
        return self._inner.get_extra_info(info)


def _shown(stream: httpcore.NetworkStream) -> Pin | None:
    """The pin of the certificate that the server has shown."""
    connection = stream.get_extra_info("socket")
    if not isinstance(connection, ssl.SSLSocket):
        return None
    try:
        return pin_of(connection.getpeercert(binary_form=True) or b"")
    except NoCertificate:
        return None


class _Backend(httpcore.NetworkBackend):
    def __init__(self, bounds: Bounds, pins: tuple[Pin, ...]) -> None:
        self._inner = httpcore.SyncBackend()
        self._bounds, self._pins = bounds, pins

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.connect_tcp(
            host, port, self._bounds.within(timeout), local_address, socket_options
        )
        return _Stream(inner, self._bounds, self._pins)


class Transport(httpx.BaseTransport):
    """One kept connection to a server, under `bounds`. What the environment says of proxies is not heard."""

    def __init__(self, address: Address, bounds: Bounds) -> None:
        """Ready to connect.

        Raises:
            OSError: a file of certificates cannot be read, or is none.
        """
        self._pool = httpcore.ConnectionPool(
            ssl_context=_context(address) if address.secure else None,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=_Backend(bounds, address.pins),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; its answer is read as its stream is."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, httpx.SyncByteStream)
        asked = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _translated():
            answer = self._pool.handle_request(asked)
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, inner: Iterable[bytes]) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        with _translated():
            yield from self._inner

    def close(self) -> None:
        close = getattr(self._inner, "close", None)
        if close is not None:
            close()


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the connection as those of httpx, which has one of the same name for each."""
    try:
        yield
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as error:
        name = next(each.__name__ for each in type(error).__mro__ if hasattr(httpx, each.__name__))
        raise getattr(httpx, name)(type(error).__name__) from error


def _context(address: Address) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=address.ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if address.certificate is not None:
        context.load_cert_chain(address.certificate, address.key)
    return context
