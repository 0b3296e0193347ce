"""A hall's queue driven at random: one active ticket a window, numbers that stay, everybody accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from data.core.context import Decided, Rules, TicketState
from data.core.decide import decide
from data.core.queue.evolve_ticket import evolve_ticket
from data.core.queue.tickets import pseudonym
from data.law.calendar.working_days import published
from data.law.queue_order import order
from data.model.command import (
    CallNext,
    CallTicket,
    CloseTicket,
    Command,
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
from data.model.event import Event
from data.model.item import Zone
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Window
from data.model.ticket import Priority, Ticket, TicketStatus
from data.texts import Language, texts
from data.time_source import at

ZONES = {
    each.code: each for each in (Zone(code="a", letter="A", name="甲"), Zone(code="b", letter="B", name="乙"))
}
WINDOWS = (
    Window(code="1", name="1号", zones=("a",)),
    Window(code="2", name="2号", zones=("b",)),
    Window(code="3", name="3号"),
)
ACTIVE = (TicketStatus.CALLED, TicketStatus.SERVING)
OVER = (TicketStatus.FINISHED, TicketStatus.NOT_SERVED)
WINDOW = st.sampled_from([each.code for each in WINDOWS])
ATTENDING = [Recall, Serve, Skip, Revive, Unhold, FinishTicket]
REASON = st.sampled_from(["", "理由"])


@dataclass
class Queue:
    """A hall's tickets in memory, loaded for each command as a store would load them."""

    now: datetime = field(default_factory=lambda: at(date(2026, 3, 18), 9))
    tickets: dict[str, Ticket] = field(default_factory=dict)
    sent: int = 0

    @property
    def rules(self) -> Rules:
        """What holds in this hall."""
        return Rules(
            calendar=published(),
            settings=Settings(),
            hall=HallCard(region="500102", code="A", name="大厅"),
            windows=WINDOWS,
            now=self.now,
        )

    def waiting(self, window: str) -> list[Ticket]:
        """Who waits for a window, in the order of calling."""
        zones = next((each.zones for each in WINDOWS if each.code == window), None)
        if zones is None:
            return []
        mine = [
            each
            for each in self.tickets.values()
            if each.status is TicketStatus.WAITING
            and (each.window == window or (not each.window and (not zones or each.zone in zones)))
        ]
        return sorted(mine, key=lambda each: order(each.place, self.now))

    def active(self, window: str) -> Ticket | None:
        """The ticket that a window is busy with."""
        return next(
            (each for each in self.tickets.values() if each.window == window and each.status in ACTIVE), None
        )

    def send(self, act: type[Any], window: str, **fields: Any) -> Decided | Refusal:
        """Decide a command and let its events happen."""
        self.sent += 1
        command: Command = act(id=str(self.sent), at=self.now, user="张敏", window=window, **fields)
        decision = decide(self.state(command), command, self.rules)
        if isinstance(decision, Decided):
            ticket = self.tickets.get(decision.stream)
            for body in decision.bodies:
                event = Event(
                    stream=decision.stream,
                    seq=(ticket.seq if ticket else 0) + 1,
                    at=self.now,
                    user=command.user,
                    window=window,
                    command=command.id,
                    body=body,
                )
                ticket = evolve_ticket(ticket, event)
            assert ticket is not None
            self.tickets[decision.stream] = ticket
        return decision

    def state(self, command: Command) -> TicketState:
        """What a store would load."""
        if isinstance(command, TakeTicket):
            zone = ZONES[command.zone]
            holder = pseudonym(command.holder, self.now, "500102")
            same = [
                each
                for each in self.tickets.values()
                if holder and each.holder == holder and each.zone == zone.code
            ]
            twin = next((each for each in same if each.status is TicketStatus.WAITING), None)
            serial = 1 + sum(1 for each in self.tickets.values() if zone.letter in each.number)
            return TicketState(zone=zone, serial=serial, twin=twin)
        skipped = sorted(
            (each for each in self.tickets.values() if each.status is TicketStatus.SKIPPED),
            key=lambda each: each.last,
            reverse=True,
        )
        waiting = self.waiting(command.window)
        return TicketState(
            ticket=self.tickets.get(getattr(command, "ticket", "")),
            active=self.active(command.window),
            upcoming=waiting[0] if waiting else None,
            skipped=tuple(each.id for each in skipped if each.window == command.window),
            zone=ZONES.get(getattr(command, "zone", "")),
        )


