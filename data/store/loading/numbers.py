"""The next numbers of a hall: supervision codes of a source, notices of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from sqlalchemy import bindparam, func, literal_column, select

from data.model.notice import NoticeKind
from data.store.engine.database import Database
from data.store.engine.statement import Statement
from data.store.schema.tables import CASE, NOTICE

_SERIAL = Statement(
    select(func.coalesce(func.max(CASE.c.serial), -1) + 1).where(
        CASE.c.district == bindparam("district"),
        CASE.c.filed == bindparam("day"),
        CASE.c.source == bindparam("source"),
    )
)
_SAME = Statement(
    select(CASE.c.code)
    .where(
        CASE.c.district == bindparam("district"),
        CASE.c.item == bindparam("item"),
        CASE.c.applicant_id == bindparam("applicant_id"),
        literal_column("open = 1 AND applicant_id <> ''"),
    )
    .order_by(CASE.c.received.desc(), CASE.c.code.desc())
    .limit(1)
)
_LAST_NOTICE = Statement(
    select(func.max(NOTICE.c.serial)).where(
        NOTICE.c.district == bindparam("district"),
        NOTICE.c.department == bindparam("department"),
        NOTICE.c.kind == bindparam("kind"),
        NOTICE.c.year == bindparam("year"),
    )
)


def next_serial(connection: Database, district: str, day: date, source: str) -> int:
    """The next serial, from 0, of the codes that a source gives out on a day."""
    row = _SERIAL.one(connection, district=district, day=day.isoformat(), source=source)
    assert row is not None
    return int(row[0])


def same(connection: Database, district: str, item: str, applicant_id: str) -> str:
    """The code of an open case of the same item and applicant, the newest of several; empty where none is."""
    if not applicant_id:
        return ""
    row = _SAME.one(connection, district=district, item=item, applicant_id=applicant_id)
    return "" if row is None else str(row[0])


class NextNotices(Mapping[NoticeKind, int]):
    """The next serial of every kind of notice of a department in a year, looked up when it is asked for."""

    def __init__(self, connection: Database, district: str, department: str, year: int) -> None:
        self._last = partial(
            _LAST_NOTICE.one, connection, district=district, department=department, year=year
        )

    def __getitem__(self, kind: NoticeKind) -> int:
        row = self._last(kind=kind.value)
        return 1 if row is None or row[0] is None else int(row[0]) + 1

    def __iter__(self) -> Iterator[NoticeKind]:
        return iter(NoticeKind)

    def __len__(self) -> int:
        return len(NoticeKind)
