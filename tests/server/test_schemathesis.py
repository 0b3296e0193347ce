"""The whole OpenAPI held against the server, by all of schemathesis' checks.

With `SCHEMATHESIS_EXAMPLES=200` in the environment far more is tried than in the fast suite.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.model.account import Authority, Role
from data.server.http.limits import Limits
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.server.knowing import Knowing
from tests.support.server.running import ROOT, in_thread
from tests.support.sitting import OPENED, Sitting

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "3"))
TRIED = "全能"
PATIENCE = 3_600


class NeverOut(Knowing):
    """Accounts that let nobody go: signing out is tried, and the rest must go on."""

    def end(self, token: str) -> None:
        """The token stays."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A server to be tried out."""

    url: str
    token: str
    known: str
    before: int
    events: Callable[[], int]


@pytest.fixture
def tried(hall_file: Path) -> Iterator[Tried]:
    """A hall with a case collected, one accepted, one received and a ticket being served."""
    clock = TravellingClock(OPENED)

    def open_hall(read_only: bool) -> SqlHall:
        return SqlHall.open(hall_file, clock, read_only=read_only, durable=False)

    hall = open_hall(False)
    desk = Sitting(hall, clock)
    cases = [desk.collected(), desk.accepted(), desk.opened(), "500102260318A03999Z"]
    tickets = [desk.serving(), desk.take().stream]
    before = desk.events()
    hall.close()
    at = clock.now().isoformat()
    known = {"user": TRIED, "window": "3", "at": at, "cases": cases, "tickets": tickets}
    departments = ("market", "fire", "insurance")
    access = NeverOut(clock, Authority(user=TRIED, roles=tuple(Role), departments=departments))
    token = access.of(TRIED, "3")
    limits = Limits(readers=1, stream_seconds=0.1, alive_seconds=0.15)
    with in_thread(open_hall, access, clock, limits=limits) as running:
        yield Tried(running.url, token, json.dumps(known), before, lambda: events_of(open_hall(True)))
        assert not [line for line in running.lines if "unforeseen" in line]


def events_of(hall: SqlHall) -> int:
    """How many events there are in a hall, which is let go of."""
    try:
        return hall.mark().position
    finally:
        hall.close()


def schemathesis(tried: Tried, folder: Path, *options: str, hooks: bool = False) -> str:
    """One run against the server, with every check; its report."""
    environment = {**os.environ, "CLERK_TUI_TRIED": tried.known, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    if hooks:
        environment["SCHEMATHESIS_HOOKS"] = "tests.support.server.schemathesis_hooks"
    program = Path(sys.executable).with_name("schemathesis")
    ran = subprocess.run(
        [
            str(program),
            "run",
            f"{tried.url}/v1/openapi.json",
            "--checks=all",
            f"--header=Authorization: Bearer {tried.token}",
            "--continue-on-failure",
            "--no-color",
            *options,
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def assert_whole(report: str) -> None:
    """Every operation was tried, with every check, and nothing was found."""
    assert "failure" not in report.rpartition("SUMMARY")[2], report
    assert re.search(r"[1-9][0-9]* passed", report.rpartition("Test cases:")[2]), report


def test_what_the_api_says_is_what_it_does(tried: Tried, tmp_path: Path) -> None:
    report = schemathesis(tried, tmp_path, "--phases=coverage,fuzzing,stateful", f"--max-examples={EXAMPLES}")
    assert_whole(report)


def test_commands_of_somebody_who_may_do_everything(tried: Tried, tmp_path: Path) -> None:
    report = schemathesis(
        tried,
        tmp_path,
        "--include-path=/v1/commands",
        "--include-path=/v1/draft",
        "--phases=coverage,fuzzing",
        f"--max-examples={EXAMPLES * 20}",
        hooks=True,
    )
    assert_whole(report)
    assert tried.events() > tried.before, "nothing that was tried came to anything"
