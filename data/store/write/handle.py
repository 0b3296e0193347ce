"""One command inside a transaction: its receipt, or the state, the decision, the events and the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.core.authority import unregistered
from data.core.context import CaseState, Decided, HallState, Member, State, TicketState
from data.core.decide import decide
from data.core.streams import CASE, TICKET
from data.core.written_events import recorded
from data.law.refusal import LawError
from data.model.case import Case
from data.model.command import (
    CallNext,
    CaseCommand,
    Command,
)
from data.model.event import CaseOpened, Event, NoticeIssued
from data.model.hall import HALL, HallSetup
from data.model.item import Item
from data.model.outcome import Conflict, Outcome, Receipt, Refusal, Touched
from data.model.ticket import Ticket
from data.store.engine import moment
from data.store.loading.context import StoreContext
from data.store.loading.state import state_for, upcoming
from data.store.log import receipts
from data.store.log.events import events_of
from data.store.schema.rows import tells
from data.store.write import case_rows, hall_rows, ticket_rows


def carry_out(work: StoreContext, command: Command, kept: receipts.Receipts) -> Outcome:
    """Carry out a command inside the caller's write transaction; only a receipt has written anything."""
    nobody_s = unregistered(command)
    if nobody_s is not None:
        return nobody_s
    text = receipts.canonical(command)
    if receipts.holds_nul(text):
        return Refusal(reason="nul")
    mark = receipts.fingerprint(text)
    given = kept.of(command.id)
    if given is not None:
        return given[1] if given[0] == mark else Refusal(reason="id_reused")
    if isinstance(command, CallNext):
        command = _in_time(work, command)
    state = state_for(work, command)
    if isinstance(command, CaseCommand) and isinstance(state, CaseState) and state.case is not None:
        conflict = _conflict(work, command, state.case)
        if conflict is not None:
            return conflict
    try:
        decision = decide(state, command, work.rules())
    except LawError as error:
        return error.refusal
    if isinstance(decision, Refusal):
        return decision
    receipt = _written(work, command, state, decision)
    kept.give(receipt, mark)
    return receipt


def _in_time(work: StoreContext, command: CallNext) -> CallNext:
    """The call as of a moment at which its ticket waited.

    Of two commands sent at nearly the same time the later one may be carried out first: whoever took a
    number meanwhile is called too, but never before that.
    """
    while (ticket := upcoming(work, command.window, command.at)) and ticket.last > command.at:
        command = replace(command, at=ticket.last)
    return command


def _conflict(work: StoreContext, command: CaseCommand, case: Case) -> Conflict | None:
    if command.expected is None or command.expected == case.seq:
        return None
    since = events_of(work.connection, work.district, case.code, min(command.expected, case.seq - 1))
    return Conflict(
        stream=case.code,
        expected=command.expected,
        actual=case.seq,
        by=since[-1].user,
        at=since[-1].at,
        events=tuple(event.body.kind for event in since if event.seq > command.expected),
    )


def _written(work: StoreContext, command: Command, state: State, decided: Decided) -> Receipt:
    known = _known(state)
    own = known if known is not None and _id(known) == decided.stream else None
    parts = [(own, recorded(command, decided.stream, own.seq if own else 0, decided.bodies))]
    for stream, bodies in decided.others:
        case = _other(state, stream)
        seq, last = (case.seq, case.last) if case else (0, None)
        parts.append((case, recorded(command, stream, seq, bodies, last)))
    written = work.tail.append([event for _, events in parts for event in events], work.now)
    positions = iter(written)
    number = ""
    for before, events in parts:
        number = _project(work, state, before, events, positions) or number
    events = parts[0][1]
    return Receipt(
        command=command.id,
        stream=decided.stream,
        seq=events[-1].seq,
        events=tuple(event.body.kind for event in events),
        at=command.at,
        number=number,
        others=tuple(
            Touched(
                stream=others[0].stream, seq=others[-1].seq, events=tuple(each.body.kind for each in others)
            )
            for _, others in parts[1:]
        ),
        position=written[-1],
    )


def _known(state: State) -> Case | Ticket | HallSetup | None:
    """What the command is about, as it stood."""
    match state:
        case CaseState():
            return state.case
        case TicketState():
            return state.ticket or state.upcoming
        case HallState():
            return state.setup


def _project(
    work: StoreContext,
    state: State,
    before: Case | Ticket | HallSetup | None,
    events: tuple[Event, ...],
    positions: Iterator[int],
) -> str:
    """Write the rows that follow from a stream's new events; the number of a ticket that they are of."""
    match state:
        case CaseState():
            _write_case(
                work, before if isinstance(before, Case) else None, _item_of(state, events), events, positions
            )
        case TicketState():
            ticket = TICKET.fold(events, before if isinstance(before, Ticket) else None)
            assert ticket is not None
            ticket_rows.put(work.connection, work.district, ticket)
            return ticket.number
        case HallState():
            hall_rows.put(work.connection, work.district, events)
    return ""


def _other(state: State, stream: str) -> Case | None:
    """Another case of the same joint application; None for a lane that is being opened."""
    return next((each.case for each in _members(state) if each.case.code == stream), None)


def _item_of(state: CaseState, events: tuple[Event, ...]) -> Item | None:
    """The item of the case that the events are of."""
    first = events[0]
    if isinstance(first.body, CaseOpened) and first.body.joint:
        return state.lane_items.get(first.body.item)
    own = next((each.item for each in _members(state) if each.case.code == first.stream), None)
    return own or state.item


def _members(state: State) -> tuple[Member, ...]:
    family = state.family if isinstance(state, CaseState) else None
    return (family.whole, *family.lanes) if family is not None else ()


def _write_case(
    work: StoreContext,
    case: Case | None,
    item: Item | None,
    events: tuple[Event, ...],
    positions: Iterator[int],
) -> None:
    held = work.configuration
    case = CASE.fold(events, case)
    assert case is not None
    assert item is not None
    case_rows.put(work.connection, work.district, case, item, held.settings, held.calendar)
    for event, position in zip(events, positions, strict=False):
        kind = event.body.kind
        if tells(case, kind):
            queued = moment.stored(work.now)
            case_rows.queue_message(work.connection, work.district, position, case.code, kind, queued)
        if isinstance(event.body, NoticeIssued):
            case_rows.put_notice(work.connection, work.district, case.code, event.body)
    work.folded.keep(case)


def _id(known: Case | Ticket | HallSetup) -> str:
    match known:
        case Case():
            return known.code
        case Ticket():
            return known.id
        case HallSetup():
            return HALL
