"""Of equal places in the queue, who has taken the number first goes first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REVIVED = "behind > 0 OR (rank = 5 AND moment <> taken)"
"""A revived ticket stands where another stood; when that one's number was taken, older rows do not hold."""


def upgrade() -> None:
    """Of equal places in the queue, who has taken the number first goes first."""
    op.add_column("ticket_row", sa.Column("place_taken", sa.Text(), nullable=False, server_default=""))
    op.execute(f"UPDATE ticket_row SET place_taken = CASE WHEN {REVIVED} THEN moment ELSE taken END")
