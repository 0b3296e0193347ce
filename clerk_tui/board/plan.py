"""What stands where on the hall's screen: the latest calls large, the others listed, and who waits where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, groupby
from math import ceil
from typing import Final

from clerk_tui.board.font import ARROW, DOT, GAP, HEIGHT, dots_of, drawable, drawn
from data.model.legal.time_zone import clock_time, to_the_minute
from data.model.ticket import TicketStatus
from data.model.view import BoardCall, BoardView, BoardZone
from data.texts import Texts
from widgets.base.cells import cells, fit, right
from widgets.base.ink import Ink, Spans, width_of
from widgets.base.phrases import named

SCALES: Final = ((6, 3), (5, 3), (4, 2), (3, 2), (2, 1), (1, 1))
"""How many cells wide and lines high a dot may be, the largest first."""

LONGEST_NUMBER: Final = 5
USUAL_CODE, LONGEST_CODE = 2, 3
MARGIN: Final = 1
HEAD: Final = 2
LEAST_LIST: Final = 3
ENOUGH_LARGE, MOST_LARGE = 2, 4
CALL_WIDTH: Final = 39
NARROWEST_ZONE, WIDEST_ZONE = 18, 26
BLANK: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardState:
    """What is known: the hall's answer (None before the first), the time, and why it is not live."""

    view: BoardView | None
    now: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """How large calls are drawn, and how many; `code` is how long a window's code may be."""

    wide: int = 0
    high: int = 0
    count: int = 0
    code: int = 0


def planned(state: BoardState, width: int, height: int, texts: Texts) -> tuple[Spans, ...]:
    """The screen's lines from the top; never more than `height`."""
    view = state.view
    head = _head(state, width, texts)
    if view is None:
        return (*head, BLANK, ((" " * MARGIN + texts("board.opening"), Ink.DIM),))[:height]
    zones = _zones(view.zones, width, texts)
    # Who sits at a window already need not be told.
    calls = sorted(view.calls, key=lambda call: call.status is not TicketStatus.CALLED)
    large = _large(calls, width, height - len(head) - len(zones))
    top: list[Spans] = []
    for call in calls[: large.count]:
        top += [*([BLANK] if top else []), *_drawn(call, large, width), _sentence(call, texts)]
    if not calls:
        top = [BLANK, ((" " * MARGIN + texts("board.nobody"), Ink.DIM),)]
    room = height - len(head) - len(top) - len(zones)
    rest = _list(calls[large.count :], width, room, texts)
    gap = [BLANK] * (room - len(rest))
    return (*head, *top, *rest, *gap, *zones)[:height]


def _head(state: BoardState, width: int, texts: Texts) -> tuple[Spans, ...]:
    """The hall's name and the time, and under them a rule or what is wrong."""
    card = state.view.card if state.view else None
    name = named(texts, card.name, card.name_en) if card else ""
    if card and card.demo:
        name = f"{name}  {texts('board.demo')}"
    now = to_the_minute(state.now)
    room = max(width - 2 * MARGIN - len(now) - 1, 0)
    title: Spans = ((" " * MARGIN + fit(name, room) + " ", Ink.TITLE), (now, Ink.BOLD))
    if state.trouble:
        return title, ((" " * MARGIN + state.trouble, Ink.BAD),)
    return title, (("-" * width, Ink.DIM),)


