"""The lists of cases and of steps, their counts by light, and the departments': all from the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from data.law.calendar.working_days import Calendar
from data.law.identifier import mask_name
from data.law.light import due_at, left_at, light_at
from data.model.case import Status
from data.model.item import ApplicantKind, Item
from data.model.legal.clock import Light
from data.model.query import AskCases, AskStepCounts, AskSteps, StepTab, Tab
from data.model.view import CaseLine, Counts, DepartmentLine, Page, StepLine
from data.store.engine import moment
from data.store.engine.database import Database
from data.store.engine.paging import key_values, page, within
from data.store.engine.statement import Row, Value
from data.store.loading.context import StoreContext
from data.store.loading.folded import Folded
from data.store.read import case_queries
from data.store.schema.rows import SIGNAL_COLUMNS, signals_from

STATUSES: Final = {each.value: each for each in Status}
LINE_WIDTH: Final = len(case_queries.LINE)
KINDS: Final = {each.value: each for each in ApplicantKind}


@dataclass(frozen=True, slots=True)
class Reader:
    """What lists are read with: the database, whose it is, the items, and the calendar for days left."""

    connection: Database
    district: str
    folded: Folded
    calendar: Calendar

    def item(self, code: str, version: str) -> Item:
        """The version of an item under which a case was filed."""
        item = self.folded.item(self.connection, code, version)
        assert item is not None
        return item


def reader_of(work: StoreContext) -> Reader:
    """What the lists of a hall are read with."""
    return Reader(work.connection, work.district, work.folded, work.configuration.calendar)


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
        values |= case_queries.sought(find)
    shape = (query.tab, bool(query.window), bool(query.department), bool(find))
    key = key_values(query.after, case_queries.PLACE_KINDS) if query.after is not None else {}
    # Both are asked before either answer is looked at: PostgreSQL is waited for once.
    total = case_queries.total(*shape).run(reader.connection, **values)
    rows = case_queries.page(*shape, after=bool(key)).run(reader.connection, **values, **key, limit=limit + 1)
    (count,) = total.fetchall()[0]
    return page(rows.fetchall(), limit, 3, count, lambda row: case_line(reader, row, today))


def case_by_code(reader: Reader, code: str, today: date) -> CaseLine | None:
    """One case as a list shows it."""
    row = case_queries.BY_CODE.one(
        reader.connection, district=reader.district, code=code, today=today.isoformat()
    )
    return None if row is None else case_line(reader, row, today)


@lru_cache(maxsize=8_192)
def _shown(row: Row, today: date, calendar: Calendar) -> tuple[Light, int | None, date | None, bool]:
    """What a list shows of a row's signals: light, days left, due date, whether that is provisional.

    Kept, for cases share their days and are listed again after every change.
    """
    signals = signals_from(row)
    return (
        light_at(signals, today),
        left_at(signals, today, calendar),
        due_at(signals, today),
        signals.provisional,
    )


def case_line(reader: Reader, row: Row, today: date) -> CaseLine:
    """The line of a row of `LINE`; most rows of a list are as they were when it was last asked for."""
    own = row[:LINE_WIDTH]
    return reader.folded.line((own, today, reader.calendar), lambda: _case_line(reader, own, today))


def _case_line(reader: Reader, row: Row, today: date) -> CaseLine:
    code, seq, status, item_code, version, name, kind, window, clerk, received, step_code = row[:11]
    ticket, department, department_name, department_name_en = row[11:15]
    light, left, due, provisional = _shown(row[15 : 15 + len(SIGNAL_COLUMNS)], today, reader.calendar)
    item = reader.item(item_code, version)
    step = item.step(step_code) if step_code else None
    return CaseLine(
        code=code,
        seq=seq,
        status=STATUSES[status],
        item=item_code,
        item_name=item.name,
        item_name_en=item.name_en,
        department=department,
        department_name=department_name,
        department_name_en=department_name_en,
        applicant=mask_name(name, KINDS[kind]),
        ticket=ticket or "",
        window=window,
        clerk=clerk,
        received=moment.day(received),
        light=light,
        left=left,
        due=due,
        provisional=provisional,
        step=step.code if step else "",
        step_name=step.name if step else "",
        step_name_en=step.name_en if step else "",
    )


def steps(reader: Reader, query: AskSteps, today: date) -> Page[StepLine]:
    """A page of a tab of the steps that are in a department's hands."""
    limit = within(query.limit)
    find = query.find.strip()
    values: dict[str, Value] = {"district": reader.district, "today": today.isoformat()}
    if query.department:
        values["department"] = query.department
    if query.tab is StepTab.MINE:
        values["user"] = query.user
    if find:
        values |= case_queries.sought(find)
    shape = (query.tab, bool(query.department), bool(find))
    key = key_values(query.after, case_queries.STEP_PLACE_KINDS) if query.after is not None else {}
    total = case_queries.steps_total(*shape).run(reader.connection, **values)
    statement = case_queries.steps_page(*shape, after=bool(key))
    rows = statement.run(reader.connection, **values, **key, limit=limit + 1)
    (count,) = total.fetchall()[0]
    return page(rows.fetchall(), limit, 4, count, lambda row: _step_line(reader, row, today))


