"""Nobody gets in with too much, too slowly, or with what is no request; and the rest are served on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from data.server.http.limits import Limits
from tests.support.server.served import Served, serve_file
from tests.support.server.sockets import connected, goes_on, heard, parsed, said

HUGE = 100 * 1024 * 1024
PIECE = b"x" * 65_536
MEDIA = "application/problem+json"


@pytest.fixture
def impatient(hall_file: Path) -> Iterator[Served]:
    """A server that gives a caller a second."""
    with serve_file(hall_file, Limits(readers=1, head_seconds=1.0, body_seconds=1.0)) as served:
        yield served


def post(served: Served, path: str, *headers: str) -> bytes:
    """The head of a request with a body, from somebody who has signed in."""
    lines = [f"POST {path} HTTP/1.1", "host: x", f"authorization: Bearer {served.token}"]
    return "\r\n".join([*lines, "content-type: application/json", *headers, "", ""]).encode()


@pytest.mark.parametrize("path", ["/v1/commands", "/v1/cases", "/v1/sign-in", "/v1/unlock"])
def test_a_body_said_to_be_too_large_is_not_read(served: Served, path: str) -> None:
    answer = said(served.running.port, post(served, path, f"content-length: {HUGE}"))
    assert (answer.status, answer.json["reason"]) == (413, "too_large")
    assert b"connection: close" in answer.head


def test_a_body_of_a_hundred_megabytes_in_chunks_is_cut_off(served: Served) -> None:
    taken = 0
    with connected(served.running.port) as connection:
        connection.sendall(post(served, "/v1/commands", "transfer-encoding: chunked"))
        try:
            while taken < HUGE:
                connection.sendall(b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
                taken += len(PIECE)
        except OSError:
            pass
        assert parsed(heard(connection)).status in (0, 413)
    assert taken < HUGE / 4
    assert served.take().status_code == 200


def test_whoever_sends_a_little_too_much_hears_why(served: Served) -> None:
    with connected(served.running.port) as connection:
        connection.sendall(post(served, "/v1/commands", "content-length: 1000000") + b"x" * 1_000_000)
        answer = parsed(heard(connection))
    assert (answer.status, answer.json["reason"]) == (413, "too_large")


def test_a_body_without_a_token_is_not_waited_for(served: Served) -> None:
    request = b"POST /v1/commands HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n"
    answer = said(served.running.port, request)
    assert answer.status == 401


def test_the_largest_command_is_read(served: Served) -> None:
    body = served.command("take_ticket", zone="market")
    body["holder"] = "x" * (65_536 - len(str(body)) - 200)
    assert served.send(body).status_code in (200, 409)


@pytest.mark.parametrize(
    "start",
    [b"", b"GET /v1/hea", b"GET /v1/health HTTP/1.1\r\nhost: x\r\nx-more: "],
    ids=["nothing", "line", "header"],
)
def test_who_says_nothing_more_is_cut_off(impatient: Served, start: bytes) -> None:
    with connected(impatient.running.port) as connection:
        connection.sendall(start)
        answer = parsed(heard(connection))
    assert (answer.status, answer.json["reason"]) == (408, "slow")
    assert MEDIA.encode() in answer.head


def test_who_speaks_a_byte_at_a_time_is_cut_off_all_the_same(impatient: Served) -> None:
    with connected(impatient.running.port) as connection:
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nx: ")
        spoken = 0
        while spoken < 3_000 and goes_on(connection, b"x"):
            spoken += 1
    assert spoken < 3_000


def test_a_second_request_that_is_never_ended_is_cut_off_too(impatient: Served) -> None:
    with connected(impatient.running.port) as connection:
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nhost: x\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nx: ")
        assert b"HTTP/1.1 408" in heard(connection)


def test_a_body_that_does_not_come_is_not_waited_for(impatient: Served) -> None:
    with connected(impatient.running.port) as connection:
        connection.sendall(post(impatient, "/v1/commands", "content-length: 100") + b"{")
        answer = parsed(heard(connection))
    assert (answer.status, answer.json["reason"]) == (408, "slow")


def test_a_hundred_who_say_nothing_hold_nobody_up(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            connection = stack.enter_context(connected(served.running.port))
            connection.sendall(b"GET /v1/health HTTP/1.1\r\nx: ")
        assert served.take().status_code == 200
        assert served.told("queue")["total"] == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01",
        b"HELO hall\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\x00\x01\r\n\r\n",
    ],
    ids=["tls", "smtp", "version", "nul"],
)
def test_what_is_no_http_is_told_so(served: Served, request_: bytes) -> None:
    answer = said(served.running.port, request_)
    assert (answer.status, answer.json["reason"]) == (400, "no_http")


@pytest.mark.parametrize("name", [b"x-more", b"authorization", b"cookie"])
def test_a_head_that_is_too_large_is_refused(served: Served, name: bytes) -> None:
    head = b"GET /v1/health HTTP/1.1\r\nhost: x\r\n" + name + b": " + b"x" * 40_000 + b"\r\n"
    assert said(served.running.port, head + b"connection: close\r\n\r\n").status in (400, 431)
    assert said(served.running.port, head + b"x-endless: " + b"x" * 40_000).status in (400, 431)


def test_an_address_without_end_is_refused(served: Served) -> None:
    assert said(served.running.port, b"GET /" + b"x" * 400_000).status in (400, 431)
    response = served.client.get("/v1/cases?window=" + "x" * 5_000, headers=served.headers())
    assert (response.status_code, response.json()["reason"]) == (414, "too_long")


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/nowhere", "/v1/cases/", "/docs", "/v1/../etc/passwd"]
)
def test_a_path_that_there_is_not_is_404(served: Served, path: str) -> None:
    response = served.client.get(path, headers=served.headers())
    assert (response.status_code, response.headers["content-type"]) == (404, MEDIA)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/cases", "GET, HEAD, POST"),
        ("GET", "/v1/commands", "POST"),
        ("POST", "/v1/changes", "GET"),
        ("TRACE", "/v1/health", "GET, HEAD"),
        ("GET", "/v1/draft", "POST"),
    ],
)
def test_a_method_that_there_is_not_is_405(served: Served, method: str, path: str, allowed: str) -> None:
    response = served.client.request(method, path, headers=served.headers())
    assert response.status_code == 405
    assert {each.strip() for each in response.headers["allow"].split(",")} == set(allowed.split(", "))


def test_every_answer_carries_the_moment_and_an_id(served: Served) -> None:
    given = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    for path in ("/v1/health", "/v1/nowhere", "/v1/cases", "/metrics"):
        response = served.client.get(path, headers={"x-request-id": given})
        assert response.headers["x-clerk-now"] == "2026-03-18T09:40:00.000+08:00"
        assert response.headers["x-request-id"] == given
    named = httpx.Headers([(b"x-request-id", "王小明".encode())])
    other = served.client.get("/v1/health", headers=named)
    assert len(other.headers["x-request-id"]) == 36


def test_a_connection_that_breaks_holds_nobody_up(served: Served) -> None:
    for _ in range(20):
        with connected(served.running.port) as connection:
            connection.sendall(post(served, "/v1/commands", "content-length: 100") + b"{")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert served.take().status_code == 200
    assert served.events() == 1
