"""The stream of changes: opened again after every cut, nothing missed, and ended when it is to end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from queue import Queue
from threading import Event, Thread

from data.port.status import Change
from data.remote.address import read_address
from data.remote.changes import Changes
from data.remote.gate import Gate
from data.time_source import TravellingClock
from tests.support.remote.far_answers import MORNING, SIGNED_IN, Held
from tests.support.remote.listening import Listening, head_of, listening
from tests.support.waiting import PATIENCE

HEAD = (
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
    "x-clerk-now: {now}\r\ntransfer-encoding: chunked\r\n\r\n"
)
NOBODY = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}"
BUSY = b"HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n"


def chunk(text: str) -> bytes:
    """A part of a stream."""
    data = text.encode()
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def event(position: int, *streams: str) -> str:
    """A change as the server tells it."""
    told = ",".join(f'"{each}"' for each in streams)
    return f'id: {position}\ndata: {{"position":{position},"streams":[{told}]}}\n\n'


@dataclass
class Streams:
    """Says one script after the other, a connection each; the last one stays open until the end."""

    scripts: list[list[bytes]]
    now: str = MORNING.isoformat(timespec="milliseconds")
    said: list[str] = field(default_factory=list)

    def __call__(self, connection: socket.socket, told: Listening) -> None:
        head = head_of(connection).decode()
        self.said.append(head)
        told.heard.append(head.encode())
        script = self.scripts.pop(0) if self.scripts else None
        if script is None:
            connection.sendall(HEAD.format(now=self.now).encode())
            told.over.wait(PATIENCE)
            return
        for part in script:
            connection.sendall(HEAD.format(now=self.now).encode() if part == b"HEAD" else part)

    def last_ids(self) -> list[str]:
        """From where each connection wanted to be told."""
        return [
            next((line[15:] for line in head.splitlines() if line.lower().startswith("last-event-id:")), "")
            for head in self.said
        ]


@dataclass
class Watched:
    """What a watcher has been told."""

    changes: Queue[Change]
    heard: list[bool]
    gate: Gate
    stop: Event
    thread: Thread

    def next(self) -> Change:
        """The next change."""
        return self.changes.get(timeout=PATIENCE)

    def until(self, change: Change) -> list[Change]:
        """What is told up to a change."""
        told = [self.next()]
        while told[-1] != change:
            told.append(self.next())
        return told


@contextmanager
def watching(
    url: str, since: int | None = None, *, silence: float = 45.0, held: Held | None = None
) -> Iterator[Watched]:
    """A watcher at work until the end of the block."""
    gate = Gate(read_address(url), held or Held(), TravellingClock(MORNING))
    changes: Queue[Change] = Queue()
    heard: list[bool] = []
    stop = Event()
    watch = Changes(gate, stop, since, heard.append, silence=silence)

    def run() -> None:
        for each in watch:
            changes.put(each)

    thread = Thread(target=run)
    thread.start()
    yield Watched(changes, heard, gate, stop, thread)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def script(*texts: str) -> list[bytes]:
    """A stream that says these and is cut."""
    return [b"HEAD", *(chunk(text) for text in texts)]


def test_what_comes_is_told_in_order_and_what_comes_at_once_as_one() -> None:
    streams = Streams([script(": hello\n\n", event(5, "a") + event(6, "b", "a"), event(7))])
    with listening(streams) as server, watching(server.url, 4) as watched:
        told = watched.until(Change(7, ()))
    assert told[-1] == Change(7, ())
    assert [stream for change in told for stream in change.streams][:2] == ["a", "b"]
    assert streams.last_ids()[0] == "4"


def test_after_a_cut_it_goes_on_where_it_was() -> None:
    streams = Streams(
        [script(event(5, "a")), script(event(6, "b")), [b"HEAD", chunk("id: 7\nda")], script(event(7, "c"))]
    )
    with listening(streams) as server, watching(server.url, 4) as watched:
        told = [change for change in watched.until(Change(7, ("c",))) if change.streams]
    assert told == [Change(5, ("a",)), Change(6, ("b",)), Change(7, ("c",))]
    assert streams.last_ids()[:4] == ["4", "5", "6", "6"]


def test_where_nothing_was_known_yet_everything_may_have_changed() -> None:
    streams = Streams([script(": hello\n\n")])
    with listening(streams) as server, watching(server.url) as watched:
        assert watched.next() == Change(0, ())


def test_a_server_that_is_gone_is_a_change_of_the_standing_and_so_is_its_return() -> None:
    streams = Streams([script(event(5, "a")), [BUSY], [BUSY], script(event(6, "b"))])
    with listening(streams) as server, watching(server.url, 4) as watched:
        told = watched.until(Change(6, ("b",)))
    assert told == [Change(5, ("a",)), Change(5, ()), Change(5, ()), Change(6, ("b",))]
    assert watched.heard == [False, True]


def test_silence_is_a_cut() -> None:
    def serve(connection: socket.socket, told: Listening) -> None:
        streams(connection, told)
        told.over.wait(PATIENCE)

    streams = Streams([script(event(5, "a")), script(event(6, "b"))])
    with listening(serve) as server, watching(server.url, 4, silence=0.3) as watched:
        assert watched.until(Change(6, ("b",)))[0] == Change(5, ("a",))


def test_a_sign_of_life_is_no_silence() -> None:
    answered = Event()

    def serve(connection: socket.socket, told: Listening) -> None:
        head_of(connection)
        told.heard.append(b"")
        connection.sendall(HEAD.format(now=MORNING.isoformat()).encode())
        for _ in range(25):
            told.over.wait(0.1)
            connection.sendall(chunk(": alive\n\n"))
        connection.sendall(chunk(event(5, "a")))
        answered.wait(PATIENCE)

    with listening(serve) as server, watching(server.url, 4, silence=2.0) as watched:
        assert watched.next() == Change(5, ("a",))
        assert len(server.heard) == 1
        answered.set()


def test_what_is_no_hall_s_stream_is_a_cut() -> None:
    html = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nhi"
    elsewhere = b"HTTP/1.1 302 Found\r\nlocation: http://localhost/\r\ncontent-length: 0\r\n\r\n"
    rubbish = [b"HEAD", chunk("data: {}\n\n")]
    streams = Streams([[html], [elsewhere], rubbish, script(event(6, "b"))])
    with listening(streams) as server, watching(server.url, 4) as watched:
        assert watched.until(Change(6, ("b",)))
    assert streams.last_ids()[3] == "4"


def test_a_token_that_is_worth_nothing_is_shown_once_and_a_new_one_at_once() -> None:
    held = Held()
    streams = Streams([[NOBODY], script(event(6, "b"))])
    with listening(streams) as server, watching(server.url, 4, held=held) as watched:
        assert watched.next() == Change(4, ())
        assert held.signed_in is None
        assert len(server.heard) == 1
        watched.gate._signed_in = replace(SIGNED_IN, token="u" * 43)
        assert watched.until(Change(6, ("b",)))
    assert f"Bearer {'u' * 43}" in streams.said[1]


def test_it_ends_at_once_while_nothing_comes_and_while_nobody_is_there() -> None:
    with listening(Streams([])) as server, watching(server.url, 4):
        pass
    with watching(server.url, 4) as watched:
        assert watched.next() == Change(4, ())


def test_a_sign_in_that_ends_soon_and_clocks_that_differ_are_told_once() -> None:
    go = Event()

    def serve(connection: socket.socket, told: Listening) -> None:
        head_of(connection)
        connection.sendall(HEAD.format(now=MORNING.isoformat()).encode())
        go.wait(PATIENCE)
        for _ in range(3):
            connection.sendall(chunk(": alive\n\n"))
        connection.sendall(chunk(event(5, "a")))
        told.over.wait(PATIENCE)

    held = Held(replace(SIGNED_IN, expires=MORNING + timedelta(minutes=20)))
    with listening(serve) as server, watching(server.url, 4, held=held) as watched:
        clock = watched.gate.own_clock
        assert isinstance(clock, TravellingClock)
        clock.advance(timedelta(minutes=6))
        go.set()
        told = watched.until(Change(5, ("a",)))
        assert [change for change in told if not change.streams] == [Change(4, ())]
        assert watched.gate.ends_soon == MORNING + timedelta(minutes=20)
