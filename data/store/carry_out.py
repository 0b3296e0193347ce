"""One command inside a transaction: its receipt, or the state, the decision, the events and the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from data.core.decide import decide
from data.core.evolve import evolve_case, evolve_ticket
from data.core.intake import source_of
from data.core.queue import pseudonym
from data.core.rules import Decided, Rules, State
from data.law import identifier
from data.law.refusal import LawError
from data.model.account import Authority
from data.model.case import Case
from data.model.command import (
    CallNext,
    CaseAct,
    CaseCommand,
    CheckMaterials,
    Command,
    OpenCase,
    Revive,
    TakeTicket,
    TellSituation,
    TicketAct,
    Transfer,
)
from data.model.event import Body, CaseBody, CaseOpened, Event, NoticeIssued
from data.model.item import Item
from data.model.outcome import Conflict, Outcome, Receipt, Refusal, Touched
from data.model.ticket import Ticket
from data.model.zone import SHANGHAI
from data.store import cases, log, moment, relations, tickets
from data.store.configuration import Configuration
from data.store.database import Database
from data.store.folding import Folded
from data.store.rows import tells


@dataclass(frozen=True, slots=True)
class Work:
    """What a command is carried out with; `now` is the hall's clock, `authority` the sender's.

    `alone` is a window's own picture of a hall that it is cut off from.
    """

    connection: Database
    configuration: Configuration
    folded: Folded
    now: datetime
    tail: log.Tail
    authority: Authority | None = None
    alone: bool = False

    @property
    def district(self) -> str:
        """The district whose hall this is."""
        return self.configuration.district

    def rules(self) -> Rules:
        """The rules of this moment."""
        held = self.configuration
        return Rules(
            calendar=held.calendar,
            settings=held.settings,
            hall=held.card,
            windows=held.windows,
            now=self.now,
            authority=self.authority,
            alone=self.alone,
        )


def carry_out(work: Work, command: Command, receipts: log.Receipts) -> Outcome:
    """Carry out a command inside the caller's write transaction; only a receipt has written anything."""
    text = log.canonical(command)
    if log.holds_nul(text):
        return Refusal(reason="nul")
    mark = log.fingerprint(text)
    given = receipts.of(command.id)
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
    receipts.give(receipt, mark)
    return receipt


def state_for(work: Work, command: Command) -> State:
    """What the hall knows that matters to the command."""
    match command:
        case TakeTicket():
            return _before_taking(work, command)
        case CallNext():
            return State(
                active=tickets.active(work.connection, work.district, command.window),
                upcoming=upcoming(work, command.window, command.at),
            )
        case OpenCase():
            return _before_opening(work, command)
        case CaseCommand():
            return _before_acting(work, command)
        case _:
            return _before_attending(work, command)


def _in_time(work: Work, command: CallNext) -> CallNext:
    """The call as of a moment at which its ticket waited.

    Of two commands sent at nearly the same time the later one may be carried out first: whoever took a
    number meanwhile is called too, but never before that.
    """
    while (ticket := upcoming(work, command.window, command.at)) and ticket.last > command.at:
        command = replace(command, at=ticket.last)
    return command


def upcoming(work: Work, window: str, at: datetime) -> Ticket | None:
    """The ticket that a window would call at a moment; none for a window that there is not."""
    place = work.configuration.window(window)
    if place is None:
        return None
    day = at.astimezone(SHANGHAI).date()
    return tickets.upcoming(work.connection, work.district, at, day, window, place.zones)


def _before_taking(work: Work, command: TakeTicket) -> State:
    zone = work.configuration.zone(command.zone)
    if zone is None:
        return State()
    day = command.at.astimezone(SHANGHAI).date()
    holder = pseudonym(command.holder, command.at, work.district)
    return State(
        zone=zone,
        serial=tickets.next_serial(work.connection, work.district, day, zone.letter),
        twin=tickets.twin(work.connection, work.district, day, zone.code, holder),
    )


def _before_attending(work: Work, command: TicketAct) -> State:
    day = command.at.astimezone(SHANGHAI).date()
    reviving = isinstance(command, Revive)
    last = work.configuration.settings.revive_last
    window = command.window
    skipped = tickets.skipped(work.connection, work.district, window, day, last) if reviving else ()
    return State(
        ticket=_ticket(work, command.ticket),
        active=tickets.active(work.connection, work.district, window),
        upcoming=upcoming(work, window, command.at) if reviving else None,
        skipped=tuple(each.id for each in skipped),
        zone=work.configuration.zone(command.zone) if isinstance(command, Transfer) else None,
    )


