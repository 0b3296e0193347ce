"""Signing in and out: opaque tokens, one clerk at a window, and what a token's owner may do."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from data.accounts.account_database import AccountDatabase
from data.accounts.guard import Guard
from data.accounts.hashing import Hashing
from data.accounts.policy import Terms, is_alive, may_not_sit, weak_password
from data.accounts.signed_in import LOCKED, MUST_CHANGE, TAKEN, WRONG, Session, SignedIn, SignInRefused
from data.model.account import Authority, Role
from data.model.outcome import Refusal
from data.port.errors import HallUnavailable
from data.store import accounts, failed_tries
from data.store.accounts import StoredAccount, StoredSitting, StoredToken
from data.store.engine.database import Database
from data.time_source import TimeSource

TOKEN_BYTES: Final = 32
"""256 bits from the operating system: no salt and no slow hash is needed to keep them."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
MOST_BELIEVED: Final = 10_000


class Accounts:
    """Who is signed in to a hall. Any thread may use it; processes share what it knows by the database.

    `monotonic` measures how long what was found about a token is believed.
    """

    def __init__(
        self,
        database: AccountDatabase,
        *,
        hashing: Hashing | None = None,
        terms: Terms | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._hashing = hashing or Hashing()
        self._terms = terms or Terms()
        self._monotonic = monotonic
        self._believed: OrderedDict[str, tuple[float, Session]] = OrderedDict()
        self._turn = Lock()

    @classmethod
    def at(cls, place: str | Path, clock: TimeSource, *, district: str | None = None) -> Accounts:
        """The accounts of the hall in a file or at a database's address.

        Raises:
            HallUnavailable: it cannot be opened, or no hall has been set up there.
        """
        return cls(AccountDatabase.at(place, clock, district=district))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def sign_in(
        self, user: str, password: str, window: str = "", *, take_over: bool = False, address: str = ""
    ) -> SignedIn | SignInRefused:
        """Sign in, at a window or at none; a lead may take over one that somebody else has.

        Signing in at a window ends one's own sitting there and anywhere else: nobody sits at two. `address`
        is where the try comes from; failures are counted by it.

        Raises:
            HallUnavailable: busy, or what the database says.
        """
        checked = self._checked(user, password, address)
        if isinstance(checked, SignInRefused):
            return checked
        renewed = self._hashing.hash(password) if self._hashing.is_outdated(checked.password) else ""
        with self._database.writing() as connection:
            held = self._still(connection, checked)
            if held is None:
                return SignInRefused(reason=WRONG)
            if renewed:
                held = replace(held, password=renewed)
                accounts.put_account(connection, self._database.district, held)
            if held.must_change:
                return SignInRefused(reason=MUST_CHANGE)
            return self._seated(connection, held, window, take_over=take_over)

    def session_of(self, token: str, *, using: bool = True) -> Session | None:
        """Who is signed in with a token; None where none was given, it is over, revoked, or not used long.

        What was found is believed for a few seconds. `using` False does not count as a use: for a stream that
        is only looked after.

        Raises:
            HallUnavailable: what the database says.
        """
        if not _TOKEN.fullmatch(token):
            return None
        digest = digest_of(token)
        now = self._database.now()
        known = self._recall(digest, now)
        if known is not None:
            return known
        with self._database.reading() as connection:
            found = accounts.token_of(connection, self._database.district, digest)
        if found is None or not is_alive(*found, now, self._terms):
            return None
        given, account = found
        session = Session(authority=_authority(account, given.window), expires=given.expires)
        if using and now - given.used >= self._terms.noted:
            self._note_use(digest, now)
        self._believe(digest, session)
        return session

    def check_password(self, token: str, password: str, *, address: str = "") -> SignInRefused | None:
        """Open a locked desk: None where the password is that of the token's owner, else why not.

        Raises:
            HallUnavailable: busy, or what the database says.
        """
        session = self.session_of(token)
        if session is None:
            return SignInRefused(reason=WRONG)
        checked = self._checked(session.authority.user, password, address)
        return checked if isinstance(checked, SignInRefused) else None

    def sign_out(self, token: str) -> None:
        """End a token and the sitting that belongs to it; one that is over already stays over."""
        digest = digest_of(token)
        self._forget(digest)
        with self._database.writing() as connection:
            found = accounts.token_of(connection, self._database.district, digest)
            if found is None or found[0].revoked is not None:
                return
            now = self._database.now()
            accounts.revoke(connection, self._database.district, digest, now)
            user = found[0].user
            self._record(connection, now, user, "signed_out", window=found[0].window)

    def change_password(
        self, user: str, old: str, new: str, *, address: str = "", keep: str = ""
    ) -> SignInRefused | None:
        """Change one's own password, signed in or not; None where it is done, else why not.

        Every token of the user ends but `keep`.

        Raises:
            HallUnavailable: busy, or what the database says.
        """
        weak = weak_password(new, user)
        if weak is None and new == old:
            weak = Refusal(reason="password_same")
        if weak is not None:
            return _refused(weak)
        checked = self._checked(user, old, address)
        if isinstance(checked, SignInRefused):
            return checked
        password = self._hashing.hash(new)
        with self._database.writing() as connection:
            held = self._still(connection, checked)
            if held is None:
                return SignInRefused(reason=WRONG)
            now, district = self._database.now(), self._database.district
            changed = replace(held, password=password, must_change=False, changed=now)
            accounts.put_account(connection, district, changed)
            accounts.revoke_all(connection, district, held.user, now, digest_of(keep) if keep else "")
            self._record(connection, now, held.user, "password_changed")
        self._forget_all()
        return None

    def _checked(self, user: str, password: str, address: str) -> StoredAccount | SignInRefused:
        """The account whose password it is; of no account the same work is done."""
        user = user.strip()
        guard = Guard(self._database.district, user, address)
        with self._database.writing() as connection:
            wait = guard.admit(connection, self._database.now())
            held = accounts.account_of(connection, self._database.district, user)
        if wait:
            return _wait(wait.total_seconds())
        fits = self._hashing.fits(password, held.password if held is not None and not held.disabled else "")
        with self._database.writing() as connection:
            now = self._database.now()
            if held is None or not fits:
                # A name that is nobody's may be a password typed into the wrong line.
                known = held.user if held is not None else ""
                self._record(connection, now, known, "sign_in_refused")
                return SignInRefused(reason=WRONG)
            guard.welcome(connection, now)
        return held

    def _still(self, connection: Database, checked: StoredAccount) -> StoredAccount | None:
        """The account as it is now, unless it was disabled or its password changed since it was checked.

        A hash that another sign-in has renewed meanwhile is one of the same password: nothing was changed.
        """
        held = accounts.account_of(connection, self._database.district, checked.user)
        if held is None or held.disabled:
            return None
        changed = held.password != checked.password and held.changed != checked.changed
        return None if changed else held

    def _seated(
        self, connection: Database, account: StoredAccount, window: str, *, take_over: bool
    ) -> SignedIn | SignInRefused:
        """A new token for an account, at a window that is nobody else's or taken over."""
        district, now, user = self._database.district, self._database.now(), account.user
        card = accounts.card_of(connection, district)
        there = bool(window) and accounts.has_window(connection, district, window)
        refusal = may_not_sit(account, card, window, there=there)
        if refusal is not None:
            self._record(connection, now, user, "sign_in_refused", window=window, reason=refusal.reason)
            return _refused(refusal)
        other = self._other_at(connection, window, user, now) if window else None
        if other is not None and not (take_over and Role.LEAD in account.roles):
            self._record(connection, now, user, "sign_in_refused", window=window, reason=TAKEN)
            return SignInRefused(reason=TAKEN, facts={"window": window, "by": other.user})
        if window:
            self._clear(connection, window, user, now)
        if other is not None:
            self._record(connection, now, user, "taken_over", window=window, of=other.user)
        accounts.forget_tokens(connection, district, now - self._terms.kept)
        failed_tries.forget_guards(connection, district, now - self._terms.kept, now - self._terms.kept)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        digest, expires = digest_of(token), now + self._terms.day
        given = StoredToken(
            digest=digest, user=user, window=window, issued=now, expires=expires, used=now, revoked=None
        )
        accounts.add_token(connection, district, given)
        if window:
            sitting = StoredSitting(window=window, user=user, token=digest, since=now)
            accounts.sit(connection, district, sitting)
        self._record(connection, now, user, "signed_in", window=window)
        return SignedIn(token=token, expires=expires, authority=_authority(account, window))

    def _other_at(self, connection: Database, window: str, user: str, now: datetime) -> StoredSitting | None:
        """Somebody else who sits at a window with a token that is still good."""
        sitting = accounts.sitting_of(connection, self._database.district, window)
        if sitting is None or sitting.user == user:
            return None
        found = accounts.token_of(connection, self._database.district, sitting.token)
        return sitting if found is not None and is_alive(*found, now, self._terms) else None

    def _clear(self, connection: Database, window: str, user: str, now: datetime) -> None:
        """End whatever sitting there is at a window, and wherever else the user sits."""
        for sitting in accounts.sittings_of(connection, self._database.district):
            if sitting.window == window or sitting.user == user:
                accounts.revoke(connection, self._database.district, sitting.token, now)
                self._forget(sitting.token)

    def _note_use(self, digest: str, now: datetime) -> None:
        """Note that a token was used; a database that cannot be written now is no reason to turn it away."""
        try:
            with self._database.writing() as connection:
                accounts.used(connection, self._database.district, digest, now)
        except HallUnavailable:
            return

    def _record(self, connection: Database, now: datetime, user: str, act: str, **facts: str) -> None:
        told = {name: value for name, value in facts.items() if value}
        accounts.record(connection, self._database.district, now, by=user, user=user, act=act, **told)

    def _recall(self, digest: str, now: datetime) -> Session | None:
        with self._turn:
            until, session = self._believed.get(digest, (-math.inf, None))
            if session is None or self._monotonic() >= until or now >= session.expires:
                return None
            return session

    def _believe(self, digest: str, session: Session) -> None:
        with self._turn:
            self._believed[digest] = (self._monotonic() + self._terms.believed.total_seconds(), session)
            self._believed.move_to_end(digest)
            while len(self._believed) > MOST_BELIEVED:
                self._believed.popitem(last=False)

    def _forget(self, digest: str) -> None:
        with self._turn:
            self._believed.pop(digest, None)

    def _forget_all(self) -> None:
        with self._turn:
            self._believed.clear()


def digest_of(token: str) -> str:
    """The SHA-256 by which a token is known."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _authority(account: StoredAccount, window: str) -> Authority:
    return Authority(
        user=account.user,
        roles=account.roles,
        windows=account.windows,
        departments=account.departments,
        window=window,
    )


def _refused(refusal: Refusal) -> SignInRefused:
    return SignInRefused(reason=refusal.reason, facts=refusal.facts)


def _wait(seconds: float) -> SignInRefused:
    whole = max(math.ceil(seconds), 1)
    return SignInRefused(reason=LOCKED, facts={"seconds": str(whole)}, retry_after=whole)
