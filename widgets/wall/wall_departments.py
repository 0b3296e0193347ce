"""Departments on the wall: how many open cases each has, and how many of each light; the worst first."""

from __future__ import annotations

from data.model.legal.clock import Light
from data.model.view import DepartmentLine
from data.texts import Texts
from widgets.base.cells import fit, right
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.light import INKS
from widgets.wall.wall_pane import WallPane

OPEN_WIDTH = 6
LIGHT_WIDTH = 5
SHOWN = (Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN)


class WallDepartments(WallPane[DepartmentLine]):
    """The departments of the hall."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__("2", texts, palette, draw=self._draw, key=lambda row: row.code, id=id)

    def columns(self, width: int) -> str:
        """The words over the numbers."""
        words = [right(self.texts("wall.open"), OPEN_WIDTH)]
        words += [right(self.texts(f"wall.column.{light.key}"), LIGHT_WIDTH) for light in SHOWN]
        return "".join(words).lstrip()

    def _draw(self, row: DepartmentLine, width: int) -> Spans:
        counts = (row.yellow, row.red, row.law, row.frozen)
        room = width - OPEN_WIDTH - LIGHT_WIDTH * len(SHOWN)
        spans: list[tuple[str, Ink]] = [
            (
                fit(self.department_word(row.name, row.name_en), max(room, 0)),
                Ink.PLAIN if row.open else Ink.DIM,
            ),
            (right(str(row.open), OPEN_WIDTH), Ink.BOLD if row.open else Ink.DIM),
        ]
        for light, count in zip(SHOWN, counts, strict=True):
            number = str(count) if count else "-"
            spans += [
                (" " * (LIGHT_WIDTH - len(number)), Ink.PLAIN),
                (number, INKS[light] if count else Ink.DIM),
            ]
        return tuple(spans)
