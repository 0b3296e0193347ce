"""A clerk who works whatever the network does, and remembers what came of every command."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from time import monotonic
from typing import Any

from stdnum.iso7064 import mod_11_2

from data.model.applicant import Applicant
from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CallNext,
    CheckMaterials,
    Command,
    Finding,
    FinishTicket,
    OpenCase,
    Serve,
    TakeTicket,
)
from data.model.outcome import Outcome, Receipt
from data.model.query import AskWindow
from data.model.ticket import TicketStatus
from data.model.view import TicketLine
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.time_source import TimeSource
from tests.support.story import FOOD
from tests.support.waiting import PATIENCE

ZONES = ("market", "insurance")
ALL_THERE = tuple(
    Finding(material=each.code, verdict=Verdict.THERE, licence="JY1500102" if each.code == "licence" else "")
    for each in FOOD.materials
)
ONE_WANTING = (
    replace(ALL_THERE[0], verdict=Verdict.DEFECTIVE, reason="缺章"),
    *ALL_THERE[1:],
)


@dataclass
class Clerk:
    """Works at a window until `most` commands have been given; `insists` on an outcome of each.

    `told` is what came of each command by its id, None where that was not told; `order` the ids as given.
    """

    hall: Hall
    clock: TimeSource
    window: str
    user: str
    most: int
    insists: bool = False
    between: Callable[[], None] = lambda: None
    told: dict[str, Outcome | None] = field(default_factory=dict)
    given: dict[str, Command] = field(default_factory=dict)
    away: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._ids = (f"w{self.window}-{number}" for number in count(1))
        self._last = self.clock.now()
        self._ticket = ""

    def work(self) -> None:
        """The day's work."""
        for number in count():
            if len(self.given) >= self.most:
                return
            self.between()
            for _ in self._round(number):
                if len(self.given) >= self.most:
                    return

    def _round(self, number: int) -> Iterator[None]:
        """Somebody takes a number, is called, and applies; now and then something does not fit."""
        yield from self._called(number)
        opened = self._give(
            OpenCase, item=FOOD.code, applicant=applicant(self.window, number), ticket=self._ticket
        )
        yield
        if isinstance(opened, Receipt):
            yield from self._received(opened, number)
        if self._ticket:
            self._give(FinishTicket, ticket=self._ticket)
            yield

    def _called(self, number: int) -> Iterator[None]:
        """Somebody is called to the window, unless somebody is there: the window itself tells."""
        active = self._active()
        ticket = active.id if active is not None else ""
        if active is None:
            self._give(TakeTicket, zone=ZONES[number % 2])
            yield
            called = self._give(CallNext)
            yield
            ticket = called.stream if isinstance(called, Receipt) else ""
        if ticket and (active is None or active.status is TicketStatus.CALLED):
            served = self._give(Serve, ticket=ticket)
            ticket = ticket if isinstance(served, Receipt) else ""
            yield
        self._ticket = ticket

    def _active(self) -> TicketLine | None:
        try:
            return self.hall.ask(AskWindow(window=self.window)).active
        except HallUnavailable as error:
            self.away[error.reason] += 1
            return None

    def _received(self, opened: Receipt, number: int) -> Iterator[None]:
        case, seq = opened.stream, opened.seq
        if number % 5 == 0:
            self._give(Accept, case=case, expected=seq)
            yield
        if number % 4 == 1:
            found = self._give(CheckMaterials, case=case, findings=ONE_WANTING, expected=seq)
            yield
            if isinstance(found, Receipt):
                asked = self._give(AskCorrection, case=case, expected=found.seq)
                seq = asked.seq if isinstance(asked, Receipt) else seq
                yield
        checked = self._give(CheckMaterials, case=case, findings=ALL_THERE, expected=seq)
        yield
        if number % 7 == 3:
            self._give(CheckMaterials, case=case, findings=ALL_THERE[:1], expected=seq)
            yield
        if isinstance(checked, Receipt):
            self._give(Accept, case=case, expected=checked.seq)
            yield

    def _give(self, act: type[Any], /, **fields: Any) -> Outcome | None:
        self._last = max(self._last, self.clock.now())
        id_ = next(self._ids)
        command = act(id=id_, at=self._last, user=self.user, window=self.window, **fields)
        self.given[id_] = command
        self.told[id_] = None
        outcome = self._outcome(command)
        self.told[id_] = outcome
        if isinstance(outcome, Receipt):
            self._last = max(self._last, outcome.at)
        return outcome

    def _outcome(self, command: Command) -> Outcome | None:
        end = monotonic() + PATIENCE
        while True:
            try:
                return self.hall.do(command)
            except HallUnavailable as error:
                self.away[error.reason] += 1
                if not self.insists:
                    return None
                if monotonic() > end:
                    raise


def applicant(window: str, number: int) -> Applicant:
    """Somebody who comes but once."""
    digits = (
        f"500102{1950 + int(window)}{1 + number // 600 % 12:02}{1 + number // 30 % 28:02}{number % 1000:03}"
    )
    return Applicant(
        name=f"申{window}之{number}",
        id_number=digits + str(mod_11_2.calc_check_digit(digits)),
        phone="13800001234",
    )


def at_work(clerks: list[Clerk], meanwhile: Callable[[Callable[[], bool]], None] = lambda busy: None) -> None:
    """All of them at once, each in a thread; `meanwhile` is told whether they still are."""
    failed: list[BaseException] = []

    def work(clerk: Clerk) -> None:
        try:
            clerk.work()
        except BaseException as error:
            failed.append(error)

    threads = [
        threading.Thread(target=work, args=(clerk,), name=f"window-{clerk.window}") for clerk in clerks
    ]
    for thread in threads:
        thread.start()
    try:
        meanwhile(lambda: any(thread.is_alive() for thread in threads))
    finally:
        for thread in threads:
            thread.join()
    assert not failed, failed
