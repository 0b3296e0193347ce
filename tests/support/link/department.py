"""A department with a system of its own: a real HTTP server that can behave as badly as real ones do.

It can be run by hand: `python -m tests.support.link.department CODE PORT KEY_FILE` agrees to every task
at once.
"""

from __future__ import annotations

import json
import socket
import sys
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from data.link.signatures import REPLY, Key
from data.time_source import RealClock
from tests.support.waiting import PATIENCE

SECRET = b"a key of the example department alone"
Fields = dict[str, Any]


class Behaviour(StrEnum):
    """How the department treats one request. Whatever it says, it has the task where it is said here."""

    ACK = "has it"
    ANSWER = "has it and answers at once"
    TIME_OUT = "has it and says nothing"
    DROP = "has it and hangs up"
    NO_ROOM = "hangs up before it has it"
    ERROR = "breaks down after it has it"
    BUSY = "is overloaded"
    REFUSE = "will not have it"
    REDIRECT = "sends it elsewhere"
    RUBBISH = "has it and talks rubbish"
    HALF = "has it and breaks off in its reply"
    HUGE = "has it and never ends talking"
    OTHER_TASK = "acknowledges another task"
    OTHER_CASE = "answers about another case"
    UNSIGNED = "answers without a signature"
    FORGED = "answers with somebody else's signature"


KEEPS_IT = frozenset(Behaviour) - {Behaviour.NO_ROOM, Behaviour.BUSY, Behaviour.REFUSE, Behaviour.REDIRECT}


class Department:
    """The system of one department. `tasks` are those it has, by id; `sendings` every task that came."""

    def __init__(self, code: str = "fire", secret: bytes = SECRET, port: int = 0) -> None:
        self.key = Key(code, secret)
        self.tasks: dict[str, Fields] = {}
        self.sendings: list[str] = []
        self.unsigned = 0
        self.behaviours: deque[Behaviour] = deque()
        self.always = Behaviour.ACK
        self.on_task: Callable[[Fields], None] = lambda task: None
        self.opinion: Fields = {"opinion": "agree", "note": "", "by": "周立", "colleague": "吴强"}
        self._lock = Lock()
        self._released = Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        """Where tasks are sent to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/tasks?from=hall"

    def close(self) -> None:
        """Close down."""
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, task: Fields, /, **fields: Any) -> Fields:
        """An answer to a task."""
        about = {"case": task["case"], "step": task["step"], "task": task["id"]}
        return {"id": f"{task['id']}-1", **about, **self.opinion, **fields}

    def call_back(self, port: int, answer: Fields | bytes, **headers: str) -> tuple[int, Fields]:
        """Give an answer to the hall; what the hall says."""
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        signed = self.key.headers("POST", "/answers", RealClock().now(), body)
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("POST", "/answers", body, {**signed, **headers})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def treat(self, handler: _Handler, body: bytes) -> None:
        """Treat one request as the department now does."""
        headers = {name.lower(): value for name, value in handler.headers.items()}
        if not self.key.signed("POST", handler.path, headers, body, RealClock().now()):
            self.unsigned += 1
            handler.say(401, b"")
            return
        task = json.loads(body)
        assert headers["idempotency-key"] == task["id"]
        with self._lock:
            how = self.behaviours.popleft() if self.behaviours else self.always
            self.sendings.append(task["id"])
            if how in KEEPS_IT:
                self.tasks.setdefault(task["id"], task)
        self.on_task(task)
        self._reply(handler, task, how)

    def _reply(self, handler: _Handler, task: Fields, how: Behaviour) -> None:
        got = {"task": task["id"]}
        match how:
            case Behaviour.ACK:
                handler.say(202, got)
            case Behaviour.ANSWER:
                handler.say(200, {**got, "answer": self.answer(task)}, self.key)
            case Behaviour.OTHER_CASE:
                handler.say(200, {**got, "answer": self.answer(task, case="500102-somebody")}, self.key)
            case Behaviour.UNSIGNED:
                handler.say(200, {**got, "answer": self.answer(task)})
            case Behaviour.FORGED:
                forger = Key(self.key.department, b"not the key of the department at all")
                handler.say(200, {**got, "answer": self.answer(task)}, forger)
            case Behaviour.TIME_OUT:
                self._released.wait(PATIENCE)
            case Behaviour.DROP | Behaviour.NO_ROOM:
                handler.connection.shutdown(socket.SHUT_RDWR)
            case Behaviour.ERROR:
                handler.say(500, b"<html>Internal Server Error</html>")
            case Behaviour.BUSY:
                handler.say(429, b"")
            case Behaviour.REFUSE:
                handler.say(403, b"")
            case Behaviour.REDIRECT:
                handler.say(302, b"", location="http://127.0.0.1:9/elsewhere")
            case Behaviour.RUBBISH:
                handler.say(200, "<html>系统升级中</html>".encode("gb18030"))
            case Behaviour.HALF:
                handler.say(200, b'{"task": "', length=400)
            case Behaviour.HUGE:
                handler.say(200, b'{"task": "' + b"9" * 65_536, length=10**12)
                while True:
                    handler.wfile.write(b"9" * 65_536)
            case Behaviour.OTHER_TASK:
                handler.say(200, {"task": "0" * 32})


class _Server(ThreadingHTTPServer):
    def __init__(self, address: tuple[str, int], department: Department) -> None:
        self.department = department
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The hall may have hung up, as it should with some of this."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """A task."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.department.treat(self, body)

    def say(
        self,
        status: int,
        body: Fields | bytes,
        key: Key | None = None,
        *,
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Reply, signed where a key is given."""
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(text) if length is None else length))
        signature = key.headers(REPLY, self.path, RealClock().now(), text) if key else {}
        for name, value in {**headers, **signature}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


if __name__ == "__main__":
    example = Department(sys.argv[1], Path(sys.argv[3]).read_bytes().strip(), int(sys.argv[2]))
    example.always = Behaviour.ANSWER
    sys.stdout.write(f"{example.url}\n")
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        example.close()
