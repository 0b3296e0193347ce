"""The tables: event log, receipts, and the rows that lists are read from; district first in every key.

The log is the only truth; every row of a case, a step or a ticket is what refolding its events gives. Days
are ISO text, moments ISO text with the offset of Asia/Shanghai, flags 0 or 1, values of the model JSON. The
tables are STRICT: SQLite refuses a value of another type.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

STRICT: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _flag(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} IN (0, 1)", name=name)


def _partial(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """An index of the rows for which a condition holds; `postgres_schema` says so to PostgreSQL, too."""
    return Index(name, *columns, unique=unique, sqlite_where=text(only))


class Stored(SQLModel):
    """A row of a district: the region code (GB/T 2260) begins its key."""

    metadata = METADATA

    district: str = Field(primary_key=True, sa_type=Text)


class EventRow(Stored, table=True):
    """One event of the log; `hash` covers every other column, `prev` is the hash of the one before."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("district", "stream", "seq"),
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("seq >= 1", name="seq"),
        CheckConstraint("length(hash) = 64", name="hash"),
        CheckConstraint("length(prev) IN (0, 64)", name="prev"),
        STRICT,
    )

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    stream: str = Field(sa_type=Text)
    seq: int
    at: str = Field(sa_type=Text)
    recorded: str = Field(sa_type=Text)
    user: str = Field(sa_type=Text)
    window: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    prev: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class ReceiptRow(Stored, table=True):
    """What a command came to; `fingerprint` tells the same command again from another one of its id."""

    __tablename__ = "receipt"
    __table_args__ = (STRICT,)

    command: str = Field(primary_key=True, sa_type=Text)
    fingerprint: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


class SignalColumns(Stored):
    """The days on which a light changes (`data.model.legal.clock.Signals`); the light is never stored."""

    running: int = 0
    frozen: int = 0
    accept_from: str | None = Field(default=None, sa_type=Text)
    accept_until: str | None = Field(default=None, sa_type=Text)
    yellow_from: str | None = Field(default=None, sa_type=Text)
    red_from: str | None = Field(default=None, sa_type=Text)
    law_from: str | None = Field(default=None, sa_type=Text)
    due: str | None = Field(default=None, sa_type=Text)
    law_due: str | None = Field(default=None, sa_type=Text)
    days_left: int | None = None
    provisional: int = 0


LIT_BY = (
    "law_from",
    "red_from",
    "yellow_from",
    "accept_from",
    "accept_until",
    "due",
    "law_due",
    "running",
    "frozen",
)
"""The columns from which, with a day, comes a light and its place in a list."""


class CaseRow(SignalColumns, table=True):
    """One case as lists show it. `source` and `serial` are those of its supervision code."""

    __tablename__ = "case_row"
    __table_args__ = (
        UniqueConstraint("district", "filed", "source", "serial"),
        ForeignKeyConstraint(["district", "item", "version"], ["item.district", "item.code", "item.version"]),
        _partial(
            "ix_case_row_open",
            "district",
            "open",
            "window",
            "department",
            "status",
            *LIT_BY,
            only="open = 1",
        ),
        Index("ix_case_row_received", "district", "received", "window"),
        _partial("ix_case_row_decided", "district", "decided", "window", only="decided IS NOT NULL"),
        Index("ix_case_row_applicant", "district", "applicant_id", "received"),
        _flag("open"),
        _flag("running"),
        _flag("frozen"),
        _flag("provisional"),
        STRICT,
    )

    code: str = Field(primary_key=True, sa_type=Text)
    seq: int
    status: str = Field(sa_type=Text)
    open: int
    item: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    department: str = Field(sa_type=Text)
    applicant: str = Field(sa_type=Text)
    applicant_kind: str = Field(sa_type=Text)
    applicant_id: str = Field(sa_type=Text)
    ticket: str = Field(sa_type=Text)
    window: str = Field(sa_type=Text)
    clerk: str = Field(sa_type=Text)
    filed: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    serial: int
    received: str = Field(sa_type=Text)
    decided: str | None = Field(default=None, sa_type=Text)
    step: str = Field(sa_type=Text)


class StepRow(SignalColumns, table=True):
    """One step that is in a department's hands."""

    __tablename__ = "step_row"
    __table_args__ = (
        ForeignKeyConstraint(["district", "case"], ["case_row.district", "case_row.code"]),
        Index("ix_step_row_department", "district", "department"),
        _flag("running"),
        _flag("frozen"),
        _flag("provisional"),
        STRICT,
    )

    case: str = Field(primary_key=True, sa_type=Text)
    step: str = Field(primary_key=True, sa_type=Text)
    department: str = Field(sa_type=Text)
    started: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})
    holder: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})


