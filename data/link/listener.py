"""The HTTP listener for departments that call back: small, bounded in size, time and number, and mute."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore, Thread, Timer
from typing import Final, TypeAlias

from data.link.answer import MOST_BYTES
from data.link.callback import Callback, Reply

_Request: TypeAlias = socket.socket | tuple[bytes, socket.socket]

MOST_AT_ONCE: Final = 32
SECONDS: Final = 15.0
"""How long a caller may take for a request and its reply."""


class Listener:
    """Listens at an address in threads of its own until it is closed.

    It speaks plain HTTP: what is reached from outside the machine stands behind a server that speaks TLS.
    """

    def __init__(
        self,
        callback: Callback,
        host: str,
        port: int,
        *,
        unforeseen: Callable[[str], None],
        seconds: float = SECONDS,
    ) -> None:
        """Listen. `unforeseen` is told the kind of an error that should not be.

        Raises:
            OSError: the address is taken, or not this machine's.
        """
        self._server = _Server((host, port), callback, seconds, unforeseen)
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), name="listener", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Take no more calls, and finish those that are under way."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = MOST_AT_ONCE

    def __init__(
        self, address: tuple[str, int], callback: Callback, seconds: float, unforeseen: Callable[[str], None]
    ) -> None:
        self.callback = callback
        self.seconds = seconds
        self._unforeseen = unforeseen
        self._room = BoundedSemaphore(MOST_AT_ONCE)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    def process_request(self, request: _Request, client_address: object) -> None:
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: _Request, client_address: object) -> None:
        # Reading byte by byte would outlast a time limit on each of them.
        late = Timer(self.seconds, _cut, (request if isinstance(request, socket.socket) else request[1],))
        late.daemon = True
        late.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            late.cancel()
            self._room.release()

    def handle_error(self, request: _Request, client_address: object) -> None:
        """A caller that hangs up has no reply. Of anything else only the kind is told, never what it held."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            self._unforeseen(type(error).__name__)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "clerk-tui"
    sys_version = ""

    def setup(self) -> None:
        self.request.settimeout(self.server.seconds)
        super().setup()

    def handle_one_request(self) -> None:
        """One request a connection, whatever its method."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(MOST_BYTES + 1)
        if self.raw_requestline and self.parse_request():
            self._answer(self._reply())

    def _reply(self) -> Reply:
        lengths = self.headers.get_all("content-length", [])
        if "transfer-encoding" in self.headers or len(lengths) != 1 or not lengths[0].isascii():
            return Reply(HTTPStatus.LENGTH_REQUIRED, "length_required")
        if not lengths[0].isdigit():
            return Reply(HTTPStatus.BAD_REQUEST, "rubbish")
        if len(lengths[0]) > 10 or int(lengths[0]) > MOST_BYTES:
            return Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
        body = self.rfile.read(int(lengths[0]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.callback.reply(self.command, self.path, headers, body)

    def _answer(self, reply: Reply) -> None:
        body = reply.body()
        self.send_response(reply.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a request line may hold what is nobody's business; the case keeps what happened."""


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
