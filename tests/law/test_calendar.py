"""The working days of the hall (Art. 82), the horizon, and local days over it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.law.calendar.overlay import LocalDay, Overlay, OverlayError, parse_overlay, read_overlay
from data.law.calendar.working_days import FIRST, MOST_DAYS, Calendar, DayReason, published
from data.law.refusal import LawError, OutOfCalendar
from data.model.legal.explanation import DayKind

CALENDAR = published()
days = st.dates(date(2004, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2024-09-13", 10, "2024-09-29"),
        ("2026-09-17", 45, "2026-11-25"),
    ],
)
def test_the_published_vectors_hold(start: str, limit: int, due: str) -> None:
    assert CALENDAR.add(date.fromisoformat(start), limit) == date.fromisoformat(due)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert CALENDAR.add(date(2026, 3, 2), 1) == date(2026, 3, 3)


def test_a_limit_of_no_days_ends_on_the_day_itself_even_on_a_day_off() -> None:
    assert CALENDAR.add(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_2026_has_248_working_days() -> None:
    assert CALENDAR.count(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_the_days_off_and_the_make_up_days_of_2026_are_as_arranged() -> None:
    off = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
    for month, first, last in off:
        assert not any(CALENDAR.is_working(date(2026, month, day)) for day in range(first, last + 1))
    made_up = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    for month, day in made_up:
        assert CALENDAR.is_working(date(2026, month, day))
        assert CALENDAR.reason(date(2026, month, day)).kind is DayKind.MAKE_UP


def test_a_day_says_why_it_is_worked_or_not() -> None:
    assert CALENDAR.reason(date(2026, 3, 2)) == DayReason(DayKind.WORKING, True)
    assert CALENDAR.reason(date(2026, 3, 1)) == DayReason(DayKind.WEEKEND, False)
    assert CALENDAR.reason(date(2026, 2, 18)) == DayReason(DayKind.HOLIDAY, False, holiday="spring_festival")
    assert CALENDAR.reason(date(2026, 10, 10)) == DayReason(DayKind.MAKE_UP, True, holiday="national_day")


def test_the_last_published_day_is_not_provisional_and_the_next_is() -> None:
    assert CALENDAR.horizon == date(2026, 12, 31)
    assert not CALENDAR.provisional(date(2026, 12, 31))
    assert CALENDAR.provisional(date(2027, 1, 1))
    assert CALENDAR.reason(date(2027, 1, 1)) == DayReason(DayKind.WORKING, True, provisional=True)


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2003, 12, 31)])
def test_a_day_before_2004_is_refused_with_the_law(day: date) -> None:
    for ask in (
        lambda: CALENDAR.add(day, 1),
        lambda: CALENDAR.add(day, 0),
        lambda: CALENDAR.count(day, date(2026, 1, 1)),
        lambda: CALENDAR.is_working(day),
    ):
        with pytest.raises(OutOfCalendar) as refused:
            ask()
        assert refused.value.reason == "before_calendar"
        assert refused.value.facts == {"day": day.isoformat(), "first": "2004-01-01"}
        assert (refused.value.article.law, refused.value.article.number) == ("APL", "82")


@pytest.mark.parametrize("limit", [-1, MOST_DAYS + 1])
def test_a_limit_below_0_or_above_10000_days_is_refused(limit: int) -> None:
    with pytest.raises(LawError) as refused:
        CALENDAR.add(date(2026, 3, 2), limit)
    assert refused.value.reason == "days_out_of_range"


def test_a_limit_beyond_the_year_9999_is_refused() -> None:
    with pytest.raises(OutOfCalendar) as refused:
        CALENDAR.add(date(9999, 12, 1), 10_000)
    assert refused.value.reason == "after_calendar"


@given(days, st.integers(1, MOST_DAYS))
def test_a_due_date_is_a_working_day_and_counts_back_to_its_limit(start: date, limit: int) -> None:
    due = CALENDAR.add(start, limit)
    assert due > start
    assert CALENDAR.is_working(due)
    assert CALENDAR.count(start, due) == limit
    assert CALENDAR.count(due, start) == -limit


@given(days, st.integers(0, 5000), st.integers(1, 5000))
def test_adding_in_two_parts_is_adding_at_once(start: date, one: int, other: int) -> None:
    assert CALENDAR.add(CALENDAR.add(start, one), other) == CALENDAR.add(start, one + other)


@given(days)
def test_the_count_grows_by_one_on_a_working_day_and_by_none_on_a_day_off(day: date) -> None:
    after = day + timedelta(days=1)
    assert CALENDAR.count(day, after) == int(CALENDAR.is_working(after))
    assert CALENDAR.reason(day).working == CALENDAR.is_working(day)


@given(st.dates(date(2027, 1, 1), date(9998, 12, 31)))
def test_beyond_the_horizon_weekends_alone_are_off(day: date) -> None:
    assert CALENDAR.is_working(day) == (day.weekday() < 5)


# --- local days ---------------------------------------------------------------------------------

YEAR_2027 = """
version = "2027-1"
published = [2027]

[[day]]
date = 2027-01-01
working = false
name = "元旦"

[[day]]
date = 2027-01-09
working = true
name = "元旦"

