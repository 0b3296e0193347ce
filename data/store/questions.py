"""The other answers: the queue, a window, counts, one case, items, the audit log."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select

from data.core.possible import ticket_acts
from data.law import supervision_code
from data.law.ledger import ledger_of
from data.law.why import explain_case
from data.model.applicant import Applicant
from data.model.case import Case
from data.model.clock import Light
from data.model.event import DataRevealed
from data.model.item import Item, ItemKind
from data.model.query import (
    AskApplicant,
    AskCase,
    AskCounts,
    AskEntries,
    AskItem,
    AskItems,
    AskQueue,
    AskWhy,
    AskWindow,
)
from data.model.ticket import Ticket, TicketStatus
from data.model.view import CaseFile, Counts, Entry, ItemLine, Page, TicketLine, WindowView
from data.model.why import Explanation
from data.store import case_lists, log, moment, tickets
from data.store.carry_out import Work, upcoming
from data.store.case_file import case_file
from data.store.case_lists import Reader
from data.store.case_queries import like
from data.store.configuration import Configuration, newest_version
from data.store.lanes import lane_lines
from data.store.paging import beyond, key_values, page, within
from data.store.relations import family_of
from data.store.rows import TICKET_COLUMNS, ticket_from
from data.store.statement import Row, Rows, Statement, Value
from data.store.tables import DEPARTMENT, EVENT, ITEM, TICKET

QUEUE_KINDS = (int, str, str, int, str, str)
ITEM_KINDS = (int, str)
ENTRY_KINDS = (int,)


def queue(work: Work, query: AskQueue, today: date) -> Page[TicketLine]:
    """The tickets that a window may call, in order; of every window where none is named."""
    zones, window = _callable(work.configuration, query.window)
    limit = within(query.limit)
    values: dict[str, Value] = {
        "district": work.district,
        "day": today.isoformat(),
        **(tickets.zone_values(zones) | {"window": window} if window else {}),
    }
    now = {"now": moment.stored(work.now)}
    total = _waiting(len(zones), bool(window)).one(work.connection, **values)
    key = key_values(query.after, QUEUE_KINDS) if query.after is not None else {}
    statement = _queue(len(zones), bool(window), after=bool(key))
    rows = statement.all(work.connection, **values, **now, **key, limit=limit + 1)
    columns = len(TICKET_COLUMNS)
    return page(
        rows,
        limit,
        len(QUEUE_KINDS),
        total[0] if total else 0,
        lambda row: ticket_line(work, ticket_from(row[:columns])),
    )


def ticket_line(work: Work, ticket: Ticket) -> TicketLine:
    """A ticket as a list shows it."""
    zone = work.configuration.zone(ticket.zone)
    over = ticket.status in (TicketStatus.FINISHED, TicketStatus.NOT_SERVED)
    until = ticket.called or (ticket.last if over else work.now)
    ended = ticket.finished or (work.now if ticket.status is TicketStatus.SERVING else None)
    return TicketLine(
        id=ticket.id,
        number=ticket.number,
        zone=ticket.zone,
        zone_name=zone.name if zone else ticket.zone,
        zone_name_en=zone.name_en if zone else "",
        status=ticket.status,
        priority=ticket.priority,
        taken=ticket.taken,
        waited=minutes(ticket.taken, until),
        calls=ticket.calls,
        window=ticket.window,
        called=ticket.called,
        served=ticket.served,
        service=minutes(ticket.served, ended) if ticket.served and ended else 0,
    )


def window_view(work: Work, query: AskWindow, today: date) -> WindowView:
    """A window's active ticket, what may be done with it now, and the tickets that may come back to it."""
    active = tickets.active(work.connection, work.district, query.window)
    at = max(work.now, active.last) if active else work.now
    next_ = upcoming(work, query.window, at)
    mine = (work.connection, work.district, query.window, today)
    held = tickets.held(*mine)
    skipped = tickets.skipped(*mine, work.configuration.settings.revive_last)
    return WindowView(
        code=query.window,
        active=ticket_line(work, active) if active else None,
        acts=ticket_acts(active, next_, query.window, work.rules(), at),
        held=tuple(ticket_line(work, ticket) for ticket in held),
        skipped=tuple(ticket_line(work, ticket) for ticket in skipped),
    )


