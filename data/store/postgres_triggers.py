"""The log on PostgreSQL: append-only by the database itself, and every write told to who listens.

The same promises as `data.store.triggers` keeps on SQLite, against every program that may write; only the
owner of the tables can drop them, and `verify` finds that out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

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
    "clerk_tell": f"""
BEGIN
    PERFORM pg_notify('{CHANNEL}', NEW.district);
    RETURN NULL;
END""",
}
"""The bodies of the functions, by name; each answers a trigger."""

TRIGGERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "event_is_never_changed": ("event", "BEFORE UPDATE OR DELETE ON event FOR EACH ROW", "clerk_never"),
    "event_is_never_emptied": ("event", "BEFORE TRUNCATE ON event FOR EACH STATEMENT", "clerk_never"),
    "event_follows_the_last": ("event", "BEFORE INSERT ON event FOR EACH ROW", "clerk_follows"),
    "event_is_told": ("event", "AFTER INSERT ON event FOR EACH ROW", "clerk_tell"),
    "receipt_is_never_changed": ("receipt", "BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW", "clerk_never"),
    "receipt_is_never_emptied": ("receipt", "BEFORE TRUNCATE ON receipt FOR EACH STATEMENT", "clerk_never"),
    "account_entry_is_never_changed": (
        "account_entry",
        "BEFORE UPDATE OR DELETE ON account_entry FOR EACH ROW",
        "clerk_never",
    ),
    "account_entry_is_never_emptied": (
        "account_entry",
        "BEFORE TRUNCATE ON account_entry FOR EACH STATEMENT",
        "clerk_never",
    ),
    "setting_is_told": ("setting", "AFTER INSERT OR UPDATE ON setting FOR EACH ROW", "clerk_tell"),
}
"""Each trigger by its name: its table, when it fires, the function that it runs."""

FOUND: Final = """
SELECT t.tgname, p.prosrc, t.tgenabled, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def restore(execute: Callable[[str], object]) -> None:
    """Make every function and trigger anew, inside the caller's transaction."""
    for name, body in FUNCTIONS.items():
        execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $f${body}$f$")
    for name, (table, when, function) in TRIGGERS.items():
        execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()")


def altered(found: Mapping[str, tuple[str, str, str]]) -> tuple[str, ...]:
    """Which triggers are missing, switched off or other than they were made, by what `FOUND` gives."""
    wrong = []
    for name, (_, when, function) in TRIGGERS.items():
        body, enabled, definition = found.get(name, ("", "", ""))
        moment = when.partition(" ON ")[0]
        if body != FUNCTIONS[function] or enabled != "O" or moment not in _in_our_order(definition):
            wrong.append(name)
    return tuple(wrong)


def _in_our_order(definition: str) -> str:
    """A trigger's definition with its events in the order in which they are written here."""
    return definition.replace("BEFORE DELETE OR UPDATE", "BEFORE UPDATE OR DELETE")
