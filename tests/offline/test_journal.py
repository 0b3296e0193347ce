"""The journal by itself: on the disk before it is told, never changed, whole after a kill at any moment."""

from __future__ import annotations

import random
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from data.model.command import OpenCase
from data.model.outcome import Receipt, Refusal
from data.offline.journal import Done, Dropped, Given, Journal, State, Stopped, told, verify
from data.port.errors import HallUnavailable
from data.time_source import at
from tests.support.sitting import OPENED
from tests.support.story import FOOD, WANG

CLERK = """
import sys
from dataclasses import replace
from pathlib import Path
from data.time_source import RealClock
from data.model.command import OpenCase
from data.model.outcome import Receipt
from data.offline.journal import Done, Given, Journal, told
from tests.support.story import FOOD, WANG

journal, clock = Journal(Path(sys.argv[1])), RealClock()
for number in range(100_000):
    command = OpenCase(id=f"c{number}", at=clock.now(), user="u", window="3", item=FOOD.code, applicant=WANG)
    receipt = Receipt(command=command.id, stream="s", seq=1, events=(), at=command.at)
    journal.give(command, Given(command=told(command), receipt=receipt), clock.now())
    print("given", number, flush=True)
    journal.write(command.id, Done(sent=told(command), receipt=receipt), clock.now())
    print("done", number, flush=True)
"""


def given(id_: str) -> tuple[OpenCase, Given]:
    """A command, and what the journal keeps of it."""
    command = OpenCase(id=id_, at=OPENED, user="张敏", window="3", item=FOOD.code, applicant=WANG)
    receipt = Receipt(command=id_, stream="s", seq=1, events=("case_opened",), at=OPENED)
    return command, Given(command=told(command), receipt=receipt)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for id_ in ("a", "b", "c"):
        journal.give(*given(id_), OPENED)
    receipt = given("a")[1].receipt
    assert receipt is not None
    journal.write("a", Done(sent="{}", receipt=receipt), OPENED)
    journal.write("b", Stopped(refusal=Refusal(reason="open_already", facts={"case": "x"})), OPENED)
    before = journal.entries
    journal.close()
    again = Journal(path)
    assert again.entries == before
    assert [entry.state for entry in before] == [State.DONE, State.UNSETTLED, State.WAITING]
    again.write("b", Dropped(by="张敏", reason="重复"), OPENED)
    again.close()
    assert verify(path) == 6
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_desk_is_kept_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    with pytest.raises(HallUnavailable, match="journal_busy"):
        Journal(tmp_path / "journal.db")
    journal.close()
    Journal(tmp_path / "journal.db").close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record SET body = replace(body, '王', '李') WHERE n = 2",
        "DELETE FROM record WHERE n = 2",
        "UPDATE record SET entry = 'x' WHERE n = 1",
    ],
)
def test_a_record_that_was_changed_is_found_out(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for id_ in ("a", "b", "c"):
        journal.give(*given(id_), OPENED)
    journal.close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    assert connection.execute(sql).rowcount == 1
    connection.commit()
    connection.close()
    for opening in (verify, Journal):
        with pytest.raises(HallUnavailable, match="journal_spoilt"):
            opening(path)


def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_text("no journal", encoding="utf-8")
    with pytest.raises(HallUnavailable, match="journal_spoilt"):
        Journal(path)
    assert path.read_text(encoding="utf-8") == "no journal"


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_everything_told_is_there(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "journal.db"
    kill_after = random.Random(seed).randrange(1, 120)
    with subprocess.Popen(
        [sys.executable, "-c", CLERK, str(path)], stdout=subprocess.PIPE, text=True
    ) as clerk:
        assert clerk.stdout is not None
        heard = [clerk.stdout.readline().split() for _ in range(kill_after)]
        clerk.send_signal(signal.SIGKILL)
        heard += [line.split() for line in clerk.stdout if line.endswith("\n")]
    assert clerk.returncode == -signal.SIGKILL
    verify(path)
    journal = Journal(path)
    states = {entry.id: entry.state for entry in journal.entries}
    for word, number in heard:
        state = states[f"c{number}"]
        assert state is State.DONE if word == "done" else state in (State.WAITING, State.DONE)
    # At most one record more than was told.
    assert len(states) <= len([word for word, _ in heard if word == "given"]) + 1
    journal.give(*given("next"), at(OPENED.date(), 12))
    journal.close()
    verify(path)
