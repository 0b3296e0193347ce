"""The status line: who, where, how many wait and how long, the lights, what kind of day this is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.model.legal.clock import Light
from data.model.view import Counts
from data.texts import Texts
from widgets.base.cells import cells, crop
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS
from widgets.base.lines import Lines

LEAST_NAME = 6
"""The cells of a hall's name below which it is left out."""
NAME = 12
"""The cells of it for which other things give way."""
SHOWN = (Light.GREEN, Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN)
LIGHTS = (Light.GREEN, Light.YELLOW, Light.RED, Light.FROZEN)
"""Those that are shown even with nothing on them."""
GRAVE = frozenset({Light.RED, Light.LAW})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    """What the status line shows; `as_of` names another day that the lists are of, blank for today.

    `queue`: people wait for this desk. `away` says that the hall cannot be reached, and how old what is
    shown is; `unsettled` that something is to be settled with it. Both are blank otherwise.
    """

    hall: str = ""
    window: str = ""
    user: str = ""
    counts: Counts | None = None
    demo: bool = False
    queue: bool = True
    read_only: bool = False
    as_of: str = ""
    away: str = ""
    unsettled: str = ""
    moment: datetime | None = None


class StatusLine(Lines):
    """One line that is the same on every screen."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._texts = texts
        self.facts = StatusFacts()

    def show(self, facts: StatusFacts) -> None:
        """Show other facts; an equal line is not drawn again."""
        self.facts = facts
        self._draw()

    def on_resize(self) -> None:
        """Fit to the new width."""
        self._draw()

    def _draw(self) -> None:
        facts, texts = self.facts, self._texts
        middle, right = self._fitting(facts)
        room = self.size.width - width_of(middle) - width_of(right)
        cropped = _where(facts, max(room - 2, 0))
        gap = self.size.width - width_of(((cropped, Ink.BOLD),)) - width_of(middle) - width_of(right)
        before = min(3, max(gap - 1, 0))
        spans: Spans = (
            (cropped, Ink.BOLD),
            (" " * before, Ink.PLAIN),
            *middle,
            (" " * max(gap - before, 0), Ink.PLAIN),
            *right,
        )
        self.show_lines((spans,))
        self.tooltip = None if not facts.demo else texts("status_line.demo")

    def _fitting(self, facts: StatusFacts) -> tuple[Spans, Spans]:
        """The numbers and the marks beside which it can still be read which hall it is, where and who.

        The date gives way first, then the lights that nothing is on, the longest wait, the lights but the red
        ones, all numbers, and the time last; the marks never do.
        """
        here = cells(f"{facts.window} {facts.user}".strip()) + 2
        wanted = here + (min(cells(facts.hall), NAME) + 1 if facts.hall else 0)
        counts = facts.counts
        lit = tuple(each for each in SHOWN if counts is not None and counts.light(each))
        red = tuple(each for each in lit if each in GRAVE)
        everything = self._numbers(facts, (*LIGHTS, *lit))
        tries: tuple[tuple[Spans, str], ...] = (
            (everything, "%m-%d %H:%M"),
            (everything, "%H:%M"),
            (self._numbers(facts, lit), "%H:%M"),
            (self._numbers(facts, lit, longest=False), "%H:%M"),
            (self._numbers(facts, red, longest=False), "%H:%M"),
            ((), "%H:%M"),
        )
        for numbers, clock in tries:
            marks = self._marks(facts, clock)
            if self.size.width - width_of(numbers) - width_of(marks) >= wanted:
                return numbers, marks
        return (), self._marks(facts, "")

    def _numbers(self, facts: StatusFacts, lights: Sequence[Light], *, longest: bool = True) -> Spans:
        """How many wait and for how long, and how much is on those lights."""
        counts, texts = facts.counts, self._texts
        if counts is None:
            return ()
        spans: list[tuple[str, Ink]] = []
        if facts.queue:
            spans.append((texts("status_line.waiting", count=counts.waiting), Ink.PLAIN))
        if facts.queue and counts.waiting and longest:
            spans.append((texts("status_line.longest", minutes=counts.longest), Ink.PLAIN))
        spans.append((" ", Ink.PLAIN))
        for light in SHOWN:
            if light in lights:
                number = counts.light(light)
                spans += [(" ", Ink.PLAIN), (f"{texts(f'light.{light.key}')}{number}", _ink(light, number))]
        return tuple(spans)

    def _marks(self, facts: StatusFacts, clock: str) -> Spans:
        texts = self._texts
        spans: list[tuple[str, Ink]] = []
        if facts.away:
            spans += [(f" {facts.away} ", Ink.BANNER), (" ", Ink.PLAIN)]
        if facts.unsettled:
            spans += [(f" {facts.unsettled} ", Ink.LIGHT_RED), (" ", Ink.PLAIN)]
        if facts.as_of:
            spans += [(f" {facts.as_of} ", Ink.BANNER), (" ", Ink.PLAIN)]
        if facts.demo:
            spans += [(texts("status_line.demo"), Ink.WARN), (" ", Ink.PLAIN)]
        if facts.read_only:
            spans += [(texts("status_line.read_only"), Ink.WARN), (" ", Ink.PLAIN)]
        if facts.moment is not None and clock:
            spans.append((f"{facts.moment:{clock}} ", Ink.PLAIN))
        return tuple(spans)


def _where(facts: StatusFacts, room: int) -> str:
    """The hall, the window and the clerk; the hall's name gives way first."""
    here = f"{facts.window} {facts.user}".strip()
    hall = room - cells(here) - 2
    if not facts.hall or hall < LEAST_NAME:
        return crop(f" {here}", room)
    return f" {crop(facts.hall, hall)} {here}"


def _ink(light: Light, number: int) -> Ink:
    return INKS[light] if number else Ink.DIM
