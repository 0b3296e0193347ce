"""Cases and their steps in their rows: written after every event, the next serial of a source read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from sqlalchemy import bindparam, delete, func, insert, literal_column, select

from data.law.calendar import Calendar
from data.model.case import Case
from data.model.event import NoticeIssued
from data.model.item import Item
from data.model.notice import NoticeKind
from data.model.settings import Settings
from data.store import licences
from data.store.database import Database
from data.store.rows import case_row, notice_row, step_rows
from data.store.statement import Put, Statement
from data.store.tables import CASE, NOTICE, OUTBOX, STEP

_PUT = Put(CASE)
_NO_STEPS = Statement(
    delete(STEP).where(STEP.c.district == bindparam("of"), STEP.c.case == bindparam("code"))
)
_ADD_STEP = Statement(insert(STEP))
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
_ADD_NOTICE = Statement(insert(NOTICE))
_QUEUE_MESSAGE = Statement(insert(OUTBOX))


def put(
    connection: Database,
    district: str,
    case: Case,
    item: Item,
    settings: Settings,
    calendar: Calendar,
) -> None:
    """Write the row of a case, those of its steps in hand, and that of the licence it gave."""
    _PUT.run(connection, **case_row(district, case, item, settings, calendar))
    licences.put(connection, district, case, item)
    if any(run.started is not None for run in case.steps):
        _NO_STEPS.run(connection, of=district, code=case.code)
        for row in step_rows(district, case, item, settings, calendar):
            _ADD_STEP.run(connection, **row)


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


def put_notice(connection: Database, district: str, case: str, body: NoticeIssued) -> None:
    """Write a notice's row; a number that is taken is an error of the database."""
    _ADD_NOTICE.run(connection, **notice_row(district, case, body))


def queue_message(
    connection: Database, district: str, position: int, case: str, kind: str, queued: str
) -> None:
    """Put the text message that tells of an event into the outbox."""
    _QUEUE_MESSAGE.run(connection, district=district, position=position, case=case, kind=kind, queued=queued)
