"""Queries by their names, and answers that go out and come back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from data.demo.demo_database import open_made
from data.demo.demo_place import morning_of
from data.model import query as q
from data.port.codec import write
from data.port.queries import NAMES, QUERIES, answer_adapter, query_adapter, write_answer
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock

DAY = date(2026, 11, 20)
OF_A_CASE = (q.AskCase, q.AskCourse, q.AskWhy, q.AskEarlier, q.AskReady, q.AskLicences)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlHall]:
    """A lively demo hall."""
    path = tmp_path_factory.mktemp("lively") / "hall.db"
    made, _ = open_made(path, TravellingClock(morning_of(DAY)), today=DAY, cases=60, durable=False)
    yield made
    made.close()


def asked(hall: SqlHall) -> Iterator[q.Query[Any]]:
    """Queries of every kind that needs no command before it."""
    yield from (
        q.AskQueue(),
        q.AskWindow(window="1"),
        q.AskBoard(),
        q.AskDay(),
        q.AskCases(tab=q.Tab.ALL, limit=500),
        q.AskSteps(),
        q.AskStepCounts(),
        q.AskCounts(),
        q.AskDepartments(),
        q.AskItems(),
        q.AskHall(),
        q.AskEntries(),
    )
    for line in hall.ask(q.AskCases(tab=q.Tab.ALL, limit=500)).lines:
        yield from (kind(code=line.code) for kind in OF_A_CASE)
    yield from (q.AskItem(code=line.code) for line in hall.ask(q.AskItems(limit=100)).lines)


def test_answers_come_back_as_they_were(hall: SqlHall) -> None:
    kinds = set()
    for query in asked(hall):
        kind = type(query)
        answer = hall.ask(query)
        text = write_answer(kind, answer)
        assert text.decode() == write(answer), kind
        assert answer_adapter(kind).validate_json(text) == answer, kind
        assert query_adapter(kind).validate_json(query_adapter(kind).dump_json(query)) == query
        kinds.add(kind)
    assert len(kinds) > 16


def test_every_query_has_one_name() -> None:
    assert {QUERIES[name] for name in NAMES.values()} == set(QUERIES.values())
    assert {kind for kind in vars(q).values() if isinstance(kind, type) and issubclass(kind, q.Query)} - {
        q.Query
    } == set(QUERIES.values())
