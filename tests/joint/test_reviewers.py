"""Four reviewers at once at one file: no step is lost, none is done twice, and the log is whole."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

from data.model.case import Status
from data.model.command import (
    Accept,
    ClaimStep,
    Decide,
    FinishStep,
    HandBackStep,
    HandOverStep,
    OpenCase,
)
from data.model.item import Department, StepKind
from data.model.outcome import Outcome, Receipt, Refusal
from data.model.query import AskCases, AskEntries, AskSteps, StepTab, Tab
from data.model.view import StepLine
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.setting_up import put_items
from tests.support.halls.small_hall import small_hall_file
from tests.support.joint.project import ITEMS, PROJECT
from tests.support.sitting import OPENED, Sitting
from tests.support.story import WANG
from tests.support.waiting import PATIENCE

PROJECTS = 8
REVIEWERS = ("陈规", "黄改", "吴建", "孙市")
OUTRUN = frozenset({"step_claimed_already", "step_held", "step_finished", "step_waits", "case_ended"})
"""What one may be told who was outrun by another between the list and the act."""


def filed(path: Path) -> None:
    """Several projects, filed and accepted."""
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(small_hall_file(path), clock, durable=False)) as hall:
        put_items(
            hall, [*ITEMS.values(), PROJECT], [Department(code=each, name=each) for each in DEPARTMENTS]
        )
        desk = Sitting(hall, clock)
        for _ in range(PROJECTS):
            whole = desk.done(OpenCase, item=PROJECT.code, applicant=WANG, again=True).stream
            desk.all_there(whole, PROJECT)
            desk.done(Accept, case=whole)


DEPARTMENTS = ("lead", *ITEMS)


def sent(desk: Sitting, act: type[object], line: StepLine, **fields: object) -> Outcome:
    """Send an act on a step, once more with a later clock where another's was ahead."""
    outcome = desk.do(act, case=line.case, **fields)
    while isinstance(outcome, Refusal) and outcome.reason == "time_backwards":
        desk.later(30)
        outcome = desk.do(act, case=line.case, **fields)
    return outcome


def review(path: str, name: str, barrier: Barrier, told: Connection) -> None:
    """One reviewer: claims what is free, now and then hands it on, finishes their own, to the end."""
    random = Random(name)
    clock = TravellingClock(OPENED)
    finished: list[tuple[str, str]] = []
    outrun: Counter[str] = Counter()
    with closing(SqlHall.open(Path(path), clock, durable=False)) as hall:
        desk = Sitting(hall, clock, user=name, window="")
        desk.ids = (f"{name}-{number}" for number in range(100_000))
        barrier.wait(PATIENCE)
        while lines := hall.ask(AskSteps(tab=StepTab.IN_HAND)).lines:
            mine = [line for line in lines if line.holder == name]
            free = [line for line in lines if not line.holder]
            line = random.choice(mine or free or lines)
            if line.holder != name:
                claim(desk, line, outrun)
            elif random.random() < 0.1:
                to = random.choice([each for each in REVIEWERS if each != name])
                sent(desk, HandOverStep, line, step=line.code, to=to)
            elif random.random() < 0.1:
                sent(desk, HandBackStep, line, step=line.code)
            else:
                finish(desk, line, finished, outrun)
    told.send((finished, outrun))
    told.close()


def claim(desk: Sitting, line: StepLine, outrun: Counter[str]) -> None:
    """Claim a step; who is outrun is told so."""
    outcome = sent(desk, ClaimStep, line, step=line.code)
    if isinstance(outcome, Refusal):
        outrun[outcome.reason] += 1


def finish(desk: Sitting, line: StepLine, finished: list[tuple[str, str]], outrun: Counter[str]) -> None:
    """Finish a step of one's own, or decide the case."""
    if line.kind is StepKind.DECIDE:
        outcome = sent(desk, Decide, line, granted=True)
    else:
        outcome = sent(desk, FinishStep, line, step=line.code)
    if isinstance(outcome, Receipt):
        finished.append((line.case, line.code))
    else:
        assert isinstance(outcome, Refusal), outcome
        outrun[outcome.reason] += 1


def test_four_reviewers_at_once_lose_no_step_and_do_none_twice(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    filed(path)
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(REVIEWERS))
    reviewers = []
    for name in REVIEWERS:
        heard, told = spawning.Pipe(duplex=False)
        process = spawning.Process(target=review, args=(str(path), name, barrier, told))
        process.start()
        told.close()
        reviewers.append((process, heard))
    finished: list[tuple[str, str]] = []
    outrun: Counter[str] = Counter()
    for process, heard in reviewers:
        assert heard.poll(PATIENCE)
        done, told_off = heard.recv()
        finished += done
        outrun += told_off
        process.join(PATIENCE)
        assert process.exitcode == 0
        process.close()
    assert outrun.keys() <= OUTRUN, outrun
    with closing(SqlHall.open(path, TravellingClock(OPENED), read_only=True)) as hall:
        wholes = [line for line in hall.ask(AskCases(tab=Tab.ALL)).lines if line.item == PROJECT.code]
        lanes = [line for line in hall.ask(AskCases(tab=Tab.ALL)).lines if line.item != PROJECT.code]
        entries = hall.ask(AskEntries(limit=10_000)).lines
    assert {line.status for line in (*wholes, *lanes)} == {Status.GRANTED}
    assert (len(wholes), len(lanes)) == (PROJECTS, PROJECTS * len(ITEMS))
    by_hand = [
        (line.code, step.code)
        for line in lanes
        for step in ITEMS[line.item].steps
        if step.kind not in (StepKind.RECEIVE, StepKind.DELIVER)
    ]
    assert sorted(finished) == sorted(by_hand)
    logged = Counter(each.stream for each in entries if each.kind == "step_finished")
    # Each lane's receiving step is finished by its beginning, the three others by hand.
    assert {logged[line.code] for line in lanes} == {4}
    assert verify(path).whole
