"""The register of licences that the hall has issued: who holds them, and how long (结果互认).

Each row follows from the events of the case that gave the licence. Holders are known by a digest of their
identifier, so that the register can be read without telling who they are.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from sqlalchemy import bindparam, select

from data.model.applicant import Applicant, IdKind
from data.model.case import Case, Status
from data.model.item import Item
from data.model.licence import Licence
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.moment import iso
from data.store.engine.statement import Put, Statement, Value
from data.store.schema.tables import LICENCE

ONE_PERSONS: Final = frozenset({IdKind.RESIDENT_ID, IdKind.CREDIT_CODE})
"""Identifiers that are one person's in the whole country; of any other the name must be the same, too."""

_PUT: Final = Put(LICENCE)
_HELD: Final = Statement(
    select(
        LICENCE.c.number,
        LICENCE.c.kind,
        LICENCE.c.case,
        LICENCE.c.issued,
        LICENCE.c.valid_to,
        LICENCE.c.revoked,
    )
    .where(LICENCE.c.district == bindparam("district"), LICENCE.c.holder == bindparam("holder"))
    .order_by(LICENCE.c.issued, LICENCE.c.number)
)


def holder_of(district: str, applicant: Applicant) -> str:
    """The digest by which an applicant is known again; blank for one without an identifier."""
    if not applicant.id_number:
        return ""
    name = "" if applicant.id_kind in ONE_PERSONS else applicant.name
    told = json.dumps([district, applicant.id_kind.value, applicant.id_number, name], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def licence_row(district: str, case: Case, item: Item) -> dict[str, Value] | None:
    """The row of the licence that a case gave; None of a case that gave none."""
    decision = case.decision
    if decision is None or not decision.licence or item.result is None:
        return None
    return {
        "district": district,
        "number": decision.licence,
        "kind": item.result.licence,
        "case": case.code,
        "holder": holder_of(district, case.applicant),
        "issued": decision.on.isoformat(),
        "valid_to": iso(decision.valid_to),
        "revoked": iso(case.ended) if case.status is Status.REVOKED else None,
    }


def put(connection: Database, district: str, case: Case, item: Item) -> None:
    """Write the row of the licence that a case gave, if it gave one; the case's own row must be there."""
    row = licence_row(district, case, item)
    if row is not None:
        _PUT.run(connection, **row)


def licences_of(connection: Database, district: str, applicant: Applicant) -> tuple[Licence, ...]:
    """Every licence that the hall has issued to an applicant, the oldest first; revoked ones say so."""
    holder = holder_of(district, applicant)
    rows = _HELD.all(connection, district=district, holder=holder) if holder else []
    return tuple(
        Licence(
            number=number,
            kind=kind,
            case=case,
            issued=moment.day(str(issued)),
            valid_to=moment.day(valid_to),
            revoked=moment.day(revoked),
        )
        for number, kind, case, issued, valid_to, revoked in rows
    )
