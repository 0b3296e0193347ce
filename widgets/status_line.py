"""The status line: who, where, how many wait and how long, the lights, what kind of day this is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model.clock import Light
from data.model.view import Counts
from data.texts import Texts
from widgets.cells import cells, crop
from widgets.ink import Ink, Palette, Spans, width_of
from widgets.light import INKS
from widgets.lines import Lines

LEAST_NAME = 6
SHOWN = (Light.GREEN, Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
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
        self.standing = Standing()

    def show(self, standing: Standing) -> None:
        """Show other facts; an equal line is not drawn again."""
        self.standing = standing
        self._draw()

    def on_resize(self) -> None:
        """Fit to the new width."""
        self._draw()

    def _draw(self) -> None:
        standing, texts = self.standing, self._texts
        middle = self._numbers(standing)
        right = self._marks(standing)
        room = self.size.width - width_of(middle) - width_of(right)
        cropped = _where(standing, max(room - 2, 0))
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
        self.tooltip = None if not standing.demo else texts("status_line.demo")

    def _numbers(self, standing: Standing) -> Spans:
        counts, texts = standing.counts, self._texts
        if counts is None:
            return ()
        spans: list[tuple[str, Ink]] = []
        if standing.queue:
            spans.append((texts("status_line.waiting", count=counts.waiting), Ink.PLAIN))
        if standing.queue and counts.waiting:
            spans.append((texts("status_line.longest", minutes=counts.longest), Ink.PLAIN))
        spans.append((" ", Ink.PLAIN))
        for light in SHOWN:
            number = counts.light(light)
            if number or light is not Light.LAW:
                spans += [(" ", Ink.PLAIN), (f"{texts(f'light.{light.key}')}{number}", _ink(light, number))]
        return tuple(spans)

    def _marks(self, standing: Standing) -> Spans:
        texts = self._texts
        spans: list[tuple[str, Ink]] = []
        if standing.away:
            spans += [(f" {standing.away} ", Ink.BANNER), (" ", Ink.PLAIN)]
        if standing.unsettled:
            spans += [(f" {standing.unsettled} ", Ink.LIGHT_RED), (" ", Ink.PLAIN)]
        if standing.as_of:
            spans += [(f" {standing.as_of} ", Ink.BANNER), (" ", Ink.PLAIN)]
        if standing.demo:
            spans += [(texts("status_line.demo"), Ink.WARN), (" ", Ink.PLAIN)]
        if standing.read_only:
            spans += [(texts("status_line.read_only"), Ink.WARN), (" ", Ink.PLAIN)]
        if standing.moment is not None:
            spans.append((f"{standing.moment:%m-%d %H:%M} ", Ink.PLAIN))
        return tuple(spans)


def _where(standing: Standing, room: int) -> str:
    """The hall, the window and the clerk; the hall's name gives way first."""
    here = f"{standing.window} {standing.user}".strip()
    hall = room - cells(here) - 2
    if not standing.hall or hall < LEAST_NAME:
        return crop(f" {here}", room)
    return f" {crop(standing.hall, hall)} {here}"


def _ink(light: Light, number: int) -> Ink:
    return INKS[light] if number else Ink.DIM
