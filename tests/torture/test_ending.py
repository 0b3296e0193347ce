"""A server that is told to end: whatever it carries out is answered, even to who would not ask again."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from data.model.command import TakeTicket
from data.port.codec import write_command
from data.time_source import RealClock
from tests.support.server.running import Process, as_process
from tests.support.torture.clerk import ZONES
from tests.support.torture.eight_windows import CLERKS, founded, signed_in
from tests.support.torture.oracle import examined
from tests.support.waiting import PATIENCE, until

WINDOWS = 4
BEFORE = 20
ROUNDS = 3


@dataclass
class Sender:
    """Sends commands on one connection until it breaks, and asks for nothing twice."""

    port: int
    token: str
    window: str
    ids: Iterator[str]
    answered: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)

    def send(self) -> None:
        """Send until the server has gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        try:
            while True:
                command = TakeTicket(
                    id=next(self.ids),
                    at=RealClock().now(),
                    user=CLERKS[self.window],
                    window=self.window,
                    zone=ZONES[int(self.window) % 2],
                )
                self.unanswered.add(command.id)
                connection.request("POST", "/v1/commands", write_command(command).encode(), headers)
                answer = connection.getresponse()
                said = answer.read()
                assert answer.status == 200, said
                self.unanswered.discard(command.id)
                self.answered.add(command.id)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


@pytest.mark.slow
def test_what_a_server_carries_out_while_it_ends_is_answered(postgres_url: str, tmp_path: Path) -> None:
    founded(postgres_url)
    answered: set[str] = set()
    unanswered: set[str] = set()
    ids = {window: _ids(window) for window in [*CLERKS][:WINDOWS]}
    for number in range(ROUNDS):
        with as_process(postgres_url, tmp_path / f"server-{number}.log") as server:
            for each in _under_load(server, ids, tmp_path):
                answered |= each.answered
                unanswered |= each.unanswered
            assert server.process.wait(PATIENCE) == 0
    assert len(answered) >= ROUNDS * BEFORE
    assert unanswered, "the server was told to end when nobody was waiting for it"
    log = examined(postgres_url)
    assert log.commands.keys() == answered


def _ids(window: str) -> Iterator[str]:
    return (f"e{window}-{number}" for number in count(1))


def _under_load(server: Process, ids: Mapping[str, Iterator[str]], folder: Path) -> list[Sender]:
    """Everybody sends; the server is told to end in the middle of it."""
    port = int(server.address.rpartition(":")[2])
    senders = [
        Sender(port, signed_in(server.url, window, folder).token, window, own) for window, own in ids.items()
    ]
    threads = [threading.Thread(target=each.send, name=f"window-{each.window}") for each in senders]
    for thread in threads:
        thread.start()
    until(lambda: sum(len(each.answered) for each in senders) >= BEFORE)
    server.end()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return senders
