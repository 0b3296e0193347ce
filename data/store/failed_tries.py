"""The table of failed tries to sign in: how many, from where, and until when none is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, delete, func, or_, select

from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.statement import Put, Statement
from data.store.schema.account_tables import GUARD

ANY: Final = "*"
"""In a guard's row: any user, or any address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Failed tries: how many, until when none is looked at, the last one, and the last that was right."""

    failures: int = 0
    until: datetime | None = None
    last: datetime | None = None
    good: datetime | None = None


_OF_DISTRICT: Final[BindParameter[str]] = bindparam("district")
_GUARD: Final = Statement(
    select(GUARD.c.failures, GUARD.c.until, GUARD.c.last, GUARD.c.good).where(
        GUARD.c.district == _OF_DISTRICT,
        GUARD.c.user == bindparam("user"),
        GUARD.c.address == bindparam("address"),
    )
)
_PUT_GUARD: Final = Put(GUARD)
_LOCKED: Final = Statement(
    select(func.max(GUARD.c.until)).where(
        GUARD.c.district == _OF_DISTRICT, GUARD.c.user == bindparam("user"), GUARD.c.until > bindparam("now")
    )
)
_UNLOCK: Final = Statement(
    delete(GUARD).where(GUARD.c.district == bindparam("of"), GUARD.c.user == bindparam("whose"))
)
_FORGET_GUARDS: Final = Statement(
    delete(GUARD).where(
        GUARD.c.district == bindparam("of"),
        GUARD.c.last < bindparam("before"),
        or_(GUARD.c.good.is_(None), GUARD.c.good < bindparam("long_before")),
    )
)


def tries_of(connection: Database, district: str, user: str, address: str) -> Tries:
    """The failed tries of a user's digest from an address's digest; `ANY` for either."""
    row = _GUARD.one(connection, district=district, user=user, address=address)
    if row is None:
        return Tries()
    failures, until, last, good = row
    return Tries(failures=failures, until=moment.read(until), last=moment.read(last), good=moment.read(good))


def put_tries(
    connection: Database, district: str, user: str, address: str, tries: Tries, now: datetime
) -> None:
    """Write the failed tries of a user's digest from an address's digest."""
    _PUT_GUARD.run(
        connection,
        district=district,
        user=user,
        address=address,
        failures=tries.failures,
        until=moment.stored(tries.until),
        last=moment.stored(tries.last or now),
        good=moment.stored(tries.good),
    )


def locked_until(connection: Database, district: str, user: str, now: datetime) -> datetime | None:
    """Until when somewhere no try of a user's digest is looked at; None where every one is."""
    row = _LOCKED.one(connection, district=district, user=user, now=moment.stored(now))
    return None if row is None else moment.read(row[0])


def unlock(connection: Database, district: str, user: str) -> None:
    """Forget the failed tries of a user's digest."""
    _UNLOCK.run(connection, of=district, whose=user)


def forget_guards(connection: Database, district: str, before: datetime, long_before: datetime) -> None:
    """Forget tries older than one moment, unless the user came in from there after another."""
    _FORGET_GUARDS.run(
        connection, of=district, before=moment.stored(before), long_before=moment.stored(long_before)
    )
