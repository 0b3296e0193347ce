"""What a changed configuration means for the rest of a transaction, and for the rows of open cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import bindparam, literal_column, select

from data.law.calendar.working_days import Calendar
from data.store.engine.statement import Statement
from data.store.loading import configuration
from data.store.loading.context import StoreContext
from data.store.schema.setting_keys import COMPUTED
from data.store.schema.tables import CASE
from data.store.write.projection import Grounds, put_anew

OPEN: Final = Statement(
    select(CASE.c.code).where(CASE.c.district == bindparam("district"), literal_column("open = 1"))
)
PROVISIONAL: Final = Statement(
    select(CASE.c.code).where(
        CASE.c.district == bindparam("district"), literal_column("open = 1"), CASE.c.provisional == 1
    )
)


def reconfigured(work: StoreContext, calendar: Calendar | None) -> StoreContext:
    """What the next command of the same transaction works with, after one about the hall itself.

    Rows of open cases are computed anew where the hall's numbers or its calendar are others. `calendar` goes
    before the published one.
    """
    before, now = work.configuration, configuration.configured(work.connection, work.district, calendar)
    work = replace(work, configuration=now)
    if (before.settings, before.calendar.version) != (
        now.settings,
        now.calendar.version,
    ) or not now.computed_by:
        recompute(work, OPEN)
    return work


def recompute(work: StoreContext, codes: Statement) -> None:
    """Write the rows of cases anew, and by which calendar that was done."""
    held = work.configuration
    rows = codes.all(work.connection, district=held.district)
    put_anew(Grounds(work.connection, held, work.folded), [str(code) for (code,) in rows])
    configuration.put_setting(work.connection, held.district, COMPUTED, held.calendar.version)
