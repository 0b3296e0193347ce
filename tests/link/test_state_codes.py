"""The exchange is told every state of a case in its codes, in their order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clerk_tui.cli.main import run
from data.catalogue.exchange.state_code import state_code, state_marks
from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    Decide,
    Decline,
    Deliver,
    FinishStep,
    Resume,
    Revoke,
    SettleDebt,
    Suspend,
    Withdraw,
)
from data.model.item import SuspensionKind
from data.model.query import AskCourse
from data.model.view import CaseCourse
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.sitting import OPENED, Sitting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A hall's file."""
    return small_hall_file(tmp_path / "hall.db")


@pytest.fixture
def desk(path: Path) -> Iterator[Sitting]:
    """A clerk's desk."""
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        yield Sitting(hall, clock)


def course(desk: Sitting, case: str) -> CaseCourse:
    """What has become of a case that there must be."""
    course = desk.hall.ask(AskCourse(code=case))
    assert course is not None
    return course


def told(desk: Sitting, case: str) -> list[int]:
    """The codes of a case, which end with the one it has come to."""
    known = course(desk, case)
    codes = [mark.code for mark in state_marks(known)]
    assert state_code(known) == codes[-1]
    return codes


def decided(desk: Sitting, case: str, *, granted: bool) -> None:
    """The case is handled and decided."""
    desk.handled(case)
    desk.done(Decide, case=case, granted=granted, reasons="不符合条件")


def tolerating(desk: Sitting) -> str:
    """A case accepted with a material still owing."""
    case = desk.opened()
    there = ("form", "licence", "plan")
    desk.found(case, health=Verdict.TOLERATED, **dict.fromkeys(there, Verdict.THERE))
    desk.done(Accept, case=case, signed_promise=True)
    return case


def test_received_accepted_started_by_each_department_granted_and_handed_out(desk: Sitting) -> None:
    case = desk.accepted()
    assert told(desk, case) == [1, 3, 8, 8]
    assert [mark.department for mark in state_marks(course(desk, case))] == ["", "", "market", "fire"]
    decided(desk, case, granted=True)
    assert told(desk, case) == [1, 3, 8, 8, 11]
    desk.done(FinishStep, case=case, step="make")
    desk.done(Deliver, case=case, recipient="王小明")
    assert told(desk, case) == [1, 3, 8, 8, 11]
    desk.done(Revoke, case=case, reason="以欺骗手段取得")
    assert told(desk, case) == [1, 3, 8, 8, 11, 15]


def test_a_correction_asked_and_answered(desk: Sitting) -> None:
    case = desk.opened()
    desk.all_there(case)
    desk.found(case, form=Verdict.MISSING)
    desk.done(AskCorrection, case=case)
    assert told(desk, case) == [1, 6]
    desk.found(case, form=Verdict.THERE)
    assert told(desk, case) == [1, 6, 7]


def test_a_suspension_begins_and_ends(desk: Sitting) -> None:
    case = desk.accepted()
    desk.done(Suspend, case=case, kind=SuspensionKind.EXPERT_REVIEW, days=5, reason="专家评审")
    assert told(desk, case)[-1] == 9
    desk.done(Resume, case=case)
    assert told(desk, case)[-2:] == [9, 10]


def test_a_step_that_starts_during_a_suspension_does_not_end_it(desk: Sitting) -> None:
    case = desk.accepted()
    desk.done(Suspend, case=case, kind=SuspensionKind.TESTING, days=5, reason="检测")
    desk.done(FinishStep, case=case, step="examine")
    assert told(desk, case)[-1] == 9


@pytest.mark.parametrize(("settled", "code"), [(False, 12), (True, 11)])
def test_granted_with_tolerated_materials_is_told_apart(desk: Sitting, settled: bool, code: int) -> None:
    case = tolerating(desk)
    if settled:
        desk.done(SettleDebt, case=case, material="health")
    decided(desk, case, granted=True)
    assert told(desk, case)[-1] == code


def test_it_stays_so_when_the_material_comes_after_the_decision(desk: Sitting) -> None:
    case = tolerating(desk)
    decided(desk, case, granted=True)
    desk.done(SettleDebt, case=case, material="health")
    desk.done(FinishStep, case=case, step="make")
    desk.done(Deliver, case=case, recipient="王小明")
    assert told(desk, case)[-1] == 12


def test_refused(desk: Sitting) -> None:
    case = desk.accepted()
    decided(desk, case, granted=False)
    assert told(desk, case)[-1] == 13


@pytest.mark.parametrize(("accepted", "code"), [(False, 2), (True, 14)])
def test_withdrawn_before_or_after_acceptance(desk: Sitting, accepted: bool, code: int) -> None:
    case = desk.accepted() if accepted else desk.opened()
    desk.done(Withdraw, case=case, reason="不办了")
    assert told(desk, case)[-1] == code


@pytest.mark.parametrize(("ground", "code"), [("no_licence_needed", 4), ("not_our_authority", 5)])
def test_declined(desk: Sitting, ground: str, code: int) -> None:
    case = desk.opened()
    desk.done(Decline, case=case, ground=ground, reason="见说明", go_to="市局")
    assert told(desk, case) == [1, code]


def test_what_the_law_has_accepted_by_itself_is_accepted_as_of_receipt(desk: Sitting) -> None:
    """Art. 32(4): nobody told anything for five working days."""
    case = desk.opened()
    desk.on("2026-03-26")
    assert told(desk, case) == [1, 3]
    mark = state_marks(course(desk, case))[-1]
    assert (mark.on.isoformat(), mark.at) == ("2026-03-18", None)


def test_states_go_out_a_line_each_without_anybody_s_name(
    path: Path, desk: Sitting, capsys: pytest.CaptureFixture[str]
) -> None:
    case = desk.accepted()
    arguments = ["export", "states", "--db", str(path), "--today", "2026-03-20"]
    assert run(arguments) == 0
    out = capsys.readouterr().out
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["code"], row["state"], row["on"]) for row in rows] == [
        (case, code, "2026-03-18") for code in (1, 3, 8, 8)
    ]
    assert [row["department"] for row in rows] == ["market", "market", "market", "fire"]
    assert "王" not in out
    assert run([*arguments, "--csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["state"] for row in table] == ["1", "3", "8", "8"]