class QueueMachine(RuleBasedStateMachine):
    """Three windows, two zones, and clerks who try everything."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue()
        self.numbers: dict[str, str] = {}

    @rule(seconds=st.integers(1, 1800))
    def time_passes(self, seconds: int) -> None:
        later = self.queue.now + timedelta(seconds=seconds)
        if later.date() == self.queue.now.date():
            self.queue.now = later

    @rule(
        zone=st.sampled_from(["a", "b"]),
        priority=st.sampled_from(Priority),
        slot=st.none() | st.integers(-60, 120),
        holder=st.sampled_from(["", "500102199003070010", "11010519491231002X"]),
    )
    def take(self, zone: str, priority: Priority, slot: int | None, holder: str) -> None:
        appointment = None if slot is None else self.queue.now + timedelta(minutes=slot)
        self.attempt(TakeTicket, "", zone=zone, priority=priority, appointment=appointment, holder=holder)

    @rule(window=WINDOW)
    def call(self, window: str) -> None:
        waiting = self.queue.waiting(window)
        decision = self.attempt(CallNext, window)
        if isinstance(decision, Decided):
            assert decision.stream == waiting[0].id

    @rule(
        data=st.data(),
        window=WINDOW,
        act=st.sampled_from(ATTENDING),
    )
    def attend(self, data: st.DataObject, window: str, act: type[Any]) -> None:
        self.attempt(act, window, ticket=self.some(data))

    @rule(data=st.data(), window=WINDOW, act=st.sampled_from([CallTicket, Hold, Raise]), reason=REASON)
    def attend_for_a_reason(self, data: st.DataObject, window: str, act: type[Any], reason: str) -> None:
        self.attempt(act, window, ticket=self.some(data), reason=reason)

    @rule(
        data=st.data(),
        window=WINDOW,
        zone=st.sampled_from(["", "a", "b", "x"]),
        to_window=st.sampled_from(["", "1", "2", "3", "9"]),
    )
    def transfer(self, data: st.DataObject, window: str, zone: str, to_window: str) -> None:
        self.attempt(Transfer, window, ticket=self.some(data), zone=zone, to_window=to_window, reason="专窗")

    @rule(data=st.data())
    def close_early(self, data: st.DataObject) -> None:
        self.attempt(CloseTicket, "", ticket=self.some(data))

    def some(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(["nothing", *self.queue.tickets]))

    def attempt(self, act: type[Any], window: str, **fields: Any) -> Decided | Refusal:
        before = dict(self.queue.tickets)
        decision = self.queue.send(act, window, **fields)
        if isinstance(decision, Refusal):
            assert self.queue.tickets == before
            for language in Language:
                assert f"refusal.{decision.reason}" in texts(language)
        else:
            changed = [key for key, ticket in self.queue.tickets.items() if before.get(key) != ticket]
            assert changed == [decision.stream]
        return decision

    @invariant()
    def no_number_changes_or_repeats(self) -> None:
        for ticket in self.queue.tickets.values():
            assert self.numbers.setdefault(ticket.id, ticket.number) == ticket.number
        assert len(set(self.numbers.values())) == len(self.numbers)

    @invariant()
    def a_window_has_one_active_ticket(self) -> None:
        busy = [each.window for each in self.queue.tickets.values() if each.status in ACTIVE]
        assert len(busy) == len(set(busy))

    @invariant()
    def at_the_end_of_the_day_everybody_is_accounted_for(self) -> None:
        evening = Queue(now=at(date(2026, 3, 18), 23), tickets=dict(self.queue.tickets), sent=1_000_000)
        for ticket in list(evening.tickets.values()):
            if ticket.status is TicketStatus.SERVING:
                evening.send(FinishTicket, ticket.window, ticket=ticket.id)
            elif ticket.status not in OVER:
                evening.send(CloseTicket, "", ticket=ticket.id)
        assert all(each.status in OVER for each in evening.tickets.values())
        never = [each for each in evening.tickets.values() if each.served is None]
        assert all(each.status is TicketStatus.NOT_SERVED for each in never)


QueueMachine.TestCase.settings = settings(max_examples=80, stateful_step_count=40)
TestEveryQueue = QueueMachine.TestCase
