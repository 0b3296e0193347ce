"""The numbers of notices, the outbox of text messages, local days over the calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The numbers of notices, the outbox of text messages, local days over the calendar."""
    op.create_table(
        "overlay",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "place", name=op.f("pk_overlay")),
        sa.UniqueConstraint("district", "version", name=op.f("uq_overlay_district_version")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("queued", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district", "position"], ["event.district", "event.position"], name=op.f("fk_outbox_event")
        ),
        sa.PrimaryKeyConstraint("district", "position", name=op.f("pk_outbox")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notice",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district", "case"], ["case_row.district", "case_row.code"], name=op.f("fk_notice_case_row")
        ),
        sa.PrimaryKeyConstraint("district", "department", "kind", "year", "serial", name=op.f("pk_notice")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
