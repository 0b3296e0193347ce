"""What belongs to a case beside itself: the others of its joint application, the applicant's licences."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, literal_column, select

from data.core.evolve import BrokenHistory
from data.core.rules import Family, Member
from data.model.applicant import Applicant, IdKind
from data.model.case import Case
from data.model.item import Item
from data.model.licence import Licence
from data.store.folding import Folded
from data.store.statement import Statement
from data.store.tables import CASE

ONE_PERSONS: Final = frozenset({IdKind.RESIDENT_ID, IdKind.CREDIT_CODE})
"""Identifiers that are one person's in the whole country; of any other the name must be the same, too."""

_GRANTED: Final = Statement(
    select(CASE.c.code)
    .where(
        CASE.c.district == bindparam("district"),
        CASE.c.applicant_id == bindparam("applicant_id"),
        literal_column("status IN ('granted', 'collected')"),
    )
    .order_by(CASE.c.received, CASE.c.code)
)


def same_applicant(one: Applicant, other: Applicant) -> bool:
    """Whether two applications are by the same person or organisation."""
    if (one.id_kind, one.id_number) != (other.id_kind, other.id_number):
        return False
    return one.id_kind in ONE_PERSONS or one.name == other.name


def licences_of(connection: sqlite3.Connection, folded: Folded, applicant: Applicant) -> tuple[Licence, ...]:
    """The licences that the hall has issued to an applicant and not revoked, the oldest application first."""
    if not applicant.id_number:
        return ()
    licences = []
    rows = _GRANTED.all(connection, district=folded.district, applicant_id=applicant.id_number)
    for (code,) in rows:
        case = folded.case(connection, code)
        item = folded.item(connection, case.item, case.version) if case else None
        if case is None or item is None or item.result is None or case.decision is None:
            continue
        if case.decision.licence and same_applicant(case.applicant, applicant):
            licences.append(
                Licence(
                    number=case.decision.licence,
                    kind=item.result.licence,
                    case=case.code,
                    issued=case.decision.on,
                    valid_to=case.decision.valid_to,
                )
            )
    return tuple(licences)


def family_of(connection: sqlite3.Connection, folded: Folded, case: Case) -> Family | None:
    """The joint application that a case is the whole or a lane of, or None.

    Raises:
        BrokenHistory: one of its cases is not there.
    """
    if not case.joint and not case.lanes:
        return None
    whole = _member(connection, folded, case.joint or case.code)
    return Family(whole, tuple(_member(connection, folded, code) for _, code in whole.case.lanes))


def lane_items(connection: sqlite3.Connection, folded: Folded, item: Item | None) -> Mapping[str, Item]:
    """The items of a joint template, in the version under which their cases would be filed now."""
    found = {}
    for lane in item.lanes if item else ():
        newest = folded.newest(connection, lane.item)
        if newest is not None:
            found[lane.item] = newest
    return found


def _member(connection: sqlite3.Connection, folded: Folded, code: str) -> Member:
    case = folded.case(connection, code)
    item = folded.item(connection, case.item, case.version) if case else None
    if case is None or item is None:
        raise BrokenHistory(code)
    return Member(case, item)
