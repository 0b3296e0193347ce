"""The legal calculator: vectors, suspensions, the one extension, and what is refused with its law."""

from __future__ import annotations

import json
from datetime import date

import pytest

from data.law.calendar.working_days import published
from data.law.due_date import due
from data.law.refusal import LawError, OutOfCalendar
from data.model.legal.explanation import DayKind
from data.port.explanation_json import due_json
from data.texts import Language, texts
from data.texts.explanation import due_words

CALENDAR = published()
Span = tuple[date | None, date | None]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def test_five_days_over_the_national_holiday() -> None:
    answer = due(day("09-30"), 5, CALENDAR)
    assert (answer.due, answer.provisional) == (day("10-13"), False)


def test_a_due_date_in_a_year_not_published_is_provisional() -> None:
    answer = due(day("12-20"), 20, CALENDAR)
    assert (answer.due, answer.provisional) == (date(2027, 1, 15), True)
    assert [line.provisional for line in answer.lines] == [line.last.year == 2027 for line in answer.lines]


def test_the_days_of_a_suspension_are_taken_out() -> None:
    answer = due(day("03-02"), 20, CALENDAR, [(day("03-05"), day("03-19"))])
    assert (answer.due, answer.excluded) == (day("04-14"), 10)
    suspended = [line for line in answer.lines if line.kind is DayKind.SUSPENDED]
    assert [(line.first, line.last, line.working) for line in suspended] == [(day("03-06"), day("03-19"), 10)]


def test_suspensions_may_be_given_in_any_order_and_follow_on_one_day() -> None:
    spans = [(day("03-10"), day("03-12")), (day("03-05"), day("03-10"))]
    assert (
        due(day("03-02"), 20, CALENDAR, spans).due
        == due(day("03-02"), 20, CALENDAR, [(day("03-05"), day("03-12"))]).due
    )


def test_while_a_suspension_is_open_the_due_date_is_unknown_and_the_days_left_are_told() -> None:
    answer = due(day("03-02"), 20, CALENDAR, [(day("03-05"), None)])
    assert (answer.due, answer.frozen, answer.left, answer.provisional) == (None, True, 17, False)
    assert answer.lines[-1].last == day("03-05")


def test_a_suspension_noticed_when_the_limit_has_run_out_stops_nothing() -> None:
    plain = due(day("03-02"), 5, CALENDAR)
    assert plain.due == day("03-09")
    assert due(day("03-02"), 5, CALENDAR, [(day("03-09"), None)]).due == plain.due


def test_an_extension_adds_its_days_once() -> None:
    answer = due(day("03-02"), 20, CALENDAR, extensions=[10])
    assert answer.due == CALENDAR.add(day("03-02"), 30)
    assert answer.extension == 10


def test_a_joint_handling_may_be_extended_by_fifteen() -> None:
    assert due(day("03-02"), 45, CALENDAR, extensions=[15], joint=True).due == CALENDAR.add(day("03-02"), 60)


@pytest.mark.parametrize(
    ("limit", "spans", "extensions", "reason", "number"),
    [
        (-1, [], [], "days_out_of_range", "82"),
        (10_001, [], [], "days_out_of_range", "82"),
        (20, [(day("03-19"), day("03-05"))], [], "suspension_ends_before_start", "45"),
        (20, [(day("03-05"), day("03-19")), (day("03-18"), day("03-25"))], [], "suspensions_overlap", "45"),
        (20, [(day("03-05"), None), (day("03-18"), day("03-25"))], [], "suspensions_overlap", "45"),
        (20, [(None, day("03-05"))], [], "resume_without_suspension", "45"),
        (20, [(day("02-27"), day("03-05"))], [], "suspension_before_start", "45"),
        (20, [], [5, 5], "second_extension", "42"),
        (20, [], [11], "extension_beyond_law", "42"),
        (20, [], [0], "extension_beyond_law", "42"),
    ],
)
def test_what_the_law_has_no_place_for_is_refused_with_its_article(
    limit: int, spans: list[Span], extensions: list[int], reason: str, number: str
) -> None:
    with pytest.raises(LawError) as refused:
        due(day("03-02"), limit, CALENDAR, spans, extensions)
    assert refused.value.reason == reason
    assert refused.value.refusal.reason == reason
    assert refused.value.article.number == number
    for language in Language:
        said = texts(language)(f"refusal.{reason}", **refused.value.facts)
        assert not said.startswith("refusal.")
        assert "{" not in said


def test_a_date_in_1899_is_refused() -> None:
    with pytest.raises(OutOfCalendar):
        due(date(1899, 12, 31), 5, CALENDAR)


def test_ten_thousand_days_are_counted() -> None:
    answer = due(date(2004, 1, 1), 10_000, CALENDAR)
    assert answer.due == CALENDAR.add(date(2004, 1, 1), 10_000)
    assert answer.lines[-1].number == 10_000


def test_the_answer_as_json() -> None:
    answer = json.loads(json.dumps(due_json(due(day("09-30"), 5, CALENDAR))))
    assert answer["due"] == "2026-10-13"
    assert answer["provisional"] is False
    assert answer["lines"][0] == {
        "first": "2026-10-01",
        "last": "2026-10-07",
        "kind": "holiday",
        "number": None,
        "working": 0,
        "holiday": "national_day",
        "name": "",
        "provisional": False,
    }
    frozen = due_json(due(day("03-02"), 20, CALENDAR, [(day("03-05"), None)]))
    assert (frozen["due"], frozen["frozen"], frozen["left"]) == (None, True, 17)


def test_the_answer_in_words() -> None:
    told = due_words(due(day("09-30"), 5, CALENDAR), texts(Language.EN))
    assert told[0] == "Starts 2026-09-30 Wed; that day is not counted"
    assert "not counted  2026-10-01 Thu to 2026-10-07 Wed  holiday: National Day" in told
    assert "day 3  2026-10-10 Sat  make-up day worked (National Day)" in told
    assert told[-1] == "Due: 2026-10-13 Tue, until 24:00"
    provisional = due_words(due(day("12-20"), 20, CALENDAR), texts(Language.ZH))
    assert provisional[-1].startswith("暂定：2027 年放假安排尚未载入")
    frozen = due_words(due(day("03-02"), 20, CALENDAR, [(day("03-05"), None)], [3]), texts(Language.ZH))
    assert frozen[-1] == "时限停止，恢复后还剩 20 个工作日；到期日待恢复后确定"
