"""Signing in at a hall's server and out again, and the one sign-in that everything at this desk shares."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, TypeAlias

import httpx

from data.port.errors import HallUnavailable
from data.port.patience import Patience
from data.remote.address import Address
from data.remote.request import Reply, Request
from data.remote.skew import FarClock, Skew
from data.remote.tokens import Keeps, SignedIn, read_signed_in
from data.time_source import TimeSource

SignIn: TypeAlias = Callable[[str, str, str], None]
"""Signs a user in with a password at a window, or raises `HallUnavailable`."""

Unlocker: TypeAlias = Callable[[str], bool]
"""Whether it is the password of the one who has signed in."""

MakeTransport: TypeAlias = Callable[[], httpx.BaseTransport]

SOON_OVER: Final = timedelta(minutes=15)
"""How long before its end a sign-in is said to end soon."""

PATIENCE: Final = Patience(tries=2, total=20.0)
"""Passwords are dear to check: a server under load takes its time."""

HEARD: Final = frozenset({429})

TOLD: Final = frozenset(
    {
        "must_change",
        "window_taken",
        "window_unknown",
        "no_window",
        "not_your_window",
        "demo_only",
        "role",
        "password_length",
        "password_plain",
        "password_same",
    }
)
"""The reasons for which somebody is turned away that have words of their own here."""


class Gate:
    """A server's gate: who has come in through it, and until when. Any thread may use it."""

    def __init__(
        self,
        address: Address,
        tokens: Keeps,
        clock: TimeSource,
        *,
        patience: Patience | None = None,
        transport: MakeTransport | None = None,
    ) -> None:
        """The sign-in that is kept is taken up. `transport` stands in for the network.

        Raises:
            HallUnavailable: token_open, where others can read the file of the sign-in.
        """
        self.address = address
        self.skew = Skew()
        self.own_clock = clock
        self.clock = FarClock(clock, self.skew)
        self._tokens = tokens
        self._patience = patience
        self._transport = transport
        self._lock = Lock()
        self._signed_in = tokens.read()

    @property
    def signed_in(self) -> SignedIn | None:
        """Who has come in; None where nobody has, or where their time is over."""
        signed_in = self._signed_in
        if signed_in is None or signed_in.expires <= self.clock.now():
            return None
        return signed_in

    @property
    def token(self) -> str:
        """What is shown with every request.

        Raises:
            HallUnavailable: sign_in, where nobody has come in or their time is over.
        """
        signed_in = self.signed_in
        if signed_in is None:
            raise HallUnavailable("sign_in")
        return signed_in.token

    @property
    def ends_soon(self) -> datetime | None:
        """When the sign-in ends, if that is soon."""
        signed_in = self.signed_in
        if signed_in is None or signed_in.expires - self.clock.now() > SOON_OVER:
            return None
        return signed_in.expires

    def line(self, patience: Patience | None = None) -> Request:
        """A connection of its own to the server.

        Raises:
            HallUnavailable: certificate_file.
        """
        return Request(
            self.address,
            self.own_clock,
            self.skew,
            patience=patience or self._patience,
            transport=self.transport(),
        )

    def transport(self) -> httpx.BaseTransport | None:
        """What stands in for the network; None where nothing does."""
        return self._transport() if self._transport is not None else None

    def sign_in(self, user: str, password: str, window: str = "", *, take_over: bool = False) -> SignedIn:
        """Come in with a password, at a window or at none, and keep that.

        Raises:
            HallUnavailable: sign_in_wrong; window_taken: somebody else sits there; sign_in_locked: too many
                have failed, `seconds` says how long; must_change: the password has to be changed first; what
                the rules of accounts say, or sign_in_refused; or the server cannot be reached.
        """
        asked: dict[str, object] = {"user": user, "password": password, "window": window}
        reply = self._post("/v1/sign-in", {**asked, "take_over": True} if take_over else asked)
        if reply.status == httpx.codes.UNAUTHORIZED:
            raise HallUnavailable("sign_in_wrong")
        self._must_be_done(reply, httpx.codes.OK)
        if not reply.is_json:
            raise HallUnavailable("not_a_hall")
        signed_in = read_signed_in(reply.fields)
        with self._lock:
            self._signed_in = signed_in
            self._tokens.keep(signed_in)
        return signed_in

    def sign_out(self) -> None:
        """Go out; here the sign-in is forgotten even where the server cannot be told.

        Raises:
            HallUnavailable: the server was not told: the sign-in is valid there until it ends.
        """
        signed_in = self._signed_in
        with self._lock:
            self._signed_in = None
            if signed_in is not None:
                self._tokens.forget(signed_in.token)
        if signed_in is not None:
            reply = self._post("/v1/sign-out", {}, token=signed_in.token)
            if reply.status != httpx.codes.UNAUTHORIZED:
                self._must_be_done(reply)

    def await_another(self) -> None:
        """Somebody else than who has come in is to come: nobody is in until then."""
        self._signed_in = None

    def turned_away(self, token: str) -> HallUnavailable:
        """Take note that the server does not know a token any more; what is to be raised."""
        with self._lock:
            if self._signed_in is not None and self._signed_in.token == token:
                self._signed_in = None
                self._tokens.forget(token)
        return HallUnavailable("sign_in")

    def unlock(self, password: str) -> bool:
        """Whether it is the password of who has signed in.

        Raises:
            HallUnavailable: sign_in: nobody has any more; sign_in_locked; or the server cannot be reached.
        """
        token = self.token
        reply = self._post("/v1/unlock", {"password": password}, token=token)
        if reply.status == httpx.codes.UNAUTHORIZED:
            if reply.reason == "sign_in":
                raise self.turned_away(token)
            return False
        self._must_be_done(reply)
        return True

    def change_password(self, user: str, old: str, new: str) -> None:
        """Give a user another password, also one who must change it before they may sign in.

        Raises:
            HallUnavailable: sign_in_wrong, sign_in_locked, what the rules of passwords say, or
                sign_in_refused; or the server cannot be reached.
        """
        signed_in = self.signed_in
        own = signed_in is not None and signed_in.authority.user == user
        token = signed_in.token if signed_in is not None and own else ""
        reply = self._post("/v1/password", {"user": user, "old": old, "new": new}, token=token)
        if reply.status == httpx.codes.UNAUTHORIZED:
            raise self.turned_away(token) if reply.reason == "sign_in" else HallUnavailable("sign_in_wrong")
        self._must_be_done(reply)

    def _post(self, path: str, fields: dict[str, object], *, token: str = "") -> Reply:
        body = json.dumps(fields, ensure_ascii=False).encode()
        with self._short_line() as line:
            return line.call("POST", path, token=token, body=body, hears=HEARD)

    @contextmanager
    def _short_line(self) -> Iterator[Request]:
        line = self.line(self._patience or PATIENCE)
        try:
            yield line
        finally:
            line.close()

    @staticmethod
    def _must_be_done(reply: Reply, status: int = httpx.codes.NO_CONTENT) -> None:
        if reply.status == status:
            return
        if reply.status in HEARD:
            raise HallUnavailable("sign_in_locked", seconds=str(max(1, reply.retry_after)))
        if httpx.codes.is_client_error(reply.status) and reply.reason:
            facts = reply.fields.get("facts") if reply.reason in TOLD else None
            given = facts.items() if isinstance(facts, dict) else ()
            reason = reply.reason if reply.reason in TOLD else "sign_in_refused"
            raise HallUnavailable(reason, **{str(name): str(value) for name, value in given})
        raise HallUnavailable("not_a_hall")