def _large(calls: Sequence[BoardCall], width: int, room: int) -> Large:
    """The largest digits of which enough calls find room; rather smaller ones than a single call."""
    longest = max((len(call.window) for call in calls if _has_shape(call.window)), default=0)
    code = max(longest, USUAL_CODE)
    dots = dots_of(LONGEST_NUMBER) + dots_of(1) + dots_of(code) + 2 * GAP
    fitting = [
        Large(wide=wide, high=high, count=(room - LEAST_LIST + 1) // (HEIGHT * high + 2), code=code)
        for wide, high in SCALES
        if dots * wide <= width - 2 * MARGIN
    ]
    enough = [each for each in fitting if each.count >= ENOUGH_LARGE]
    some = [each for each in reversed(fitting) if each.count >= 1]
    chosen = next(iter((*enough, *some)), Large())
    count = min(chosen.count, MOST_LARGE, len(calls))
    while count and not all(drawable(call.number) for call in calls[:count]):
        count -= 1
    return replace(chosen, count=count)


def _has_shape(window: str) -> bool:
    return len(window) <= LONGEST_CODE and drawable(window)


def _drawn(call: BoardCall, large: Large, width: int) -> list[Spans]:
    """The number, an arrow and the window; who is being served already is drawn in strokes, not in blocks."""
    code = call.window if _has_shape(call.window) else ""
    texts = (call.number, ARROW if code else "", code)
    widths = [dots_of(length) * large.wide for length in (LONGEST_NUMBER, 1, large.code)]
    number, arrow, window = (drawn(text, large.wide, large.high) for text in texts)
    between = width - 2 * MARGIN - sum(widths)
    blank = " " * (between // 2), " " * (between - between // 2)
    return [
        _dots(
            " " * MARGIN
            + number[row].ljust(widths[0])
            + blank[0]
            + arrow[row].ljust(widths[1])
            + blank[1]
            + window[row].rjust(widths[2]),
            solid=call.status is TicketStatus.CALLED,
        )
        for row in range(len(number))
    ]


def _dots(line: str, *, solid: bool) -> Spans:
    spans: list[tuple[str, Ink]] = []
    for char, run in groupby(line):
        length = len(list(run))
        if char == DOT and solid:
            spans.append((" " * length, Ink.CHOSEN))
        else:
            spans.append((char * length, Ink.PLAIN))
    return tuple(spans)


def _sentence(call: BoardCall, texts: Texts) -> Spans:
    """Who goes where, since when."""
    window = named(texts, call.window_name, call.window_name_en)
    told = texts(f"board.told.{call.status}", number=call.number, window=window)
    again = texts("board.again", calls=call.calls) if call.calls > 1 else ""
    since = clock_time(call.since)
    ink = Ink.BOLD if call.status is TicketStatus.CALLED else Ink.PLAIN
    return ((" " * MARGIN + told, ink), (f"  {since}{again}", Ink.DIM))


def _list(calls: Sequence[BoardCall], width: int, room: int, texts: Texts) -> list[Spans]:
    """The other calls, in as few columns as hold them all, or in as many as there is width for."""
    if not calls or room < 2:
        return []
    most = max((width - MARGIN) // CALL_WIDTH, 1)
    columns = min(most, ceil(len(calls) / (room - 1)))
    each = (width - MARGIN) // columns
    shown = calls[: (room - 1) * columns]
    entries = [_entry(call, each, texts) for call in shown]
    hidden = len(calls) - len(shown)
    title = texts("board.others_hidden", count=hidden) if hidden else texts("board.others")
    return [_heading(title, width), *_rows(entries, columns)]


def _entry(call: BoardCall, width: int, texts: Texts) -> Spans:
    state = f" {clock_time(call.since)} {texts(f'board.{call.status}')}  "
    room = max(width - LONGEST_NUMBER - 2 - cells(state), 0)
    name = fit(named(texts, call.window_name, call.window_name_en), room)
    ink = Ink.BOLD if call.status is TicketStatus.CALLED else Ink.PLAIN
    return ((fit(call.number, LONGEST_NUMBER) + "  ", Ink.BOLD), (name, ink), (state, Ink.DIM))


def _zones(zones: Sequence[BoardZone], width: int, texts: Texts) -> list[Spans]:
    """How many wait in each zone."""
    names = [named(texts, zone.name, zone.name_en) for zone in zones]
    widest = max((cells(name) for name in names), default=0) + 8
    columns = max((width - MARGIN) // min(max(widest, NARROWEST_ZONE), WIDEST_ZONE), 1)
    each = (width - MARGIN) // columns
    entries = [_zone(zone, name, each) for zone, name in zip(zones, names, strict=True)]
    total = sum(zone.waiting for zone in zones)
    return [_heading(texts("board.total", total=total), width), *_rows(entries, columns)]


def _zone(zone: BoardZone, name: str, width: int) -> Spans:
    count = right(str(zone.waiting), 3)
    ink = Ink.BOLD if zone.waiting else Ink.DIM
    return ((f"{zone.letter} ", ink), (fit(name, max(width - 8, 0)), ink), (f" {count}  ", ink))


def _heading(title: str, width: int) -> Spans:
    start: Spans = ((" " * MARGIN, Ink.PLAIN), (title + " ", Ink.TITLE))
    return (*start, ("-" * max(width - width_of(start), 0), Ink.DIM))


def _rows(entries: Sequence[Spans], columns: int) -> list[Spans]:
    margin: Spans = ((" " * MARGIN, Ink.PLAIN),)
    return [
        margin + tuple(chain.from_iterable(entries[first : first + columns]))
        for first in range(0, len(entries), columns)
    ]
