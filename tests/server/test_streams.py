"""The stream of changes: told at once, missed by nobody, ended when it must, and slowed down by nobody."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from data.model.hall import HALL
from data.model.settings import Settings
from data.port.status import Change
from data.server.http.limits import Limits
from data.store.sql_hall import SqlHall
from tests.support.halls.setting_up import put_settings
from tests.support.server.served import Served, serve_file
from tests.support.server.sockets import connected, heard
from tests.support.waiting import PATIENCE, until


class Stream:
    """An open stream: its lines as they come."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.lines = response.iter_lines()

    def comment(self) -> str:
        """The next line, which must be a comment."""
        line = next(self.lines)
        assert line.startswith(":"), line
        assert next(self.lines) == ""
        return line

    def change(self) -> tuple[int, dict[str, Any]]:
        """The next change: its id and its data; comments before it are passed over."""
        line = next(line for line in self.lines if line and not line.startswith(":"))
        assert line.startswith("id: "), line
        data = next(self.lines)
        assert data.startswith("data: "), data
        assert next(self.lines) == ""
        return int(line[4:]), json.loads(data[6:])

    def until(self, position: int) -> list[str]:
        """The streams of all changes up to a position."""
        told: list[str] = []
        while True:
            id_, data = self.change()
            told += data["streams"]
            if id_ >= position:
                return told


@contextmanager
def listening(served: Served, token: str | None = None, **headers: str) -> Iterator[Stream]:
    """A stream of changes."""
    given = {**served.headers(token), **{name.replace("_", "-"): value for name, value in headers.items()}}
    with (
        httpx.Client(base_url=served.url, timeout=PATIENCE) as client,
        client.stream("GET", "/v1/changes", headers=given) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


@pytest.fixture
def lively(hall_file: Path) -> Iterator[Served]:
    """A server that keeps its streams alive many times a second."""
    with serve_file(hall_file, Limits(readers=1, alive_seconds=0.3, token_seconds=0.0)) as served:
        yield served


def test_a_change_is_told_with_its_position_and_streams(served: Served) -> None:
    with listening(served) as stream:
        stream.comment()
        receipt = served.take().json()
        position = served.set_up + 1
        assert receipt["position"] == position
        assert stream.change() == (position, {"position": position, "streams": [receipt["stream"]]})


def test_a_change_by_somebody_else_is_told_too(served: Served) -> None:
    with listening(served) as stream:
        stream.comment()
        hall = SqlHall.open(served.path, served.clock)
        put_settings(hall, Settings(warn_days=5))
        hall.close()
        position = served.set_up
        assert stream.change() == (position, {"position": position, "streams": [HALL]})


def test_what_was_missed_is_told_first(served: Served) -> None:
    streams = [served.take().json()["stream"] for _ in range(5)]
    until(lambda: served.running.service.hub.position == served.set_up + 5)
    with listening(served, last_event_id=f"{served.set_up + 2}") as stream:
        stream.comment()
        assert set(streams[2:]) <= set(stream.until(5))


def test_what_was_missed_before_the_server_began_is_told_first(hall_file: Path) -> None:
    with serve_file(hall_file) as served:
        streams = [served.take().json()["stream"] for _ in range(5)]
    with serve_file(hall_file) as served, listening(served, last_event_id=f"{served.set_up + 3}") as stream:
        stream.comment()
        newest = served.set_up + 5
        assert stream.change() == (newest, {"position": newest, "streams": streams[3:]})
        served.ids = count(6)
        last = served.take().json()["stream"]
        assert stream.change() == (newest + 1, {"position": newest + 1, "streams": [last]})


def test_nothing_is_missed_between_what_was_missed_and_what_comes(served: Served) -> None:
    taken = [served.take().json()["stream"] for _ in range(3)]
    with listening(served, last_event_id=f"{served.set_up}") as stream:
        taken += [served.take().json()["stream"] for _ in range(20)]
        told = stream.until(len(taken))
    assert list(dict.fromkeys(told)) == taken


def test_all_of_many_streams_are_told(served: Served) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(served)) for _ in range(50)]
        for stream in streams:
            stream.comment()
        assert served.running.service.hub.open == 50
        served.take()
        assert {stream.change()[0] for stream in streams} == {served.set_up + 1}
    until(lambda: served.running.service.hub.open == 0)


def test_a_stream_is_kept_alive(lively: Served) -> None:
    with listening(lively) as stream:
        assert {stream.comment() for _ in range(4)} == {": alive"}


def test_nobody_listens_without_a_token(served: Served) -> None:
    assert served.client.get("/v1/changes").status_code == 401
    headers = served.headers("nobody")
    assert served.client.get("/v1/changes", headers=headers).status_code == 401
    assert served.running.service.hub.open == 0


@pytest.mark.parametrize("since", ["x", "-1", "1" * 30, ""])
def test_a_position_that_is_none_is_told_so(served: Served, since: str) -> None:
    response = served.client.get("/v1/changes", params={"since": since}, headers=served.headers())
    assert response.status_code == 422


def test_a_stream_ends_when_its_user_signs_out(served: Served) -> None:
    with listening(served) as stream:
        stream.comment()
        assert served.client.post("/v1/sign-out", headers=served.headers()).status_code == 204
        assert list(stream.lines) == []


def test_a_stream_ends_when_its_token_is_revoked(lively: Served) -> None:
    with listening(lively) as stream:
        stream.comment()
        lively.access.end(lively.token)
        assert set(stream.lines) <= {": alive", ""}


def test_a_stream_ends_when_its_token_expires(lively: Served) -> None:
    with listening(lively) as stream:
        stream.comment()
        lively.clock.advance(timedelta(days=1))
        assert set(stream.lines) <= {": alive", ""}


def test_a_stream_ends_when_it_is_old(hall_file: Path) -> None:
    limits = Limits(readers=1, alive_seconds=0.15, stream_seconds=0.1)
    with serve_file(hall_file, limits) as served, listening(served) as stream:
        assert set(stream.lines) <= {": alive", ""}


def test_streams_end_when_the_server_does(served: Served) -> None:
    with listening(served) as stream:
        stream.comment()
        served.running.server.should_exit = True
        assert list(stream.lines) == []


def test_who_does_not_read_is_dropped_and_slows_nobody(hall_file: Path) -> None:
    limits = Limits(readers=1, send_seconds=2.0)
    with serve_file(hall_file, limits) as served, connected(served.running.port) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        head = f"GET /v1/changes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {served.token}\r\n\r\n"
        slow.sendall(head.encode())
        hub = served.running.service.hub
        until(lambda: hub.open == 1)
        with listening(served) as other:
            other.comment()
            large = Change(position=0, streams=tuple(f"{number:040}" for number in range(20_000)))
            for _ in range(20):
                hub.tell(0, large)
            for _ in range(20):
                assert len(other.change()[1]["streams"]) == 20_000
            until(lambda: hub.open == 1)
            served.take()
            assert other.change()[0] == served.set_up + 1
        assert b'clerk_streams_dropped_total{why="slow"} 1.0' in served.client.get("/metrics").content
        assert len(heard(slow)) < 20 * 40 * 20_000


def test_a_full_house_turns_the_next_away(hall_file: Path) -> None:
    limits = Limits(readers=1, streams=1)
    with serve_file(hall_file, limits) as served, listening(served) as stream:
        stream.comment()
        response = served.client.get("/v1/changes", headers=served.headers())
        assert (response.status_code, response.headers["retry-after"]) == (503, "1")
