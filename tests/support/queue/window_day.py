"""One window's day in a process of its own: a seeded script that sends whatever a clerk may, and more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Condition
from pathlib import Path
from random import Random
from typing import Any

from data.model.command import (
    CallNext,
    CallTicket,
    FinishTicket,
    Hold,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    Transfer,
    Unhold,
)
from data.model.item import Catalogue, Zone
from data.model.outcome import Outcome, Receipt, Refusal
from data.model.query import AskQueue, AskWindow
from data.model.settings import HallCard, Window
from data.model.ticket import Priority
from data.store.sql_hall import SqlHall
from data.time_source import at

DAY = date(2026, 3, 18)
OPENING = at(DAY, 8, 30)
SECONDS = 5
"""Between two commands, whoever sends them."""

SLOT = timedelta(minutes=15)
PEOPLE = 120
AHEAD = 3
"""How many commands a process may be ahead of the slowest."""

FOR_EVER = 1 << 40
MOST = 3_000
"""More commands than any window's script sends."""
CARD = HallCard(region="500102", code="A", name="大厅")
ZONES = tuple(Zone(code=letter.lower(), letter=letter, name=f"{letter}区") for letter in "ABCD")
WINDOWS = (
    Window(code="1", name="1号窗口"),
    Window(code="2", name="2号窗口"),
    Window(code="3", name="3号窗口", zones=("a", "b")),
    Window(code="4", name="4号窗口", zones=("a",)),
    Window(code="5", name="5号窗口", zones=("b", "c")),
    Window(code="6", name="6号窗口", zones=("c",)),
    Window(code="7", name="7号窗口", zones=("d",)),
    Window(code="8", name="8号窗口", zones=("a", "d")),
)
CATALOGUE = Catalogue(departments=(), zones=ZONES, items=())


class SharedClock:
    """The hall's one clock, in a number that all processes share; it goes on only by what is sent.

    No two commands are of the same moment, and which of two is carried out first is left to the machine.
    """

    def __init__(self, seconds: Any) -> None:
        self._seconds = seconds

    def now(self) -> datetime:
        """The moment of the command sent last, by whomever."""
        return OPENING + timedelta(seconds=self._seconds.value)

    def next(self) -> datetime:
        """The next moment."""
        with self._seconds.get_lock():
            self._seconds.value += SECONDS
            return self.now()


class Pace:
    """Lets nobody run ahead: SQLite's lock would else be taken by one process a hundred times in a row."""

    def __init__(self, changed: Condition, sent: Any) -> None:
        self._changed, self._sent = changed, sent

    def wait(self, place: int) -> None:
        """Wait until every process that still works has sent nearly as much as this one."""
        with self._changed:
            self._changed.wait_for(lambda: self._sent[place] < min(self._sent) + AHEAD)
            self._sent[place] += 1
            self._changed.notify_all()

    def leave(self, place: int) -> None:
        """Nobody waits for this one any more."""
        with self._changed:
            self._sent[place] = FOR_EVER
            self._changed.notify_all()