class TicketRow(Stored, table=True):
    """One ticket; a window has at most one that is called or being served.

    `rank`, `moment`, `place_taken` and `behind` are its place in the order of calling, `letter` and `serial`
    of its number.
    """

    __tablename__ = "ticket_row"
    __table_args__ = (
        UniqueConstraint("district", "day", "letter", "serial"),
        _partial(
            "ix_ticket_row_waiting",
            "district",
            "day",
            "rank",
            "moment",
            "behind",
            only="status = 'waiting'",
        ),
        _partial("ix_ticket_row_skipped", "district", "window", "day", only="status = 'skipped'"),
        _partial(
            "ix_ticket_row_active",
            "district",
            "window",
            unique=True,
            only="status IN ('called', 'serving')",
        ),
        STRICT,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    seq: int
    number: str = Field(sa_type=Text)
    letter: str = Field(sa_type=Text)
    serial: int
    zone: str = Field(sa_type=Text)
    day: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    rank: int
    moment: str = Field(sa_type=Text)
    behind: int
    priority: str = Field(sa_type=Text)
    holder: str = Field(sa_type=Text)
    taken: str = Field(sa_type=Text)
    last: str = Field(sa_type=Text)
    window: str = Field(sa_type=Text)
    clerk: str = Field(sa_type=Text)
    calls: int
    called: str | None = Field(default=None, sa_type=Text)
    served: str | None = Field(default=None, sa_type=Text)
    finished: str | None = Field(default=None, sa_type=Text)
    place_taken: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})


class NoticeRow(Stored, table=True):
    """One notice; its serials have no gaps within a department, a kind and a year."""

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(["district", "case"], ["case_row.district", "case_row.code"]),
        STRICT,
    )

    department: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    serial: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: str = Field(sa_type=Text)
    case: str = Field(sa_type=Text)


class LicenceRow(Stored, table=True):
    """One licence that the hall has issued; `holder` is a digest of the applicant's identifier."""

    __tablename__ = "licence"
    __table_args__ = (
        ForeignKeyConstraint(["district", "case"], ["case_row.district", "case_row.code"]),
        Index("ix_licence_holder", "district", "holder"),
        STRICT,
    )

    number: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    case: str = Field(sa_type=Text)
    holder: str = Field(sa_type=Text)
    issued: str = Field(sa_type=Text)
    valid_to: str | None = Field(default=None, sa_type=Text)
    revoked: str | None = Field(default=None, sa_type=Text)


class ItemRow(Stored, table=True):
    """One version of an item, whole in `body`; `newest` marks the version that new cases are filed under."""

    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["district", "department"], ["department.district", "department.code"]),
        _partial("ix_item_newest", "district", "code", unique=True, only="newest = 1"),
        _flag("newest"),
        STRICT,
    )

    code: str = Field(primary_key=True, sa_type=Text)
    version: str = Field(primary_key=True, sa_type=Text)
    newest: int
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    initials: str = Field(sa_type=Text)
    department: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


class DepartmentRow(Stored, table=True):
    """One department."""

    __tablename__ = "department"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    abbreviation: str = Field(sa_type=Text)


class ZoneRow(Stored, table=True):
    """One zone of the hall; `place` keeps the catalogue's order."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("district", "letter"), STRICT)

    code: str = Field(primary_key=True, sa_type=Text)
    place: int
    letter: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)


class WindowRow(Stored, table=True):
    """One window of the hall; `zones` is a JSON list, `station` where it stands if not in the hall."""

    __tablename__ = "window"
    __table_args__ = (STRICT,)

    code: str = Field(primary_key=True, sa_type=Text)
    place: int
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    zones: str = Field(sa_type=Text)
    station: str = Field(sa_type=Text, sa_column_kwargs={"server_default": ""})


class SettingRow(Stored, table=True):
    """A value that the hall has once: its card, its settings, the calendar its rows were computed by."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)

    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class OverlayRow(Stored, table=True):
    """One calendar overlay in the order they were put; a later one goes over the earlier."""

    __tablename__ = "overlay"
    __table_args__ = (UniqueConstraint("district", "version"), STRICT)

    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)


class OutboxRow(Stored, table=True):
    """A text message that waits to be sent, by the event it tells of; the telephone stays in the log."""

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["district", "position"], ["event.district", "event.position"]),
        STRICT,
    )

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    case: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    queued: str = Field(sa_type=Text)


def table_of(model: type[Stored]) -> Table:
    """The table of a row's class."""
    table: Table = METADATA.tables[str(model.__tablename__)]
    return table


EVENT = table_of(EventRow)
RECEIPT = table_of(ReceiptRow)
CASE = table_of(CaseRow)
STEP = table_of(StepRow)
TICKET = table_of(TicketRow)
NOTICE = table_of(NoticeRow)
LICENCE = table_of(LicenceRow)
ITEM = table_of(ItemRow)
DEPARTMENT = table_of(DepartmentRow)
ZONE = table_of(ZoneRow)
WINDOW = table_of(WindowRow)
SETTING = table_of(SettingRow)
OVERLAY = table_of(OverlayRow)
OUTBOX = table_of(OutboxRow)

HALL = (
    DEPARTMENT,
    ITEM,
    ZONE,
    WINDOW,
    SETTING,
    OVERLAY,
    EVENT,
    RECEIPT,
    CASE,
    STEP,
    TICKET,
    NOTICE,
    LICENCE,
    OUTBOX,
)
"""The tables from which queries are answered, each after those that it refers to."""
