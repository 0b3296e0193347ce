"""The head of a case: its item and code, who applies, and the clocks that run."""

from __future__ import annotations

from datetime import date

from data.law.supervision_code import grouped
from data.model.applicant import Applicant
from data.model.legal.clock import Clock, ClockKind, Running
from data.model.view import CaseFile
from data.texts import Texts
from widgets.base.cells import cells, crop, fit
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS, OVER
from widgets.base.lines import Lines
from widgets.base.phrases import day_word, left_word, named

LINES = 3
GAP = "  "
NAME_WIDTH = 12
_ORDER = (
    ClockKind.ACCEPTANCE,
    ClockKind.INSTANT,
    ClockKind.SUSPENSION,
    ClockKind.DELIVERY,
    ClockKind.PROMISED,
    ClockKind.DEBT,
    ClockKind.STATUTORY,
    ClockKind.JOINT,
    ClockKind.PRELIMINARY,
)


class CaseHead(Lines):
    """Three lines over the panes of a case."""

    DEFAULT_CSS = """
    CaseHead { height: 3; width: 1fr; }
    """

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._texts = texts
        self._file: CaseFile | None = None
        self._revealed: Applicant | None = None
        self._today = date.min
        self._empty = ""

    def show_case(
        self, file: CaseFile | None, today: date, revealed: Applicant | None = None, empty: str = ""
    ) -> None:
        """Show a case; `revealed` is the applicant unmasked, once somebody has said why."""
        self._file, self._today, self._revealed, self._empty = file, today, revealed, empty
        self._draw()

    def on_resize(self) -> None:
        """Fit the names to the width."""
        self._draw()

    def _draw(self) -> None:
        width, file = self.size.width, self._file
        if file is None:
            self.show_lines((((f" {self._empty}", Ink.DIM),),))
            return
        code = grouped(file.line.code)
        name = named(self._texts, file.line.item_name, file.line.item_name_en)
        if cells(name) + cells(code) + 2 > width:
            code = file.line.code
        room = width - cells(code) - 2
        first: Spans = ((f" {fit(name, room)} ", Ink.TITLE), (code, Ink.PLAIN))
        self.show_lines((first, self._applicant(file, width), self._clocks(file, width)))

    def _applicant(self, file: CaseFile, width: int) -> Spans:
        shown = self._revealed
        if shown is not None:
            agent = f" {self._texts('head.agent', name=shown.agent.name)}" if shown.agent else ""
            text = f" {shown.name}  {shown.id_number}  {shown.phone}{agent}"
            return ((crop(text, width), Ink.WARN),)
        masked = file.applicant
        room = max(width - cells(masked.id_number) - 3, NAME_WIDTH)
        spans: list[tuple[str, Ink]] = [(f" {crop(masked.name, room)}", Ink.BOLD)]
        agent = self._texts("head.agent", name=masked.agent) if masked.agent else ""
        for piece in (masked.id_number, masked.phone, agent):
            if piece and width_of(spans) + cells(piece) + 2 <= width:
                spans.append((f"  {piece}", Ink.PLAIN))
        return tuple(spans)

    def _clocks(self, file: CaseFile, width: int) -> Spans:
        """The status and the clocks that run, the ones that press first, as many as fit."""
        texts = self._texts
        status: Spans = ((" " + texts(f"status.{file.line.status}"), Ink.BOLD),)
        spans: list[tuple[str, Ink]] = list(status)
        running = [clock for clock in file.clocks if clock.running in (Running.RUNNING, Running.FROZEN)]
        own = [clock for clock in running if clock.kind in _ORDER]
        own.sort(key=lambda clock: (-clock.light, _ORDER.index(clock.kind)))
        for clock in own:
            piece = self._clock(clock)
            if width_of(spans) + width_of(piece) <= width:
                spans += piece
        received = f"{GAP}{texts('head.received', day=day_word(file.line.received, self._today))}"
        if width_of(spans) + cells(received) <= width:
            spans.append((received, Ink.DIM))
        return tuple(spans)

    def _clock(self, clock: Clock) -> Spans:
        texts = self._texts
        name = texts(f"clock_short.{clock.kind}")
        if clock.due is None:
            return ((f"{GAP}{name}", Ink.DIM), (texts("head.frozen", days=clock.left), INKS[clock.light]))
        due = day_word(clock.due, self._today, provisional=clock.provisional)
        return (
            (f"{GAP}{name}{due}", Ink.DIM),
            (left_word(texts, clock.left, over=clock.light in OVER), INKS[clock.light]),
        )