def _ticket(work: Work, id_: str) -> Ticket | None:
    return tickets.named(work.connection, work.district, id_) if id_ else None


def _before_opening(work: Work, command: OpenCase) -> State:
    day = command.at.astimezone(SHANGHAI).date()
    source = source_of(work.configuration.card, command.window)
    applicant = command.applicant
    try:
        number = identifier.check(applicant.id_kind, applicant.id_number, day)
    except identifier.IdentifierError:
        number = ""
    item = work.folded.newest(work.connection, command.item)
    state = State(
        item=item,
        ticket=_ticket(work, command.ticket),
        serial=cases.next_serial(work.connection, work.district, day, source),
        same=cases.same(work.connection, work.district, command.item, number),
        licences=work.folded.licences(work.connection, replace(applicant, id_number=number)),
        lane_items=relations.lane_items(work.connection, work.folded, item),
    )
    return _noticing(work, command, state)


def _before_acting(work: Work, command: CaseAct) -> State:
    connection, folded = work.connection, work.folded
    case = folded.case(connection, command.case)
    item = folded.item(connection, case.item, case.version) if case else None
    if case is None or item is None:
        return State(case=case, item=item)
    checking = isinstance(command, CheckMaterials | TellSituation) and reuses(item)
    state = State(
        case=case,
        item=item,
        licences=folded.licences(connection, case.applicant) if checking else (),
        family=relations.family_of(connection, folded, case),
    )
    return _noticing(work, command, state)


def reuses(item: Item) -> bool:
    """Whether a licence on file may stand for one of the item's materials."""
    return any(material.licences for material in item.materials)


def _noticing(work: Work, command: Command, state: State) -> State:
    """The state with the department that issues the item's notices, and the numbers that they get."""
    if state.item is None:
        return state
    connection, district, department = work.connection, work.district, state.item.department
    year = command.at.astimezone(SHANGHAI).year
    return replace(
        state,
        department=work.configuration.departments.get(department),
        notices=cases.NextNotices(connection, district, department, year),
    )


def _conflict(work: Work, command: CaseCommand, case: Case) -> Conflict | None:
    if command.expected is None or command.expected == case.seq:
        return None
    since = log.events_of(work.connection, work.district, case.code, min(command.expected, case.seq - 1))
    return Conflict(
        stream=case.code,
        expected=command.expected,
        actual=case.seq,
        by=since[-1].user,
        at=since[-1].at,
        events=tuple(event.body.kind for event in since if event.seq > command.expected),
    )


def _written(work: Work, command: Command, state: State, decided: Decided) -> Receipt:
    known = state.case or state.ticket or state.upcoming
    seq = known.seq if known is not None and _id(known) == decided.stream else 0
    parts = [_events(command, decided.stream, seq, decided.bodies)]
    for stream, bodies in decided.others:
        parts.append(_others_events(command, stream, _other(state, stream), bodies))
    positions = iter(work.tail.append([each for part in parts for each in part], work.now))
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


def _write_ticket(work: Work, known: Case | Ticket | None, events: tuple[Event, ...]) -> Ticket:
    ticket = known if isinstance(known, Ticket) else None
    for event in events:
        ticket = evolve_ticket(ticket, event)
    assert ticket is not None
    tickets.put(work.connection, work.district, ticket)
    return ticket


def _write_case(
    work: Work, case: Case | None, item: Item | None, events: tuple[Event, ...], positions: Iterator[int]
) -> None:
    held = work.configuration
    for event in events:
        case = evolve_case(case, event)
    assert case is not None
    assert item is not None
    cases.put(work.connection, work.district, case, item, held.settings, held.calendar)
    for event, position in zip(events, positions, strict=False):
        kind = event.body.kind
        if tells(case, kind):
            queued = moment.stored(work.now)
            cases.queue_message(work.connection, work.district, position, case.code, kind, queued)
        if isinstance(event.body, NoticeIssued):
            cases.put_notice(work.connection, work.district, case.code, event.body)
    work.folded.keep(case)


def _id(known: Case | Ticket) -> str:
    return known.code if isinstance(known, Case) else known.id
