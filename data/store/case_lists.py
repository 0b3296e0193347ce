"""The lists of cases and of steps, their counts by light, and the departments': all from the rows."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.law.calendar import Calendar
from data.law.identifier import mask_name
from data.law.light import due_at, left_at, light_at
from data.law.supervision_code import grouped
from data.model.case import Status
from data.model.clock import Light
from data.model.item import ApplicantKind, Item
from data.model.query import AskCases, AskSteps, Tab
from data.model.view import CaseLine, DepartmentLine, Page, StepLine
from data.store import moment
from data.store.folding import Folded
from data.store.lit import light_of, place_of
from data.store.paging import beyond, key_values, page, within
from data.store.rows import SIGNAL_COLUMNS, signals_from
from data.store.statement import Row, Rows, Statement, Value
from data.store.tables import CASE, DEPARTMENT, ITEM, STEP, TICKET

STATUSES: Final = {
    Tab.IN_HAND: (Status.RECEIVED,),
    Tab.CORRECTION: (Status.CORRECTION,),
    Tab.DEPARTMENTS: (Status.ACCEPTED, Status.SUSPENDED),
    Tab.TO_COLLECT: (Status.GRANTED, Status.REFUSED),
}
"""The statuses that a tab holds; the other tabs go by light, or hold all that is open, or everything."""

OPEN: ColumnElement[bool] = literal_column("case_row.open = 1")
PLACE: tuple[ColumnElement[Any], ...] = (*place_of(CASE), CASE.c.code)
PLACE_KINDS = (int, str, str)
STEP_PLACE: tuple[ColumnElement[Any], ...] = (*place_of(STEP), STEP.c.case, STEP.c.step)
STEP_PLACE_KINDS = (int, str, str, str)


@dataclass(frozen=True, slots=True)
class Reader:
    """What lists are read with: the database, whose it is, the items, and the calendar for days left."""

    connection: sqlite3.Connection
    district: str
    folded: Folded
    calendar: Calendar

    def item(self, code: str, version: str) -> Item:
        """The version of an item under which a case was filed."""
        item = self.folded.item(self.connection, code, version)
        assert item is not None
        return item


def cases(reader: Reader, query: AskCases, today: date) -> Page[CaseLine]:
    """A page of a tab."""
    limit = within(query.limit)
    find = query.find.strip()
    values: dict[str, Value] = {"district": reader.district, "today": today.isoformat()}
    if query.window:
        values["window"] = query.window
    if query.department:
        values["department"] = query.department
    if find:
        values |= sought(find)
    shape = (query.tab, bool(query.window), bool(query.department), bool(find))
    total = _total(*shape).one(reader.connection, **values)
    key = key_values(query.after, PLACE_KINDS) if query.after is not None else {}
    rows = _page(*shape, after=bool(key)).all(reader.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 3, total[0] if total else 0, lambda row: case_line(reader, row, today))


def case_by_code(reader: Reader, code: str, today: date) -> CaseLine | None:
    """One case as a list shows it."""
    row = _BY_CODE.one(reader.connection, district=reader.district, code=code, today=today.isoformat())
    return None if row is None else case_line(reader, row, today)


def case_line(reader: Reader, row: Row, today: date) -> CaseLine:
    """The line of a row of `LINE`."""
    code, seq, status, item_code, version, name, kind, window, clerk, received, step_code = row[:11]
    ticket, department, department_name, department_name_en = row[11:15]
    signals = signals_from(row[15 : 15 + len(SIGNAL_COLUMNS)])
    item = reader.item(item_code, version)
    step = item.step(step_code) if step_code else None
    return CaseLine(
        code=code,
        seq=seq,
        status=Status(status),
        item=item_code,
        item_name=item.name,
        item_name_en=item.name_en,
        department=department,
        department_name=department_name,
        department_name_en=department_name_en,
        applicant=mask_name(name, ApplicantKind(kind)),
        ticket=ticket or "",
        window=window,
        clerk=clerk,
        received=moment.day(str(received)),
        light=light_at(signals, today),
        left=left_at(signals, today, reader.calendar),
        due=due_at(signals, today),
        provisional=signals.provisional,
        step=step.code if step else "",
        step_name=step.name if step else "",
        step_name_en=step.name_en if step else "",
    )


def steps(reader: Reader, query: AskSteps, today: date) -> Page[StepLine]:
    """A page of the steps that are in a department's hands."""
    limit = within(query.limit)
    values: dict[str, Value] = {"district": reader.district, "today": today.isoformat()}
    if query.department:
        values["department"] = query.department
    total = _steps_total(bool(query.department)).one(reader.connection, **values)
    key = key_values(query.after, STEP_PLACE_KINDS) if query.after is not None else {}
    statement = _steps_page(bool(query.department), after=bool(key))
    rows = statement.all(reader.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 4, total[0] if total else 0, lambda row: _step_line(reader, row, today))


