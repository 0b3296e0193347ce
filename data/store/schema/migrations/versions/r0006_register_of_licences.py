"""The register of licences: written by every grant from now on, and here for those granted before."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GRANTED = """
INSERT INTO licence (district, number, kind, "case", holder, issued, valid_to, revoked)
SELECT c.district, json_extract(d.body, '$.licence'), json_extract(i.body, '$.result.licence'), c.code,
    holder_of(c.district, json_extract(o.body, '$.applicant.id_kind'),
        json_extract(o.body, '$.applicant.id_number'), json_extract(o.body, '$.applicant.name')),
    substr(d.at, 1, 10), json_extract(d.body, '$.valid_to'),
    (SELECT substr(r.at, 1, 10) FROM event r
     WHERE r.district = d.district AND r.stream = d.stream AND r.kind = 'licence_revoked')
FROM event d
JOIN event o ON o.district = d.district AND o.stream = d.stream AND o.seq = 1
JOIN case_row c ON c.district = d.district AND c.code = d.stream
JOIN item i ON i.district = c.district AND i.code = c.item AND i.version = c.version
WHERE d.kind = 'case_decided' AND json_extract(d.body, '$.licence') <> ''
    AND json_extract(i.body, '$.result.licence') IS NOT NULL
"""


def upgrade() -> None:
    """The register of licences, with those granted before."""
    op.create_table(
        "licence",
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("issued", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("revoked", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district", "case"], ["case_row.district", "case_row.code"], name=op.f("fk_licence_case_row")
        ),
        sa.PrimaryKeyConstraint("district", "number", name=op.f("pk_licence")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_licence_holder", "licence", ["district", "holder"])
    if op.get_bind().dialect.name != "sqlite":
        return  # No hall was on another database before this revision.
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.create_function("holder_of", 4, _holder, deterministic=True)
    op.execute(GRANTED)


def _holder(district: str, id_kind: str, id_number: str, name: str) -> str:
    """The digest of a holder's identifier, and of the name where that is not one person's alone."""
    if not id_number:
        return ""
    alone = id_kind in ("resident_id", "credit_code")
    told = json.dumps([district, id_kind, id_number, "" if alone else name], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
