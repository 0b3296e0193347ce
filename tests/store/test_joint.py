"""A joint application in the store: one command may write the log of several cases, all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.model.awaited import Whom
from data.model.case import Status, Verdict
from data.model.command import (
    Accept,
    CheckMaterials,
    ClaimStep,
    Decide,
    Deliver,
    Finding,
    FinishStep,
    OpenCase,
    Revoke,
    Withdraw,
)
from data.model.event import MaterialChecked
from data.model.item import Department
from data.model.query import AskCases, AskCounts, AskSteps, StepTab, Tab
from data.store.schema.tables import EVENT
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from tests.support.halls.setting_up import put_items
from tests.support.joint.project import ITEMS, PROJECT
from tests.support.sitting import Sitting
from tests.support.store.grounds import ground
from tests.support.store.hall_file import raw
from tests.support.story import WANG

DEPARTMENTS = [Department(code=code, name=code, abbreviation=code) for code in ("lead", *ITEMS)]


def filed(desk: Sitting) -> str:
    """The project filed and accepted; its code."""
    assert isinstance(desk.hall, SqlHall)
    put_items(desk.hall, [*ITEMS.values(), PROJECT], DEPARTMENTS)
    whole = desk.done(OpenCase, item="project", applicant=WANG).stream
    desk.all_there(whole, PROJECT)
    desk.done(Accept, case=whole)
    return whole


def lanes(desk: Sitting, whole: str) -> dict[str, str]:
    """The code of each lane by its item."""
    return {line.item: line.code for line in desk.file(whole).lanes}


def statuses(desk: Sitting, whole: str) -> dict[str, Status]:
    """The status of each lane by its item."""
    return {line.item: line.status for line in desk.file(whole).lanes}


def granted(desk: Sitting, case: str) -> None:
    """A lane examined, granted and its licence made."""
    desk.done(FinishStep, case=case, step="examine")
    desk.done(Decide, case=case, granted=True)
    desk.done(FinishStep, case=case, step="make")


def test_one_command_opens_the_whole_and_its_lanes(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        codes = lanes(desk, whole)
        assert set(codes) == set(ITEMS)
        assert len({whole, *codes.values()}) == 5
        assert all(desk.file(code).joint == whole for code in codes.values())
        assert statuses(desk, whole) == {
            "land": Status.ACCEPTED,
            "fire": Status.ACCEPTED,
            "plan": Status.PENDING,
            "build": Status.PENDING,
        }
        assert desk.hall.ask(AskCases(tab=Tab.OPEN)).total == 5
        # The next case of the window has a code of its own.
        assert desk.opened() not in {whole, *codes.values()}
    assert verify(path).whole


def test_lanes_go_one_after_the_other_to_one_collection(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        codes = lanes(desk, whole)
        assert desk.refused(Decide, case=codes["build"], granted=True) == "lane_pending"
        granted(desk, codes["land"])
        assert statuses(desk, whole)["plan"] is Status.ACCEPTED
        reused = [body for body in desk.bodies(codes["plan"]) if isinstance(body, MaterialChecked)]
        assert ("land", Verdict.REUSED, codes["land"]) in [(b.material, b.verdict, b.licence) for b in reused]
        for lane in ("plan", "fire", "build"):
            granted(desk, codes[lane])
        assert desk.file(whole).line.status is Status.GRANTED
        desk.done(Deliver, case=whole, recipient="王小明")
        assert set(statuses(desk, whole).values()) == {Status.COLLECTED}
    assert verify(path).whole


def test_every_lane_says_at_a_glance_who_has_it_and_what_it_waits_for(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        codes = lanes(desk, whole)
        desk.done(ClaimStep, case=codes["land"], step="examine", user="沈宁")
        found = {line.item: line for line in desk.file(whole).lanes}
        land, build = found["land"], found["build"]
        assert (land.step, land.holder, land.step_department_name) == ("examine", "沈宁", "land")
        assert (land.done, land.steps, land.waits_for) == (1, 5, ())
        assert land.since is not None
        assert (build.step, build.holder, build.since, build.waits_for) == ("", "", None, ("plan", "fire"))
        granted(desk, codes["fire"])
        found = {line.item: line for line in desk.file(whole).lanes}
        assert found["build"].waits_for == ("plan",)
        # A lane's own file shows the others, too.
        assert [line.code for line in desk.file(codes["plan"]).lanes] == list(codes.values())


def test_a_joint_case_and_each_lane_say_who_they_wait_for(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        codes = lanes(desk, whole)
        assert [each.code for each in desk.file(whole).awaiting] == ["land", "plan", "fire", "build"]
        assert {each.whom for each in desk.file(whole).awaiting} == {Whom.LANE}
        [who] = desk.file(codes["land"]).awaiting
        assert (who.whom, who.step) == (Whom.DEPARTMENT, "examine")
        assert [each.code for each in desk.file(codes["plan"]).awaiting] == ["land"]
        desk.done(Withdraw, case=whole, reason="改日")
        assert desk.file(whole).awaiting == ()


def test_a_window_lists_and_counts_the_whole_alone(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        assert [line.code for line in desk.hall.ask(AskCases(tab=Tab.OPEN, window="3")).lines] == [whole]
        assert desk.hall.ask(AskCounts(window="3")).tab(Tab.OPEN) == 1
        assert desk.hall.ask(AskSteps(tab=StepTab.TO_CLAIM)).total == 2


def test_the_whole_is_withdrawn_with_its_lanes(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        assert desk.refused(Withdraw, case=lanes(desk, whole)["land"], reason="改日") == "lane_of_joint"
        desk.done(Withdraw, case=whole, reason="改日")
        assert set(statuses(desk, whole).values()) == {Status.WITHDRAWN}
        assert desk.codes() == []
    assert verify(path).whole


def test_the_applicant_is_told_once_of_what_happens_to_all_at_once(path: Path) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        desk.done(Withdraw, case=whole, reason="改日")
        with raw(path) as connection:
            told = connection.execute('SELECT "case", kind FROM outbox').fetchall()
    assert sorted(told) == sorted(
        (whole, kind) for kind in ("case_opened", "case_accepted", "case_withdrawn")
    )


@pytest.mark.parametrize("column", ["body", "user", "at", "hash", "seq"])
def test_a_changed_event_of_a_lane_is_named(path: Path, column: str) -> None:
    with ground(path).sitting() as desk:
        whole = filed(desk)
        lane = lanes(desk, whole)["fire"]
    assert column in EVENT.c
    with raw(path, unguarded=True) as connection:
        changed = f"{column} + 64" if column == "seq" else f"'x' || substr({column}, 2)"
        connection.execute(f"UPDATE event SET {column} = {changed} WHERE stream = ? AND seq = 2", (lane,))
    named = {
        (each.facts["stream"], each.facts["seq"])
        for each in verify(path).problems
        if each.key in ("event_changed", "event_lost")
    }
    assert (lane, "2") in named


def test_a_licence_on_file_is_not_asked_for_again(path: Path) -> None:
    with ground(path).sitting() as desk:
        assert isinstance(desk.hall, SqlHall)
        put_items(desk.hall, ITEMS.values(), DEPARTMENTS)
        land = desk.accepted(ITEMS["land"])
        granted(desk, land)
        plan = desk.opened(ITEMS["plan"])
        line = next(each for each in desk.file(plan).checklist if each.code == "land")
        assert (line.verdict, line.licence) == (Verdict.REUSED, land)
        missing = (Finding(material="land", verdict=Verdict.MISSING),)
        assert desk.refused(CheckMaterials, case=plan, findings=missing) == "on_file"
        desk.done(Revoke, case=land, reason="以欺骗取得")
        desk.done(CheckMaterials, case=plan, findings=missing)
    assert verify(path).whole
