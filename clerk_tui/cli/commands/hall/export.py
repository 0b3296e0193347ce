"""`export`: cases, lights, states or items as JSON lines or CSV, applicants masked."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from clerk_tui.cli.commands.work.ask import whole
from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit, misused
from clerk_tui.cli.parser import Parser
from data.catalogue.exchange.state_code import state_code, state_marks
from data.model.query import AskCases, AskCourse, AskItems, Tab
from data.model.view import CaseLine, ItemLine
from data.port.hall import Hall

Row = dict[str, str | int | bool | None]

KINDS = ("cases", "lights", "states", "items")


def declare_export(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("what", metavar="WHAT", choices=KINDS, help=text("cli.export.what", known=", ".join(KINDS)))
    add("--csv", action="store_true", help=text("cli.export.csv"))
    add("--to", metavar="FILE", type=Path, help=text("cli.export.to"))


def run_export(session: Session, arguments: Namespace) -> Exit:
    """Write a list out, to standard output or to a new file."""
    to: Path | None = arguments.to
    if to is not None and to.exists():
        raise misused("cli.export.exists", path=to)
    with open_hall(session, read_only=True) as (hall, _):
        rows = list(_rows(hall, session, arguments.what))
    lines = _as_csv(rows) if arguments.csv else [json.dumps(row, ensure_ascii=False) for row in rows]
    if to is None:
        if arguments.csv:
            for each in lines:
                line(each)
        else:
            for row in rows:
                record(row)
        return Exit.DONE
    # A byte order mark is what spreadsheet programs tell UTF-8 by.
    to.write_text("".join(f"{each}\n" for each in lines), encoding="utf-8-sig" if arguments.csv else "utf-8")
    session.say("cli.export.done", count=len(rows), path=to)
    return Exit.DONE


def _rows(hall: Hall, session: Session, what: str) -> Iterator[Row]:
    if what == "items":
        yield from map(_item, whole(hall, AskItems(today=session.today)))
        return
    tab = Tab.LIGHTS if what == "lights" else Tab.ALL
    for each in whole(hall, AskCases(today=session.today, tab=tab)):
        if what == "states":
            yield from _states(hall, each, session)
        else:
            yield _case(hall, each, session)


def _case(hall: Hall, case: CaseLine, session: Session) -> Row:
    course = hall.ask(AskCourse(today=session.today, code=case.code))
    return {
        "code": case.code,
        "state": state_code(course) if course is not None else None,
        "status": case.status.value,
        "item": case.item,
        "item_name": case.item_name,
        "department": case.department,
        "department_name": case.department_name,
        "applicant": case.applicant,
        "received": case.received.isoformat(),
        "accepted": course.accepted.isoformat() if course is not None and course.accepted else None,
        "light": case.light.key,
        "left": case.left,
        "due": case.due.isoformat() if case.due is not None else None,
        "provisional": case.provisional,
        "window": case.window,
        "clerk": case.clerk,
    }


def _states(hall: Hall, case: CaseLine, session: Session) -> Iterator[Row]:
    course = hall.ask(AskCourse(today=session.today, code=case.code))
    for mark in state_marks(course) if course is not None else ():
        yield {
            "code": case.code,
            "state": mark.code,
            "on": mark.on.isoformat(),
            "at": mark.at.isoformat() if mark.at is not None else None,
            "item": case.item,
            "department": mark.department or case.department,
        }


def _item(item: ItemLine) -> Row:
    return {
        "code": item.code,
        "version": item.version,
        "name": item.name,
        "name_en": item.name_en,
        "department": item.department,
        "department_name": item.department_name,
        "zone": item.zone,
        "kind": item.kind.value,
        "promised_days": item.promised_days,
        "materials": item.materials,
    }


def _as_csv(rows: list[Row]) -> list[str]:
    if not rows:
        return []
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue().splitlines()


def _harmless(value: str | int | bool | None) -> str | int | bool | None:
    """A text which a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
