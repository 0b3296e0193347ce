"""The log is append-only by the database itself: no update, no delete, and no insert but the next event.

The triggers hold against every program that opens the file, ours too. Whoever drops them is found out by
`verify`. Alembic's batch mode drops them with the table, so that `restore` runs after every migration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

TRIGGERS: Mapping[str, str] = {
    "event_is_never_changed": """
        CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    "event_is_never_deleted": """
        CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END""",
    "event_follows_the_last": """
        CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
        WHEN NEW.position IS NOT coalesce(
                (SELECT max(position) FROM event WHERE district = NEW.district), 0) + 1
            OR NEW.prev IS NOT coalesce(
                (SELECT hash FROM event WHERE district = NEW.district ORDER BY position DESC LIMIT 1), '')
            OR NEW.seq IS NOT coalesce(
                (SELECT max(seq) FROM event WHERE district = NEW.district AND stream = NEW.stream), 0) + 1
        BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END""",
    "receipt_is_never_changed": """
        CREATE TRIGGER receipt_is_never_changed BEFORE UPDATE ON receipt
        BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END""",
    "receipt_is_never_deleted": """
        CREATE TRIGGER receipt_is_never_deleted BEFORE DELETE ON receipt
        BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END""",
    "receipt_is_given_once": """
        CREATE TRIGGER receipt_is_given_once BEFORE INSERT ON receipt
        WHEN EXISTS (SELECT 1 FROM receipt WHERE district = NEW.district AND command = NEW.command)
        BEGIN SELECT RAISE(ABORT, 'a receipt is given once'); END""",
    "account_entry_is_never_changed": """
        CREATE TRIGGER account_entry_is_never_changed BEFORE UPDATE ON account_entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    "account_entry_is_never_deleted": """
        CREATE TRIGGER account_entry_is_never_deleted BEFORE DELETE ON account_entry
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    "account_entry_follows_the_last": """
        CREATE TRIGGER account_entry_follows_the_last BEFORE INSERT ON account_entry
        WHEN NEW.position IS NOT coalesce(
                (SELECT max(position) FROM account_entry WHERE district = NEW.district), 0) + 1
        BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END""",
}
"""Each trigger by its name. The tables have no rowid by which REPLACE could go past them."""

SINCE: Mapping[str, str] = {name: "0007" for name in TRIGGERS if name.startswith("account_entry")}
"""The revisions before which there is no table for a trigger."""


def restore(execute: Callable[[str], object], revision: str) -> None:
    """Make every trigger that a revision knows anew, inside the caller's transaction."""
    for name, sql in TRIGGERS.items():
        if SINCE.get(name, revision) > revision:
            continue
        execute(f"DROP TRIGGER IF EXISTS {name}")
        execute(sql.strip())


def altered(found: Mapping[str, str]) -> tuple[str, ...]:
    """Which triggers are missing, or other than they were made, by what the database's schema says."""
    return tuple(name for name, sql in TRIGGERS.items() if found.get(name) != sql.strip())
