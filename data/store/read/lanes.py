"""What a case's file says of its joint application: every lane at a glance, and whom the case waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from data.core.context import Family, Member
from data.core.joint import lanes
from data.law.awaiting import awaiting
from data.model.awaited import Awaited
from data.model.case import Case, Status, StepRun
from data.model.item import Department, Item
from data.model.view import CaseLine, LaneLine
from data.store.read import case_lists
from data.store.read.case_lists import Reader


def lane_lines(
    reader: Reader, family: Family | None, today: date, departments: Mapping[str, Department]
) -> tuple[LaneLine, ...]:
    """The lanes of a joint application in the order of its template; none of a case that stands alone."""
    return tuple(_lane_lines(reader, family, today, departments)) if family is not None else ()


def awaited(case: Case, family: Family | None, item: Item) -> tuple[Awaited, ...]:
    """Everybody who can go on with the case now."""
    return awaiting(case, item, lanes.awaited(family, case.code) if family is not None else ())


def _lane_lines(
    reader: Reader, family: Family, today: date, departments: Mapping[str, Department]
) -> Iterator[LaneLine]:
    for member in family.lanes:
        line = case_lists.case_by_code(reader, member.case.code, today)
        if line is not None:
            # The run of the step that the line names: the first one in hand.
            run = member.case.run(line.step) if line.step else None
            yield _lane_line(line, member, run, family, departments)


def _lane_line(
    line: CaseLine,
    member: Member,
    run: StepRun | None,
    family: Family,
    departments: Mapping[str, Department],
) -> LaneLine:
    needed = [run for run in member.case.steps if not run.left_out]
    step = member.item.step(line.step) if line.step else None
    department = departments.get((step.department if step else "") or member.item.department)
    same: dict[str, Any] = {each.name: getattr(line, each.name) for each in fields(CaseLine)}
    return LaneLine(
        **same,
        holder=run.holder if run else "",
        since=run.started if run else None,
        step_department_name=department.name if department else "",
        step_department_name_en=department.name_en if department else "",
        step_department_short=department.abbreviation if department else "",
        done=sum(1 for run in needed if run.finished is not None),
        steps=len(needed),
        after=lane.after if (lane := family.whole.item.lane(member.item.code)) is not None else (),
        waits_for=tuple(_waits_for(member, family)),
    )


def _waits_for(member: Member, family: Family) -> Iterator[str]:
    """The items whose grant the lane waits for before it begins, as far as they are not granted."""
    lane = family.whole.item.lane(member.item.code)
    if lane is None or member.case.status is not Status.PENDING:
        return
    status = {each.item.code: each.case.status for each in family.lanes}
    yield from (code for code in lane.after if status.get(code) not in lanes.GRANTED)
