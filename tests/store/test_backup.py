"""A copy made while desks are open is whole, new, or not there."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from data.port.errors import HallUnavailable
from data.store.upkeep.backup import backup
from data.store.upkeep.verify import verify
from tests.support.store.grounds import ground
from tests.support.store.hall_file import raw
from tests.support.waiting import PATIENCE


def test_a_copy_made_while_a_desk_works_is_whole(lived: Path, tmp_path: Path) -> None:
    stop, started = Event(), Event()
    done: list[int] = []

    def work() -> None:
        with ground(lived).sitting() as desk:
            while not stop.is_set():
                desk.opened()
                started.set()
            done.append(desk.position())

    thread = Thread(target=work)
    thread.start()
    assert started.wait(PATIENCE)
    heads = set()
    for number in range(5):
        copy = tmp_path / f"copy-{number}.db"
        made = backup(lived, copy)
        assert made.whole
        assert verify(copy) == made
        heads.add(made.head)
    stop.set()
    thread.join(PATIENCE)
    assert len(heads) > 1
    assert verify(lived).events == done[0]
    assert sorted(each.name for each in tmp_path.glob("copy-*")) == [f"copy-{n}.db" for n in range(5)]


def test_a_copy_is_a_hall_like_the_first(lived: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(lived, copy)
    with ground(lived).sitting() as one, ground(copy).sitting() as other:
        assert one.lines() == other.lines()
        other.collected()
        assert other.events() > one.events()


def test_a_copy_goes_over_nothing(lived: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("kept")
    with pytest.raises(HallUnavailable) as told:
        backup(lived, target)
    assert told.value.reason == "exists"
    assert target.read_text() == "kept"


@pytest.mark.parametrize("where", ["missing/copy.db", "/proc/copy.db"])
def test_a_folder_that_cannot_be_written_is_named(lived: Path, tmp_path: Path, where: str) -> None:
    with pytest.raises(HallUnavailable) as told:
        backup(lived, tmp_path / where)
    assert told.value.reason == "folder"


def test_a_database_that_is_not_whole_is_not_copied(lived: Path, tmp_path: Path) -> None:
    with raw(lived) as connection:
        connection.execute("UPDATE case_row SET applicant = '李四'")
    with pytest.raises(HallUnavailable) as told:
        backup(lived, tmp_path / "copy.db")
    assert (told.value.reason, told.value.facts["count"]) == ("damaged", "3")
    assert [each.name for each in tmp_path.iterdir() if "copy" in each.name] == []
