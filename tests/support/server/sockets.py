"""Talking to a server below HTTP: bytes out, bytes in, as slowly or as rudely as it may be."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from tests.support.waiting import PATIENCE


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    """A connection to a port of this machine."""
    with closing(socket.create_connection(("127.0.0.1", port), PATIENCE)) as connection:
        yield connection


def heard(connection: socket.socket) -> bytes:
    """Everything until the other side hangs up, however it does."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except (ConnectionResetError, BrokenPipeError):
        pass
    return b"".join(parts)


def said(port: int, request: bytes) -> Said:
    """What the server says to these bytes until it hangs up."""
    with connected(port) as connection:
        connection.sendall(request)
        return parsed(heard(connection))


@dataclass(frozen=True)
class Said:
    """A response as it came."""

    status: int
    head: bytes
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def parsed(text: bytes) -> Said:
    """The first response in some bytes; a status of 0 where there is none."""
    head, _, body = text.partition(b"\r\n\r\n")
    return Said(int(head.split()[1]) if head.startswith(b"HTTP/") else 0, head.lower(), body)


def goes_on(connection: socket.socket, piece: bytes) -> bool:
    """Whether the other side still takes a piece and has said nothing, a twentieth of a second later."""
    try:
        connection.sendall(piece)
        connection.settimeout(0.05)
        return not connection.recv(1, socket.MSG_PEEK) and False
    except TimeoutError:
        return True
    except OSError:
        return False
    finally:
        connection.settimeout(PATIENCE)
