"""Who must act next on a case, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.model.awaited import Awaited, Whom
from data.model.case import Status
from data.model.view import CaseFile
from data.texts import Texts
from widgets.base.brief import SHORT, brief
from widgets.base.cells import cells
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import named


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One of those who must act: a place by its names, the person where one is known, and what to do."""

    name: str = ""
    name_en: str = ""
    short: str = ""
    person: str = ""
    what: str = ""
    first: bool = False


def next_lines(texts: Texts, file: CaseFile) -> tuple[Next, ...]:
    """Everybody who must act; of a joint application the lanes that have begun speak for themselves."""
    found = dict.fromkeys(_next_lines(texts, file))
    return tuple(replace(line, first=place == 0) for place, line in enumerate(found))


def draw_next(texts: Texts, row: Next, width: int) -> Spans:
    """The line: the word for next before the first of them."""
    word = texts("route.next")
    head = word if row.first else " " * cells(word)
    what = f" {row.what}" if row.what else ""
    person = f" {row.person}" if row.person else ""
    room = max(width - cells(head) - cells(what) - cells(person) - 1, 0)
    name = brief(texts, row.name, row.name_en, row.short, min(room, SHORT) if row.short else room)
    said = (f" {name}" if name else "") + person
    return ((head, Ink.TITLE), (said, Ink.BOLD), (what, Ink.PLAIN))


def _next_lines(texts: Texts, file: CaseFile) -> Iterator[Next]:
    pending = {line.item for line in file.lanes if line.status is Status.PENDING}
    for each in file.awaiting:
        if each.whom is Whom.LANE and not file.joint and each.code in pending:
            continue
        yield _next(texts, file, each)


def _next(texts: Texts, file: CaseFile, each: Awaited) -> Next:
    key = f"next.{each.whom}.{file.line.status}"
    what = texts(key) if key in texts else ""
    match each.whom:
        case Whom.WINDOW:
            return Next(name=texts("next.window"), person=each.holder, what=what)
        case Whom.APPLICANT:
            return Next(name=texts("next.applicant"), what=what)
        case Whom.WHOLE:
            return Next(name=texts("next.whole"), what=what)
        case Whom.LANE:
            return _lane(texts, file, each)
        case Whom.DEPARTMENT:
            return _department(texts, file, each)


def _department(texts: Texts, file: CaseFile, each: Awaited) -> Next:
    step = next((line for line in file.route if line.code == each.step), None)
    if step is None:
        line = file.line
        what = texts("next.resume") if line.status is Status.SUSPENDED else ""
        return Next(name=line.department_name, name_en=line.department_name_en, what=what)
    return Next(
        name=step.department_name,
        name_en=step.department_name_en,
        short=step.department_short,
        person=each.holder or texts("route.unclaimed"),
        what=named(texts, step.name, step.name_en),
    )


def _lane(texts: Texts, file: CaseFile, each: Awaited) -> Next:
    """Of the whole, who has a lane's step; of a lane, which other one it waits for."""
    lane = next((line for line in file.lanes if line.item == each.code), None)
    if lane is None:
        return Next(name=texts("next.lane", lane=each.code))
    if file.joint or not lane.step:
        return Next(name=texts("next.lane", lane=named(texts, lane.item_name, lane.item_name_en)))
    return Next(
        name=lane.step_department_name,
        name_en=lane.step_department_name_en,
        short=lane.step_department_short,
        person=lane.holder or texts("route.unclaimed"),
        what=named(texts, lane.step_name, lane.step_name_en),
    )
