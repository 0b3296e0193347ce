"""Who comes in: what the server needs of the accounts, and what it remembers of a token for a moment."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from http import HTTPStatus
from typing import Final, Protocol

from data.accounts.signed_in import Session, SignedIn, SignInRefused
from data.server.http.limits import Limits
from data.server.http.problem_document import ProblemDocument
from data.server.workers.worker_pool import WorkerPool
from data.time_source import TimeSource

SCHEME: Final = "bearer "
LONGEST_TOKEN: Final = 256


class Access(Protocol):
    """The accounts, as the server sees them (`data.accounts.accounts.Accounts`). Its methods block."""

    def sign_in(
        self, user: str, password: str, window: str = "", *, take_over: bool = False, address: str = ""
    ) -> SignedIn | SignInRefused:
        """Let somebody in, at a window or at none."""
        ...

    def session_of(self, token: str, *, using: bool = True) -> Session | None:
        """Who is signed in with a token; None where it lets nobody do anything (any more)."""
        ...

    def sign_out(self, token: str) -> None:
        """The token is worth nothing from now on, and its window is free."""
        ...

    def check_password(self, token: str, password: str, *, address: str = "") -> SignInRefused | None:
        """Whether it is the password of the token's owner; None where it is."""
        ...

    def change_password(
        self, user: str, old: str, new: str, *, address: str = "", keep: str = ""
    ) -> SignInRefused | None:
        """Give a user a new password; None where it is done. Every token of theirs ends but `keep`."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def digest(token: str) -> bytes:
    """What a token is remembered by: the token itself is kept nowhere."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


class Gate:
    """Checks tokens, and remembers the answer for a moment: a revoked token is worth nothing soon after."""

    def __init__(self, checks: WorkerPool[Access], clock: TimeSource, limits: Limits) -> None:
        self._checks = checks
        self._clock = clock
        self._limits = limits
        self._known: OrderedDict[bytes, tuple[float, Session]] = OrderedDict()

    async def enter(self, headers: list[tuple[bytes, bytes]]) -> tuple[str, Session]:
        """The token of a request, and what it lets its bearer do.

        Raises:
            Problem: 401 for none, or one that is worth nothing.
        """
        token = bearer(headers)
        session = None if token is None else await self.session(token)
        if token is None or session is None:
            raise unauthorised()
        return token, session

    async def session(self, token: str, *, using: bool = True) -> Session | None:
        """Who is signed in with a token, as of a moment ago at most; `using` False is no use of it."""
        key = digest(token)
        known = self._known.get(key)
        now = time.monotonic()
        if known is not None and now < known[0]:
            session = known[1]
        else:
            found = await self._checks.do(
                lambda access: access.session_of(token, using=using), self._limits.answer_seconds
            )
            self._known.pop(key, None)
            if found is None:
                return None
            session = found
            self._known[key] = (now + self._limits.token_seconds, session)
            while len(self._known) > self._limits.tokens_kept:
                self._known.popitem(last=False)
        return session if self._clock.now() < session.expires else None

    def forget(self, token: str) -> None:
        """Ask anew for this token."""
        self._known.pop(digest(token), None)


def bearer(headers: list[tuple[bytes, bytes]]) -> str | None:
    """The token that a request bears; None for none, several, or what can be none."""
    given = [value for name, value in headers if name == b"authorization"]
    if len(given) != 1 or len(given[0]) > len(SCHEME) + LONGEST_TOKEN or not given[0].isascii():
        return None
    text = given[0].decode("ascii")
    token = text[len(SCHEME) :].strip()
    return token if text[: len(SCHEME)].lower() == SCHEME and token else None


def unauthorised(reason: str = "sign_in") -> ProblemDocument:
    """Whoever asks has not signed in, or no more, or with a wrong password."""
    return ProblemDocument(HTTPStatus.UNAUTHORIZED, reason, headers={"www-authenticate": "Bearer"})
