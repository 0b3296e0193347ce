"""Accounts that are only remembered: everybody's password is the same, and nothing is slow to check."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from threading import Lock

from data.accounts.signed_in import LOCKED, TAKEN, WRONG, Session, SignedIn, SignInRefused
from data.model.account import Authority, Role
from data.time_source import TimeSource

PASSWORD = "正确的密码 42"
DAY = timedelta(hours=12)
MOST_FAILED = 5


class Knowing:
    """Who may come in, shared by every thread that opens it. `tokens` are in the order of signing in."""

    def __init__(self, clock: TimeSource, *authorities: Authority) -> None:
        self._clock = clock
        self._authorities = {each.user: each for each in authorities}
        self._failed: defaultdict[str, int] = defaultdict(int)
        self._turn = Lock()
        self.sessions: dict[str, Session] = {}
        self.passwords = {each.user: PASSWORD for each in authorities}

    def __call__(self) -> Knowing:
        """Open it: it is always the same."""
        return self

    def of(self, user: str, window: str = "", *, roles: tuple[Role, ...] = (Role.CLERK,)) -> str:
        """A token of somebody, without a password."""
        authority = self._authorities.get(user) or Authority(user=user, roles=roles)
        return self._let_in(authority, window).token

    def end(self, token: str) -> None:
        """The token is revoked."""
        with self._turn:
            self.sessions.pop(token, None)

    def sign_in(
        self, user: str, password: str, window: str = "", *, take_over: bool = False, address: str = ""
    ) -> SignedIn | SignInRefused:
        """See `Access`."""
        wrong = self._wrong(user, password, address)
        if wrong is not None:
            return wrong
        authority = self._authorities[user]
        with self._turn:
            other = next(
                (
                    (token, each)
                    for token, each in self.sessions.items()
                    if window and each.authority.window == window and each.authority.user != user
                ),
                None,
            )
            if other is not None and not (take_over and authority.has(Role.LEAD)):
                return SignInRefused(reason=TAKEN, facts={"window": window, "by": other[1].authority.user})
            if other is not None:
                del self.sessions[other[0]]
        return self._let_in(authority, window)

    def session_of(self, token: str, *, using: bool = True) -> Session | None:
        """See `Access`."""
        with self._turn:
            return self.sessions.get(token)

    def sign_out(self, token: str) -> None:
        """See `Access`."""
        self.end(token)

    def check_password(self, token: str, password: str, *, address: str = "") -> SignInRefused | None:
        """See `Access`."""
        session = self.session_of(token)
        if session is None:
            return SignInRefused(reason=WRONG)
        return self._wrong(session.authority.user, password, address)

    def change_password(
        self, user: str, old: str, new: str, *, address: str = "", keep: str = ""
    ) -> SignInRefused | None:
        """See `Access`."""
        wrong = self._wrong(user, old, address)
        if wrong is None:
            self.passwords[user] = new
        return wrong

    def close(self) -> None:
        """There is nothing to let go of."""

    def _wrong(self, user: str, password: str, address: str) -> SignInRefused | None:
        who = f"{user} {address}"
        with self._turn:
            if self._failed[who] >= MOST_FAILED:
                return SignInRefused(reason=LOCKED, facts={"seconds": "2"}, retry_after=2)
            if user not in self._authorities or self.passwords[user] != password:
                self._failed[who] += 1
                return SignInRefused(reason=WRONG)
            self._failed[who] = 0
        return None

    def _let_in(self, authority: Authority, window: str) -> SignedIn:
        with self._turn:
            token = f"token-{len(self.sessions)}-{authority.user}".encode().hex()
            seated = Authority(
                user=authority.user,
                roles=authority.roles,
                windows=authority.windows,
                departments=authority.departments,
                window=window,
            )
            expires = self._clock.now() + DAY
            self.sessions[token] = Session(authority=seated, expires=expires)
        return SignedIn(token=token, expires=expires, authority=seated)
