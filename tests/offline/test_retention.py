"""What a window has done while cut off does not stay on its machine for ever; that it was can be proved."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from clerk_tui.cli.connect.kept_folder import kept_for
from clerk_tui.cli.exits import Failure
from data.model.command import OpenCase
from data.model.offline.journal import Way
from data.model.query import AskCase
from data.offline.journal import JOURNAL, Journal, verify
from data.offline.replica import PICTURE
from data.offline.retention import KEPT, OLD, journal_in, sweep
from data.port.errors import HallUnavailable
from tests.support.offline.far_window import LI, AtWindow, receipt
from tests.support.sitting import OPENED
from tests.support.story import FOOD, WANG

LATER = KEPT + timedelta(days=1)


def holds(folder: Path, text: str) -> list[str]:
    """The files of a folder, whatever their names, in which a text stands."""
    return [each.name for each in folder.iterdir() if text.encode() in each.read_bytes()]


def received(window: AtWindow) -> None:
    """An application is received while the window is cut off, and sent."""
    window.cable.pull()
    receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG))
    window.back()
    window.hall.close()


def test_what_is_settled_and_old_is_gone_from_the_disk_and_its_chain_goes_on(window: AtWindow) -> None:
    received(window)
    folder = window.folder / "window"
    assert JOURNAL in holds(folder, WANG.name)
    before = Journal(folder / JOURNAL)
    head, records = before._head, before.records
    before.close()
    window.clock.advance(LATER)
    journal = journal_in(folder, window.clock.now())
    assert journal.entries == ()
    assert journal.records == records + 1
    journal.close()
    assert [name for name in holds(folder, WANG.id_number) if name != PICTURE] == []
    assert JOURNAL in holds(folder, head)
    assert verify(folder / JOURNAL) == 1
    assert (folder / JOURNAL).stat().st_mode & 0o777 == 0o600
    assert not (folder / (JOURNAL + OLD)).exists()


def test_the_desk_goes_on_in_the_new_journal(window: AtWindow) -> None:
    received(window)
    window.clock.advance(LATER)
    window.again()
    assert window.hall.journal.entries == ()
    window.seen()
    window.cable.pull()
    case = receipt(window.here.do(OpenCase, item=FOOD.code, applicant=LI)).stream
    records = window.hall.journal.records
    window.again()
    assert window.hall.journal.records == records
    assert window.hall.standing().waiting == 1
    assert window.hall.ask(AskCase(code=case)) is not None
    window.back()
    assert window.hall.unsent() == ()
    # What has just been done is known, though the journal is young: its records are counted on.
    window.cable.pull()
    window.hall.lose()
    assert window.hall.ask(AskCase(code=case)) is not None


def test_what_is_young_or_waits_or_is_to_be_settled_is_kept(window: AtWindow) -> None:
    folder = window.folder / "window"
    window.cable.pull()
    receipt(window.here.do(OpenCase, item=FOOD.code, applicant=WANG))
    window.hall.close()
    window.clock.advance(LATER)
    journal = journal_in(folder, window.clock.now())
    assert len(journal.entries) == 1
    journal.close()
    window.there.opened()
    window.again()
    window.back()
    window.hall.close()
    window.clock.advance(LATER)
    window.again()
    (unsent,) = window.hall.unsent()
    assert window.hall.settle(unsent.id, Way.DROP, "已另行受理") == "dropped"
    window.hall.close()
    window.clock.advance(KEPT - timedelta(minutes=1))
    window.again()
    assert len(window.hall.journal.entries) == 1
    window.hall.close()
    window.clock.advance(timedelta(minutes=2))
    window.again()
    assert not window.hall.journal.entries


def test_a_machine_that_stopped_on_the_way_finishes_it(window: AtWindow) -> None:
    received(window)
    folder = window.folder / "window"
    old = folder / (JOURNAL + OLD)
    # Before the new one was in its place, and after it.
    os.link(folder / JOURNAL, old)
    journal = journal_in(folder, window.clock.now())
    assert len(journal.entries) == 1
    journal.close()
    assert not old.exists()
    old.write_bytes((folder / JOURNAL).read_bytes())
    journal_in(folder, window.clock.now() + LATER).close()
    assert not old.exists()
    assert [name for name in holds(folder, WANG.id_number) if name != PICTURE] == []


def test_the_windows_that_nobody_opens_are_swept_and_an_open_one_is_left(window: AtWindow) -> None:
    received(window)
    folder = window.folder / "window"
    window.clock.advance(LATER)
    desk = Journal(folder / JOURNAL)
    sweep(window.folder, window.clock.now())
    assert len(desk.entries) == 1
    desk.close()
    sweep(window.folder, window.clock.now())
    assert [name for name in holds(folder, WANG.id_number) if name != PICTURE] == []
    assert (folder / PICTURE).exists()
    for each in folder.glob(f"{PICTURE}*"):
        os.utime(each, (OPENED.timestamp(), OPENED.timestamp()))
    sweep(window.folder, window.clock.now())
    assert holds(folder, WANG.id_number) == []
    assert not (folder / PICTURE).exists()


def test_a_journal_that_is_open_elsewhere_is_not_begun_anew(window: AtWindow) -> None:
    received(window)
    folder = window.folder / "window"
    desk = Journal(folder / JOURNAL)
    with pytest.raises(HallUnavailable, match="journal_busy"):
        journal_in(folder, window.clock.now() + LATER)
    assert len(desk.entries) == 1
    desk.close()


def test_for_how_long_is_said_by_the_environment() -> None:
    assert kept_for({}) == KEPT
    assert kept_for({"CLERK_TUI_KEEP_DAYS": "7"}) == timedelta(days=7)
    for given in ("0", "-1", "x", "3651", "٣", "1" * 30):
        with pytest.raises(Failure):
            kept_for({"CLERK_TUI_KEEP_DAYS": given})
