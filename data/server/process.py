"""uvicorn around the application: sockets, TLS, signals, and an end that waits for nobody's stream."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from data.server.http.guarded_protocol import Guarded, guarded
from data.server.http.limits import Limits
from data.server.service import Service
from data.time_source import TimeSource

UNIX: Final = "unix:"
BACKLOG: Final = 2_048
SOCKET_MODE: Final = 0o660
LAST_TURNS: Final = 3
"""How many turns of the loop a connection takes at most from being accepted to being known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """The files of TLS; `client_ca` where only clients with a certificate by it are let in."""

    certificate: Path
    key: Path | None = None
    client_ca: Path | None = None

    def context(self) -> ssl.SSLContext:
        """What they come to: TLS 1.2 or newer.

        Raises:
            OSError: a file is not there or cannot be read; `ssl.SSLError` where it holds something else.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key, password=lambda: "")
        if self.client_ca is not None:
            context.load_verify_locations(self.client_ca)
            context.verify_mode = ssl.CERT_REQUIRED
        return context


class HallServer(uvicorn.Server):
    """uvicorn's server; when told to end it ends the open streams first, or they would hold it up."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, end the streams, and finish what is under way."""
        self._service.hub.end_streams()
        await super().shutdown(sockets)
        for _ in range(LAST_TURNS):
            # Whoever was just being let in is there only now.
            await asyncio.sleep(0)
            for connection in tuple(self.server_state.connections):
                connection.transport.abort()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; told a second time, at once."""
        del sig, frame
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; once a second every connection is looked at."""
        if counter % 10 == 0:
            for connection in tuple(self.server_state.connections):
                if isinstance(connection, Guarded):
                    connection.look_at(connection.loop.time())
        return await super().on_tick(counter)


def server_of(
    app: FastAPI, clock: TimeSource, limits: Limits, *, tls: Tls | None = None, behind_socket: bool = False
) -> HallServer:
    """A server of an application made by `data.server.app`, not begun yet.

    The address of a client is believed from a proxy on this machine (X-Forwarded-For), and behind a socket
    file always: nobody else reaches that.
    """
    config = uvicorn.Config(
        app,
        http=guarded(limits, clock),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="*" if behind_socket else "127.0.0.1,::1",
        backlog=BACKLOG,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.closing_seconds,
        h11_max_incomplete_event_size=limits.head_bytes,
    )
    config.load()
    if tls is not None:
        config.ssl = tls.context()
    service: Service = app.state.service
    return HallServer(config, service)


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        OSError: the address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of a socket that says it is TCP does asyncio send small answers at once.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def listening_in(path: Path) -> socket.socket:
    """A socket file that listens; one that nobody listens at any more is put away.

    Raises:
        OSError: somebody listens there, or the folder cannot be written.
    """
    if path.is_socket():
        with socket.socket(socket.AF_UNIX) as other:
            try:
                other.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(str(path))
        path.chmod(SOCKET_MODE)
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address."""
    return host in ("localhost", "::1") or host.startswith("127.")


def prepare() -> None:
    """Make this process fit to serve: as many open files as it may have, and no library's chatter.

    What libraries log may hold what a request held; the server's own lines tell what there is to know.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name in ("uvicorn", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