def counted(
    reader: Reader, today: date, window: str
) -> tuple[Counter[Light], Counter[Status], Counter[Status]]:
    """The open cases by light and by status, and by status those that are yellow or worse."""
    values: dict[str, Value] = {"window": window} if window else {}
    rows = _counts(bool(window)).all(
        reader.connection, district=reader.district, today=today.isoformat(), **values
    )
    lights: Counter[Light] = Counter()
    statuses: Counter[Status] = Counter()
    lit: Counter[Status] = Counter()
    for status, light, count in rows:
        lights[Light(light)] += count
        statuses[Status(status)] += count
        if light >= Light.YELLOW:
            lit[Status(status)] += count
    return lights, statuses, lit


def on_day(reader: Reader, today: date, window: str) -> tuple[int, int]:
    """How many cases were received and how many decided on a day."""
    values: dict[str, Value] = {"district": reader.district, "today": today.isoformat()}
    if window:
        values["window"] = window
    received = _received(bool(window)).one(reader.connection, **values)
    decided = _decided(bool(window)).one(reader.connection, **values)
    return (received[0] if received else 0, decided[0] if decided else 0)


def departments(reader: Reader, today: date) -> tuple[DepartmentLine, ...]:
    """Every department with its open cases by light, the worst first."""
    lights: dict[str, Counter[Light]] = {}
    for department, light, count in _BY_DEPARTMENT.all(
        reader.connection, district=reader.district, today=today.isoformat()
    ):
        lights.setdefault(department, Counter())[Light(light)] += count
    lines = []
    for code, name, name_en in _DEPARTMENTS.all(reader.connection, district=reader.district):
        own = lights.get(code, Counter())
        lines.append(
            DepartmentLine(
                code=code,
                name=name,
                name_en=name_en,
                open=own.total(),
                yellow=own[Light.YELLOW],
                red=own[Light.RED],
                law=own[Light.LAW],
                frozen=own[Light.FROZEN],
            )
        )
    return tuple(sorted(lines, key=lambda each: (-each.law, -each.red, -each.yellow, -each.open, each.code)))


def sought(text: str) -> dict[str, Value]:
    """The patterns by which `find` finds: a code in any spacing, and the text as it stands."""
    code = grouped(text).replace(" ", "")
    return {"find": like(text), "find_code": like(code) if code.isascii() and code.isalnum() else "-"}


def like(text: str) -> str:
    r"""A LIKE pattern that finds the text anywhere; `%`, `_` and `\` stand for themselves."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def parallel(item: Item, step: str) -> bool:
    """Whether another step of the route may run at the same time: neither waits for the other."""
    before = {each.code: _all_before(item, each.code, set()) for each in item.steps}
    return any(
        other != step and other not in before.get(step, set()) and step not in earlier
        for other, earlier in before.items()
    )


def _all_before(item: Item, step: str, found: set[str]) -> set[str]:
    known = item.step(step)
    for code in known.after if known else ():
        if code not in found:
            found.add(code)
            _all_before(item, code, found)
    return found


def _step_line(reader: Reader, row: Row, today: date) -> StepLine:
    case, code, item_code, version, department, name, name_en, started = row[:8]
    signals = signals_from(row[8 : 8 + len(SIGNAL_COLUMNS)])
    item = reader.item(item_code, version)
    step = item.step(code)
    assert step is not None
    return StepLine(
        case=case,
        code=code,
        name=step.name,
        name_en=step.name_en,
        kind=step.kind,
        department=department,
        department_name=name or "",
        department_name_en=name_en or "",
        people=step.people,
        ready=True,
        parallel=parallel(item, code),
        started=moment.read(started),
        finished=None,
        by="",
        agrees=None,
        light=light_at(signals, today),
        left=left_at(signals, today, reader.calendar),
        due=due_at(signals, today),
    )


LINE = [
    *(
        CASE.c[name]
        for name in (
            "code",
            "seq",
            "status",
            "item",
            "version",
            "applicant",
            "applicant_kind",
            "window",
            "clerk",
            "received",
            "step",
        )
    ),
    TICKET.c.number,
    DEPARTMENT.c.code,
    DEPARTMENT.c.name,
    DEPARTMENT.c.name_en,
    *(CASE.c[name] for name in SIGNAL_COLUMNS),
]
_SOURCES = CASE.join(
    DEPARTMENT,
    and_(DEPARTMENT.c.district == CASE.c.district, DEPARTMENT.c.code == CASE.c.department),
).outerjoin(TICKET, and_(TICKET.c.district == CASE.c.district, TICKET.c.id == CASE.c.ticket))

_BY_CODE = Statement(
    select(*LINE)
    .select_from(_SOURCES)
    .where(CASE.c.district == bindparam("district"), CASE.c.code == bindparam("code"))
)
_DEPARTMENTS = Statement(
    select(DEPARTMENT.c.code, DEPARTMENT.c.name, DEPARTMENT.c.name_en).where(
        DEPARTMENT.c.district == bindparam("district")
    )
)
_BY_DEPARTMENT = Statement(
    select(CASE.c.department, light_of(CASE).label("light"), func.count())
    .where(CASE.c.district == bindparam("district"), OPEN)
    .group_by(CASE.c.department, literal_column("light"))
)


def _filtered(query: Rows, tab: Tab, window: bool, department: bool, find: bool) -> Rows:
    query = query.where(CASE.c.district == bindparam("district"))
    if tab is not Tab.ALL:
        query = query.where(OPEN)
    if tab is Tab.LIGHTS:
        query = query.where(light_of(CASE) >= literal_column(str(Light.YELLOW.value)))
    if tab in STATUSES:
        query = query.where(CASE.c.status.in_([literal_column(f"'{each}'") for each in STATUSES[tab]]))
    if window:
        query = query.where(CASE.c.window == bindparam("window"))
    if department:
        query = query.where(CASE.c.department == bindparam("department"))
    return query.where(_found()) if find else query


def _found() -> ColumnElement[bool]:
    """By code, applicant, ticket number, or the item's name or initials."""
    pattern: ColumnElement[str] = bindparam("find")
    items = select(ITEM.c.code, ITEM.c.version).where(
        ITEM.c.district == bindparam("district"),
        or_(
            ITEM.c.name.like(pattern, escape="\\"),
            ITEM.c.name_en.like(pattern, escape="\\"),
            ITEM.c.initials.like(pattern, escape="\\"),
        ),
    )
    tickets = select(TICKET.c.id).where(
        TICKET.c.district == bindparam("district"), TICKET.c.number.like(pattern, escape="\\")
    )
    return or_(
        CASE.c.code.like(bindparam("find_code"), escape="\\"),
        CASE.c.applicant.like(pattern, escape="\\"),
        tuple_(CASE.c.item, CASE.c.version).in_(items),
        and_(CASE.c.ticket != "", CASE.c.ticket.in_(tickets)),
    )


