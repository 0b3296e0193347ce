"""What was changed of a hall's configuration behind the log's back is found and named."""

from __future__ import annotations

import json

import pytest

from data.law.calendar.overlay import LocalDay, Overlay
from data.model.settings import Settings
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from tests.support.halls.setting_up import lay_calendar, put_settings
from tests.support.store.grounds import Ground
from tests.support.story import FOOD

TAMPERED = {
    "a setting": (
        """UPDATE setting SET value = '{"warn_days": 3}' WHERE key = 'settings'""",
        ("setting", "settings", "value"),
    ),
    "the hall's card": (
        "UPDATE setting SET value = replace(value, '政务', '事务') WHERE key = 'card'",
        ("setting", "card", "value"),
    ),
    "an item's promised days": (
        "UPDATE item SET body = replace(body, '\"promised_days\":5', '\"promised_days\":4')"
        f" WHERE code = '{FOOD.code}'",
        ("item", f"{FOOD.code} 1", "body"),
    ),
    "an item's name in lists": (
        f"UPDATE item SET name = 'x' WHERE code = '{FOOD.code}'",
        ("item", f"{FOOD.code} 1", "name"),
    ),
    "a department's name": (
        "UPDATE department SET name = 'x' WHERE code = 'market'",
        ("department", "market", "name"),
    ),
    "a zone's letter": ("UPDATE zone SET letter = 'Q' WHERE code = 'market'", ("zone", "market", "letter")),
    "a window's name": ("""UPDATE "window" SET name = 'x' WHERE code = '3'""", ("window", "3", "name")),
    "a day of the calendar": (
        "UPDATE overlay SET body = replace(body, '停电', '停水')",
        ("overlay", "1", "body"),
    ),
}


@pytest.fixture
def ground(new_ground: Ground) -> Ground:
    """A hall with settings and days of its own, and a case."""
    with new_ground.sitting() as desk:
        assert desk.accepted()
        assert isinstance(desk.hall, SqlHall)
        put_settings(desk.hall, Settings(warn_days=2))
        lay_calendar(desk.hall, Overlay("local-1", {desk.clock.now().date(): LocalDay(False, "停电")}))
    assert verify(new_ground.place).whole
    return new_ground


@pytest.mark.parametrize("what", TAMPERED)
def test_a_row_that_no_event_has_made_is_named(ground: Ground, what: str) -> None:
    sql, (table, row, column) = TAMPERED[what]
    with ground.raw() as raw:
        raw.run(sql)
    problems = verify(ground.place).problems
    assert [(each.key, each.facts["table"], each.facts["stream"]) for each in problems] == [
        ("row_differs", table, row)
    ]
    assert column in problems[0].facts["columns"].split(", ")


def test_rows_put_there_or_taken_away_are_named(ground: Ground) -> None:
    with ground.raw() as raw:
        raw.run("""DELETE FROM "window" WHERE code = '3'""")
        raw.run("UPDATE zone SET code = 'elsewhere' WHERE code = 'insurance'")
    found = {(each.key, each.facts["table"], each.facts["stream"]) for each in verify(ground.place).problems}
    assert found == {
        ("row_missing", "window", "3"),
        ("row_missing", "zone", "insurance"),
        ("row_stray", "zone", "elsewhere"),
    }


def test_values_written_in_another_text_are_the_same_values(ground: Ground) -> None:
    text = json.dumps({"correction_days": 0, "warn_days": 2})
    with ground.raw() as raw:
        raw.run(f"UPDATE setting SET value = '{text}' WHERE key = 'settings'")
    assert verify(ground.place).whole


def test_a_configuration_that_no_event_tells_is_named(new_ground: Ground) -> None:
    with new_ground.raw(unguarded=True) as raw:
        raw.run("DELETE FROM receipt")
        raw.run("DELETE FROM event")
    keys = [each.key for each in verify(new_ground.place).problems]
    assert "configuration_untold" in keys
