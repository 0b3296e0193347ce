"""What the tables of accounts are asked and told: one statement each; the rules are `data.accounts`'."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from data.model.account import Role
from data.model.settings import HallCard
from data.port.codec import read
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.statement import Put, Row, Statement
from data.store.loading import configuration
from data.store.schema.account_tables import ACCOUNT, ACCOUNT_ENTRY, PIN, SITTING, TOKEN
from data.store.schema.setting_keys import CARD
from data.store.schema.tables import DEPARTMENT, WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAccount:
    """An account as it is kept, its password's hash with it."""

    user: str
    name: str
    roles: tuple[Role, ...]
    windows: tuple[str, ...]
    departments: tuple[str, ...]
    password: str
    must_change: bool
    disabled: bool
    made: datetime
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredToken:
    """A token as it is kept."""

    digest: str
    user: str
    window: str
    issued: datetime
    expires: datetime
    used: datetime
    revoked: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSitting:
    """Who sits at a window, and since when."""

    window: str
    user: str
    token: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the record."""

    position: int
    at: datetime
    by: str
    user: str
    act: str
    facts: Mapping[str, str]


_OF_DISTRICT: Final[BindParameter[str]] = bindparam("district")
_A = [ACCOUNT.c[name] for name in StoredAccount.__dataclass_fields__]
_T = [TOKEN.c[name] for name in StoredToken.__dataclass_fields__]
_S = [SITTING.c[name] for name in StoredSitting.__dataclass_fields__]

_ACCOUNT: Final = Statement(
    select(*_A).where(ACCOUNT.c.district == _OF_DISTRICT, ACCOUNT.c.user == bindparam("user"))
)
_ACCOUNTS: Final = Statement(select(*_A).where(ACCOUNT.c.district == _OF_DISTRICT).order_by(ACCOUNT.c.user))
_PUT_ACCOUNT: Final = Put(ACCOUNT)
_TOKEN: Final = Statement(
    select(*_T, *_A)
    .select_from(
        TOKEN.join(ACCOUNT, (ACCOUNT.c.district == TOKEN.c.district) & (ACCOUNT.c.user == TOKEN.c.user))
    )
    .where(TOKEN.c.district == _OF_DISTRICT, TOKEN.c.digest == bindparam("digest"))
)
_ADD_TOKEN: Final = Statement(insert(TOKEN))
_USED: Final = Statement(
    update(TOKEN)
    .where(TOKEN.c.district == bindparam("of"), TOKEN.c.digest == bindparam("token"))
    .values(used=bindparam("now"))
)
_REVOKE: Final = Statement(
    update(TOKEN)
    .where(
        TOKEN.c.district == bindparam("of"), TOKEN.c.digest == bindparam("token"), TOKEN.c.revoked.is_(None)
    )
    .values(revoked=bindparam("now"))
)
_REVOKE_ALL: Final = Statement(
    update(TOKEN)
    .where(
        TOKEN.c.district == bindparam("of"),
        TOKEN.c.user == bindparam("whose"),
        TOKEN.c.revoked.is_(None),
        TOKEN.c.digest != bindparam("keep"),
    )
    .values(revoked=bindparam("now"))
)
_FORGET_TOKENS: Final = Statement(
    delete(TOKEN).where(
        TOKEN.c.district == bindparam("of"),
        TOKEN.c.expires < bindparam("before"),
        TOKEN.c.digest.not_in(select(SITTING.c.token).where(SITTING.c.district == bindparam("of"))),
    )
)
_SITTING: Final = Statement(
    select(*_S).where(SITTING.c.district == _OF_DISTRICT, SITTING.c.window == bindparam("window"))
)
_SITTINGS: Final = Statement(select(*_S).where(SITTING.c.district == _OF_DISTRICT).order_by(SITTING.c.window))
_PUT_SITTING: Final = Put(SITTING)
_NO_SITTING: Final = Statement(
    delete(SITTING).where(SITTING.c.district == bindparam("of"), SITTING.c.token == bindparam("digest"))
)
_PIN: Final = Statement(
    select(PIN.c.pin).where(PIN.c.district == _OF_DISTRICT, PIN.c.user == bindparam("user"))
)
_PUT_PIN: Final = Put(PIN)
_NO_PIN: Final = Statement(
    delete(PIN).where(PIN.c.district == bindparam("of"), PIN.c.user == bindparam("whose"))
)
_LAST_ENTRY: Final = Statement(
    select(func.coalesce(func.max(ACCOUNT_ENTRY.c.position), 0)).where(
        ACCOUNT_ENTRY.c.district == _OF_DISTRICT
    )
)
_ADD_ENTRY: Final = Statement(insert(ACCOUNT_ENTRY))
_ENTRIES: Final = Statement(
    select(*(ACCOUNT_ENTRY.c[name] for name in Entry.__dataclass_fields__))
    .where(ACCOUNT_ENTRY.c.district == _OF_DISTRICT)
    .order_by(ACCOUNT_ENTRY.c.position.desc())
    .limit(bindparam("most"))
)
_WINDOW: Final = Statement(
    select(WINDOW.c.code).where(WINDOW.c.district == _OF_DISTRICT, WINDOW.c.code == bindparam("window"))
)
_DEPARTMENT: Final = Statement(
    select(DEPARTMENT.c.code).where(
        DEPARTMENT.c.district == _OF_DISTRICT, DEPARTMENT.c.code == bindparam("department")
    )
)


def account_of(connection: Database, district: str, user: str) -> StoredAccount | None:
    """The account of a user, or None."""
    row = _ACCOUNT.one(connection, district=district, user=user)
    return None if row is None else _account(row)


def accounts_of(connection: Database, district: str) -> tuple[StoredAccount, ...]:
    """Every account, by its user's name."""
    return tuple(_account(row) for row in _ACCOUNTS.all(connection, district=district))


