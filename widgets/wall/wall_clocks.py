"""The clocks of a case, one a line: from when, how many days, until when, and what it shows."""

from __future__ import annotations

from datetime import date

from data.model.legal.clock import Clock, ClockKind, Running
from data.model.view import CaseFile
from data.texts import Texts
from widgets.base.cells import cells, fit, right
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.light import INKS, light_word
from widgets.base.pane import Pane
from widgets.base.phrases import day_word, named

LEAST_NAME = 4
RUNS = (Running.RUNNING, Running.FROZEN)


class WallClocks(Pane[Clock]):
    """The clocks of a case, those that run first, the gravest of them at the top."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__("1", texts, palette, draw=self._draw, key=_key, matters=_runs, id=id)
        self._today = date.min
        self._widths = [0, 0, 0, 0]
        self._names: dict[str, str] = {}

    def show_case(self, file: CaseFile | None, today: date, empty: str = "") -> None:
        """Show the clocks of a case, or why there are none."""
        texts = self.texts
        before = (self._today, self._names, self._widths)
        self._today, self._names = today, {}
        if file is not None:
            self._names = {step.code: named(texts, step.name, step.name_en) for step in file.route}
            self._names |= {each.code: named(texts, each.name, each.name_en) for each in file.checklist}
        clocks = sorted(file.clocks if file else (), key=_order)
        columns = list(zip(*(self._words(clock) for clock in clocks), strict=True))
        self._widths = [max(map(cells, column)) for column in columns]
        if before != (self._today, self._names, self._widths):
            self.list.redraw()
        self.heading.title(texts("wall.clocks"))
        self.show_all(clocks, empty)

    def _draw(self, row: Clock, width: int) -> Spans:
        runs = _runs(row)
        start, limit, until, state = self._words(row)
        start_width, limit_width, until_width, state_width = self._widths
        room = width - sum(self._widths) - len(self._widths)
        return (
            (fit(self._called(row), max(room, LEAST_NAME)), Ink.BOLD if runs else Ink.DIM),
            (f" {right(start, start_width)} {right(limit, limit_width)} ", Ink.DIM),
            (fit(until, until_width), Ink.PLAIN if runs else Ink.DIM),
            (" ", Ink.PLAIN),
            (state, INKS[row.light] if runs else Ink.DIM),
            (" " * (state_width - cells(state)), Ink.PLAIN),
        )

    def _words(self, row: Clock) -> tuple[str, str, str, str]:
        """From when, how many days, until when, and what it shows."""
        texts = self.texts
        days = f"{row.limit}+{row.extension}" if row.extension else str(row.limit)
        until = texts("wall.clock_frozen")
        if row.due is not None:
            due = day_word(row.due, self._today, provisional=row.provisional)
            until = texts("wall.clock_due", due=due)
        state = light_word(row.light, row.left, texts) if _runs(row) else texts(f"wall.clock_{row.running}")
        start = texts("wall.clock_start", start=day_word(row.start, self._today))
        return start, texts("wall.clock_days", days=days), until, state

    def _called(self, row: Clock) -> str:
        """The clock's short name; a step's or a material's clock by the name of what it belongs to."""
        if row.kind in (ClockKind.STEP, ClockKind.DEBT):
            return self._names.get(row.subject, row.subject)
        return self.texts(f"clock_short.{row.kind}")


def _key(row: Clock) -> str:
    return f"{row.kind}-{row.subject}-{row.start}"


def _runs(row: Clock) -> bool:
    return row.running in RUNS


def _order(row: Clock) -> tuple[bool, bool, int, int]:
    return (not _runs(row), row.kind is ClockKind.STEP, -row.light, row.left)
