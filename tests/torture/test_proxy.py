"""Eight desks behind a network that drops, delays, duplicates, reorders and cuts: nothing lost or doubled."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from data.model.outcome import Conflict, Receipt, Refusal
from data.offline import journal
from data.store.upkeep.verify import verify
from tests.support.server.running import as_process
from tests.support.torture.clerk import Clerk, at_work
from tests.support.torture.eight_windows import CLERKS, founded, signed_in
from tests.support.torture.living_desk import Desk, at_desk
from tests.support.torture.oracle import Log, examined, whole_journal
from tests.support.torture.proxy import Network, Trouble
from tests.support.torture.reckoning import check, nothing_else
from tests.support.waiting import until

AFTERWARDS = 120.0
OF_COMMANDS = frozenset(Trouble) - {Trouble.NONE, Trouble.STREAM_CUT}


@dataclass
class Day:
    """What a day behind a bad network came to."""

    log: Log
    network: Network
    clerks: list[Clerk]
    desks: list[Desk]
    entries: list[dict[str, journal.Entry]]
    seconds: float

    def report(self) -> str:
        """The figures of it."""
        outcomes = Counter(type(each).__name__ for clerk in self.clerks for each in clerk.told.values())
        kept = Counter(entry.state.value for entries in self.entries for entry in entries.values())
        settled = sum((desk.settled for desk in self.desks), Counter())
        away = sum((clerk.away for clerk in self.clerks), Counter())
        told = {
            "seconds": round(self.seconds, 1),
            "commands given": sum(len(clerk.given) for clerk in self.clerks),
            "outcomes": dict(outcomes),
            "carried out": len(self.log.commands),
            "events": len(self.log.streams),
            "in journals": dict(kept),
            "settled": dict(settled),
            "raised": dict(away),
            "requests through the network": self.network.requests,
            "troubles of commands": {str(key): value for key, value in self.network.struck.items()},
            "other troubles": {str(key): value for key, value in self.network.others.items()},
        }
        return "".join(f"  {name}: {value}\n" for name, value in told.items())


def day(place: str | Path, folder: Path, commands: int) -> Day:
    """Have the clerks of eight windows give so many commands in all, and everything arrive in the end."""
    founded(place)
    with ExitStack() as stack:
        server = stack.enter_context(as_process(place, folder / "server.log"))
        network = stack.enter_context(Network(int(server.address.rpartition(":")[2]), seed=1937).running())
        desks, clerks = [], []
        for window, user in CLERKS.items():
            gate = signed_in(network.url, window, folder)
            desk = stack.enter_context(
                at_desk(gate, window, folder / window, partial(network.is_quiet, window))
            )
            desks.append(desk)
            most = commands // len(CLERKS)
            clerks.append(Clerk(desk.hall, gate.clock, window, user, most, between=desk.between))
        until(lambda: all(desk.hall.replica.copied is not None for desk in desks))
        begun = monotonic()
        network.rage()
        at_work(clerks)
        network.calm()
        until(lambda: all(map(network.is_quiet, CLERKS)))
        until(lambda: all(_settled(desk) for desk in desks), AFTERWARDS)
        seconds = monotonic() - begun
        entries = [{each.id: each for each in desk.hall.journal.entries} for desk in desks]
        assert all(not desk.hall.unsent() for desk in desks)
    return Day(examined(place), network, clerks, desks, entries, seconds)


def _settled(desk: Desk) -> bool:
    desk.settle()
    return desk.clean


def hold(day: Day, place: str | Path) -> None:
    """Everything that must hold after a day."""
    nothing_else(
        day.log,
        [check(day.log, clerk, entries) for clerk, entries in zip(day.clerks, day.entries, strict=True)],
    )
    verification = verify(place)
    assert verification.whole, verification.problems
    for desk, entries in zip(day.desks, day.entries, strict=True):
        assert journal.verify(desk.journal) == whole_journal(desk.journal) >= len(entries)
    assert not day.network.unlike
    # Otherwise nothing would have been shown.
    assert day.network.struck.keys() >= OF_COMMANDS, OF_COMMANDS - day.network.struck.keys()
    assert day.network.others[Trouble.STREAM_CUT]
    assert any(day.entries), "no desk has ever gone on alone"
    told = {type(each) for clerk in day.clerks for each in clerk.told.values()}
    assert {Receipt, Refusal, Conflict} <= told


FEW = 504
"""So many that every kind of trouble strikes."""


def test_five_hundred_commands_through_a_bad_network_are_each_in_the_log_once(
    postgres_url: str, tmp_path: Path
) -> None:
    today = day(postgres_url, tmp_path, FEW)
    hold(today, postgres_url)


@pytest.mark.slow
def test_a_file_keeps_the_same_promise(tmp_path: Path) -> None:
    place = tmp_path / "hall.db"
    hold(day(place, tmp_path, FEW), place)


@pytest.mark.slow
def test_ten_thousand_commands_through_a_bad_network_are_each_in_the_log_once(
    postgres_url: str, tmp_path: Path
) -> None:
    today = day(postgres_url, tmp_path, 10_000)
    sys.stdout.write(f"\n{today.report()}")
    hold(today, postgres_url)
