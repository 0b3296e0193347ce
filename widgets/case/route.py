"""The route: each step, who has it since when, its light or its opinion, and who must act next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from data.law.supervision_code import grouped
from data.model.case import Status
from data.model.item import StepKind
from data.model.legal.clock import Light
from data.model.legal.time_zone import shanghai
from data.model.view import CaseFile, LaneLine, StepLine
from data.texts import Texts
from widgets.base.brief import LEAST_PLACE, SHORT, brief
from widgets.base.cells import ELLIPSIS, cells, fit, right
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS, light_word, provisional_word
from widgets.base.pane import Pane
from widgets.base.phrases import named
from widgets.case.lanes import Lanes
from widgets.case.next_step import Next, draw_next, next_lines

NAME_WIDTH, LEAST_NAME = 16, 10
"""The most cells that a step's name takes of its line, and those that it has on the narrowest."""
DAY_WIDTH = 5
ROOMY = 56
"""From this width on a line has room for a department's full name beside a person's."""
OPINIONS = frozenset({StepKind.EXAMINE, StepKind.SITE_VISIT, StepKind.CONSULT})
"""The steps that end with an opinion; the others are simply done."""
DECIDED = frozenset({Status.GRANTED, Status.REFUSED, Status.COLLECTED, Status.DROPPED, Status.REVOKED})


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said at a step, on a line of its own below it; `urgent`: it asks for something."""

    step: str
    text: str
    ink: Ink
    urgent: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """The joint application that the case is a lane of, by its supervision code."""

    code: str


RouteRow: TypeAlias = StepLine | LaneLine | Remark | Whole | Next


class Route(Pane[RouteRow]):
    """The steps of a case."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(
            "3",
            texts,
            palette,
            draw=self._draw,
            key=_key,
            selectable=lambda row: isinstance(row, StepLine | LaneLine),
            matters=_matters,
            id=id,
        )
        self._name_width = 0
        self._state_width = 0
        self._lanes: Lanes | None = None
        self._code = ""

    @property
    def step(self) -> StepLine | None:
        """The step under the cursor."""
        row = self.list.current
        return row if isinstance(row, StepLine) else None

    @property
    def lane(self) -> LaneLine | None:
        """The lane under the cursor."""
        row = self.list.current
        return row if isinstance(row, LaneLine) else None

    def show_case(self, file: CaseFile | None, empty: str = "") -> None:
        """Show the route of a case, or why there is none; of a joint application its lanes as well."""
        steps = file.route if file else ()
        lanes = file.lanes if file and not file.joint else ()
        self._name_width = min(max((cells(self._label(step)) for step in steps), default=0), NAME_WIDTH)
        self._state_width = max((width_of(self._state(step)) for step in steps), default=0)
        self._lanes = Lanes(self.texts, lanes) if lanes else None
        self.list.redraw()
        self.heading.title(self.texts("pane.route"), self._count(steps, lanes))
        self.show_all([*self._rows(file)] if file else [], empty)
        if file is not None and file.line.code != self._code:
            # Another case: the cursor goes to what is in hand.
            self.list.go_to(next((_key(row) for row in self.list.rows if _in_hand_now(row)), ""))
        self._code = file.line.code if file is not None else ""

    def _count(self, steps: Sequence[StepLine], lanes: Sequence[LaneLine]) -> Spans:
        if lanes:
            decided = sum(1 for lane in lanes if lane.status in DECIDED)
            return ((self.texts("lane.count", done=decided, lanes=len(lanes)) + " ", Ink.BOLD),)
        done = sum(1 for step in steps if step.finished is not None)
        needed = sum(1 for step in steps if not step.left_out)
        return ((f"{done}/{needed} ", Ink.BOLD),) if steps else ()

    def _rows(self, file: CaseFile) -> Iterator[RouteRow]:
        """The steps; a joint application's lanes stand before the delivery of all their results."""
        if file.joint:
            yield Whole(file.joint)
        lanes = () if file.joint else file.lanes
        for step in file.route:
            if step.kind is StepKind.DELIVER:
                yield from lanes
                lanes = ()
            yield step
            yield from self._remarks(step)
        yield from lanes
        yield from next_lines(self.texts, file)

    def _remarks(self, step: StepLine) -> Iterator[Remark]:
        texts = self.texts
        if step.returned:
            yield Remark(step.code, texts("route.returned", reason=step.returned), Ink.WARN, urgent=True)
        if step.needs is not None:
            said = texts(f"route.needs.{step.needs}", note=step.note)
            yield Remark(step.code, said, Ink.WARN, urgent=True)
        elif step.note and step.finished is not None:
            ink = Ink.BAD if step.agrees is False else Ink.DIM
            said = texts("route.note", note=step.note)
            yield Remark(step.code, said, ink, urgent=step.agrees is False)

    def _draw(self, row: RouteRow, width: int) -> Spans:
        match row:
            case StepLine():
                return self._draw_step(row, width)
            case Remark():
                return (("    ", Ink.PLAIN), (row.text, row.ink))
            case LaneLine():
                return self._lanes.draw(row, width) if self._lanes is not None else ()
            case Whole():
                return self._draw_whole(row, width)
            case Next():
                return draw_next(self.texts, row, width)

    def _draw_whole(self, row: Whole, width: int) -> Spans:
        word, back = self.texts("lane.of"), self.texts("lane.back")
        code = grouped(row.code)
        if cells(word) + cells(code) + cells(back) + 3 > width:
            code = row.code
        return ((f" {word} ", Ink.TITLE), (f"{code} ", Ink.PLAIN), (back, Ink.KEY))

    def _draw_step(self, row: StepLine, width: int) -> Spans:
        state = self._state(row)
        people = self.texts("route.people", people=row.people) + " " if row.people > 1 else ""
        name = min(self._name_width, max(width // 3, LEAST_NAME))
        room = width - name - DAY_WIDTH - self._state_width - cells(people) - 3
        dated = room >= DAY_WIDTH
        if not dated:
            room += DAY_WIDTH + 1
        running = in_hand(row)
        ink = Ink.PLAIN if running else Ink.DIM
        return (
            (fit(self._label(row), name), Ink.BOLD if running else Ink.PLAIN),
            (" ", Ink.PLAIN),
            (people, Ink.WARN),
            (fit(self._who(row, max(room, 0), roomy=width >= ROOMY), max(room, 0)), ink),
            (" ", Ink.PLAIN),
            (f"{right(_day(row), DAY_WIDTH)} " if dated else "", Ink.DIM),
            *state,
        )

    def _label(self, row: StepLine) -> str:
        return ("+" if row.parallel else " ") + named(self.texts, row.name, row.name_en)

    def _who(self, row: StepLine, room: int, *, roomy: bool) -> str:
        """The department, and who has or had the step; where there is no room for both, the person if any."""
        given = (row.department_name, row.department_name_en, row.department_short)
        person = self._person(row)
        left = room - cells(person) - 1 if person else room
        department = brief(self.texts, *given, left if roomy else min(left, SHORT))
        if not person:
            return department
        if left >= LEAST_PLACE and not department.endswith(ELLIPSIS):
            return f"{department} {person}"
        return row.by or row.holder or brief(self.texts, *given, room)

    def _person(self, row: StepLine) -> str:
        if row.finished is not None:
            return "" if row.silent else row.by
        if row.started is None:
            return ""
        return row.holder or (self.texts("route.unclaimed") if row.kind is not StepKind.DELIVER else "")

    def _state(self, row: StepLine) -> Spans:
        """How it stands: the opinion or that it is done, the light, or that it has not begun."""
        texts = self.texts
        if row.left_out:
            return ((texts("route.left_out"), Ink.DIM),)
        if row.finished is not None:
            if row.silent:
                return ((texts("route.silent"), Ink.WARN),)
            if row.agrees is False:
                return ((texts("route.disagreed"), Ink.BAD),)
            return ((texts("route.agreed" if row.kind in OPINIONS else "route.done"), Ink.GOOD),)
        if row.started is None:
            return ((texts("route.waits"), Ink.DIM),)
        if row.light is Light.NONE:
            return ((texts("route.in_hand"), Ink.BOLD),)
        word = provisional_word(light_word(row.light, row.left, texts), provisional=row.provisional)
        return ((word, INKS[row.light]),)


def in_hand(row: StepLine) -> bool:
    """Whether a department has the step now."""
    return row.started is not None and row.finished is None and not row.left_out


def _in_hand_now(row: RouteRow) -> bool:
    if isinstance(row, LaneLine):
        return bool(row.step)
    return isinstance(row, StepLine) and in_hand(row)


def _matters(row: RouteRow) -> bool:
    match row:
        case StepLine():
            return in_hand(row)
        case Remark():
            return row.urgent
        case _:
            return True


def _key(row: RouteRow) -> str:
    match row:
        case StepLine() | LaneLine() | Whole():
            return row.code
        case Remark():
            return f"{row.step} {row.text}"
        case Next():
            return f"{row.name} {row.person} {row.what}"


def _day(row: StepLine) -> str:
    """The day on which it was finished or has come into hand."""
    moment = row.finished or row.started
    return "" if moment is None else f"{shanghai(moment):%m-%d}"
