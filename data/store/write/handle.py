"""One command inside a transaction: its receipt, or the state, the decision, the events and the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.core.authority import unregistered
from data.core.context import Decided, State
from data.core.decide import decide
from data.core.evolve import evolve_case, evolve_ticket
from data.law.refusal import LawError
from data.model.case import Case
from data.model.command import (
    CallNext,
    CaseCommand,
    Command,
)
from data.model.event import Body, CaseBody, CaseOpened, Event, NoticeIssued
from data.model.item import Item
from data.model.outcome import Conflict, Outcome, Receipt, Refusal, Touched
from data.model.ticket import Ticket
from data.store.engine import moment
from data.store.loading.context import StoreContext
from data.store.loading.state import state_for, upcoming
from data.store.log import receipts
from data.store.log.events import events_of
from data.store.schema.rows import tells
from data.store.write import case_rows, ticket_rows


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
    if isinstance(command, CaseCommand) and state.case is not None:
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
    known = state.case or state.ticket or state.upcoming
    seq = known.seq if known is not None and _id(known) == decided.stream else 0
    parts = [_events(command, decided.stream, seq, decided.bodies)]
    for stream, bodies in decided.others:
        parts.append(_others_events(command, stream, _other(state, stream), bodies))
    written = work.tail.append([each for part in parts for each in part], work.now)
    positions = iter(written)
    own = parts[0]
    number = ""
    if isinstance(own[0].body, CaseBody):
        _write_case(work, state.case, state.item, own, positions)
        for part in parts[1:]:
            _write_case(work, _other(state, part[0].stream), _item_of(state, part[0]), part, positions)
    else:
        number = _write_ticket(work, known if seq else None, own).number
    return Receipt(
        command=command.id,
        stream=decided.stream,
        seq=own[-1].seq,
        events=tuple(event.body.kind for event in own),
        at=command.at,
        number=number,
        others=tuple(
            Touched(stream=part[0].stream, seq=part[-1].seq, events=tuple(each.body.kind for each in part))
            for part in parts[1:]
        ),
        position=written[-1],
    )


def _others_events(
    command: Command, stream: str, case: Case | None, bodies: Iterable[Body]
) -> tuple[Event, ...]:
    """The events of another case of the joint application, whose time does not run backwards either."""
    if case is None:
        return _events(command, stream, 0, bodies)
    events = _events(command, stream, case.seq, bodies)
    return tuple(replace(event, at=max(event.at, case.last)) for event in events)


def _events(command: Command, stream: str, seq: int, bodies: Iterable[Body]) -> tuple[Event, ...]:
    return tuple(
        Event(
            stream=stream,
            seq=seq + number,
            at=command.at,
            user=command.user,
            window=command.window,
            command=command.id,
            body=body,
        )
        for number, body in enumerate(bodies, start=1)
    )


def _other(state: State, stream: str) -> Case | None:
    """Another case of the same joint application; None for a lane that is being opened."""
    family = state.family
    members = (family.whole, *family.lanes) if family is not None else ()
    return next((each.case for each in members if each.case.code == stream), None)


def _item_of(state: State, first: Event) -> Item | None:
    if isinstance(first.body, CaseOpened):
        return state.lane_items.get(first.body.item)
    family = state.family
    members = (family.whole, *family.lanes) if family is not None else ()
    return next((each.item for each in members if each.case.code == first.stream), None)


def _write_ticket(work: StoreContext, known: Case | Ticket | None, events: tuple[Event, ...]) -> Ticket:
    ticket = known if isinstance(known, Ticket) else None
    for event in events:
        ticket = evolve_ticket(ticket, event)
    assert ticket is not None
    ticket_rows.put(work.connection, work.district, ticket)
    return ticket


def _write_case(
    work: StoreContext,
    case: Case | None,
    item: Item | None,
    events: tuple[Event, ...],
    positions: Iterator[int],
) -> None:
    held = work.configuration
    for event in events:
        case = evolve_case(case, event)
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


def _id(known: Case | Ticket) -> str:
    return known.code if isinstance(known, Case) else known.id
