"""A server of one's own making at a socket of this machine: says what the test has it say, byte by byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event

from tests.support.waiting import PATIENCE


@dataclass
class Listening:
    """A listening socket; `heard` are the heads of the requests that came."""

    url: str
    heard: list[bytes] = field(default_factory=list)
    came: int = 0
    over: Event = field(default_factory=Event)


Serve = Callable[[socket.socket, Listening], None]


@contextmanager
def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> Iterator[Listening]:
    """Each connection is served by `serve` in a thread of its own, until the end of the block."""
    server = socket.create_server(("127.0.0.1", 0))
    told = Listening(f"{'https' if tls else 'http'}://127.0.0.1:{server.getsockname()[1]}")
    threads: list[threading.Thread] = []
    open_ones: list[socket.socket] = []

    def handle(connection: socket.socket) -> None:
        with suppress(OSError):
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
                open_ones.append(connection)
            serve(connection, told)
        connection.close()

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            told.came += 1
            open_ones.append(connection)
            thread = threading.Thread(target=handle, args=(connection,))
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield told
    finally:
        told.over.set()
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        accepting.join(PATIENCE)
        for each in open_ones:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in (accepting, *threads))
        for each in open_ones:
            each.close()


def head_of(connection: socket.socket) -> bytes:
    """The head of a request, and nothing where the client goes."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65_536)
        if not part:
            return b""
        head += part
    return head


def answer(body: bytes, kind: str = "application/json", *headers: str) -> bytes:
    """A whole answer."""
    lines = ["HTTP/1.1 200 OK", f"content-type: {kind}", f"content-length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(body: bytes) -> Serve:
    """Answer every request of a connection with that."""

    def serve(connection: socket.socket, told: Listening) -> None:
        while head := head_of(connection):
            told.heard.append(head)
            connection.sendall(answer(body))

    return serve
