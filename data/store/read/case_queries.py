"""The statements behind the lists of cases and of steps, one for each shape of a question."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Subquery, and_, bindparam, func, literal_column, not_, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.law.supervision_code import grouped
from data.model.case import Status
from data.model.item import StepKind
from data.model.legal.clock import Light
from data.model.query import StepTab, Tab
from data.store.engine.paging import beyond
from data.store.engine.statement import Rows, Statement, Value
from data.store.read.lit import light_of, place_of
from data.store.schema.rows import SIGNAL_COLUMNS
from data.store.schema.tables import CASE, DEPARTMENT, ITEM, STEP, TICKET

STATUSES: Final = {
    Tab.IN_HAND: (Status.RECEIVED,),
    Tab.CORRECTION: (Status.CORRECTION,),
    Tab.DEPARTMENTS: (Status.ACCEPTED, Status.SUSPENDED, Status.PENDING),
    Tab.TO_COLLECT: (Status.GRANTED, Status.REFUSED),
}
"""The statuses that a tab holds; the other tabs go by light, or hold all that is open, or everything.

A lane of a joint application stays with its departments until the whole is collected.
"""

OPEN: ColumnElement[bool] = literal_column("case_row.open = 1")
PLACE: tuple[ColumnElement[Any], ...] = (*place_of(CASE), CASE.c.code)
PLACE_KINDS = (int, str, str)
STEP_PLACE: tuple[ColumnElement[Any], ...] = (*place_of(STEP), STEP.c.case, STEP.c.step)
STEP_PLACE_KINDS = (int, str, str, str)
FILED = and_(CASE.c.district == STEP.c.district, CASE.c.code == STEP.c.case)
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
SOURCES = CASE.join(
    DEPARTMENT,
    and_(DEPARTMENT.c.district == CASE.c.district, DEPARTMENT.c.code == CASE.c.department),
).outerjoin(TICKET, and_(TICKET.c.district == CASE.c.district, TICKET.c.id == CASE.c.ticket))

BY_CODE = Statement(
    select(*LINE)
    .select_from(SOURCES)
    .where(CASE.c.district == bindparam("district"), CASE.c.code == bindparam("code"))
)
DEPARTMENTS = Statement(
    select(DEPARTMENT.c.code, DEPARTMENT.c.name, DEPARTMENT.c.name_en, DEPARTMENT.c.abbreviation).where(
        DEPARTMENT.c.district == bindparam("district")
    )
)


def sought(text: str) -> dict[str, Value]:
    """The patterns by which `find` finds: a code in any spacing, and the text as it stands."""
    code = grouped(text).replace(" ", "")
    return {"find": like(text), "find_code": like(code) if code.isascii() and code.isalnum() else "-"}


def like(text: str) -> str:
    r"""A LIKE pattern that finds the text anywhere; `%`, `_` and `\` stand for themselves."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _filtered(query: Rows, tab: Tab, window: bool, department: bool, find: bool) -> Rows:
    query = query.where(CASE.c.district == bindparam("district"))
    if tab is not Tab.ALL:
        query = query.where(OPEN)
    if tab is Tab.LIGHTS:
        query = query.where(light_of(CASE) >= literal_column(str(Light.YELLOW.value)))
    if tab in STATUSES:
        query = query.where(_holds(tab, CASE.c.status, CASE.c.window))
    if window:
        query = query.where(CASE.c.window == bindparam("window"))
    if department:
        query = query.where(CASE.c.department == bindparam("department"))
    return query.where(_found()) if find else query


def _holds(tab: Tab, status: ColumnElement[Any], window: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a tab by status holds an open case; one without a window is a lane."""

    def one_of(*tabs: Tab) -> ColumnElement[bool]:
        return status.in_([literal_column(f"'{each}'") for tab in tabs for each in STATUSES[tab]])

    no_window = window == literal_column("''")
    match tab:
        case Tab.DEPARTMENTS:
            return or_(one_of(tab), and_(no_window, one_of(Tab.TO_COLLECT)))
        case Tab.TO_COLLECT:
            return and_(one_of(tab), not_(no_window))
        case _:
            return one_of(tab)


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
def total(tab: Tab, window: bool, department: bool, find: bool) -> Statement:
    """How many cases a tab holds."""
    query: Rows = select(func.count()).select_from(CASE)
    return Statement(_filtered(query, tab, window, department, find))


@cache
def page(tab: Tab, window: bool, department: bool, find: bool, *, after: bool) -> Statement:
    """A page of a tab: the places of its lines first, from one index, then the lines themselves."""
    labels = [column.label(f"place{number}") for number, column in enumerate(PLACE)]
    keys = _filtered(select(*labels), tab, window, department, find)
    if after:
        keys = keys.where(beyond(PLACE))
    found = keys.order_by(*PLACE).limit(bindparam("limit")).subquery("found")
    lines = found.join(SOURCES, and_(CASE.c.district == bindparam("district"), CASE.c.code == found.c.place2))
    order = [found.c[f"place{number}"] for number in range(3)]
    return Statement(select(*LINE, *order).select_from(lines).order_by(*order))


def _steps_filtered(query: Rows, tab: StepTab, department: bool, find: bool) -> Rows:
    query = query.where(STEP.c.district == bindparam("district"))
    if department:
        query = query.where(STEP.c.department == bindparam("department"))
    condition = _of_tab(tab)
    if condition is not None:
        query = query.where(condition)
    return query.where(_found()) if find else query


def _of_tab(tab: StepTab) -> ColumnElement[bool] | None:
    by_hand = STEP.c.kind != literal_column(f"'{StepKind.DELIVER}'")
    match tab:
        case StepTab.ALL:
            return None
        case StepTab.IN_HAND:
            return by_hand
        case StepTab.TO_CLAIM:
            return and_(by_hand, STEP.c.holder == literal_column("''"))
        case StepTab.MINE:
            return and_(by_hand, STEP.c.holder == bindparam("user"))
        case StepTab.LIGHTS:
            return and_(by_hand, light_of(STEP) >= literal_column(str(Light.YELLOW.value)))


@cache
def steps_total(tab: StepTab, department: bool, find: bool) -> Statement:
    """How many steps a tab of a department's list holds."""
    source = STEP.join(CASE, FILED) if find else STEP
    return Statement(_steps_filtered(select(func.count()).select_from(source), tab, department, find))


@cache
def steps_counts(department: bool) -> Statement:
    """How many steps a department has to do in every light, in the order of `Light`, then in every tab."""
    lit = select(light_of(STEP).label("light"), STEP.c.holder).where(
        STEP.c.district == bindparam("district"), STEP.c.kind != literal_column(f"'{StepKind.DELIVER}'")
    )
    if department:
        lit = lit.where(STEP.c.department == bindparam("department"))
    lit_steps = lit.offset(literal_column("0")).subquery("lit")
    holder = lit_steps.c.holder
    return Statement(
        select(
            *_by_light(lit_steps),
            func.count().filter(holder == literal_column("''")),
            func.count().filter(holder == bindparam("user")),
        )
    )


@cache
def steps_page(tab: StepTab, department: bool, find: bool, *, after: bool) -> Statement:
    """A page of a tab of a department's list."""
    named = and_(DEPARTMENT.c.district == STEP.c.district, DEPARTMENT.c.code == STEP.c.department)
    columns = [STEP.c.case, STEP.c.step, CASE.c.item, CASE.c.version, STEP.c.department]
    names = [DEPARTMENT.c.name, DEPARTMENT.c.name_en, STEP.c.started]
    people = [STEP.c.holder, CASE.c.applicant, CASE.c.applicant_kind]
    signals = [STEP.c[name] for name in SIGNAL_COLUMNS]
    lines = select(*columns, *names, *people, *signals, *STEP_PLACE)
    source = STEP.join(CASE, FILED).outerjoin(DEPARTMENT, named)
    query = _steps_filtered(lines.select_from(source), tab, department, find)
    if after:
        query = query.where(beyond(STEP_PLACE))
    return Statement(query.order_by(*STEP_PLACE).limit(bindparam("limit")))


@cache
def counts(window: bool) -> Statement:
    """How many open cases there are in every light, in the order of `Light`, then in every tab by status."""
    lit = _lit(CASE.c.status, CASE.c.window, window=window)
    tabs = [func.count().filter(_holds(tab, lit.c.by, lit.c.window)) for tab in STATUSES]
    return Statement(select(*_by_light(lit), *tabs))


def _lit(by: Column[Any], *more: Column[Any], window: bool = False) -> Subquery:
    """Columns of every open case and its light, worked out once."""
    lit = select(by.label("by"), *more, light_of(CASE).label("light")).where(
        CASE.c.district == bindparam("district"), OPEN
    )
    if window:
        lit = lit.where(CASE.c.window == bindparam("window"))
    # Without the offset the planner would write the light's expression out wherever it is used.
    return lit.offset(literal_column("0")).subquery("lit")


def _by_light(lit: Subquery) -> list[ColumnElement[int]]:
    """Counting under conditions takes a third of the time of grouping, which sorts every case."""
    return [func.count().filter(lit.c.light == literal_column(str(light.value))) for light in Light]


@cache
def received(window: bool) -> Statement:
    """How many cases were received on `:today`; a joint application is received once."""
    query = select(func.count()).where(
        CASE.c.district == bindparam("district"),
        CASE.c.received == bindparam("today"),
        CASE.c.window != literal_column("''"),
    )
    return Statement(query.where(CASE.c.window == bindparam("window")) if window else query)


@cache
def decided(window: bool) -> Statement:
    """How many cases were decided on `:today`."""
    query = select(func.count()).where(
        CASE.c.district == bindparam("district"), CASE.c.decided == bindparam("today")
    )
    return Statement(query.where(CASE.c.window == bindparam("window")) if window else query)


def _departments_by_light() -> Statement:
    lit = _lit(CASE.c.department)
    return Statement(select(lit.c.by, *_by_light(lit)).group_by(lit.c.by))


BY_DEPARTMENT = _departments_by_light()
"""Each department's open cases in every light, in the order of `Light`."""
