"""A writer that is killed at any moment has done what it said it had done, and nothing by halves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Thread
from typing import IO

import pytest

from data.model.account import Authority
from data.model.command import Command
from data.model.outcome import Outcome, Receipt
from data.port.codec import write_command
from data.store.sql_hall import SqlHall
from data.store.upkeep.verify import verify
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.sitting import OPENED, Sitting
from tests.support.store.grounds import Ground
from tests.support.waiting import PATIENCE

COMMANDS = 1_000
SET_UP = 1
"""The command that has set the hall up."""
KILLS = {"sqlite": 5, "postgres": 3}
MOST_KILLS = 20
"""PostgreSQL has a test suite of its own for what a killed client leaves behind; this is about ours."""
OVERLAP = 7


class Recording(SqlHall):
    """A hall that remembers what it was told."""

    told: list[Command]

    def do(self, command: Command, authority: Authority | None = None) -> Outcome:
        self.told.append(command)
        return super().do(command, authority)


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> list[Command]:
    """A thousand commands that are carried out one after the other: tickets, and whole lives of cases."""
    clock = TravellingClock(OPENED)
    path = small_hall_file(tmp_path_factory.mktemp("written") / "hall.db")
    with closing(Recording.open(path, clock, durable=False)) as hall:
        assert isinstance(hall, Recording)
        hall.told = []
        desk = Sitting(hall, clock)
        while len(hall.told) < COMMANDS:
            desk.take()
            desk.collected()
            desk.accepted(window="4")
        return hall.told[:COMMANDS]


@contextmanager
def writer(place: Path | str, lines: list[str]) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """The program carrying out these lines; its outcomes, one a line."""
    program = [sys.executable, "-m", "clerk_tui", "do", "-", "--db", str(place)]
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    given = process.stdin

    def feed() -> None:
        # Who was killed reads no more.
        with suppress(BrokenPipeError):
            given.write("".join(lines).encode())
        with suppress(BrokenPipeError):
            given.close()

    feeder = Thread(target=feed)
    feeder.start()
    try:
        yield process, process.stdout
    finally:
        process.stdout.close()
        process.wait(PATIENCE)
        feeder.join(PATIENCE)


def acknowledged(line: bytes) -> dict[str, object]:
    """An outcome that the program has told, which must be a receipt."""
    outcome: dict[str, object] = json.loads(line)
    assert outcome["outcome"] == "receipt", outcome
    return {key: value for key, value in outcome.items() if key not in ("outcome", "line")}


def test_a_writer_killed_again_and_again_loses_nothing_it_acknowledged(
    commands: list[Command], new_ground: Ground
) -> None:
    place = new_ground.place
    kills = KILLS["sqlite" if isinstance(place, Path) else "postgres"]
    killed(place, commands[: COMMANDS * kills // MOST_KILLS], kills)


@pytest.mark.slow
def test_a_writer_killed_twenty_times_in_a_thousand_commands_loses_nothing(
    commands: list[Command], new_ground: Ground
) -> None:
    killed(new_ground.place, commands, MOST_KILLS)


def killed(place: str | Path, told: list[Command], kills: int) -> None:
    """Kill the writer so often; all that it acknowledged is there, once, and the rest can be sent again."""
    lines = [f"{write_command(command)}\n" for command in told]
    ids = [command.id for command in told]
    random = Random("again and again")
    receipts: dict[object, dict[str, object]] = {}
    for kill in range(kills):
        start = max(0, len(receipts) - OVERLAP)
        enough = (kill + 1) * (len(told) // (kills + 2)) + random.randrange(20)
        with writer(place, lines[start:]) as (process, outcomes):
            for line in outcomes:
                receipt = acknowledged(line)
                assert receipts.setdefault(receipt["command"], receipt) == receipt
                if len(receipts) >= enough:
                    os.kill(process.pid, signal.SIGKILL)
                    break
        assert process.returncode == -signal.SIGKILL
        assert list(receipts) == ids[: len(receipts)]
        verification = verify(place)
        assert verification.whole, verification.problems
        # At most what was under way beside what was acknowledged is there, and that is whole.
        assert len(receipts) <= verification.receipts
    assert len(receipts) < len(told)
    with writer(place, lines) as (process, outcomes):
        again = [acknowledged(line) for line in outcomes]
    assert process.returncode == 0
    assert [receipt["command"] for receipt in again] == ids
    assert all(receipts.get(receipt["command"], receipt) == receipt for receipt in again)
    before = verify(place)
    assert before.whole
    assert before.receipts == len(told) + SET_UP
    with closing(SqlHall.at(place, TravellingClock(OPENED))) as hall:
        assert all(isinstance(outcome, Receipt) for outcome in hall.do_many(told))
    assert verify(place) == before
