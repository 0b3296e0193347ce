"""Windows on the wall: whom each serves now, how many it may call, and who of them has waited longest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.model.settings import Window
from data.model.ticket import TicketStatus
from data.model.view import BoardCall, TicketLine, WindowDay
from data.texts import Texts
from widgets.base.cells import fit, right
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.phrases import named
from widgets.wall.wall_pane import WallPane

ACTIVE_WIDTH = 9
WAITING_WIDTH = 4
LONGEST_WIDTH = 6
ATTENDED_WIDTH = 6
AVERAGE_WIDTH = 7
ROOMY = 46
"""From this width on there is room for what the window has done today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLine:
    """One window now. `waiting` are the tickets that it may call; windows of one zone share theirs.

    `attended` are those it has attended to today, `average` the whole minutes that one of them took.
    """

    code: str
    name: str
    name_en: str
    number: str
    called: bool
    waiting: int
    longest: int
    attended: int
    average: int


class WallWindows(WallPane[WindowLine]):
    """The windows of the hall."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__("3", texts, palette, draw=self._draw, key=lambda row: row.code, id=id)

    def columns(self, width: int) -> str:
        """The words over what the window does."""
        texts = self.texts
        words = [
            fit(texts("wall.serves"), ACTIVE_WIDTH),
            right(texts("wall.waiting"), WAITING_WIDTH),
            right(texts("wall.longest"), LONGEST_WIDTH),
        ]
        if width >= ROOMY:
            words += [
                right(texts("wall.attended"), ATTENDED_WIDTH),
                right(texts("wall.average"), AVERAGE_WIDTH),
            ]
        return "".join(words)

    def _draw(self, row: WindowLine, width: int) -> Spans:
        texts = self.texts
        serves = row.number + (texts("wall.called") if row.called else "")
        longest = texts("wall.minutes", minutes=row.longest) if row.waiting else "-"
        spans: list[tuple[str, Ink]] = [
            (" ", Ink.PLAIN),
            (fit(serves or "-", ACTIVE_WIDTH), _ink(row)),
            (right(str(row.waiting), WAITING_WIDTH), Ink.BOLD if row.waiting else Ink.DIM),
            (right(longest, LONGEST_WIDTH), Ink.PLAIN if row.waiting else Ink.DIM),
        ]
        if width >= ROOMY:
            average = texts("wall.minutes", minutes=row.average) if row.attended else "-"
            spans += [
                (right(str(row.attended), ATTENDED_WIDTH), Ink.PLAIN if row.attended else Ink.DIM),
                (right(average, AVERAGE_WIDTH), Ink.PLAIN if row.attended else Ink.DIM),
            ]
        room = width - width_of(spans)
        return (fit(named(texts, row.name, row.name_en), max(room, 0)), Ink.PLAIN), *spans


def _ink(row: WindowLine) -> Ink:
    if not row.number:
        return Ink.DIM
    return Ink.WARN if row.called else Ink.GOOD


def window_line(
    window: Window, waiting: Sequence[TicketLine], calls: Sequence[BoardCall], days: Sequence[WindowDay]
) -> WindowLine:
    """A window among all who wait, are called and were attended to in the hall."""
    waits = [ticket.waited for ticket in _callable(window, waiting)]
    call = next((each for each in calls if each.window == window.code), None)
    day = next((each for each in days if each.code == window.code), None)
    return WindowLine(
        code=window.code,
        name=window.name,
        name_en=window.name_en,
        number=call.number if call is not None else "",
        called=call is not None and call.status is TicketStatus.CALLED,
        waiting=len(waits),
        longest=max(waits, default=0),
        attended=day.attended if day is not None else 0,
        average=day.average if day is not None else 0,
    )


def _callable(window: Window, waiting: Sequence[TicketLine]) -> Iterator[TicketLine]:
    """The tickets sent to this window, and those of its zones that are sent to none."""
    for ticket in waiting:
        anyones = not ticket.window and (not window.zones or ticket.zone in window.zones)
        if anyones or ticket.window == window.code:
            yield ticket
