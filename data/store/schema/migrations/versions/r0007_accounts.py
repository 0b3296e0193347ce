"""Accounts: who may sign in, their tokens and windows, failed tries, PINs, and the record of it all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def upgrade() -> None:
    """Accounts: who may sign in, their tokens and windows, failed tries, PINs, and the record of it all."""
    op.create_table(
        "account",
        *(
            _text(name)
            for name in ("district", "user", "name", "roles", "windows", "departments", "password")
        ),
        _number("must_change"),
        _number("disabled"),
        _text("made"),
        _text("changed"),
        sa.CheckConstraint("must_change IN (0, 1)", name=op.f("ck_account_must_change")),
        sa.CheckConstraint("disabled IN (0, 1)", name=op.f("ck_account_disabled")),
        sa.PrimaryKeyConstraint("district", "user", name=op.f("pk_account")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "token",
        *(_text(name) for name in ("district", "digest", "user", "window", "issued", "expires", "used")),
        _text("revoked", nullable=True),
        sa.ForeignKeyConstraint(
            ["district", "user"], ["account.district", "account.user"], name=op.f("fk_token_account")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_token_digest")),
        sa.PrimaryKeyConstraint("district", "digest", name=op.f("pk_token")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_token_user", "token", ["district", "user"])
    op.create_table(
        "sitting",
        *(_text(name) for name in ("district", "window", "user", "token", "since")),
        sa.ForeignKeyConstraint(
            ["district", "token"], ["token.district", "token.digest"], name=op.f("fk_sitting_token")
        ),
        sa.PrimaryKeyConstraint("district", "window", name=op.f("pk_sitting")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_guard",
        *(_text(name) for name in ("district", "user", "address")),
        _number("failures"),
        _text("until", nullable=True),
        _text("last"),
        _text("good", nullable=True),
        sa.PrimaryKeyConstraint("district", "user", "address", name=op.f("pk_sign_in_guard")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pin",
        *(_text(name) for name in ("district", "user", "pin", "changed")),
        sa.PrimaryKeyConstraint("district", "user", name=op.f("pk_pin")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account_entry",
        _text("district"),
        _number("position"),
        *(_text(name) for name in ("at", "by", "user", "act", "facts")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_account_entry_position")),
        sa.PrimaryKeyConstraint("district", "position", name=op.f("pk_account_entry")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
