"""What one key on a case costs: questions to the hall, and evaluations of what can be done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Stop
from uuid import uuid4

import pytest

from bench.key_trace import Trace, go_to_complete_case
from clerk_tui.shell.own_writes import OwnWrites
from data.demo.demo_place import morning_of
from data.model.command import Command, TakeTicket
from data.model.outcome import Outcome, Receipt, Touched
from data.port.status import Change
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.desk.seat import Seat, Sit
from tests.support.halls.demo_hall import TODAY

MOST_QUESTIONS = 4
MOST_EVALUATIONS = 60


class Followed:
    """A hall of which is known how far it has been written, and how far its watcher has told of it."""

    def __init__(self, path: Path, clock: TravellingClock) -> None:
        self._hall = SqlHall.open(path, clock)
        self.written = self.told = 0
        self.ask, self.standing, self.close = self._hall.ask, self._hall.standing, self._hall.close

    def do(self, command: Command) -> Outcome:
        """Carry out a command, and remember where the hall stands after it."""
        outcome = self._hall.do(command)
        if isinstance(outcome, Receipt):
            assert outcome.position
            self.written = outcome.position
        return outcome

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Remember what has been told."""
        for change in self._hall.watch(stop, since):
            yield change
            self.told = change.position


@pytest.mark.parametrize("key", ["a", "space", "down"])
async def test_a_key_on_a_case_costs_little(sit: Sit, demo: Path, clock: TravellingClock, key: str) -> None:
    halls: list[Followed] = []

    def open_hall() -> Followed:
        halls.append(Followed(demo, clock))
        return halls[0]

    trace = Trace()
    trace.install()
    try:
        async with sit(open_hall=open_hall) as seat:

            async def press(pressed: str) -> None:
                await seat.press(pressed)
                await told(seat, halls[0])

            await go_to_complete_case(seat.app, press)
            if key == "down":
                await press("1")
            trace.start()
            await press(key)
            trace.stop()
    finally:
        trace.remove()
    assert 1 <= trace.questions <= MOST_QUESTIONS
    assert trace.decided >= 1
    assert trace.doubted >= 1
    assert trace.decided + trace.doubted <= MOST_EVALUATIONS


async def test_what_somebody_else_writes_is_in_view_at_once(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    halls: list[Followed] = []

    def open_hall() -> Followed:
        halls.append(Followed(demo, clock))
        return halls[0]

    other = SqlHall.open(demo, clock)
    try:
        async with sit(open_hall=open_hall) as seat:
            await seat.press("n")
            await told(seat, halls[0])
            counts = seat.app.desk.state.counts
            view = seat.app.desk.state.view
            assert counts is not None
            assert view is not None
            zone = view.zones[0][0]
            taken = other.do(TakeTicket(id=uuid4().hex, at=clock.now(), user="李强", window="1", zone=zone))
            assert isinstance(taken, Receipt)
            halls[0].written = taken.position
            await told(seat, halls[0])
            now = seat.app.desk.state.counts
            assert now is not None
            assert now.waiting == counts.waiting + 1
    finally:
        other.close()


async def told(seat: Seat, hall: Followed) -> None:
    """Wait until the watcher has told of everything written, and the desk has done what it does about it."""
    while hall.told < hall.written:
        await asyncio.sleep(0)
    await seat.quiet()


def receipt(position: int, *streams: str) -> Receipt:
    """A receipt of one event in each stream, the last one at the position."""
    own, *others = streams
    return Receipt(
        command=f"c{position}",
        stream=own,
        seq=1,
        events=("kind",),
        at=morning_of(TODAY),
        others=tuple(Touched(stream=each, seq=1, events=("kind",)) for each in others),
        position=position,
    )


class TestOwnWrites:
    def test_what_was_written_here_alone_is_not_asked_for_again(self) -> None:
        own = OwnWrites()
        own.sent()
        own.answered(receipt(12, "A", "B"))
        assert own.covers(Change(12, ("A", "B")))
        own.sent()
        own.answered(receipt(13, "A"))
        own.sent()
        own.answered(receipt(14, "C"))
        assert own.covers(Change(14, ("A", "C")))

    @pytest.mark.parametrize(
        "change",
        [
            Change(13, ("A",)),
            Change(13, ("A", "X")),
            Change(12, ("A", "X")),
            Change(12, ()),
            Change(11, ("A",)),
        ],
    )
    def test_what_somebody_else_has_written_is_asked_for(self, change: Change) -> None:
        own = OwnWrites()
        assert not own.covers(Change(10, ("X",)))
        own.sent()
        own.answered(receipt(12, "A"))
        assert not own.covers(change)

    def test_between_two_writes_of_its_own_somebody_else_may_have_written_the_same_case(self) -> None:
        own = OwnWrites()
        own.covers(Change(9, ("X",)))
        for position in (10, 12):
            own.sent()
            own.answered(receipt(position, "A"))
        assert not own.covers(Change(12, ("A",)))

    def test_a_change_told_before_its_receipt_waits_for_it(self) -> None:
        own = OwnWrites()
        own.sent()
        change = Change(12, ("A",))
        assert own.waits(change)
        assert own.answered(receipt(12, "A")) == [change]
        assert own.covers(change)
        assert not own.waits(change)

    def test_of_a_command_that_wrote_nothing_every_change_is_somebody_elses(self) -> None:
        own = OwnWrites()
        own.sent()
        change = Change(12, ("A",))
        own.waits(change)
        assert own.answered() == [change]
        assert not own.covers(change)

    def test_a_receipt_without_a_position_covers_nothing(self) -> None:
        own = OwnWrites()
        own.sent()
        own.answered(receipt(0, "A"))
        assert not own.covers(Change(1, ("A",)))
