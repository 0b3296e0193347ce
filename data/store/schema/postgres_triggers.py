"""The log on PostgreSQL: append-only by the database itself, and every write told to who listens.

The same promises as `data.store.schema.triggers` keeps on SQLite, against every program that writes; only the
owner of the tables can drop them, and `verify` finds that out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from data.store.schema.triggers import SINCE

CHANNEL: Final = "clerk_tui"
"""The channel of LISTEN and NOTIFY; what is told is the district."""

FUNCTIONS: Final[Mapping[str, str]] = {
    "clerk_never": """
BEGIN
    RAISE EXCEPTION '% of % is never done', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END""",
    "clerk_follows": """
DECLARE
    last_position integer;
    last_hash text;
    last_seq integer;
BEGIN
    SELECT e.position, e.hash INTO last_position, last_hash FROM event e
        WHERE e.district = NEW.district ORDER BY e.position DESC LIMIT 1;
    SELECT max(e.seq) INTO last_seq FROM event e
        WHERE e.district = NEW.district AND e.stream = NEW.stream;
    IF NEW.position IS DISTINCT FROM coalesce(last_position, 0) + 1
        OR NEW.prev IS DISTINCT FROM coalesce(last_hash, '')
        OR NEW.seq IS DISTINCT FROM coalesce(last_seq, 0) + 1 THEN
        RAISE EXCEPTION 'an event follows the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END""",
    "clerk_entry_follows": """
BEGIN
    IF NEW.position IS DISTINCT FROM coalesce(
        (SELECT max(a.position) FROM account_entry a WHERE a.district = NEW.district), 0) + 1 THEN
        RAISE EXCEPTION 'an entry follows the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END""",
    "clerk_tell": f"""
BEGIN
    PERFORM pg_notify('{CHANNEL}', NEW.district);
    RETURN NULL;
END""",
}
"""The bodies of the functions, by name; each answers a trigger."""

_CHANGED: Final = "BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW"
_EMPTIED: Final = "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
_ADDED: Final = "BEFORE INSERT ON {table} FOR EACH ROW"

TRIGGERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "event_is_never_changed": ("event", _CHANGED, "clerk_never"),
    "event_is_never_emptied": ("event", _EMPTIED, "clerk_never"),
    "event_follows_the_last": ("event", _ADDED, "clerk_follows"),
    "event_is_told": ("event", "AFTER INSERT ON {table} FOR EACH ROW", "clerk_tell"),
    "receipt_is_never_changed": ("receipt", _CHANGED, "clerk_never"),
    "receipt_is_never_emptied": ("receipt", _EMPTIED, "clerk_never"),
    "account_entry_is_never_changed": ("account_entry", _CHANGED, "clerk_never"),
    "account_entry_is_never_emptied": ("account_entry", _EMPTIED, "clerk_never"),
    "account_entry_follows_the_last": ("account_entry", _ADDED, "clerk_entry_follows"),
    "setting_is_told": ("setting", "AFTER INSERT OR UPDATE ON {table} FOR EACH ROW", "clerk_tell"),
}
"""Each trigger by its name: its table, when it fires as PostgreSQL writes it, the function that it runs."""

FOUND: Final = """
WITH tree AS (
    SELECT c.relname AS root, c.oid AS part FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    UNION
    SELECT c.relname, p.relid FROM pg_class c CROSS JOIN pg_partition_tree(c.oid) p
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'p'
)
SELECT tree.root, tree.part::regclass::text, t.tgname, p.prosrc, t.tgenabled, pg_get_triggerdef(t.oid, true)
FROM tree LEFT JOIN pg_trigger t ON t.tgrelid = tree.part LEFT JOIN pg_proc p ON p.oid = t.tgfoid
"""
"""The triggers of every table and of each of its partitions; a row without one for a table that has none."""

# A trigger for each statement is not handed on to partitions, which can be emptied singly.
_ON_PARTITIONS: Final = """
DO $d$
DECLARE part regclass;
BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('{table}') WHERE level > 0 LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS {name} ON %s', part);
        EXECUTE format('{made}', part);
    END LOOP;
END $d$"""


def restore(execute: Callable[[str], object], revision: str) -> None:
    """Make every function and trigger that a revision knows anew, inside the caller's transaction."""
    for name, body in FUNCTIONS.items():
        execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $f${body}$f$")
    for name, (table, _, _) in TRIGGERS.items():
        if _since(table) > revision:
            continue
        execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        execute(_made(name, table))
        if name.endswith("_emptied"):
            execute(_ON_PARTITIONS.format(table=table, name=name, made=_made(name, "%s")))


def altered(found: Iterable[tuple[str, str, str | None, str, str, str]]) -> tuple[str, ...]:
    """Which triggers are missing, switched off or other than they were made, by what `FOUND` gives."""
    parts: dict[str, set[str]] = {}
    right = set()
    for root, part, name, body, enabled, definition in found:
        parts.setdefault(root, set()).add(part)
        if name is not None and name in TRIGGERS and enabled == "O" and definition == _made(name, part):
            _, _, function = TRIGGERS[name]
            if body == FUNCTIONS[function]:
                right.add((part, name))
    return tuple(
        name
        for name, (table, _, _) in TRIGGERS.items()
        if any((part, name) not in right for part in parts.get(table, {table}))
    )


def _made(name: str, table: str) -> str:
    """The statement by which a trigger is made on a table or on one of its partitions."""
    _, when, function = TRIGGERS[name]
    return f"CREATE TRIGGER {name} {when.format(table=table)} EXECUTE FUNCTION {function}()"


def _since(table: str) -> str:
    """The revision before which there is no such table; empty where it was there from the first."""
    return next((since for name, since in SINCE.items() if name.startswith(f"{table}_")), "")
