"""Cases on the wall: the light first, then whose it is, which item, the code, the step in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.law.supervision_code import grouped
from data.model.legal.clock import Light
from data.model.view import CaseLine
from data.texts import Texts
from widgets.base.cells import cells, fit, right
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS, PLAIN_WIDTH, light_word, provisional_word
from widgets.base.phrases import day_word, named
from widgets.wall.wall_pane import WallPane

ROOMY = 110
WIDE = 150
DUE_WIDTH = 6
CLERK_WIDTH = 10


@dataclass(frozen=True, slots=True)
class _Widths:
    """The cells of the columns besides the item's name, which takes what is left."""

    department: int
    applicant: int
    step: int
    grouped: bool
    due: bool
    clerk: bool


class WallCases(WallPane[CaseLine]):
    """A list of cases, the gravest and most overdue first.

    `of_department`: every case is of the same department, so the applicant stands in its place.
    """

    def __init__(
        self,
        texts: Texts,
        palette: Palette,
        *,
        of_department: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__("1", texts, palette, draw=self._draw, key=lambda row: row.code, id=id)
        self._of_department = of_department
        self._today = date.min
        self._light_width = PLAIN_WIDTH

    def show_cases(
        self,
        rows: Sequence[CaseLine],
        today: date,
        *,
        more: bool = False,
        at: str | None = None,
        empty: str = "",
    ) -> None:
        """Show a list as of a day."""
        width = max([PLAIN_WIDTH, *(cells(self._light(row)) + 1 for row in rows)])
        if (width, today) != (self._light_width, self._today):
            self._light_width, self._today = width, today
            self.list.redraw()
        self.show_rows(rows, more=more, at=at, empty=empty)

    def _light(self, row: CaseLine) -> str:
        return provisional_word(light_word(row.light, row.left, self.texts), provisional=row.provisional)

    def _draw(self, row: CaseLine, width: int) -> Spans:
        widths, texts = self._widths(width), self.texts
        word = self._light(row)
        code = grouped(row.code) if widths.grouped else row.code
        step = named(texts, row.step_name, row.step_name_en) or texts(f"status.{row.status}")
        before: Spans = (
            (word, INKS[row.light]),
            (" " * (self._light_width - cells(word)), Ink.PLAIN),
            *_column(self.department_word(row.department_name, row.department_name_en), widths.department),
            *_column(row.applicant, widths.applicant, Ink.BOLD),
        )
        after: Spans = (
            (f" {code} ", Ink.BOLD if row.light >= Light.RED else Ink.PLAIN),
            (fit(step, widths.step), Ink.DIM),
            *self._due(row, widths),
            *((((" " + fit(row.clerk, CLERK_WIDTH)), Ink.DIM),) if widths.clerk else ()),
        )
        room = width - width_of(before) - width_of(after)
        name = named(texts, row.item_name, row.item_name_en)
        return (*before, (fit(name, max(room, 0)), Ink.PLAIN), *after)

    def _due(self, row: CaseLine, widths: _Widths) -> Spans:
        if not widths.due:
            return ()
        due = "" if row.due is None else day_word(row.due, self._today, provisional=row.provisional)
        return ((f" {right(due, DUE_WIDTH)}", Ink.PLAIN),)

    def _widths(self, width: int) -> _Widths:
        """More columns, and wider ones, where there is room."""
        roomy, wide = width >= ROOMY, width >= WIDE
        department = 0 if self._of_department else (24 if wide else 18 if roomy else 14)
        applicant = 0 if not (roomy or self._of_department) else (20 if wide else 12)
        return _Widths(
            department=department,
            applicant=applicant,
            step=16 if wide else 12 if roomy else 8,
            grouped=roomy,
            due=roomy,
            clerk=wide,
        )


def _column(text: str, width: int, ink: Ink = Ink.PLAIN) -> Spans:
    return ((fit(text, width), ink), (" ", Ink.PLAIN)) if width else ()