def put_account(connection: Database, district: str, account: StoredAccount) -> None:
    """Write an account, new or changed."""
    _PUT_ACCOUNT.run(
        connection,
        district=district,
        user=account.user,
        name=account.name,
        roles=_list(account.roles),
        windows=_list(account.windows),
        departments=_list(account.departments),
        password=account.password,
        must_change=int(account.must_change),
        disabled=int(account.disabled),
        made=moment.stored(account.made),
        changed=moment.stored(account.changed),
    )


def token_of(connection: Database, district: str, digest: str) -> tuple[StoredToken, StoredAccount] | None:
    """A token with the account that it was given to, or None."""
    row = _TOKEN.one(connection, district=district, digest=digest)
    if row is None:
        return None
    digest, user, window, issued, expires, used, revoked = row[: len(_T)]
    token = StoredToken(
        digest=digest,
        user=user,
        window=window,
        issued=moment.read(issued),
        expires=moment.read(expires),
        used=moment.read(used),
        revoked=moment.read(revoked),
    )
    return token, _account(row[len(_T) :])


def add_token(connection: Database, district: str, token: StoredToken) -> None:
    """Keep a new token's digest."""
    _ADD_TOKEN.run(
        connection,
        district=district,
        digest=token.digest,
        user=token.user,
        window=token.window,
        issued=moment.stored(token.issued),
        expires=moment.stored(token.expires),
        used=moment.stored(token.used),
        revoked=None,
    )


def used(connection: Database, district: str, digest: str, now: datetime) -> None:
    """Note that a token has been used."""
    _USED.run(connection, of=district, token=digest, now=moment.stored(now))


def revoke(connection: Database, district: str, digest: str, now: datetime) -> None:
    """End a token, and the sitting that belongs to it."""
    _REVOKE.run(connection, of=district, token=digest, now=moment.stored(now))
    _NO_SITTING.run(connection, of=district, digest=digest)