@cache
def _total(tab: Tab, window: bool, department: bool, find: bool) -> Statement:
    query: Rows = select(func.count()).select_from(CASE)
    return Statement(_filtered(query, tab, window, department, find))


@cache
def _page(tab: Tab, window: bool, department: bool, find: bool, *, after: bool) -> Statement:
    labels = [column.label(f"place{number}") for number, column in enumerate(PLACE)]
    keys = _filtered(select(*labels), tab, window, department, find)
    if after:
        keys = keys.where(beyond(PLACE))
    found = keys.order_by(*PLACE).limit(bindparam("limit")).subquery("found")
    lines = found.join(
        _SOURCES, and_(CASE.c.district == bindparam("district"), CASE.c.code == found.c.place2)
    )
    order = [found.c[f"place{number}"] for number in range(3)]
    return Statement(select(*LINE, *order).select_from(lines).order_by(*order))


@cache
def _steps_total(department: bool) -> Statement:
    query = select(func.count()).where(STEP.c.district == bindparam("district"))
    return Statement(query.where(STEP.c.department == bindparam("department")) if department else query)


@cache
def _steps_page(department: bool, *, after: bool) -> Statement:
    filed = and_(CASE.c.district == STEP.c.district, CASE.c.code == STEP.c.case)
    named = and_(DEPARTMENT.c.district == STEP.c.district, DEPARTMENT.c.code == STEP.c.department)
    columns = [STEP.c.case, STEP.c.step, CASE.c.item, CASE.c.version, STEP.c.department]
    names = [DEPARTMENT.c.name, DEPARTMENT.c.name_en, STEP.c.started]
    query = (
        select(*columns, *names, *(STEP.c[name] for name in SIGNAL_COLUMNS), *STEP_PLACE)
        .select_from(STEP.join(CASE, filed).outerjoin(DEPARTMENT, named))
        .where(STEP.c.district == bindparam("district"))
    )
    if department:
        query = query.where(STEP.c.department == bindparam("department"))
    if after:
        query = query.where(beyond(STEP_PLACE))
    return Statement(query.order_by(*STEP_PLACE).limit(bindparam("limit")))


@cache
def _counts(window: bool) -> Statement:
    query = select(CASE.c.status, light_of(CASE).label("light"), func.count()).where(
        CASE.c.district == bindparam("district"), OPEN
    )
    if window:
        query = query.where(CASE.c.window == bindparam("window"))
    return Statement(query.group_by(CASE.c.status, literal_column("light")))


@cache
def _received(window: bool) -> Statement:
    query = select(func.count()).where(
        CASE.c.district == bindparam("district"), CASE.c.received == bindparam("today")
    )
    return Statement(query.where(CASE.c.window == bindparam("window")) if window else query)


@cache
def _decided(window: bool) -> Statement:
    query = select(func.count()).where(
        CASE.c.district == bindparam("district"), CASE.c.decided == bindparam("today")
    )
    return Statement(query.where(CASE.c.window == bindparam("window")) if window else query)
