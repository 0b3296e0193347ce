"""A department's list knows who has claimed a step, and which steps are done at the window."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FINISHER = """
SELECT f.user FROM event f
WHERE f.district = e.district AND f.stream = e.stream AND f.kind = 'step_finished' AND f.seq < e.seq
  AND json_extract(f.body, '$.step') = step_row.step
ORDER BY f.seq DESC LIMIT 1
"""
HOLDER = f"""
SELECT CASE e.kind WHEN 'step_claimed' THEN json_extract(e.body, '$.holder') ELSE ({FINISHER}) END
FROM event e
WHERE e.district = step_row.district AND e.stream = step_row."case"
  AND (e.kind = 'step_claimed' AND json_extract(e.body, '$.step') = step_row.step
       OR e.kind = 'step_returned' AND json_extract(e.body, '$.to') = step_row.step)
ORDER BY e.seq DESC LIMIT 1
"""
"""Who claimed the step last, or had finished it before it was sent back to them."""
KIND = """
SELECT json_extract(each.value, '$.kind')
FROM case_row, item, json_each(item.body, '$.steps') AS each
WHERE case_row.district = step_row.district AND case_row.code = step_row."case"
  AND item.district = case_row.district AND item.code = case_row.item AND item.version = case_row.version
  AND json_extract(each.value, '$.code') = step_row.step
"""


def upgrade() -> None:
    """A department's list knows who has claimed a step, and which steps are done at the window."""
    for name in ("kind", "holder"):
        op.add_column("step_row", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name != "sqlite":
        return  # No hall was on another database before this revision.
    op.execute(f"UPDATE step_row SET kind = coalesce(({KIND}), ''), holder = coalesce(({HOLDER}), '')")