def step_counts(reader: Reader, query: AskStepCounts, today: date) -> Counts:
    """The steps that a department has to do by light, and those of each tab of its list."""
    values: dict[str, Value] = {"department": query.department} if query.department else {}
    row = case_queries.steps_counts(bool(query.department)).one(
        reader.connection,
        district=reader.district,
        today=today.isoformat(),
        user=query.user,
        **values,
    )
    assert row is not None
    lights = Counter(dict(zip(Light, row, strict=False)))
    to_claim, mine = row[len(Light) :]
    urgent = sum(count for light, count in lights.items() if light >= Light.YELLOW)
    tabs = {
        StepTab.TO_CLAIM: to_claim,
        StepTab.MINE: mine,
        StepTab.IN_HAND: lights.total(),
        StepTab.LIGHTS: urgent,
    }
    return Counts(
        today=today,
        lights=tuple(lights.items()),
        tabs=tuple((tab.value, count) for tab, count in tabs.items()),
        waiting=0,
        longest=0,
        received_today=0,
        decided_today=0,
    )


def counted(reader: Reader, today: date, window: str) -> tuple[Counter[Light], Counter[Tab]]:
    """The open cases by light, and those of each tab."""
    values: dict[str, Value] = {"window": window} if window else {}
    row = case_queries.counts(bool(window)).one(
        reader.connection, district=reader.district, today=today.isoformat(), **values
    )
    assert row is not None
    lights = Counter(dict(zip(Light, row, strict=False)))
    tabs = Counter(dict(zip(case_queries.STATUSES, row[len(Light) :], strict=True)))
    tabs[Tab.LIGHTS] = sum(count for light, count in lights.items() if light >= Light.YELLOW)
    tabs[Tab.OPEN] = lights.total()
    return lights, tabs


def on_day(reader: Reader, today: date, window: str) -> tuple[int, int]:
    """How many cases were received and how many decided on a day."""
    values: dict[str, Value] = {"district": reader.district, "today": today.isoformat()}
    if window:
        values["window"] = window
    received = case_queries.received(bool(window)).one(reader.connection, **values)
    decided = case_queries.decided(bool(window)).one(reader.connection, **values)
    return (received[0] if received else 0, decided[0] if decided else 0)


def departments(reader: Reader, today: date) -> tuple[DepartmentLine, ...]:
    """Every department with its open cases by light, the worst first."""
    lights = {
        row[0]: Counter(dict(zip(Light, row[1:], strict=True)))
        for row in case_queries.BY_DEPARTMENT.all(
            reader.connection, district=reader.district, today=today.isoformat()
        )
    }
    lines = []
    rows = case_queries.DEPARTMENTS.all(reader.connection, district=reader.district)
    for code, name, name_en, short in rows:
        own = lights.get(code, Counter[Light]())
        lines.append(
            DepartmentLine(
                code=code,
                name=name,
                name_en=name_en,
                short=short,
                open=own.total(),
                yellow=own[Light.YELLOW],
                red=own[Light.RED],
                law=own[Light.LAW],
                frozen=own[Light.FROZEN],
            )
        )
    return tuple(sorted(lines, key=lambda each: (-each.law, -each.red, -each.yellow, -each.open, each.code)))


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
    holder, applicant, applicant_kind = row[8:11]
    light, left, due, provisional = _shown(row[11 : 11 + len(SIGNAL_COLUMNS)], today, reader.calendar)
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
        light=light,
        left=left,
        due=due,
        provisional=provisional,
        holder=holder,
        item_name=item.name,
        item_name_en=item.name_en,
        applicant=mask_name(applicant, KINDS[applicant_kind]),
    )
