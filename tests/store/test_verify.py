"""Whatever was changed behind the program's back is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.schema.postgres_triggers import TRIGGERS as POSTGRES_TRIGGERS
from data.store.schema.tables import EVENT, TICKET
from data.store.schema.triggers import TRIGGERS
from data.store.upkeep.verification import Problem
from data.store.upkeep.verify import verify
from data.texts import Language, texts
from tests.support.store.grounds import Ground, ground
from tests.support.store.hall_file import raw

COLUMNS = [column.name for column in EVENT.c]


def problems(here: Ground) -> list[Problem]:
    """What is found."""
    return list(verify(here.place).problems)


def one_byte_off(value: str | int) -> str | int:
    """The value with one byte changed."""
    if isinstance(value, int):
        return value ^ 64
    at = len(value) // 2
    return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] if value else "x"


def test_a_database_nobody_touched_is_whole(lived_ground: Ground) -> None:
    verification = verify(lived_ground.place)
    assert verification.whole
    assert (verification.cases, verification.tickets) == (3, 1)
    assert verification.events > verification.receipts > 15
    assert len(verification.head) == 64


def test_an_empty_hall_is_whole(new_ground: Ground) -> None:
    verification = verify(new_ground.place)
    assert verification.whole
    assert (verification.cases, verification.tickets, verification.receipts) == (0, 0, 1)
    assert len(verification.head) == 64


@pytest.mark.parametrize("position", [1, 9, 20])
@pytest.mark.parametrize("column", COLUMNS)
def test_one_changed_byte_of_an_event_names_its_case_and_its_number(
    shared_ground: Ground, column: str, position: int
) -> None:
    first = column == "prev" and position == 1
    with shared_ground.raw(unguarded=True) as database:
        [(stream, seq, value, own)] = database.run(
            f'SELECT stream, seq, "{column}", hash FROM event WHERE position = ?', (position,)
        )
        changed = "0" * 64 if first else one_byte_off(value)
        key = own if column != "hash" else changed
        database.run(f'UPDATE event SET "{column}" = ? WHERE hash = ?', (changed, own))
    found = problems(shared_ground)
    with shared_ground.raw(unguarded=True) as database:
        database.run(f'UPDATE event SET "{column}" = ? WHERE hash = ?', (value, key))
    named = [each.facts for each in found if each.key == "event_changed"]
    assert [(facts["stream"], facts["seq"]) for facts in named] == [(stream, str(seq))]
    assert problems(shared_ground) == []


def test_a_byte_that_is_no_text_any_more_is_named_too(lived: Path) -> None:
    with raw(lived, unguarded=True) as connection:
        stream, seq = connection.execute("SELECT stream, seq FROM event WHERE position = 9").fetchone()
        connection.execute(
            "UPDATE event SET body = CAST(substr(CAST(body AS BLOB), 1, 20) || X'FF' AS TEXT) "
            "WHERE position = 9"
        )
    named = [(each.facts.get("stream"), each.facts.get("seq")) for each in problems(ground(lived))]
    assert (stream, str(seq)) in named


def test_a_lost_event_is_missed(lived_ground: Ground) -> None:
    with lived_ground.raw(unguarded=True) as database:
        database.run("DELETE FROM event WHERE position = 9")
    assert Problem(key="event_missing", facts={"position": "9"}) in problems(lived_ground)


def test_a_log_cut_off_at_its_end_is_missed_by_receipts_and_rows(lived_ground: Ground) -> None:
    with lived_ground.raw(unguarded=True) as database:
        database.run("DELETE FROM event WHERE position > 30")
    keys = {each.key for each in problems(lived_ground)}
    assert {"receipt_stray", "row_differs"} <= keys


def test_an_event_put_in_between_breaks_the_chain(lived_ground: Ground) -> None:
    with lived_ground.raw(unguarded=True) as database:
        database.run("UPDATE event SET prev = hash WHERE position = 9")
    assert [each.key for each in problems(lived_ground)] == ["event_changed"]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("case_row", "status", "'granted'"),
        ("case_row", "applicant", "'李四'"),
        ("case_row", "red_from", "'2030-01-01'"),
        ("case_row", "seq", "1"),
        ("step_row", "due", "'2030-01-01'"),
        ("ticket_row", "calls", "9"),
        ("notice", "number", "'x'"),
        ("outbox", "kind", "'x'"),
    ],
)
def test_a_row_that_is_not_what_its_events_make_is_named(
    lived_ground: Ground, table: str, column: str, value: str
) -> None:
    with lived_ground.raw() as database:
        key = {"case_row": "code", "ticket_row": "id"}.get(table, '"case"')
        stream = database.run(f"SELECT {key} FROM {table} LIMIT 1")[0][0]
        database.run(f"UPDATE {table} SET {column} = {value} WHERE {key} = ?", (stream,))
    found = problems(lived_ground)
    assert found
    assert {(each.key, each.facts["table"], each.facts["stream"]) for each in found} == {
        ("row_differs", table, stream)
    }
    assert all(column in each.facts["columns"] for each in found)


@pytest.mark.parametrize("table", ["step_row", "notice", "outbox", "ticket_row"])
def test_a_row_that_is_gone_is_missed(lived_ground: Ground, table: str) -> None:
    with lived_ground.raw() as database:
        database.run(f"DELETE FROM {table}")
    assert {(each.key, each.facts["table"]) for each in problems(lived_ground)} == {("row_missing", table)}


def test_a_row_without_events_is_a_stray(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        names = [column.name for column in TICKET.c]
        quoted = ", ".join(f'"{name}"' for name in names)
        [row] = database.run(f"SELECT {quoted} FROM ticket_row")
        other = {"id": "other", "number": "A999", "serial": 999, "status": "finished"}
        database.run(
            f"INSERT INTO ticket_row ({quoted}) VALUES ({', '.join('?' * len(names))})",
            list({**dict(zip(names, row, strict=True)), **other}.values()),
        )
    assert problems(lived_ground) == [
        Problem(key="row_stray", facts={"table": "ticket_row", "stream": "other"})
    ]


def test_a_changed_receipt_is_named(lived_ground: Ground) -> None:
    with lived_ground.raw(unguarded=True) as database:
        database.run("UPDATE receipt SET body = replace(body, '\"seq\":1', '\"seq\":2')")
    assert {each.key for each in problems(lived_ground)} == {"receipt_differs"}


@pytest.mark.parametrize("trigger", sorted({*TRIGGERS, *POSTGRES_TRIGGERS}))
def test_a_dropped_trigger_is_named(lived_ground: Ground, trigger: str) -> None:
    if trigger in lived_ground.triggers:
        lived_ground.drop(trigger)
        assert verify(lived_ground.place).problems == (Problem(key="trigger", facts={"trigger": trigger}),)
    else:
        assert verify(lived_ground.place).whole


def test_a_trigger_made_harmless_is_named(lived: Path) -> None:
    with raw(lived) as connection:
        connection.execute("DROP TRIGGER event_is_never_deleted")
        connection.execute("CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT 1; END")
    assert [each.facts for each in verify(lived).problems] == [{"trigger": "event_is_never_deleted"}]


def test_a_damaged_file_is_told_without_an_exception(lived: Path) -> None:
    with raw(lived) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with lived.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x00" * 64)
    assert "damaged" in {each.key for each in verify(lived).problems}


def test_a_damaged_configuration_is_named(lived_ground: Ground) -> None:
    with lived_ground.raw() as database:
        database.run("UPDATE setting SET value = '{' WHERE key = 'settings'")
    assert [each.key for each in verify(lived_ground.place).problems] == ["configuration"]


def test_desks_go_on_while_it_is_examined(lived_ground: Ground) -> None:
    with lived_ground.sitting() as desk:
        desk.take()
        assert verify(lived_ground.place).whole
        desk.take()


def test_every_problem_has_a_text_in_both_languages() -> None:
    keys = (
        "event_changed",
        "event_missing",
        "event_lost",
        "chain_broken",
        "receipt_differs",
        "receipt_stray",
        "trigger",
        "damaged",
        "row_missing",
        "row_stray",
        "row_differs",
        "history",
        "item_lost",
        "configuration",
        "whole",
    )
    for language in Language:
        assert all(f"verify.{key}" in texts(language) for key in keys)
