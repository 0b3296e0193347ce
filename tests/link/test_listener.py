"""The listener lets nobody in with too much, too slowly, or in too great a number."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from data.link.answer import MOST_BYTES
from data.link.callback import Callback, Reply
from data.link.listener import MOST_AT_ONCE, Listener
from data.link.signatures import Key
from data.time_source import RealClock
from tests.support.link.department import SECRET
from tests.support.link.linked import Linked
from tests.support.waiting import PATIENCE

LATE = 0.4


class Broken(Callback):
    """A callback with a mistake in it."""

    def _taken(self, department: str, body: bytes) -> Reply:
        raise KeyError("王小明")


@pytest.fixture
def impatient(linked: Linked) -> Iterator[Listener]:
    """A listener that gives a caller less than a second."""
    callback = Callback(linked.desk.hall, {"fire": linked.department.key}, linked.desk.clock, RealClock())
    listener = Listener(callback, "127.0.0.1", 0, unforeseen=pytest.fail, seconds=LATE)
    yield listener
    listener.close()


def said(port: int, request: bytes) -> bytes:
    """What the listener says to these bytes until it hangs up."""
    with closing(socket.create_connection(("127.0.0.1", port), PATIENCE)) as connection:
        connection.sendall(request)
        return heard(connection)


def heard(connection: socket.socket) -> bytes:
    """Everything until the other side hangs up, however it does."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize(
    ("request_", "status", "result"),
    [
        (b"GET /answers HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 405, "post_only"),
        (b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 404, "no_such_path"),
        (b"POST /answers?x=1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 404, "no_such_path"),
        (b"POST /answers HTTP/1.1\r\n\r\n", 411, "length_required"),
        (b"POST /answers HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411, "length_required"),
        (b"POST /answers HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 411, "length_required"),
        (b"POST /answers HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400, "rubbish"),
        (b"POST /answers HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", 413, "too_large"),
        (b"POST /answers HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413, "too_large"),
        (b"POST /answers HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", 401, "not_signed"),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_what_is_no_signed_answer_is_told_so(
    linked: Linked, request_: bytes, status: int, result: str
) -> None:
    head, _, body = said(linked.port, request_).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert json.loads(body) == {"result": result}
    assert b"Python" not in head


def test_an_answer_of_the_greatest_size_is_read(linked: Linked) -> None:
    case = linked.asked()
    answer = json.dumps(linked.department.answer(linked.task(case))).encode()
    padded = answer + b" " * (MOST_BYTES - len(answer))
    assert linked.department.call_back(linked.port, padded) == (200, {"result": "taken"})


@pytest.mark.parametrize(
    "start", [b"", b"POST /ans", b"POST /answers HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"]
)
def test_who_says_nothing_more_is_cut_off(impatient: Listener, start: bytes) -> None:
    with closing(socket.create_connection(("127.0.0.1", impatient.port), PATIENCE)) as connection:
        connection.sendall(start)
        assert b"200" not in heard(connection)


def test_who_speaks_a_byte_at_a_time_is_cut_off_all_the_same(impatient: Listener) -> None:
    with closing(socket.create_connection(("127.0.0.1", impatient.port), PATIENCE)) as connection:
        connection.settimeout(LATE / 10)
        connection.sendall(b"POST /answers HTTP/1.1\r\nX: ")
        spoken = 0
        while spoken < 3_000 and listens(connection):
            spoken += 1
        assert spoken < 3_000


def listens(connection: socket.socket) -> bool:
    """Whether the other side still listens after one more byte."""
    try:
        connection.sendall(b"x")
        return connection.recv(1) != b""
    except TimeoutError:
        return True
    except ConnectionError:
        return False


def test_more_callers_than_there_is_room_for_are_hung_up_on_and_room_comes_back(linked: Linked) -> None:
    case = linked.asked()
    crowd = [socket.create_connection(("127.0.0.1", linked.port), PATIENCE) for _ in range(MOST_AT_ONCE + 1)]
    try:
        # Connections are taken in their order: the last is the one too many.
        assert heard(crowd[-1]) == b""
    finally:
        for each in crowd:
            each.close()
    for _ in range(100_000):
        with suppress(ConnectionError):
            assert linked.says(case)[1] == {"result": "taken"}
            break
    assert len(linked.finishes(case)) == 1


def test_a_mistake_of_the_program_is_told_by_its_kind_only(linked: Linked) -> None:
    told: list[str] = []
    key = Key("fire", SECRET)
    callback = Broken(linked.desk.hall, {"fire": key}, linked.desk.clock, RealClock())
    listener = Listener(callback, "127.0.0.1", 0, unforeseen=told.append)
    try:
        with pytest.raises(ConnectionError):
            linked.department.call_back(listener.port, b"{}")
    finally:
        listener.close()
    assert told == ["KeyError"]


def test_the_next_one_may_listen_at_the_same_place_at_once(linked: Linked) -> None:
    callback = Callback(linked.desk.hall, {}, linked.desk.clock, RealClock())
    first = Listener(callback, "127.0.0.1", 0, unforeseen=pytest.fail)
    first.close()
    Listener(callback, "127.0.0.1", first.port, unforeseen=pytest.fail).close()


def test_an_address_that_is_taken_is_an_error(linked: Linked) -> None:
    callback = Callback(linked.desk.hall, {}, linked.desk.clock, RealClock())
    with pytest.raises(OSError, match="in use"):
        Listener(callback, "127.0.0.1", linked.port, unforeseen=pytest.fail)
