"""What PostgreSQL itself says of our tables, constraints and indexes."""

from __future__ import annotations

import psycopg

DESCRIBED = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, k.collname,
            pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_collation k ON k.oid = a.attcollation
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 't'""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}

OURS_ALONE = "alembic_version"


def described(address: str, what: str) -> set[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(DESCRIBED[what].encode()).fetchall()
    return {row for row in rows if not any(OURS_ALONE in str(value) for value in row)}