[[day]]
date = 2026-06-18
working = false
name = "龙舟赛"
"""


def test_a_loaded_year_moves_the_horizon_and_the_due_date_is_no_longer_provisional() -> None:
    calendar = Calendar(parse_overlay(YEAR_2027, "2027.toml"))
    assert calendar.horizon == date(2027, 12, 31)
    assert CALENDAR.add(date(2026, 12, 31), 6) == date(2027, 1, 8)
    assert calendar.add(date(2026, 12, 31), 6) == date(2027, 1, 9)
    assert not calendar.provisional(date(2027, 1, 9))
    assert calendar.version.endswith("+ 2027-1")


def test_days_of_a_loaded_year_are_holidays_and_make_up_days() -> None:
    calendar = Calendar(parse_overlay(YEAR_2027, "2027.toml"))
    assert calendar.reason(date(2027, 1, 1)) == DayReason(DayKind.HOLIDAY, False, holiday="new_years_day")
    assert calendar.reason(date(2027, 1, 9)) == DayReason(DayKind.MAKE_UP, True, holiday="new_years_day")


def test_a_local_day_off_is_not_counted_and_told_by_its_name() -> None:
    calendar = Calendar(parse_overlay(YEAR_2027, "2027.toml"))
    assert calendar.add(date(2026, 6, 17), 1) == date(2026, 6, 22)
    assert calendar.reason(date(2026, 6, 18)) == DayReason(DayKind.LOCAL_OFF, False, name="龙舟赛")


def test_single_days_of_an_unpublished_year_leave_it_provisional() -> None:
    calendar = Calendar(Overlay("1", {date(2027, 5, 3): LocalDay(False, "停电")}))
    assert calendar.horizon == date(2026, 12, 31)
    assert calendar.reason(date(2027, 5, 3)).provisional
    assert calendar.add(date(2027, 4, 30), 1) == date(2027, 5, 4)
    assert calendar.count(date(2027, 4, 30), date(2027, 5, 10)) == 5


def test_a_year_is_not_published_before_the_one_before_it() -> None:
    with pytest.raises(LawError) as refused:
        Calendar(Overlay("1", {date(2028, 1, 3): LocalDay(False, "元旦")}, published=(2028,)))
    assert (refused.value.reason, refused.value.facts["missing"]) == ("year_missing", "2027")


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [
        ("version = ", "overlay_broken", None),
        ("published = []", "overlay_text", "version"),
        ('version = "1"\nholidays = 3', "overlay_unknown", "holidays"),
        ('version = "1"\nday = 3', "overlay_days", "day"),
        ('version = "1"\npublished = ["2027"]', "overlay_years", "published"),
        ('version = "1"\npublished = [2027]', "overlay_year_empty", "published"),
        ('version = "1"\n[[day]]\nworking = true\nname = "a"', "overlay_date", "day[1].date"),
        (
            'version = "1"\n[[day]]\ndate = 2027-01-01T09:00:00\nworking = true\nname = "a"',
            "overlay_date",
            "day[1].date",
        ),
        (
            'version = "1"\n[[day]]\ndate = 1999-01-01\nworking = true\nname = "a"',
            "overlay_too_early",
            "day[1].date",
        ),
        (
            'version = "1"\n[[day]]\ndate = 2027-01-01\nworking = 1\nname = "a"',
            "overlay_flag",
            "day[1].working",
        ),
        (
            'version = "1"\n[[day]]\ndate = 2027-01-01\nworking = true\nname = " "',
            "overlay_text",
            "day[1].name",
        ),
        (
            'version = "1"\n[[day]]\ndate = 2027-01-01\nworking = true\nnom = "a"',
            "overlay_unknown",
            "day[1].nom",
        ),
        (
            'version = "1"\n' + '[[day]]\ndate = 2027-01-01\nworking = true\nname = "a"\n' * 2,
            "overlay_twice",
            "day[2].date",
        ),
    ],
)
def test_a_faulty_overlay_is_refused_with_file_field_and_reason(
    text: str, reason: str, field: str | None
) -> None:
    with pytest.raises(OverlayError) as refused:
        parse_overlay(text, "local.toml")
    assert refused.value.reason == reason
    assert refused.value.facts["file"] == "local.toml"
    assert refused.value.facts.get("field") == field
    assert "\n" not in str(refused.value)


def test_an_overlay_is_read_from_its_file_and_a_bad_file_named_without_its_folder(tmp_path: Path) -> None:
    good, latin, gone = tmp_path / "2027.toml", tmp_path / "latin.toml", tmp_path / "gone.toml"
    good.write_text(YEAR_2027, encoding="utf-8")
    latin.write_bytes("version = '元旦'".encode("gbk"))
    assert read_overlay(good).published == (2027,)
    for path, reason in ((latin, "overlay_not_utf8"), (gone, "overlay_unreadable")):
        with pytest.raises(OverlayError) as refused:
            read_overlay(path)
        assert (refused.value.reason, refused.value.facts["file"]) == (reason, path.name)


def test_the_calendar_begins_with_2004() -> None:
    assert date(2004, 1, 1) == FIRST
    assert CALENDAR.rank(FIRST) == 0
    assert CALENDAR.nth(1) == date(2004, 1, 2)