def counts(work: Work, reader: Reader, query: AskCounts, today: date) -> Counts:
    """The numbers of the status line."""
    lights, tabs = case_lists.counted(reader, today, query.window)
    received, decided = case_lists.on_day(reader, today, query.window)
    zones, window = _callable(work.configuration, query.window)
    values: dict[str, Value] = tickets.zone_values(zones) | {"window": window} if window else {}
    row = _waiting(len(zones), bool(window)).one(
        work.connection, district=work.district, day=today.isoformat(), **values
    )
    waiting, longest = row or (0, None)
    return Counts(
        today=today,
        lights=tuple((light, lights[light]) for light in reversed(Light) if lights[light]),
        tabs=tuple((tab.value, count) for tab, count in tabs.items()),
        waiting=waiting,
        longest=minutes(moment.read(longest), work.now) if longest else 0,
        received_today=received,
        decided_today=decided,
    )


def one_case(work: Work, reader: Reader, query: AskCase, today: date) -> CaseFile | None:
    """One case, by its code as it may be typed."""
    case = case_of(work, query.code)
    if case is None:
        return None
    item = work.folded.item(work.connection, case.item, case.version)
    line = case_lists.case_by_code(reader, case.code, today)
    if item is None or line is None:
        return None
    events = log.events_of(work.connection, work.district, case.code)
    departments = work.configuration.departments
    family = family_of(work.connection, work.folded, case)
    lanes = lane_lines(reader, family, today, departments)
    return case_file(case, item, events, line, work.rules(), today, departments, family, lanes)


def why(work: Work, query: AskWhy, today: date) -> tuple[Explanation, ...]:
    """Why each clock of a case shows what it shows; nothing where there is no such case."""
    case = case_of(work, query.code)
    item = work.folded.item(work.connection, case.item, case.version) if case else None
    if case is None or item is None:
        return ()
    held = work.configuration
    return explain_case(ledger_of(case, item, held.settings), today, held.calendar)


def applicant(work: Work, query: AskApplicant) -> Applicant | None:
    """The applicant unmasked, for the command that revealed it."""
    case = case_of(work, query.code)
    if case is None:
        return None
    revealed = any(
        isinstance(event.body, DataRevealed) and event.command == query.command
        for event in log.events_of(work.connection, work.district, case.code)
    )
    return case.applicant if revealed else None


def items(work: Work, query: AskItems) -> Page[ItemLine]:
    """Items by name or initials; those that begin with what is sought first."""
    limit = within(query.limit)
    find = query.find.strip()
    pattern = like(find)
    values: dict[str, Value] = {"district": work.district, "find": pattern, "begins": pattern[1:]}
    total = _items_total().one(work.connection, district=work.district, find=pattern)
    key = key_values(query.after, ITEM_KINDS) if query.after is not None else {}
    rows = _items(after=bool(key)).all(work.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 2, total[0] if total else 0, lambda row: _item_line(work, row))


def one_item(work: Work, query: AskItem) -> Item | None:
    """An item, in its newest version where none is named."""
    version = query.version or newest_version(work.connection, work.district, query.code)
    return None if version is None else work.folded.item(work.connection, query.code, version)


def entries(work: Work, query: AskEntries) -> Page[Entry]:
    """The audit log, oldest first."""
    limit = within(query.limit)
    values: dict[str, Value] = {"district": work.district}
    if query.stream:
        values["stream"] = query.stream
    total = _entries_total(bool(query.stream)).one(work.connection, **values)
    key = key_values(query.after, ENTRY_KINDS) if query.after is not None else {}
    statement = _entries(bool(query.stream), after=bool(key))
    rows = statement.all(work.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 1, total[0] if total else 0, _entry)


def case_of(work: Work, code: str) -> Case | None:
    """The case of a code as it may be typed, or None."""
    found = work.folded.case(work.connection, code)
    if found is not None:
        return found
    try:
        typed = supervision_code.parse(code)
    except supervision_code.SupervisionCodeError:
        return None
    return work.folded.case(work.connection, str(typed))


