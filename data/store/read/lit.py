"""Lights in SQL: `light_at` and `due_at` of `data.law.light` over the dates in a row and `:today`."""

from __future__ import annotations

from sqlalchemy import Table, and_, bindparam, case, func, literal_column, null, or_
from sqlalchemy.sql.elements import ColumnElement

from data.model.legal.clock import Light

NEVER = "9999-12-31"
"""What sorts a line without a due date behind those that have one."""


def light_of(rows: Table) -> ColumnElement[int]:
    """The light of each row on `:today`, as the number of its gravity."""
    columns = rows.c
    today: ColumnElement[str] = bindparam("today")
    deciding = columns.accept_until >= today
    return case(
        (columns.law_from <= today, _number(Light.LAW)),
        (columns.red_from <= today, _number(Light.RED)),
        (columns.yellow_from <= today, _number(Light.YELLOW)),
        (and_(deciding, columns.accept_from <= today), _number(Light.YELLOW)),
        (columns.frozen == literal_column("1"), _number(Light.FROZEN)),
        (
            or_(deciding, and_(columns.running == literal_column("1"), columns.due.is_not(null()))),
            _number(Light.GREEN),
        ),
        else_=_number(Light.NONE),
    )


def place_of(rows: Table) -> tuple[ColumnElement[int], ColumnElement[str]]:
    """What sorts the rows: the gravest light first, then the due date of the clock that gives it."""
    columns, light = rows.c, light_of(rows)
    due = case(
        (columns.law_from <= bindparam("today"), columns.law_due),
        (light.in_([_number(Light.NONE), _number(Light.FROZEN)]), null()),
        (columns.accept_until >= bindparam("today"), columns.accept_until),
        else_=columns.due,
    )
    return (-light, func.coalesce(due, literal_column(f"'{NEVER}'")))


def _number(light: Light) -> ColumnElement[int]:
    return literal_column(str(light.value))
