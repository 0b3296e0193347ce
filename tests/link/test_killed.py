"""A courier that is killed between sending and noting loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest

from data.model.event import LinkAnswered, LinkFailed, LinkSent, StepFinished
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.link.courier_program import AFTERWARDS, links, program
from tests.support.link.department import Behaviour, Department, Fields
from tests.support.sitting import OPENED, Sitting
from tests.support.waiting import PATIENCE

CASES = 3


@pytest.mark.parametrize("how", [Behaviour.ACK, Behaviour.ANSWER], ids=lambda how: how.name)
def test_killed_at_every_sending_each_step_is_asked_and_noted_once(
    tmp_path: Path, department: Department, how: Behaviour
) -> None:
    path = small_hall_file(tmp_path / "hall.db")
    with closing(SqlHall.open(path, TravellingClock(OPENED), durable=False)) as hall:
        desk = Sitting(hall, TravellingClock(OPENED))
        cases = [desk.accepted() for _ in range(CASES)]
    config = links(tmp_path, department)
    running: SimpleQueue[int] = SimpleQueue()
    department.always = how

    def kill(task: Fields) -> None:
        if department.sendings.count(task["id"]) == 1:
            os.kill(running.get(timeout=PATIENCE), signal.SIGKILL)

    department.on_task = kill
    for _ in range(CASES):
        with subprocess.Popen(program(path, config, "--once"), stdout=subprocess.DEVNULL) as courier:
            running.put(courier.pid)
            assert courier.wait(PATIENCE) == -signal.SIGKILL
    whole = subprocess.run(program(path, config, "--once"), capture_output=True, text=True, timeout=PATIENCE)
    assert whole.returncode == 0, whole.stderr
    assert len(department.tasks) == CASES
    assert sorted(department.sendings) == sorted(2 * list(department.tasks))
    with closing(SqlHall.open(path, TravellingClock(AFTERWARDS), durable=False)) as hall:
        desk = Sitting(hall, TravellingClock(OPENED))
        for case in cases:
            bodies = desk.bodies(case)
            told = [body for body in bodies if isinstance(body, LinkSent | LinkAnswered)]
            assert len(told) == 1
            assert not any(isinstance(body, LinkFailed) for body in bodies)
            finished = [body for body in bodies if isinstance(body, StepFinished) and body.step == "fire"]
            assert len(finished) == (how is Behaviour.ANSWER)
    assert verify(path).whole
