"""The kinds of streams in the log: of each, what begins it, what its events make, and what decides of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar, get_args

from data.core.broken_history import BrokenHistory
from data.core.case.evolve_case import evolve_case
from data.core.context import CaseState, Decision, HallState, Rules, TicketState
from data.core.decide_case import decide_case
from data.core.hall.decide_hall import decide_hall
from data.core.hall.evolve_hall import evolve_hall
from data.core.queue.evolve_ticket import evolve_ticket
from data.core.queue.tickets import decide_ticket
from data.model.case import Case
from data.model.command import CallNext, CaseAct, Command, HallAct, OpenCase, TakeTicket, TicketAct
from data.model.event import Event
from data.model.hall import HallSetup
from data.model.ticket import Ticket

Folded = TypeVar("Folded")
Knows = TypeVar("Knows")


@dataclass(frozen=True, kw_only=True)
class StreamKind(Generic[Folded, Knows]):
    """A kind of stream.

    `begins` is the kind of its first event and of no other kind's; `commands` are those that write to it;
    `evolve` makes the folded value of one more event; `state` is what `decide` must be told.
    """

    name: str
    begins: str
    commands: tuple[type[object], ...]
    evolve: Callable[[Folded | None, Event], Folded]
    state: type[Knows]
    decide: Callable[[Any, Any, Rules], Decision]

    def fold(self, events: Iterable[Event], known: Folded | None = None) -> Folded | None:
        """What the events make, oldest first, after what was known; None of none.

        Raises:
            BrokenHistory: events that cannot follow one another.
        """
        for event in events:
            known = self.evolve(known, event)
        return known


TICKET: Final[StreamKind[Ticket, TicketState]] = StreamKind(
    name="ticket",
    begins="ticket_taken",
    commands=(TakeTicket, CallNext, *get_args(TicketAct)),
    evolve=evolve_ticket,
    state=TicketState,
    decide=decide_ticket,
)
CASE: Final[StreamKind[Case, CaseState]] = StreamKind(
    name="case",
    begins="case_opened",
    commands=(OpenCase, *get_args(CaseAct)),
    evolve=evolve_case,
    state=CaseState,
    decide=decide_case,
)
HALL: Final[StreamKind[HallSetup, HallState]] = StreamKind(
    name="hall",
    begins="hall_named",
    commands=get_args(HallAct),
    evolve=evolve_hall,
    state=HallState,
    decide=decide_hall,
)

AnyKind = StreamKind[Any, Any]

KINDS: Final[tuple[AnyKind, ...]] = (TICKET, CASE, HALL)
"""Every kind of stream; what begins otherwise is no history of ours."""

_BEGUN_BY: Final[Mapping[str, AnyKind]] = MappingProxyType({each.begins: each for each in KINDS})
_WRITTEN_BY: Final[Mapping[type[object], AnyKind]] = MappingProxyType(
    {command: each for each in KINDS for command in each.commands}
)


def kind_begun_by(event: str) -> AnyKind:
    """The kind of the stream whose first event is of that kind.

    Raises:
        BrokenHistory: no stream begins like that.
    """
    kind = _BEGUN_BY.get(event)
    if kind is None:
        raise BrokenHistory(event)
    return kind


def kind_for(command: Command) -> AnyKind | None:
    """The kind of stream that a command writes to; None of a command that nobody has registered."""
    return _WRITTEN_BY.get(type(command))
