"""The tables of those who sign in: accounts, tokens, who sits at which window, and the record of it all.

They are no part of the hall's log: no question is answered from them, and no copy of the hall for another day
has them. Secrets are only ever here as digests.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from data.store.schema.tables import METADATA, STRICT, Stored, table_of


class AccountRow(Stored, table=True):
    """Somebody who may sign in. `roles`, `windows` and `departments` are JSON lists, `password` a hash."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("must_change IN (0, 1)", name="must_change"),
        CheckConstraint("disabled IN (0, 1)", name="disabled"),
        STRICT,
    )

    user: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    roles: str = Field(sa_type=Text)
    windows: str = Field(sa_type=Text)
    departments: str = Field(sa_type=Text)
    password: str = Field(sa_type=Text)
    must_change: int
    disabled: int
    made: str = Field(sa_type=Text)
    changed: str = Field(sa_type=Text)


class TokenRow(Stored, table=True):
    """A token that was given, by its SHA-256; the token itself is nowhere."""

    __tablename__ = "token"
    __table_args__ = (
        ForeignKeyConstraint(["district", "user"], ["account.district", "account.user"]),
        CheckConstraint("length(digest) = 64", name="digest"),
        Index("ix_token_user", "district", "user"),
        STRICT,
    )

    digest: str = Field(primary_key=True, sa_type=Text)
    user: str = Field(sa_type=Text)
    window: str = Field(sa_type=Text)
    issued: str = Field(sa_type=Text)
    expires: str = Field(sa_type=Text)
    used: str = Field(sa_type=Text)
    revoked: str | None = Field(default=None, sa_type=Text)


class SittingRow(Stored, table=True):
    """Who sits at a window, by the token they signed in with: one at a time, for the window is the key."""

    __tablename__ = "sitting"
    __table_args__ = (
        ForeignKeyConstraint(["district", "token"], ["token.district", "token.digest"]),
        STRICT,
    )

    window: str = Field(primary_key=True, sa_type=Text)
    user: str = Field(sa_type=Text)
    token: str = Field(sa_type=Text)
    since: str = Field(sa_type=Text)


class SignInGuardRow(Stored, table=True):
    """Failed tries to sign in: of a user from an address, of a user from `*`, of `*` from an address.

    Both are digests: what is typed as a user's name may be a password. `good` is when the user last came in
    from that address.
    """

    __tablename__ = "sign_in_guard"
    __table_args__ = (STRICT,)

    user: str = Field(primary_key=True, sa_type=Text)
    address: str = Field(primary_key=True, sa_type=Text)
    failures: int
    until: str | None = Field(default=None, sa_type=Text)
    last: str = Field(sa_type=Text)
    good: str | None = Field(default=None, sa_type=Text)


class PinRow(Stored, table=True):
    """The PIN by which a desk on this machine opens, as a hash; by the operating system's user."""

    __tablename__ = "pin"
    __table_args__ = (STRICT,)

    user: str = Field(primary_key=True, sa_type=Text)
    pin: str = Field(sa_type=Text)
    changed: str = Field(sa_type=Text)


class AccountEntryRow(Stored, table=True):
    """What was done to an account or tried with it; never changed, never deleted, never a secret."""

    __tablename__ = "account_entry"
    __table_args__ = (CheckConstraint("position >= 1", name="position"), STRICT)

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(sa_type=Text)
    by: str = Field(sa_type=Text)
    user: str = Field(sa_type=Text)
    act: str = Field(sa_type=Text)
    facts: str = Field(sa_type=Text)


ACCOUNT = table_of(AccountRow)
TOKEN = table_of(TokenRow)
SITTING = table_of(SittingRow)
GUARD = table_of(SignInGuardRow)
PIN = table_of(PinRow)
ACCOUNT_ENTRY = table_of(AccountEntryRow)

EVERY: Final = METADATA
"""Every table of a database: the hall's, and these."""
