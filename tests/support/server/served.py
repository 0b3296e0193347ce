"""A served hall: window 3's clerk, a reviewer and others, all signed in, over a small SQLite hall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from data.model.account import Authority, Role
from data.model.command import Command
from data.model.hall import HALL
from data.model.query import AskEntries
from data.port.codec import write_command
from data.server.http.limits import Limits
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.server.knowing import Knowing
from tests.support.server.running import InThread, in_thread
from tests.support.sitting import OPENED
from tests.support.waiting import PATIENCE

CLERK = Authority(user="张敏", roles=(Role.CLERK,), windows=("3",))

OTHER = Authority(user="李强", roles=(Role.CLERK,), windows=("3", "4"))

LEAD = Authority(user="周琳", roles=(Role.LEAD, Role.CLERK))

REVIEWER = Authority(user="赵刚", roles=(Role.REVIEWER,), departments=("fire",))

SUPERVISOR = Authority(user="孙平", roles=(Role.SUPERVISOR,))

EVERYBODY = (CLERK, OTHER, LEAD, REVIEWER, SUPERVISOR)


@dataclass
class Served:
    """A hall that is served, and ways to it."""

    running: InThread
    clock: TravellingClock
    access: Knowing
    path: Path
    client: httpx.Client
    ids: Iterator[object] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.token = self.access.of("张敏", "3")

    @property
    def url(self) -> str:
        """Where."""
        return self.running.url

    def headers(self, token: str | None = None) -> dict[str, str]:
        """The header by which somebody is known: window 3's clerk where nobody else is named."""
        return {"authorization": f"Bearer {token or self.token}"}

    def ask(self, name: str, token: str | None = None, /, **fields: Any) -> httpx.Response:
        """Ask by the address."""
        return self.client.get(f"/v1/{name}", params=fields, headers=self.headers(token))

    def told(self, name: str, token: str | None = None, /, **fields: Any) -> Any:
        """An answer that there must be."""
        response = self.ask(name, token, **fields)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: object, token: str | None = None) -> httpx.Response:
        """Send a body to a path."""
        return self.client.post(f"/v1/{path}", json=body, headers=self.headers(token))

    def send(self, command: Command | dict[str, Any], token: str | None = None) -> httpx.Response:
        """Send a command."""
        body = command if isinstance(command, dict) else json.loads(write_command(command))
        return self.post("commands", body, token)

    def take(self, **fields: Any) -> httpx.Response:
        """Take a number at window 3."""
        return self.send(self.command("take_ticket", zone="market", **fields))

    def command(self, act: str, **fields: Any) -> dict[str, Any]:
        """A command of window 3's clerk, sent now."""
        given = {
            "id": f"h{next(self.ids)}",
            "at": self.clock.now().isoformat(),
            "user": "张敏",
            "window": "3",
        }
        return {**given, "act": act, **fields}

    @property
    def set_up(self) -> int:
        """How many events have set the hall up."""
        hall = SqlHall.open(self.path, self.clock, read_only=True)
        try:
            return hall.ask(AskEntries(limit=1, stream=HALL)).total
        finally:
            hall.close()

    def events(self) -> int:
        """How many events of cases and tickets there are, as the file itself says."""
        hall = SqlHall.open(self.path, self.clock, read_only=True)
        try:
            return hall.mark().position - hall.ask(AskEntries(limit=1, stream=HALL)).total
        finally:
            hall.close()


@contextmanager
def serve_file(path: Path, limits: Limits | None = None) -> Iterator[Served]:
    """Serve a hall's file."""
    clock = TravellingClock(OPENED)
    access = Knowing(clock, *EVERYBODY)

    def open_hall(read_only: bool) -> SqlHall:
        return SqlHall.open(path, clock, read_only=read_only, durable=False)

    with (
        in_thread(open_hall, access, clock, limits=limits) as running,
        httpx.Client(base_url=running.url, timeout=PATIENCE) as client,
    ):
        yield Served(running, clock, access, path, client)
