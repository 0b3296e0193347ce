"""Cases and their steps in their rows: written after every event, the next serial of a source read."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert

from data.law.calendar.working_days import Calendar
from data.model.case import Case
from data.model.event import NoticeIssued
from data.model.item import Item
from data.model.settings import Settings
from data.store.engine.database import Database
from data.store.engine.statement import Put, Statement
from data.store.loading import licences
from data.store.schema.rows import case_row, notice_row, step_rows
from data.store.schema.tables import CASE, NOTICE, OUTBOX, STEP

_PUT = Put(CASE)
_NO_STEPS = Statement(
    delete(STEP).where(STEP.c.district == bindparam("of"), STEP.c.case == bindparam("code"))
)
_ADD_STEP = Statement(insert(STEP))
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


def put_notice(connection: Database, district: str, case: str, body: NoticeIssued) -> None:
    """Write a notice's row; a number that is taken is an error of the database."""
    _ADD_NOTICE.run(connection, **notice_row(district, case, body))


def queue_message(
    connection: Database, district: str, position: int, case: str, kind: str, queued: str
) -> None:
    """Put the text message that tells of an event into the outbox."""
    _QUEUE_MESSAGE.run(connection, district=district, position=position, case=case, kind=kind, queued=queued)
