"""The cases of one applicant are found without reading all of them."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The cases of one applicant are found without reading all of them."""
    op.create_index("ix_case_row_applicant", "case_row", ["district", "applicant_id", "received"])