def _callable(configuration: Configuration, window: str) -> tuple[tuple[str, ...], str]:
    place = configuration.window(window) if window else None
    return (place.zones if place else ()), window


def minutes(since: datetime, until: datetime) -> int:
    """The whole minutes between two moments; none where they are the wrong way round."""
    return max(0, int((until - since).total_seconds()) // 60)


def _item_line(work: Work, row: Row) -> ItemLine:
    code, version, department, name, name_en, *_ = row
    item = work.folded.item(work.connection, code, version)
    assert item is not None
    return ItemLine(
        code=code,
        version=version,
        name=item.name,
        name_en=item.name_en,
        department=department,
        department_name=name,
        department_name_en=name_en,
        zone=item.zone,
        kind=ItemKind(item.kind),
        promised_days=item.promised_days,
        materials=len(item.materials),
    )


def _entry(row: Row) -> Entry:
    position, stream, seq, at, recorded, user, window, command, kind, hash_, _ = row
    return Entry(
        position=position,
        stream=stream,
        seq=seq,
        at=moment.read(at),
        recorded=moment.read(recorded),
        user=user,
        window=window,
        command=command,
        kind=kind,
        hash=hash_,
    )


@cache
def _waiting(zones: int, window: bool) -> Statement:
    query = tickets.waiting(func.count(), func.min(TICKET.c.taken))
    return Statement(query.where(tickets.callable_at(zones)) if window else query)


@cache
def _queue(zones: int, window: bool, *, after: bool) -> Statement:
    query = tickets.waiting(*tickets.COLUMNS, *tickets.ORDER)
    if window:
        query = query.where(tickets.callable_at(zones))
    if after:
        query = query.where(beyond(tickets.ORDER))
    return Statement(query.order_by(*tickets.ORDER).limit(bindparam("limit")))


_SOUGHT = and_(
    ITEM.c.district == bindparam("district"),
    literal_column("item.newest = 1"),
    or_(
        ITEM.c.name.like(bindparam("find"), escape="\\"),
        ITEM.c.initials.like(bindparam("find"), escape="\\"),
        ITEM.c.name_en.like(bindparam("find"), escape="\\"),
        ITEM.c.code.like(bindparam("find"), escape="\\"),
    ),
)
_BEGINS = case(
    (ITEM.c.name.like(bindparam("begins"), escape="\\"), literal_column("0")),
    (ITEM.c.initials.like(bindparam("begins"), escape="\\"), literal_column("0")),
    else_=literal_column("1"),
)
_ITEM_ORDER = (_BEGINS, ITEM.c.code)


@cache
def _items_total() -> Statement:
    return Statement(select(func.count()).select_from(ITEM).where(_SOUGHT))


@cache
def _items(*, after: bool) -> Statement:
    named = and_(DEPARTMENT.c.district == ITEM.c.district, DEPARTMENT.c.code == ITEM.c.department)
    names = [DEPARTMENT.c.name, DEPARTMENT.c.name_en]
    query = (
        select(ITEM.c.code, ITEM.c.version, ITEM.c.department, *names, *_ITEM_ORDER)
        .select_from(ITEM.join(DEPARTMENT, named))
        .where(_SOUGHT)
    )
    if after:
        query = query.where(beyond(_ITEM_ORDER))
    return Statement(query.order_by(*_ITEM_ORDER).limit(bindparam("limit")))


def _logged(query: Rows, stream: bool) -> Rows:
    query = query.where(EVENT.c.district == bindparam("district"))
    return query.where(EVENT.c.stream == bindparam("stream")) if stream else query


@cache
def _entries_total(stream: bool) -> Statement:
    return Statement(_logged(select(func.count()).select_from(EVENT), stream))


@cache
def _entries(stream: bool, *, after: bool) -> Statement:
    names = ("position", "stream", "seq", "at", "recorded", "user", "window", "command", "kind", "hash")
    place = EVENT.c.position.label("place")
    query = _logged(select(*(EVENT.c[name] for name in names), place), stream)
    if after:
        query = query.where(beyond((EVENT.c.position,)))
    return Statement(query.order_by(EVENT.c.position).limit(bindparam("limit")))
