"""What the hall knows that matters to a command."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from data.core.case.intake import source_of
from data.core.context import CaseState, State, TicketState
from data.core.queue.tickets import pseudonym
from data.law import identifier
from data.model.command import (
    CallNext,
    CaseAct,
    CaseCommand,
    CheckMaterials,
    Command,
    HallCommand,
    OpenCase,
    Revive,
    TakeTicket,
    TellSituation,
    TicketAct,
    Transfer,
)
from data.model.item import Item
from data.model.legal.time_zone import day_of, shanghai
from data.model.ticket import Ticket
from data.store.loading import numbers, relations, tickets
from data.store.loading.context import StoreContext
from data.store.loading.setup import hall_state


def state_for(work: StoreContext, command: Command) -> State:
    """What the hall knows that matters to the command."""
    match command:
        case TakeTicket():
            return _before_taking(work, command)
        case CallNext():
            return TicketState(
                active=tickets.active(work.connection, work.district, command.window),
                upcoming=upcoming(work, command.window, command.at),
            )
        case OpenCase():
            return _before_opening(work, command)
        case CaseCommand():
            return _before_acting(work, command)
        case HallCommand():
            return hall_state(work, command.user)
        case _:
            return _before_attending(work, command)


def upcoming(work: StoreContext, window: str, at: datetime) -> Ticket | None:
    """The ticket that a window would call at a moment; none for a window that there is not."""
    place = work.configuration.window(window)
    if place is None:
        return None
    day = day_of(at)
    return tickets.upcoming(work.connection, work.district, at, day, window, place.zones)


def _before_taking(work: StoreContext, command: TakeTicket) -> TicketState:
    zone = work.configuration.zone(command.zone)
    if zone is None:
        return TicketState()
    day = day_of(command.at)
    holder = pseudonym(command.holder, command.at, work.district)
    return TicketState(
        zone=zone,
        serial=tickets.next_serial(work.connection, work.district, day, zone.letter),
        twin=tickets.twin(work.connection, work.district, day, zone.code, holder),
    )


def _before_attending(work: StoreContext, command: TicketAct) -> TicketState:
    day = day_of(command.at)
    reviving = isinstance(command, Revive)
    last = work.configuration.settings.revive_last
    window = command.window
    skipped = tickets.skipped(work.connection, work.district, window, day, last) if reviving else ()
    return TicketState(
        ticket=_ticket(work, command.ticket),
        active=tickets.active(work.connection, work.district, window),
        upcoming=upcoming(work, window, command.at) if reviving else None,
        skipped=tuple(each.id for each in skipped),
        zone=work.configuration.zone(command.zone) if isinstance(command, Transfer) else None,
    )


def _ticket(work: StoreContext, id_: str) -> Ticket | None:
    return tickets.named(work.connection, work.district, id_) if id_ else None


def _before_opening(work: StoreContext, command: OpenCase) -> CaseState:
    day = day_of(command.at)
    source = source_of(work.configuration.card, command.window)
    applicant = command.applicant
    try:
        number = identifier.check(applicant.id_kind, applicant.id_number, day)
    except identifier.IdentifierError:
        number = ""
    item = work.folded.newest(work.connection, command.item)
    state = CaseState(
        item=item,
        ticket=_ticket(work, command.ticket),
        serial=numbers.next_serial(work.connection, work.district, day, source),
        same=numbers.same(work.connection, work.district, command.item, number),
        licences=work.folded.licences(work.connection, replace(applicant, id_number=number)),
        lane_items=relations.lane_items(work.connection, work.folded, item),
    )
    return _noticing(work, command, state)


def _before_acting(work: StoreContext, command: CaseAct) -> CaseState:
    connection, folded = work.connection, work.folded
    case = folded.case(connection, command.case)
    item = folded.item(connection, case.item, case.version) if case else None
    if case is None or item is None:
        return CaseState(case=case, item=item)
    checking = isinstance(command, CheckMaterials | TellSituation) and reuses(item)
    state = CaseState(
        case=case,
        item=item,
        licences=folded.licences(connection, case.applicant) if checking else (),
        family=relations.family_of(connection, folded, case),
    )
    return _noticing(work, command, state)


def reuses(item: Item) -> bool:
    """Whether a licence on file may stand for one of the item's materials."""
    return any(material.licences for material in item.materials)


def _noticing(work: StoreContext, command: Command, state: CaseState) -> CaseState:
    """The state with the department that issues the item's notices, and the numbers that they get."""
    if state.item is None:
        return state
    connection, district, department = work.connection, work.district, state.item.department
    year = shanghai(command.at).year
    return replace(
        state,
        department=work.configuration.departments.get(department),
        notices=numbers.NextNotices(connection, district, department, year),
    )
