"""Signing in and out, the lock screen's password, and who one is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, Final, TypeVar

from pydantic import Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from data.accounts.signed_in import WRONG, Session, SignedIn, SignInRefused
from data.core.authority import FORBIDDEN
from data.model.legal.time_zone import shanghai
from data.model.query import AskHall
from data.port.codec import JSON, plain
from data.server.access import Access, unauthorised
from data.server.http.bad_input import read
from data.server.http.edge import json_of
from data.server.http.problem_document import ProblemDocument
from data.server.http.request_context import context_of
from data.server.routes.queries import MEDIA
from data.server.service import Service

Result = TypeVar("Result")

MOST_BYTES: Final = 8_192
SLOW: Final = 30.0
"""Seconds that a password's check may take, those before it in the queue included."""

_Name = Annotated[str, Field(min_length=1, max_length=100)]
_Code = Annotated[str, Field(max_length=20)]
_Password = Annotated[str, Field(min_length=1, max_length=1_024)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Come in, at a window or at none; a lead may take a window over from whoever sits there."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    user: _Name
    password: _Password
    window: _Code = ""
    take_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """The password of whoever has signed in, to open their locked desk."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    password: _Password


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    """A new password in the place of the old one; `user` where nobody has signed in yet."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    user: Annotated[str, Field(max_length=100)] = ""
    old: _Password
    new: _Password


SIGN_IN: Final = TypeAdapter(SignIn)
UNLOCK: Final = TypeAdapter(Unlock)
NEW_PASSWORD: Final = TypeAdapter(NewPassword)


class SignInRoutes:
    """The routes about whoever asks. A password never leaves the body that it came in."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._trying: Counter[str] = Counter()

    async def sign_in(self, request: Request) -> Response:
        """Let somebody in, and tell them the token and the hall's card."""
        service = self._service
        context = context_of(request.scope)
        context.route = "/v1/sign-in"
        asked = read(SIGN_IN, await self._body(request))
        came = await self._slowly(
            request,
            lambda access, address: access.sign_in(
                asked.user, asked.password, asked.window, take_over=asked.take_over, address=address
            ),
        )
        context.outcome = came.reason if isinstance(came, SignInRefused) else "signed_in"
        service.metrics.sign_ins.labels(context.outcome).inc()
        if isinstance(came, SignInRefused):
            raise _turned_away(came)
        context.user = came.authority.user
        card = await service.readers.do(lambda hall: hall.ask(AskHall()).card, service.limits.answer_seconds)
        return _json({"token": came.token, **told(came), "hall": plain(card)})

    async def sign_out(self, request: Request) -> Response:
        """The token is worth nothing from now on."""
        service = self._service
        context_of(request.scope).route = "/v1/sign-out"
        token, _ = await service.enter(request)
        await service.checks.do(lambda access: access.sign_out(token), service.limits.answer_seconds)
        service.gate.forget(token)
        service.hub.look_again()
        return _nothing()

    async def unlock(self, request: Request) -> Response:
        """Whether it is the password of whoever has signed in."""
        context_of(request.scope).route = "/v1/unlock"
        token, _ = await self._service.enter(request)
        asked = read(UNLOCK, await self._body(request))
        wrong = await self._slowly(
            request, lambda access, address: access.check_password(token, asked.password, address=address)
        )
        if wrong is not None:
            raise _turned_away(wrong)
        return _nothing()

    async def password(self, request: Request) -> Response:
        """Give a user a new password: whoever has signed in, or who must change it before they may."""
        service = self._service
        context_of(request.scope).route = "/v1/password"
        token, user = "", ""
        if "authorization" in request.headers:
            token, session = await service.enter(request)
            user = session.authority.user
        asked = read(NEW_PASSWORD, await self._body(request))
        if token and asked.user not in ("", user):
            raise ProblemDocument(HTTPStatus.FORBIDDEN, "not_yourself", facts={"user": user})
        user = user or asked.user
        if not user:
            raise unauthorised()
        wrong = await self._slowly(
            request,
            lambda access, address: access.change_password(
                user, asked.old, asked.new, address=address, keep=token
            ),
        )
        if wrong is not None:
            raise _turned_away(wrong)
        return _nothing()

    async def me(self, request: Request) -> Response:
        """What the token lets its bearer do, and until when."""
        context_of(request.scope).route = "/v1/me"
        _, session = await self._service.enter(request)
        return _json(told(session))

    async def _body(self, request: Request) -> bytes:
        return await json_of(request, MOST_BYTES, self._service.limits.body_seconds)

    async def _slowly(self, request: Request, job: Callable[[Access, str], Result]) -> Result:
        """Have a password checked, in the threads that are kept for it; `job` is told the address."""
        address = request.client.host if request.client is not None else ""
        with self._one_more(address):
            return await self._service.sign_ins.do(lambda access: job(access, address), SLOW)

    @contextmanager
    def _one_more(self, address: str) -> Iterator[None]:
        """One password more from an address.

        Raises:
            Problem: 429 where too many of it are being checked.
        """
        if self._trying[address] >= self._service.limits.sign_ins_of_one:
            raise ProblemDocument(HTTPStatus.TOO_MANY_REQUESTS, "too_many", headers={"retry-after": "1"})
        self._trying[address] += 1
        try:
            yield
        finally:
            self._trying[address] -= 1
            if not self._trying[address]:
                del self._trying[address]


def told(session: Session | SignedIn) -> dict[str, JSON]:
    """What a token lets its bearer do, and until when."""
    return {
        "authority": plain(session.authority),
        "expires": shanghai(session.expires).isoformat(timespec="seconds"),
    }


def _turned_away(away: SignInRefused) -> ProblemDocument:
    """401 for a wrong password, 429 for whoever must wait, 409 for what a rule says.

    The name of whoever sits at a window that is taken stays here: it is told to nobody without a token.
    """
    facts = {name: value for name, value in away.facts.items() if name != "by"}
    if away.retry_after:
        headers = {"retry-after": str(away.retry_after)}
        return ProblemDocument(HTTPStatus.TOO_MANY_REQUESTS, away.reason, facts=facts, headers=headers)
    if away.reason == WRONG:
        return unauthorised(away.reason)
    if away.reason in FORBIDDEN:
        return ProblemDocument(HTTPStatus.FORBIDDEN, away.reason, facts=facts)
    return ProblemDocument(HTTPStatus.CONFLICT, away.reason, facts=facts)


def _json(value: dict[str, JSON]) -> Response:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(body, HTTPStatus.OK, {"cache-control": "no-store"}, MEDIA)


def _nothing() -> Response:
    return Response(None, HTTPStatus.NO_CONTENT, {"cache-control": "no-store"})