def revoke_all(connection: Database, district: str, user: str, now: datetime, keep: str = "") -> None:
    """End every token of a user but one to keep, and the sittings that belong to them."""
    _REVOKE_ALL.run(connection, of=district, whose=user, keep=keep, now=moment.stored(now))
    for sitting in sittings_of(connection, district):
        if sitting.user == user and sitting.token != keep:
            _NO_SITTING.run(connection, of=district, digest=sitting.token)


def forget_tokens(connection: Database, district: str, before: datetime) -> None:
    """Remove what is left of tokens that expired before a moment; the record still tells of them."""
    _FORGET_TOKENS.run(connection, of=district, before=moment.stored(before))


def sitting_of(connection: Database, district: str, window: str) -> StoredSitting | None:
    """Who sits at a window, or None; whether their token is still good is another question."""
    row = _SITTING.one(connection, district=district, window=window)
    return None if row is None else _sitting(row)


def sittings_of(connection: Database, district: str) -> tuple[StoredSitting, ...]:
    """Who sits where, by the windows' codes."""
    return tuple(_sitting(row) for row in _SITTINGS.all(connection, district=district))


def sit(connection: Database, district: str, sitting: StoredSitting) -> None:
    """Write who sits at a window, in the place of whoever sat there."""
    _PUT_SITTING.run(
        connection,
        district=district,
        window=sitting.window,
        user=sitting.user,
        token=sitting.token,
        since=moment.stored(sitting.since),
    )


def pin_of(connection: Database, district: str, user: str) -> str:
    """The hash of a user's PIN; blank for none."""
    row = _PIN.one(connection, district=district, user=user)
    return "" if row is None else str(row[0])


def put_pin(connection: Database, district: str, user: str, pin: str, now: datetime) -> None:
    """Keep the hash of a user's PIN; a blank one removes it."""
    if pin:
        _PUT_PIN.run(connection, district=district, user=user, pin=pin, changed=moment.stored(now))
    else:
        _NO_PIN.run(connection, of=district, whose=user)


def record(
    connection: Database, district: str, at: datetime, *, by: str, user: str, act: str, **facts: str
) -> None:
    """Add a line to the record of accounts, inside a transaction that keeps other writers out."""
    row = _LAST_ENTRY.one(connection, district=district)
    _ADD_ENTRY.run(
        connection,
        district=district,
        position=1 + (row[0] if row else 0),
        at=moment.stored(at),
        by=by,
        user=user,
        act=act,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
    )


def entries(connection: Database, district: str, most: int) -> tuple[Entry, ...]:
    """The newest lines of the record, the newest first."""
    return tuple(
        Entry(position=position, at=moment.read(at), by=by, user=user, act=act, facts=json.loads(facts))
        for position, at, by, user, act, facts in _ENTRIES.all(connection, district=district, most=most)
    )


def card_of(connection: Database, district: str) -> HallCard:
    """Which hall it is."""
    return read(HallCard, configuration.setting(connection, district, CARD) or "{}")


def has_window(connection: Database, district: str, window: str) -> bool:
    """Whether the hall has a window of that code."""
    return _WINDOW.one(connection, district=district, window=window) is not None


def has_department(connection: Database, district: str, department: str) -> bool:
    """Whether the hall has a department of that code."""
    return _DEPARTMENT.one(connection, district=district, department=department) is not None


def _account(row: Row) -> StoredAccount:
    user, name, roles, windows, departments, password, must_change, disabled, made, changed = row
    return StoredAccount(
        user=user,
        name=name,
        roles=tuple(Role(each) for each in json.loads(roles)),
        windows=tuple(json.loads(windows)),
        departments=tuple(json.loads(departments)),
        password=password,
        must_change=bool(must_change),
        disabled=bool(disabled),
        made=moment.read(made),
        changed=moment.read(changed),
    )


def _sitting(row: Row) -> StoredSitting:
    window, user, token, since = row
    return StoredSitting(window=window, user=user, token=token, since=moment.read(since))


def _list(values: Sequence[str]) -> str:
    return json.dumps([str(each) for each in values], ensure_ascii=False)
