"""The rows of cases, steps and tickets: pure functions of what their events have made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from data.law import supervision_code
from data.law.calendar.working_days import Calendar
from data.law.ledger import ledger_of
from data.law.light import signals, step_signals
from data.model.case import Case
from data.model.event import NoticeIssued
from data.model.item import Item
from data.model.legal.clock import Signals
from data.model.legal.time_zone import day_of
from data.model.settings import Settings
from data.model.ticket import Place, Priority, Rank, Ticket, TicketStatus
from data.store.engine import moment
from data.store.engine.moment import iso
from data.store.engine.statement import Row, Value

Values: TypeAlias = Mapping[str, Value]

NO_SIGNALS: Final = Signals()
SIGNAL_COLUMNS: Final = (
    "running",
    "frozen",
    "accept_from",
    "accept_until",
    "yellow_from",
    "red_from",
    "law_from",
    "due",
    "law_due",
    "days_left",
    "provisional",
)
TICKET_COLUMNS: Final = (
    "id",
    "seq",
    "number",
    "zone",
    "day",
    "status",
    "rank",
    "moment",
    "behind",
    "priority",
    "holder",
    "taken",
    "last",
    "window",
    "clerk",
    "calls",
    "called",
    "served",
    "finished",
    "place_taken",
)
TOLD: Final = frozenset(
    {
        "case_opened",
        "correction_asked",
        "correction_answered",
        "case_accepted",
        "case_declined",
        "case_withdrawn",
        "suspension_started",
        "suspension_ended",
        "extension_granted",
        "debt_settled",
        "case_decided",
        "case_delivered",
        "lane_dropped",
        "licence_revoked",
    }
)
"""The kinds of event of which the applicant gets a text message."""

TOLD_OF_THE_WHOLE: Final = frozenset({"case_opened", "case_withdrawn", "case_delivered"})
"""What happens to a joint application and to its lanes at once is told once."""


def tells(case: Case, kind: str) -> bool:
    """Whether the applicant of a case gets a text message of an event of that kind."""
    return bool(case.applicant.phone) and kind in TOLD and not (case.joint and kind in TOLD_OF_THE_WHOLE)


def case_row(district: str, case: Case, item: Item, settings: Settings, calendar: Calendar) -> Values:
    """The row of a case."""
    code = _parsed(case.code)
    return {
        "district": district,
        "code": case.code,
        "seq": case.seq,
        "status": case.status.value,
        "open": int(not case.status.ended),
        "item": case.item,
        "version": case.version,
        "department": item.department,
        "applicant": case.applicant.name,
        "applicant_kind": case.applicant.kind.value,
        "applicant_id": case.applicant.id_number,
        "ticket": case.ticket,
        # A lane is in its departments' lists; a window has the whole.
        "window": "" if case.joint else case.window,
        "clerk": case.clerk,
        "filed": code.day.isoformat(),
        "source": code.source,
        "serial": code.serial,
        "received": day_of(case.received).isoformat(),
        "decided": iso(case.decision.on) if case.decision else None,
        "step": next((step.code for step in item.steps if _in_hand(case, step.code)), ""),
        **_signal_values(signals(ledger_of(case, item, settings), calendar)),
    }


def step_rows(
    district: str, case: Case, item: Item, settings: Settings, calendar: Calendar
) -> tuple[Values, ...]:
    """The rows of the steps that are in a department's hands; none once the case has ended."""
    in_hand = [step for step in item.steps if not case.status.ended and _in_hand(case, step.code)]
    if not in_hand:
        return ()
    by_step = step_signals(ledger_of(case, item, settings), calendar)
    rows = []
    for step in in_hand:
        run = case.run(step.code)
        assert run is not None
        assert run.started is not None
        rows.append(
            {
                "district": district,
                "case": case.code,
                "step": step.code,
                "department": step.department,
                "started": moment.stored(run.started),
                "kind": step.kind.value,
                "holder": run.holder,
                **_signal_values(by_step.get(step.code, NO_SIGNALS)),
            }
        )
    return tuple(rows)


def notice_row(district: str, case: str, body: NoticeIssued) -> Values:
    """The row of a notice."""
    return {
        "district": district,
        "department": body.department,
        "kind": body.notice.value,
        "year": body.year,
        "serial": body.serial,
        "number": body.number,
        "case": case,
    }


def ticket_row(district: str, ticket: Ticket) -> Values:
    """The row of a ticket."""
    letter, serial = ticket.number[-4:-3], int(ticket.number[-3:])
    return {
        "district": district,
        "id": ticket.id,
        "seq": ticket.seq,
        "number": ticket.number,
        "letter": letter,
        "serial": serial,
        "zone": ticket.zone,
        "day": ticket.day.isoformat(),
        "status": ticket.status.value,
        "rank": ticket.place.rank.value,
        "moment": moment.stored(ticket.place.moment),
        "behind": ticket.place.behind,
        "priority": ticket.priority.value,
        "holder": ticket.holder,
        "taken": moment.stored(ticket.taken),
        "last": moment.stored(ticket.last),
        "window": ticket.window,
        "clerk": ticket.clerk,
        "calls": ticket.calls,
        "called": moment.stored(ticket.called) if ticket.called else None,
        "served": moment.stored(ticket.served) if ticket.served else None,
        "finished": moment.stored(ticket.finished) if ticket.finished else None,
        "place_taken": moment.stored(ticket.place.taken or ticket.place.moment),
    }


def ticket_from(row: Row) -> Ticket:
    """The ticket that a row of `TICKET_COLUMNS` holds."""
    id_, seq, number, zone, day, status, rank, since, behind, priority, holder, *rest = row
    taken, last, window, clerk, calls, *moments, place_taken = rest
    called, served, finished = (moment.read(text) if text else None for text in moments)
    return Ticket(
        id=id_,
        seq=seq,
        number=number,
        zone=zone,
        day=moment.day(str(day)),
        status=TicketStatus(status),
        taken=moment.read(taken),
        last=moment.read(last),
        place=Place(
            rank=Rank(rank), moment=moment.read(since), taken=moment.read(place_taken), behind=behind
        ),
        priority=Priority(priority),
        holder=holder,
        window=window,
        clerk=clerk,
        calls=calls,
        called=called,
        served=served,
        finished=finished,
    )


def signals_from(row: Row) -> Signals:
    """The signals that a row of `SIGNAL_COLUMNS` holds."""
    running, frozen, *days, left, provisional = row
    accept_from, accept_until, yellow, red, law, due, law_due = (moment.day(text) for text in days)
    return Signals(
        running=bool(running),
        frozen=bool(frozen),
        accept_from=accept_from,
        accept_until=accept_until,
        yellow_from=yellow,
        red_from=red,
        law_from=law,
        due=due,
        law_due=law_due,
        left=left,
        provisional=bool(provisional),
    )


@lru_cache(maxsize=512)
def _parsed(code: str) -> supervision_code.SupervisionCode:
    """Taking a code apart computes its check characters, and a case's code never changes."""
    return supervision_code.parse(code)


def _signal_values(value: Signals) -> dict[str, Value]:
    return {
        "running": int(value.running),
        "frozen": int(value.frozen),
        "accept_from": iso(value.accept_from),
        "accept_until": iso(value.accept_until),
        "yellow_from": iso(value.yellow_from),
        "red_from": iso(value.red_from),
        "law_from": iso(value.law_from),
        "due": iso(value.due),
        "law_due": iso(value.law_due),
        "days_left": value.left,
        "provisional": int(value.provisional),
    }


def _in_hand(case: Case, step: str) -> bool:
    run = case.run(step)
    return run is not None and run.started is not None and run.finished is None
