"""A server that says what it is told to, without a network; and what a desk makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

from data.model.account import Authority, Role
from data.port.errors import HallUnavailable
from data.port.patience import Patience
from data.remote.address import read_address
from data.remote.gate import Gate
from data.remote.remote_hall import RemoteHall
from data.remote.tokens import SignedIn, TokenFile
from data.time_source import TravellingClock, at

URL = "http://localhost:8480"
MORNING = at(date(2026, 3, 18), 9, 40)
CLERK = Authority(user="zhangmin", roles=(Role.CLERK,), windows=("3",), window="3")
SIGNED_IN = SignedIn(token="t" * 43, expires=MORNING + timedelta(hours=12), authority=CLERK)
HURRIED = Patience(tries=3, wait=0.001)

Says = Callable[[httpx.Request], httpx.Response]


class Held(TokenFile):
    """A sign-in that is kept in memory."""

    def __init__(self, signed_in: SignedIn | None = SIGNED_IN) -> None:
        super().__init__(None)
        self.signed_in = signed_in

    def read(self) -> SignedIn | None:
        """The sign-in."""
        return self.signed_in

    def keep(self, signed_in: SignedIn) -> None:
        """Another."""
        self.signed_in = signed_in

    def forget(self, token: str = "") -> None:
        """None."""
        self.signed_in = None


@dataclass
class Far:
    """A server that answers by `says`, each once and the last for ever; `heard` is what it got."""

    says: list[Says | Exception]
    tokens: Held = field(default_factory=Held)
    clock: TravellingClock = field(default_factory=lambda: TravellingClock(MORNING))
    heard: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        transport = httpx.MockTransport(self._answer)
        self.gate = Gate(
            read_address(URL), self.tokens, self.clock, patience=HURRIED, transport=lambda: transport
        )
        self.hall = RemoteHall(self.gate)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request)
        says = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(says, Exception):
            raise says
        return says(request)


def answering(*says: Says | httpx.Response | Exception, **fields: Any) -> Far:
    """A server that answers these in turn, and the last of them from then on."""
    return Far([always(each) if isinstance(each, httpx.Response) else each for each in says], **fields)


def always(response: httpx.Response) -> Says:
    """Say that to everything."""
    return lambda _request: httpx.Response(
        response.status_code, headers=response.headers, stream=httpx.ByteStream(response.content)
    )


def told(value: object, status: int = 200, **headers: str) -> httpx.Response:
    """A JSON answer of a hall's server at that moment."""
    kind = "application/json" if status < 400 else "application/problem+json"
    return httpx.Response(
        status,
        content=json.dumps(value).encode(),
        headers={
            "content-type": kind,
            "x-clerk-now": MORNING.isoformat(timespec="milliseconds"),
            **{name.replace("_", "-"): each for name, each in headers.items()},
        },
    )


def problem(status: int, reason: str, facts: dict[str, str] | None = None, **headers: str) -> httpx.Response:
    """A problem of a hall's server."""
    document = {"type": f"urn:x:{reason}", "title": "t", "status": status, "detail": "d", "reason": reason}
    return told({**document, "facts": facts or {}}, status, **headers)


def page(status: int = 200) -> httpx.Response:
    """A page for people, of something that is no hall's server."""
    return httpx.Response(status, content=b"<html>hello</html>", headers={"content-type": "text/html"})


def reason_of(run: Callable[[], object]) -> str:
    """For what reason a hall is not to be used."""
    try:
        run()
    except HallUnavailable as error:
        return error.reason
    raise AssertionError("it can be used")
