"""The cases of one applicant are found by their index, never by reading every case."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.engine.statement import Statement
from data.store.loading.numbers import _SAME
from data.store.read.applicants import _DECIDED, _EARLIER
from tests.support.store.hall_file import raw

VALUES = {
    "district": "500102",
    "applicant_id": "500102199003070010",
    "received": "2026-03-18",
    "at": "2026-03-18T09:40:00+08:00",
    "position": 9,
    "item": "food.operation.new",
    "param_1": 1,
    "param_2": 1,
}


@pytest.mark.parametrize("statement", [_EARLIER, _DECIDED, _SAME], ids=["earlier", "decided", "open"])
def test_an_applicant_s_cases_are_found_by_an_index(path: Path, statement: Statement) -> None:
    with raw(path) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", VALUES)]
    assert any("ix_case_row_applicant" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)