@dataclass
class AtWindow:
    """A window's clerk, who also stands at the machine that gives out numbers."""

    hall: SqlHall
    clock: SharedClock
    random: Random
    window: str
    wait: Callable[[], None] = lambda: None
    sent: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def send(self, act: type[Any], **fields: Any) -> Outcome:
        """Send a command at the next moment."""
        self.wait()
        self.sent += 1
        assert self.outcomes.total() < MOST, "the script comes to no end"
        id_ = f"{self.window}-{self.sent:05}"
        command = act(id=id_, at=self.clock.next(), user="张敏", window=self.window, **fields)
        outcome = self.hall.do(command)
        told = outcome.reason if isinstance(outcome, Refusal) else type(outcome).__name__.lower()
        self.outcomes[f"{command.act}: {told}"] += 1
        return outcome

    def work(self, numbers: int) -> None:
        """Give out so many numbers and attend to people, until nobody waits for this window."""
        while numbers or self.visit():
            if numbers and self.random.random() < 0.55:
                numbers -= self.take()
            if numbers and self.random.random() < 0.5:
                self.visit()
            if self.random.random() < 0.1:
                self.put_before_others()

    def take(self) -> bool:
        """Somebody comes: a walk-in, with priority, or for an appointment; whether they got a number."""
        random = self.random
        priority, slot = Priority.NONE, None
        kind = random.random()
        if kind < 0.1:
            priority = random.choice([each for each in Priority if each is not Priority.NONE])
        elif kind < 0.3:
            since = self.clock.now() - OPENING
            slot = OPENING + SLOT * (since // SLOT + random.randrange(-1, 4))
        holder = f"来客{random.randrange(PEOPLE)}" if random.random() < 0.7 else ""
        zone = random.choice(ZONES).code
        taken = self.send(TakeTicket, zone=zone, priority=priority, appointment=slot, holder=holder)
        return isinstance(taken, Receipt)

    def put_before_others(self) -> None:
        """Raise somebody who waits, or try what is not allowed."""
        waiting = self.hall.ask(AskQueue(limit=20)).lines
        if waiting:
            ticket = self.random.choice(waiting).id
            self.send(Raise, ticket=ticket, reason=self.random.choice(["赶车", "孩子发烧", " "]))
            self.send(self.random.choice([Serve, FinishTicket, Skip, Recall]), ticket=ticket)

    def visit(self) -> bool:
        """Attend to one person; False where there is none for this window."""
        view, choice = self.hall.ask(AskWindow(window=self.window)), self.random.random()
        if view.held and choice < 0.5:
            self.send(Unhold, ticket=view.held[0].id)
            return self.attend(view.held[0].id)
        if view.skipped and choice < 0.6:
            self.send(Revive, ticket=self.random.choice(view.skipped).id)
        if choice > 0.96:
            return self.call_out_of_order()
        called = self.send(CallNext)
        return isinstance(called, Receipt) and self.await_person(called.stream)

    def call_out_of_order(self) -> bool:
        """Call somebody whose turn it is not."""
        waiting = self.hall.ask(AskQueue(window=self.window)).lines
        if not waiting:
            return False
        ticket = self.random.choice(waiting).id
        called = self.send(CallTicket, ticket=ticket, reason="材料已备好")
        return not isinstance(called, Receipt) or self.await_person(ticket)

    def await_person(self, ticket: str) -> bool:
        """The person comes, at once or after another call or two, or is passed over."""
        comes_at = self.random.choices((1, 2, 3, 4), (70, 8, 7, 15))[0]
        calls = 1
        while calls < min(comes_at, 3):
            sent = self.send(self.random.choice([Skip, Recall, Recall]), ticket=ticket)
            calls += isinstance(sent, Receipt)
        if comes_at > 3:
            self.send(Skip, ticket=ticket)
            return True
        self.send(Serve, ticket=ticket)
        if self.random.random() < 0.1:
            self.send(CallNext)
        return self.attend(ticket)

    def attend(self, ticket: str) -> bool:
        """Serve the person: to the end, aside for a while, or on to another business or window."""
        choice = self.random.random()
        if choice < 0.1:
            self.send(Hold, ticket=ticket, reason="去复印")
        elif choice < 0.2:
            self.send(Transfer, ticket=ticket, zone=self.random.choice(ZONES).code, reason="另一项业务")
        elif choice < 0.26:
            window = self.random.choice(WINDOWS).code
            self.send(Transfer, ticket=ticket, to_window=window, reason="专窗")
        self.send(FinishTicket, ticket=ticket)
        return True


_clock: SharedClock
_pace: Pace


def share(seconds: Any, changed: Condition, sent: Any) -> None:
    """What every process is given when it begins."""
    global _clock, _pace
    _clock, _pace = SharedClock(seconds), Pace(changed, sent)


def day_at(path: Path, place: int, seed: int, numbers: int) -> Counter[str]:
    """A window's day, beside all others'; what became of its commands."""
    window = WINDOWS[place].code
    try:
        with closing(SqlHall.open(path, _clock)) as hall:
            at_window = AtWindow(hall, _clock, Random(f"{seed}/{window}"), window, partial(_pace.wait, place))
            at_window.work(numbers)
            return at_window.outcomes
    finally:
        _pace.leave(place)
