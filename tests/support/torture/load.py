"""Clerks at work at two servers beside one database, while something happens to these."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from data.model.outcome import Receipt
from data.remote.remote_hall import RemoteHall
from data.store.upkeep.verify import verify
from tests.support.torture.balancer import Balancer
from tests.support.torture.clerk import Clerk, at_work
from tests.support.torture.eight_windows import CLERKS, founded, signed_in
from tests.support.torture.fleet import Server, fleet
from tests.support.torture.oracle import examined, rows
from tests.support.torture.reckoning import check, nothing_else
from tests.support.torture.watcher import Watcher, watching
from tests.support.waiting import PATIENCE, until

WITHOUT_END = 1_000_000
ENOUGH = 40
"""Commands that are acknowledged before the next thing happens."""
WATCHER = "8"


def _going() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Load:
    """The servers, those who work behind `balancer`, and somebody who watches behind `watched`."""

    place: str
    balancer: Balancer
    watched: Balancer
    servers: list[Server]
    watcher: Watcher
    clerks: list[Clerk] = field(default_factory=list)
    seconds: float = 0.0
    going: threading.Event = field(default_factory=_going)

    @property
    def acknowledged(self) -> int:
        """How many receipts the clerks have been given so far."""
        return sum(isinstance(each, Receipt) for clerk in self.clerks for each in [*clerk.told.values()])

    @property
    def reconnected(self) -> int:
        """How often the watcher had to connect anew: once each for signing in, being let in, and watching."""
        return sum(self.watched.taken.values()) - 3

    def run(self, meanwhile: Callable[[Callable[[], bool]], None]) -> None:
        """Have the clerks work while something happens; then they end with the applicant whom they have."""

        def happening(busy: Callable[[], bool]) -> None:
            try:
                meanwhile(busy)
            finally:
                for clerk in self.clerks:
                    clerk.most = 0

        begun = monotonic()
        at_work(self.clerks, happening)
        self.seconds = monotonic() - begun

    def each_time(self, times: int, act: Callable[[int], None]) -> None:
        """Run while something happens so many times, each time under load; every clerk goes on after it."""

        def meanwhile(busy: Callable[[], bool]) -> None:
            for number in range(times):
                self.reach(self.acknowledged + ENOUGH, busy)
                act(number)
                self.go_on(busy)

        self.run(meanwhile)

    def reach(self, acknowledged: int, busy: Callable[[], bool]) -> None:
        """Wait until so many commands have been acknowledged."""
        until(lambda: self.acknowledged >= acknowledged or not busy(), PATIENCE)
        assert busy()

    def go_on(self, busy: Callable[[], bool]) -> None:
        """Wait until every clerk has been told of something more."""
        before = {clerk.window: len(clerk.given) for clerk in self.clerks}
        until(
            lambda: all(len(each.given) > before[each.window] + 1 for each in self.clerks) or not busy(),
            PATIENCE,
        )
        assert busy()

    def start(self, server: Server) -> None:
        """Start a server again; what it takes to start is not taken from it by the clerks."""
        self.going.clear()
        try:
            server.start()
        finally:
            self.going.set()

    def rest(self) -> None:
        """Between two applicants a clerk waits for a server that is starting."""
        assert self.going.wait(PATIENCE)

    def hold(self) -> None:
        """Everything acknowledged is in the log once, the chain is whole, and everything was heard of."""
        last = rows(self.place, "SELECT max(position) FROM event")[0][0]
        until(lambda: self.watcher.position == last, PATIENCE)
        log = examined(self.place)
        assert all(outcome is not None for clerk in self.clerks for outcome in clerk.told.values())
        nothing_else(log, [check(log, clerk) for clerk in self.clerks])
        self.watcher.heard_everything(log)
        verification = verify(self.place)
        assert verification.whole, verification.problems

    def report(self) -> str:
        """The figures."""
        told = {
            "seconds": round(self.seconds, 1),
            "commands given": sum(len(clerk.given) for clerk in self.clerks),
            "acknowledged": self.acknowledged,
            "servers started": [server.starts for server in self.servers],
            "connections of the clerks": [*self.balancer.taken.values()],
            "given again by the clerk": dict(sum((clerk.away for clerk in self.clerks), Counter())),
            "connections of the watcher after the first": self.reconnected,
        }
        return "".join(f"  {name}: {value}\n" for name, value in told.items())


@contextmanager
def load(place: str, folder: Path, windows: int = 4) -> Iterator[Load]:
    """Clerks at so many windows of a new hall, who insist on an outcome of every command."""
    founded(place)
    with ExitStack() as stack:
        balancer, servers = stack.enter_context(fleet(place, folder))
        watched = stack.enter_context(Balancer(*(server.port for server in servers)).running())
        watcher = stack.enter_context(watching(signed_in(watched.url, WATCHER, folder), 0))
        under = Load(place, balancer, watched, servers, watcher)
        for window, user in [*CLERKS.items()][:windows]:
            gate = signed_in(balancer.url, window, folder)
            hall = RemoteHall.open(gate)
            stack.callback(hall.close)
            under.clerks.append(
                Clerk(hall, gate.clock, window, user, WITHOUT_END, insists=True, between=under.rest)
            )
        yield under
