"""What else one applicant has filed, and what of it may be handed out at one window.

The applicant is known by the kind and number of their identifier. Only a resident's and a credit code are one
person's in the whole country: of any other identifier the name must be the same, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from sqlalchemy import and_, bindparam, literal_column, or_, select

from data.core.context import Decided
from data.core.decide import decide
from data.law import identifier
from data.model.applicant import Applicant
from data.model.case import Case, Status
from data.model.command import Deliver
from data.model.licence import Licence
from data.model.query import AskEarlier, AskFiled, AskLicences, AskReady
from data.model.view import CaseLine
from data.store.engine.statement import Statement
from data.store.loading.context import StoreContext
from data.store.loading.licences import licences_of
from data.store.loading.relations import same_applicant
from data.store.loading.state import state_for
from data.store.read.case import case_of
from data.store.read.case_lists import Reader, case_by_code
from data.store.schema.tables import CASE, EVENT

MOST_EARLIER: Final = 20
ANYBODY: Final = "-"

_OPENED = and_(
    EVENT.c.district == CASE.c.district, EVENT.c.stream == CASE.c.code, EVENT.c.seq == literal_column("1")
)
_SAME_NUMBER = and_(
    CASE.c.district == bindparam("district"), CASE.c.applicant_id == bindparam("applicant_id")
)
_EARLIER: Final = Statement(
    select(CASE.c.code)
    .select_from(CASE.join(EVENT, _OPENED))
    .where(
        _SAME_NUMBER,
        CASE.c.received <= bindparam("received"),
        or_(
            EVENT.c.at < bindparam("at"),
            and_(EVENT.c.at == bindparam("at"), EVENT.c.position < bindparam("position")),
        ),
    )
    .order_by(CASE.c.received.desc(), EVENT.c.at.desc(), EVENT.c.position.desc())
)
_FILED: Final = Statement(
    select(CASE.c.received, EVENT.c.at, EVENT.c.position)
    .select_from(CASE.join(EVENT, _OPENED))
    .where(CASE.c.district == bindparam("district"), CASE.c.code == bindparam("code"))
)
_ALL: Final = Statement(
    select(CASE.c.code)
    .select_from(CASE.join(EVENT, _OPENED))
    .where(_SAME_NUMBER)
    .order_by(CASE.c.received.desc(), EVENT.c.at.desc(), EVENT.c.position.desc())
)
_DECIDED: Final = Statement(
    select(CASE.c.code)
    .where(
        _SAME_NUMBER,
        CASE.c.status.in_([literal_column(f"'{each}'") for each in (Status.GRANTED, Status.REFUSED)]),
    )
    .order_by(CASE.c.received, CASE.c.code)
)


def earlier(work: StoreContext, reader: Reader, query: AskEarlier, today: date) -> tuple[CaseLine, ...]:
    """What the applicant of a case had filed before it, newest first."""
    case = case_of(work, query.code)
    row = _FILED.one(work.connection, district=work.district, code=case.code) if case else None
    if case is None or row is None:
        return ()
    received, at, position = row
    rows = _EARLIER.run(
        work.connection,
        district=work.district,
        applicant_id=case.applicant.id_number,
        received=received,
        at=at,
        position=position,
    )
    theirs = _filings(_of(work, case.applicant, (str(code) for (code,) in rows)))
    return _lines(reader, islice(theirs, MOST_EARLIER), today)


def filed(work: StoreContext, reader: Reader, query: AskFiled, today: date) -> tuple[CaseLine, ...]:
    """What a person or organisation has filed, newest first."""
    try:
        number = identifier.check(query.id_kind, query.id_number, work.now.date())
    except identifier.IdentifierError:
        return ()
    who = Applicant(name=query.name.strip(), id_kind=query.id_kind, id_number=number)
    rows = _ALL.run(work.connection, district=work.district, applicant_id=number)
    theirs = _filings(_of(work, who, (str(code) for (code,) in rows)))
    return _lines(reader, islice(theirs, MOST_EARLIER), today)


def ready(work: StoreContext, reader: Reader, query: AskReady, today: date) -> tuple[CaseLine, ...]:
    """Every result of the applicant that the hall would hand out now."""
    case = case_of(work, query.code)
    if case is None:
        return ()
    rows = _DECIDED.all(work.connection, district=work.district, applicant_id=case.applicant.id_number)
    theirs = _of(work, case.applicant, (str(code) for (code,) in rows))
    return _lines(reader, (each for each in theirs if _may_go_out(work, each)), today)


def held(work: StoreContext, query: AskLicences) -> tuple[Licence, ...]:
    """The licences of a case's applicant in the register."""
    case = case_of(work, query.code)
    return licences_of(work.connection, work.district, case.applicant) if case is not None else ()


def _of(work: StoreContext, applicant: Applicant, codes: Iterator[str]) -> Iterator[Case]:
    """Those of the cases that are the applicant's."""
    for code in codes:
        case = work.folded.case(work.connection, code)
        if case is not None and same_applicant(case.applicant, applicant):
            yield case


def _filings(cases: Iterator[Case]) -> Iterator[Case]:
    """What was filed as such: a joint application, and not each of its lanes again."""
    return (case for case in cases if not case.joint)


def _may_go_out(work: StoreContext, case: Case) -> bool:
    """What the hall would answer to handing it out; a lane of a joint application goes out with the whole.

    Whether the result is ready does not depend on who asks.
    """
    if case.joint:
        return False
    work = replace(work, authority=None)
    at = max(work.now, case.last)
    specimen = Deliver(id=ANYBODY, at=at, user=ANYBODY, window=case.window, case=case.code, recipient=ANYBODY)
    return isinstance(decide(state_for(work, specimen), specimen, work.rules()), Decided)


def _lines(reader: Reader, cases: Iterator[Case], today: date) -> tuple[CaseLine, ...]:
    lines = (case_by_code(reader, case.code, today) for case in cases)
    return tuple(line for line in lines if line is not None)
