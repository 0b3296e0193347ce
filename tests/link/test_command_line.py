"""`clerk-tui link`, as it is run: once, or going on and listening until it is told to end."""

from __future__ import annotations

import json
import signal
import subprocess
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest

from clerk_tui.cli.main import run
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.link.courier_program import AFTERWARDS, DAY, links, program
from tests.support.link.department import Behaviour, Department, Fields
from tests.support.sitting import OPENED, Sitting
from tests.support.waiting import PATIENCE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A hall in which the fire department is asked about one case."""
    path = small_hall_file(tmp_path / "hall.db")
    with closing(SqlHall.open(path, TravellingClock(OPENED), durable=False)) as hall:
        Sitting(hall, TravellingClock(OPENED)).accepted()
    return path


def once(path: Path, config: Path, *more: str) -> int:
    """One round; the exit code."""
    return run(["link", "--db", str(path), "--config", str(config), "--today", DAY, "--once", *more])


def test_one_round_says_what_it_did(
    path: Path, tmp_path: Path, department: Department, capsys: pytest.CaptureFixture[str]
) -> None:
    config = links(tmp_path, department)
    department.always = Behaviour.ANSWER
    assert once(path, config, "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first == {"department": "fire", "sent": 1, "answered": 1, "failed": 0, "waiting": 0}
    assert once(path, config, "--lang", "en") == 0
    assert capsys.readouterr().out == "fire: 0 sent, 0 answered at once, 0 failed, 0 waiting\n"


def test_a_round_that_failed_is_unavailable_in_one_line(
    path: Path, tmp_path: Path, department: Department, capsys: pytest.CaptureFixture[str]
) -> None:
    config = links(tmp_path, department)
    department.always = Behaviour.ERROR
    assert once(path, config, "--lang", "en") == 4
    told = capsys.readouterr()
    assert told.err == "clerk-tui: 1 could not be sent; the next round tries again\n"
    assert "1 failed" in told.out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--listen", "127.0.0.1:0"), "do not go together"),
        (("--read-only",), "read-only"),
    ],
)
def test_what_makes_no_sense_is_refused(
    path: Path,
    tmp_path: Path,
    department: Department,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    words: str,
) -> None:
    assert once(path, links(tmp_path, department), "--lang", "en", *more) in (2, 4)
    assert words in capsys.readouterr().err
    assert department.sendings == []


@pytest.mark.parametrize("address", ["8070", ":8070", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000"])
def test_what_is_no_address_is_refused(
    path: Path, tmp_path: Path, department: Department, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    config = links(tmp_path, department)
    arguments = ["link", "--db", str(path), "--config", str(config), "--listen", address, "--lang", "en"]
    assert run(arguments) == 2
    assert "is not HOST:PORT" in capsys.readouterr().err


def test_a_department_that_the_hall_does_not_have_is_refused(
    path: Path, tmp_path: Path, department: Department, capsys: pytest.CaptureFixture[str]
) -> None:
    config = links(tmp_path, department)
    config.write_text(config.read_text().replace('"fire"', '"weather"'))
    assert once(path, config, "--lang", "en") == 2
    assert "no department weather" in capsys.readouterr().err


def test_it_sends_and_listens_until_it_is_told_to_end(
    path: Path, tmp_path: Path, department: Department
) -> None:
    tasks: SimpleQueue[Fields] = SimpleQueue()
    department.on_task = tasks.put
    config = links(tmp_path, department)
    arguments = program(path, config, "--listen", "127.0.0.1:0", "--every", "1", "--json")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        port = int(json.loads(running.stdout.readline())["listening"].rpartition(":")[2])
        task = tasks.get(timeout=PATIENCE)
        said = department.call_back(port, department.answer(task))
        assert json.loads(running.stdout.readline())["sent"] == 1
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 0
        assert running.stderr.read() == ""
    assert said == (200, {"result": "taken"})
    with closing(SqlHall.open(path, TravellingClock(AFTERWARDS), durable=False)) as hall:
        kinds = [body.kind for body in Sitting(hall, TravellingClock(OPENED)).bodies(task["case"])]
    assert kinds.count("link_answered") == kinds.count("link_sent") == 1
