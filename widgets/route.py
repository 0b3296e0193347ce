"""The route: each step, who has it, and its light."""

from __future__ import annotations

from data.model.clock import Light
from data.model.view import CaseFile, StepLine
from data.texts import Texts
from widgets.cells import cells, fit
from widgets.ink import Ink, Palette, Spans
from widgets.light import INKS, light_word
from widgets.pane import Pane
from widgets.words import named

NAME_WIDTH = 16
"""The most cells that a step's name takes of its line."""


class Route(Pane[StepLine]):
    """The steps of a case."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(
            "3", texts, palette, draw=self._draw, key=lambda row: row.code, matters=in_hand, id=id
        )
        self._name_width = 0

    @property
    def step(self) -> StepLine | None:
        """The step under the cursor."""
        return self.list.current

    def show_case(self, file: CaseFile | None, empty: str = "") -> None:
        """Show the route of a case, or why there is none."""
        steps = file.route if file else ()
        done = sum(1 for step in steps if step.finished is not None)
        self._name_width = min(max((cells(self._name_of(step)) for step in steps), default=0), NAME_WIDTH)
        self.list.redraw()
        extra: Spans = ((f"{done}/{len(steps)} ", Ink.BOLD),) if steps else ()
        self.heading.title(self.texts("pane.route"), extra)
        self.show_all(steps, empty)

    def _draw(self, row: StepLine, width: int) -> Spans:
        texts = self.texts
        people = texts("route.people", people=row.people) + " " if row.people > 1 else ""
        state, ink = self._state(row)
        name = self._name_of(row)
        department = (
            row.by
            if row.finished is not None and row.by
            else named(texts, row.department_name, row.department_name_en)
        )
        name_width = self._name_width
        left = width - name_width - 2 - cells(people) - cells(state)
        running = in_hand(row)
        return (
            (fit(name, name_width), Ink.BOLD if running else Ink.PLAIN),
            (" ", Ink.PLAIN),
            (people, Ink.WARN),
            (fit(department, max(left, 0)), Ink.PLAIN if running else Ink.DIM),
            (" ", Ink.PLAIN),
            (state, ink),
        )

    def _name_of(self, row: StepLine) -> str:
        return ("+" if row.parallel else "") + named(self.texts, row.name, row.name_en)

    def _state(self, row: StepLine) -> tuple[str, Ink]:
        texts = self.texts
        if row.finished is not None:
            return (
                (texts("route.disagreed"), Ink.BAD)
                if row.agrees is False
                else (texts("route.done"), Ink.GOOD)
            )
        if row.started is None:
            return texts("route.waits"), Ink.DIM
        if row.light is Light.NONE:
            return texts("route.in_hand"), Ink.BOLD
        return light_word(row.light, row.left, texts), INKS[row.light]


def in_hand(row: StepLine) -> bool:
    """Whether a department has the step now."""
    return row.started is not None and row.finished is None
