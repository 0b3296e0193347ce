"""A courier that is killed between sending and noting loses nothing and does nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest

from data.model.event import LinkAnswered, LinkFailed, LinkSent, StepFinished
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.contract.sitting import OPENED, Sitting
from tests.link.conftest import new_hall
from tests.link.department import SECRET, Behaviour, Department, Fields

DAY = "2026-03-19"
AFTERWARDS = OPENED + timedelta(days=2)
CASES = 3


def links(folder: Path, department: Department) -> Path:
    """The configuration that links the department, with its key beside it."""
    key = folder / "fire.key"
    key.touch(0o600)
    key.write_bytes(SECRET + b"\n")
    config = folder / "links.toml"
    config.write_text(f'[[link]]\ndepartment = "fire"\nurl = "{department.url}"\nkey_file = "fire.key"\n')
    return config


def program(path: Path, config: Path, *more: str) -> list[str]:
    """The command line of the courier."""
    common = ["link", "--db", str(path), "--config", str(config), "--today", DAY, "--lang", "en"]
    return [sys.executable, "-m", "clerk_tui", *common, *more]


@pytest.mark.parametrize("how", [Behaviour.ACK, Behaviour.ANSWER], ids=lambda how: how.name)
def test_killed_at_every_sending_each_step_is_asked_and_noted_once(
    tmp_path: Path, department: Department, how: Behaviour
) -> None:
    path = new_hall(tmp_path / "hall.db")
    with closing(SqlHall.open(path, TravellingClock(OPENED), durable=False)) as hall:
        desk = Sitting(hall, TravellingClock(OPENED))
        cases = [desk.accepted() for _ in range(CASES)]
    config = links(tmp_path, department)
    running: SimpleQueue[int] = SimpleQueue()
    department.always = how

    def kill(task: Fields) -> None:
        if department.sendings.count(task["id"]) == 1:
            os.kill(running.get(timeout=60), signal.SIGKILL)

    department.on_task = kill
    for _ in range(CASES):
        with subprocess.Popen(program(path, config, "--once"), stdout=subprocess.DEVNULL) as courier:
            running.put(courier.pid)
            assert courier.wait(60) == -signal.SIGKILL
    whole = subprocess.run(program(path, config, "--once"), capture_output=True, text=True, timeout=60)
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
