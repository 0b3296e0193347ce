"""The event log, the receipts, the rows of lists and the configuration."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The event log, the receipts, the rows of lists and the configuration."""
    op.create_table(
        "department",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "code", name=op.f("pk_department")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_event_hash")),
        sa.CheckConstraint("length(prev) IN (0, 64)", name=op.f("ck_event_prev")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_event_position")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_event_seq")),
        sa.PrimaryKeyConstraint("district", "position", name=op.f("pk_event")),
        sa.UniqueConstraint("district", "stream", "seq", name=op.f("uq_event_district_stream_seq")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "command", name=op.f("pk_receipt")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "key", name=op.f("pk_setting")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ticket_row",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("served", sa.Text(), nullable=True),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("district", "id", name=op.f("pk_ticket_row")),
        sa.UniqueConstraint(
            "district", "day", "letter", "serial", name=op.f("uq_ticket_row_district_day_letter_serial")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_ticket_row_active",
        "ticket_row",
        ["district", "window"],
        unique=True,
        sqlite_where=sa.text("status IN ('called', 'serving')"),
        postgresql_where=sa.text("status IN ('called', 'serving')"),
    )
    op.create_index(
        "ix_ticket_row_skipped",
        "ticket_row",
        ["district", "window", "day"],
        unique=False,
        sqlite_where=sa.text("status = 'skipped'"),
        postgresql_where=sa.text("status = 'skipped'"),
    )
    op.create_index(
        "ix_ticket_row_waiting",
        "ticket_row",
        ["district", "day", "rank", "moment", "behind"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "window",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "code", name=op.f("pk_window")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "zone",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "code", name=op.f("pk_zone")),
        sa.UniqueConstraint("district", "letter", name=op.f("uq_zone_district_letter")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("newest IN (0, 1)", name=op.f("ck_item_newest")),
        sa.ForeignKeyConstraint(
            ["district", "department"],
            ["department.district", "department.code"],
            name=op.f("fk_item_department"),
        ),
        sa.PrimaryKeyConstraint("district", "code", "version", name=op.f("pk_item")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_item_newest",
        "item",
        ["district", "code"],
        unique=True,
        sqlite_where=sa.text("newest = 1"),
        postgresql_where=sa.text("newest = 1"),
    )
    op.create_table(
        "case_row",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Integer(), nullable=False),
        sa.Column("accept_from", sa.Text(), nullable=True),
        sa.Column("accept_until", sa.Text(), nullable=True),
        sa.Column("yellow_from", sa.Text(), nullable=True),
        sa.Column("red_from", sa.Text(), nullable=True),
        sa.Column("law_from", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("law_due", sa.Text(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("applicant_kind", sa.Text(), nullable=False),
        sa.Column("applicant_id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("clerk", sa.Text(), nullable=False),
        sa.Column("filed", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.CheckConstraint("frozen IN (0, 1)", name=op.f("ck_case_row_frozen")),
        sa.CheckConstraint("open IN (0, 1)", name=op.f("ck_case_row_open")),
        sa.CheckConstraint("provisional IN (0, 1)", name=op.f("ck_case_row_provisional")),
        sa.CheckConstraint("running IN (0, 1)", name=op.f("ck_case_row_running")),
        sa.ForeignKeyConstraint(
            ["district", "item", "version"],
            ["item.district", "item.code", "item.version"],
            name=op.f("fk_case_row_item"),
        ),
        sa.PrimaryKeyConstraint("district", "code", name=op.f("pk_case_row")),
        sa.UniqueConstraint(
            "district", "filed", "source", "serial", name=op.f("uq_case_row_district_filed_source_serial")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_row_decided",
        "case_row",
        ["district", "decided", "window"],
        unique=False,
        sqlite_where=sa.text("decided IS NOT NULL"),
        postgresql_where=sa.text("decided IS NOT NULL"),
    )
    op.create_index(
        "ix_case_row_open",
        "case_row",
        [
            "district",
            "open",
            "window",
            "department",
            "status",
            "law_from",
            "red_from",
            "yellow_from",
            "accept_from",
            "accept_until",
            "due",
            "law_due",
            "running",
            "frozen",
        ],
        unique=False,
        sqlite_where=sa.text("open = 1"),
        postgresql_where=sa.text("open = 1"),
    )
    op.create_index("ix_case_row_received", "case_row", ["district", "received", "window"], unique=False)
    op.create_table(
        "step_row",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.Integer(), nullable=False),
        sa.Column("accept_from", sa.Text(), nullable=True),
        sa.Column("accept_until", sa.Text(), nullable=True),
        sa.Column("yellow_from", sa.Text(), nullable=True),
        sa.Column("red_from", sa.Text(), nullable=True),
        sa.Column("law_from", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("law_due", sa.Text(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("provisional", sa.Integer(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.CheckConstraint("frozen IN (0, 1)", name=op.f("ck_step_row_frozen")),
        sa.CheckConstraint("provisional IN (0, 1)", name=op.f("ck_step_row_provisional")),
        sa.CheckConstraint("running IN (0, 1)", name=op.f("ck_step_row_running")),
        sa.ForeignKeyConstraint(
            ["district", "case"], ["case_row.district", "case_row.code"], name=op.f("fk_step_row_case_row")
        ),
        sa.PrimaryKeyConstraint("district", "case", "step", name=op.f("pk_step_row")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_step_row_department", "step_row", ["district", "department"], unique=False)
