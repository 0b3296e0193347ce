"""A case is hidden from a department that has no part in it, however its code is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.core.queries import QUERY_SPECS
from data.law.supervision_code import grouped
from data.model import query as q
from data.model.account import Authority, Role
from data.port.errors import NotAllowed
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.small_hall import sqlite_hall
from tests.support.sitting import OPENED, Sitting
from tests.support.story import WANG

STRANGER = Authority(user="外人", roles=(Role.REVIEWER,), departments=("tax",))
PARTNER = Authority(user="赵刚", roles=(Role.REVIEWER,), departments=("fire",))


def spellings(code: str) -> tuple[str, ...]:
    """A code as it may be typed."""
    return code, code.lower(), grouped(code), f" {code} "


def about(code: str) -> tuple[q.Query[object], ...]:
    """Every query that names a case."""
    return (
        q.AskCase(code=code),
        q.AskCourse(code=code),
        q.AskWhy(code=code),
        q.AskEarlier(code=code),
        q.AskReady(code=code),
        q.AskLicences(code=code),
        q.AskNotice(code=code, number="1"),
        q.AskApplicant(code=code, command="x"),
        q.AskCollection(codes=("500102260318A03999Z", code)),
    )


@pytest.fixture
def desk(tmp_path: Path) -> Sitting:
    """A clerk at window 3 of a hall in a file."""
    clock = TravellingClock(OPENED)
    return Sitting(sqlite_hall(clock, tmp_path), clock)


def test_a_case_is_hidden_however_its_code_is_typed(desk: Sitting) -> None:
    hall, code = desk.hall, desk.opened()
    assert isinstance(hall, SqlHall)
    assert {type(each) for each in about(code)} == {
        each.kind for each in QUERY_SPECS.values() if each.of_case
    }
    for spelling in spellings(code):
        for query in about(spelling):
            with pytest.raises(NotAllowed) as refused:
                hall.ask(query, STRANGER)
            assert refused.value.refusal.reason == "not_your_department", query
            hall.ask(query, PARTNER)
    hall.close()


def test_the_course_of_a_case_is_what_its_file_says_of_it(desk: Sitting) -> None:
    code = desk.accepted()
    for spelling in spellings(code)[:3]:
        file, course = desk.hall.ask(q.AskCase(code=spelling)), desk.hall.ask(q.AskCourse(code=spelling))
        assert file is not None
        assert course is not None
        assert (course.line, course.accepted, course.timeline) == (file.line, file.accepted, file.timeline)
        assert WANG.name not in str(course)
    assert desk.hall.ask(q.AskCourse(code="500102260318A03999Z")) is None
    desk.hall.close()
