"""What an administrator does to accounts: make, change, disable, enable, new passwords, revoke, look."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from data.accounts.account_database import AccountDatabase
from data.accounts.guard import mark_of
from data.accounts.hashing import Hashing
from data.accounts.policy import Terms, is_alive, weak_password, wrong_name
from data.accounts.signed_in import Sitting
from data.model.account import Role
from data.model.outcome import Refusal
from data.store import accounts, failed_tries
from data.store.accounts import Entry, StoredAccount
from data.store.engine.database import Database

WORDS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a generated password is made of: nothing that is taken for something else when it is copied."""
GROUPS, GROUP = 4, 4
MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as it is shown; `locked` is until when tries to sign in are put off somewhere."""

    user: str
    name: str
    roles: tuple[Role, ...]
    windows: tuple[str, ...]
    departments: tuple[str, ...]
    disabled: bool
    must_change: bool
    changed: datetime
    locked: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A password was set; `password` is one that was generated, to be told once and changed at first use."""

    user: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be of an account; None leaves it as it is."""

    name: str | None = None
    roles: tuple[Role, ...] | None = None
    windows: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None

    def over(self, account: StoredAccount) -> StoredAccount:
        """The account with what is wanted in the place of what was."""
        given = {
            name: value
            for name in ("name", "roles", "windows", "departments")
            if (value := getattr(self, name)) is not None
        }
        return replace(account, **given)

    def told(self) -> dict[str, str]:
        """What is wanted, for the record."""
        lists = {"roles": self.roles, "windows": self.windows, "departments": self.departments}
        return {name: ",".join(value) for name, value in lists.items() if value is not None}


class Administration:
    """The accounts of a hall in an administrator's hands; `by` is who does it, for the record."""

    def __init__(
        self,
        database: AccountDatabase,
        by: str,
        *,
        hashing: Hashing | None = None,
        terms: Terms | None = None,
    ) -> None:
        self._database, self._by = database, by
        self._hashing = hashing or Hashing()
        self._terms = terms or Terms()

    def make(self, user: str, wanted: Wanted, password: str = "") -> Made | Refusal:
        """A new account. Without a password one is generated, which must be changed at the first sign-in."""
        refused = wrong_name(user) or (weak_password(password, user) if password else None)
        if refused is not None:
            return refused
        given = password or generated()
        hashed = self._hashing.hash(given)
        with self._database.writing() as connection:
            if accounts.account_of(connection, self._database.district, user) is not None:
                return Refusal(reason="account_exists", facts={"user": user})
            now = self._database.now()
            account = StoredAccount(
                user=user,
                name="",
                roles=(),
                windows=(),
                departments=(),
                password=hashed,
                must_change=not password,
                disabled=False,
                made=now,
                changed=now,
            )
            account = wanted.over(account)
            refused = self._misfit(connection, account)
            if refused is not None:
                return refused
            self._put(connection, account, "made", wanted.told())
        return Made(user=user, password="" if password else given)

    def change(self, user: str, wanted: Wanted) -> Refusal | None:
        """Another name, or other roles, windows and departments; of these the user must sign in anew."""

        def changed(connection: Database, account: StoredAccount) -> Refusal | None:
            refused = self._misfit(connection, wanted.over(account))
            if refused is not None:
                return refused
            if wanted.told():
                accounts.revoke_all(connection, self._database.district, user, self._database.now())
            self._put(connection, wanted.over(account), "changed", wanted.told())
            return None

        return self._with(user, changed)

    def disable(self, user: str) -> Refusal | None:
        """Let nobody in by this account, and sign out whoever is."""

        def disabled(connection: Database, account: StoredAccount) -> None:
            accounts.revoke_all(connection, self._database.district, user, self._database.now())
            self._put(connection, replace(account, disabled=True), "disabled", {})

        return self._with(user, disabled)

    def enable(self, user: str) -> Refusal | None:
        """Let a disabled account in again."""

        def enabled(connection: Database, account: StoredAccount) -> None:
            self._put(connection, replace(account, disabled=False), "enabled", {})

        return self._with(user, enabled)

    def set_password(self, user: str, password: str = "") -> Made | Refusal:
        """Another password, generated where none is given; whoever is signed in is signed out."""
        refused = weak_password(password, user) if password else None
        if refused is not None:
            return refused
        given = password or generated()
        hashed = self._hashing.hash(given)

        def put(connection: Database, account: StoredAccount) -> None:
            district = self._database.district
            accounts.revoke_all(connection, district, user, self._database.now())
            failed_tries.unlock(connection, district, mark_of(district, user))
            account = replace(account, password=hashed, must_change=not password)
            self._put(connection, account, "password_set", {})

        refused = self._with(user, put)
        return Made(user=user, password="" if password else given) if refused is None else refused

    def revoke(self, user: str) -> Refusal | None:
        """Sign a user out everywhere."""

        def revoked(connection: Database, _account: StoredAccount) -> None:
            accounts.revoke_all(connection, self._database.district, user, self._database.now())
            self._record(connection, user, "revoked", {})

        return self._with(user, revoked)

    def unlock(self, user: str) -> Refusal | None:
        """Forget failed tries to sign in, wherever they came from."""

        def unlocked(connection: Database, _account: StoredAccount) -> None:
            failed_tries.unlock(connection, self._database.district, mark_of(self._database.district, user))
            self._record(connection, user, "unlocked", {})

        return self._with(user, unlocked)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by the user's name."""
        now, district = self._database.now(), self._database.district
        with self._database.reading() as connection:
            return tuple(
                Account(
                    user=each.user,
                    name=each.name,
                    roles=each.roles,
                    windows=each.windows,
                    departments=each.departments,
                    disabled=each.disabled,
                    must_change=each.must_change,
                    changed=each.changed,
                    locked=failed_tries.locked_until(connection, district, mark_of(district, each.user), now),
                )
                for each in accounts.accounts_of(connection, district)
            )

    def sittings(self) -> tuple[Sitting, ...]:
        """Who has signed in at which window, and still is."""
        now, district = self._database.now(), self._database.district
        told = []
        with self._database.reading() as connection:
            for each in accounts.sittings_of(connection, district):
                found = accounts.token_of(connection, district, each.token)
                if found is not None and is_alive(*found, now, self._terms):
                    name = found[1].name
                    told.append(Sitting(window=each.window, user=each.user, name=name, since=each.since))
        return tuple(told)

    def entries(self, most: int = MOST_ENTRIES) -> Sequence[Entry]:
        """The newest lines of the record, the newest first."""
        with self._database.reading() as connection:
            return accounts.entries(connection, self._database.district, most)

    def _with(self, user: str, act: Callable[[Database, StoredAccount], Refusal | None]) -> Refusal | None:
        with self._database.writing() as connection:
            account = accounts.account_of(connection, self._database.district, user)
            if account is None:
                return Refusal(reason="account_unknown", facts={"user": user})
            return act(connection, account)

    def _put(self, connection: Database, account: StoredAccount, act: str, told: dict[str, str]) -> None:
        """Write an account, and record what was done."""
        account = replace(account, changed=self._database.now())
        accounts.put_account(connection, self._database.district, account)
        self._record(connection, account.user, act, told)

    def _misfit(self, connection: Database, account: StoredAccount) -> Refusal | None:
        """Why an account's scope does not fit its roles or the hall; None where it does."""
        if not account.roles:
            return Refusal(reason="account_without_role", facts={"user": account.user})
        district = self._database.district
        for window in account.windows:
            if not accounts.has_window(connection, district, window):
                return Refusal(reason="window_unknown", facts={"window": window})
        for department in account.departments:
            if not accounts.has_department(connection, district, department):
                return Refusal(reason="account_department", facts={"department": department})
        if Role.REVIEWER in account.roles and not account.departments:
            return Refusal(reason="account_reviewer", facts={"user": account.user})
        return None

    def _record(self, connection: Database, user: str, act: str, told: dict[str, str]) -> None:
        accounts.record(
            connection, self._database.district, self._database.now(), by=self._by, user=user, act=act, **told
        )


def generated() -> str:
    """A password to be told once: four groups of four, of 79 bits."""
    return "-".join("".join(secrets.choice(WORDS) for _ in range(GROUP)) for _ in range(GROUPS))
