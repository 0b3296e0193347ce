"""`HttpLink`: a department's system over HTTP, signed, sent again where that may help, in bounded time."""

from __future__ import annotations

from time import monotonic
from typing import Final

import httpx
import stamina

from data.link.answer import MOST_BYTES, Rubbish, read_reply
from data.link.department_link import Ack, LinkDown
from data.link.signatures import REPLY, Key
from data.link.task import Task
from data.model.link import LinkProblem
from data.port.codec import write
from data.port.patience import Patience
from data.time_source import TimeSource

BUSY: Final = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})
PATIENCE: Final = Patience(total=30.0)


class _Passing(Exception):
    """A problem that may be gone a moment later."""

    def __init__(self, problem: LinkProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class HttpLink:
    """A department's system at a URL. `wall` is the real clock: signatures are of real moments."""

    def __init__(self, url: str, key: Key, wall: TimeSource, patience: Patience | None = None) -> None:
        self._url = httpx.URL(url)
        self._path = self._url.raw_path.decode("ascii")
        self._key = key
        self._wall = wall
        self._patience = patience or PATIENCE
        # What the environment says of proxies and passwords is no part of what the hall has agreed upon.
        self._client = httpx.Client(trust_env=False, follow_redirects=False)

    def send(self, task: Task) -> Ack:
        """Send a task; see `data.link.department_link.DepartmentLink`.

        Sent again within the call: where no connection was made or it broke, no answer came in time, or the
        other system was overloaded or broke down (408, 429, 5xx). The task's id goes with every try.
        """
        patience = self._patience
        body = write(task).encode()
        deadline = monotonic() + patience.total
        tries = stamina.retry_context(
            on=_Passing,
            attempts=patience.tries,
            timeout=patience.total,
            wait_initial=patience.wait,
            wait_max=max(patience.wait, patience.total / 4),
            wait_jitter=patience.wait,
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._sent(task, body, deadline)
        except _Passing as passing:
            raise LinkDown(passing.problem) from None
        raise AssertionError("a try either answers or raises")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _sent(self, task: Task, body: bytes, deadline: float) -> Ack:
        headers = {
            "content-type": "application/json",
            "accept": "application/json",
            "accept-encoding": "identity",
            "idempotency-key": task.id,
            **self._key.headers("POST", self._path, self._wall.now(), body),
        }
        left = max(0.001, deadline - monotonic())
        timeout = httpx.Timeout(
            min(self._patience.read, left), connect=min(self._patience.connect, left), pool=left
        )
        request = self._client.build_request(
            "POST", self._url, headers=headers, content=body, timeout=timeout
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                self._must_be_there(response)
                return self._read(task, response, _whole(response, deadline))
            finally:
                response.close()
        except httpx.ConnectTimeout:
            raise _Passing(LinkProblem.UNREACHABLE) from None
        except httpx.TimeoutException:
            raise _Passing(LinkProblem.TIMED_OUT) from None
        except httpx.TransportError:
            raise _Passing(LinkProblem.UNREACHABLE) from None

    @staticmethod
    def _must_be_there(response: httpx.Response) -> None:
        if response.is_success:
            return
        if response.is_server_error or response.status_code in BUSY:
            raise _Passing(LinkProblem.FAILED)
        raise LinkDown(LinkProblem.REFUSED)

    def _read(self, task: Task, response: httpx.Response, body: bytes) -> Ack:
        try:
            reply = read_reply(body)
        except Rubbish:
            raise LinkDown(LinkProblem.RUBBISH) from None
        if reply.task != task.id:
            raise LinkDown(LinkProblem.RUBBISH)
        answer = reply.answer
        if answer is None:
            return Ack()
        headers = {name.lower(): value for name, value in response.headers.items()}
        if not self._key.signed(REPLY, self._path, headers, body, self._wall.now()):
            raise LinkDown(LinkProblem.UNSIGNED)
        if (answer.case, answer.step, answer.task) != (task.case, task.step, task.id):
            raise LinkDown(LinkProblem.RUBBISH)
        return Ack(answer)


def _whole(response: httpx.Response, deadline: float) -> bytes:
    """The body, as long as it stays small and comes before the deadline."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise LinkDown(LinkProblem.RUBBISH)
        if monotonic() > deadline:
            raise _Passing(LinkProblem.TIMED_OUT)
        parts.append(part)
    return b"".join(parts)
