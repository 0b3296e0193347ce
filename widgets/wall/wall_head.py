"""The two lines over the wall: where one looks and how old the picture is; how many lights of each colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model.legal.clock import Light
from data.model.view import Counts
from data.texts import Texts
from widgets.base.cells import cells, crop
from widgets.base.ink import Ink, Palette, Spans, width_of
from widgets.base.light import INKS
from widgets.base.lines import Lines

SHOWN = (Light.GREEN, Light.YELLOW, Light.RED, Light.LAW, Light.FROZEN)
BETWEEN = " > "
DEEPER = ".. > "
ROOMY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the two lines show.

    `path` goes from the district down; `heard` is the moment of the last answer, `as_of` the words for
    another day that is shown. `behind`: something was written while the wall was paused; `lost`: why the
    hall does not answer any more.
    """

    path: tuple[str, ...] = ()
    user: str = ""
    heard: datetime | None = None
    paused: bool = False
    behind: bool = False
    lost: str = ""
    demo: bool = False
    as_of: str = ""
    counts: Counts | None = None
    tomorrow: Counts | None = None


class WallHead(Lines):
    """Two lines that are the same on every screen of the wall."""

    DEFAULT_CSS = """
    WallHead { height: 2; width: 1fr; }
    """

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(palette, id=id)
        self._texts = texts
        self.outlook = Outlook()

    def show(self, outlook: Outlook) -> None:
        """Show other facts; equal lines are not drawn again."""
        self.outlook = outlook
        self._draw()

    @property
    def has_room(self) -> bool:
        """Whether there is room for more than what must be said."""
        return self.size.width >= ROOMY

    def on_resize(self) -> None:
        """Fit to the new width."""
        self._draw()

    def _draw(self) -> None:
        self.show_lines((self._where(), self._numbers()))

    def _where(self) -> Spans:
        outlook, texts = self.outlook, self._texts
        name: Spans = ((f" {texts('wall.name')} ", Ink.CHOSEN), (" ", Ink.PLAIN))
        right = self._marks()
        room = self.size.width - width_of(name) - width_of(right) - 1
        path = self._path(outlook.path, room)
        gap = self.size.width - width_of(name) - cells(path) - width_of(right)
        return (*name, (path, Ink.BOLD), (" " * max(gap, 0), Ink.PLAIN), *right)

    def _path(self, path: tuple[str, ...], room: int) -> str:
        """The path in its room; the upper places give way first."""
        whole = BETWEEN.join(path)
        while cells(whole) > room and len(path) > 1:
            path = path[1:]
            whole = DEEPER + BETWEEN.join(path)
        return crop(whole, max(room, 0))

    def _marks(self) -> Spans:
        outlook, texts = self.outlook, self._texts
        spans: list[tuple[str, Ink]] = []
        if outlook.user and self.has_room:
            spans += [(outlook.user, Ink.DIM), (" ", Ink.PLAIN)]
        if outlook.as_of:
            spans += [(f" {outlook.as_of} ", Ink.BANNER), (" ", Ink.PLAIN)]
        if outlook.demo:
            spans += [(texts("wall.demo"), Ink.WARN), (" ", Ink.PLAIN)]
        if outlook.lost:
            spans.append((f" {texts('wall.lost')} ", Ink.LIGHT_RED))
        elif outlook.paused:
            key = "wall.paused_behind" if outlook.behind else "wall.paused"
            spans.append((f" {texts(key)} ", Ink.BANNER))
        elif outlook.heard is not None:
            spans.append((texts("wall.live"), Ink.GOOD))
        if outlook.heard is not None:
            spans.append((f" {outlook.heard:%m-%d %H:%M:%S} ", Ink.PLAIN))
        return tuple(spans)

    def _numbers(self) -> Spans:
        counts, texts = self.outlook.counts, self._texts
        if counts is None:
            return ((f" {self.outlook.lost}", Ink.WARN),)
        spans: list[tuple[str, Ink]] = []
        for light in SHOWN:
            number = counts.light(light)
            ink = INKS[light] if number else Ink.DIM
            spans += [(" ", Ink.PLAIN), (f"{texts(f'light.{light.key}')} {number:,}", ink), (" ", Ink.PLAIN)]
        if self.outlook.as_of:
            return (*spans, (f"  {texts('wall.if_nothing')}", Ink.WARN))
        today = texts("wall.today", received=counts.received_today, decided=counts.decided_today)
        spans.append((f"  {today}", Ink.PLAIN))
        for piece in (self._waits(counts), self._tomorrow()):
            if piece and width_of(spans) + cells(piece) + 2 <= self.size.width:
                spans.append((f"  {piece}", Ink.PLAIN))
        return tuple(spans)

    def _waits(self, counts: Counts) -> str:
        if not counts.waiting:
            return self._texts("wall.nobody_waits")
        return self._texts("wall.waits", count=counts.waiting, minutes=counts.longest)

    def _tomorrow(self) -> str:
        counts = self.outlook.tomorrow
        if counts is None:
            return ""
        texts = self._texts
        numbers = [
            f"{texts(f'light.{light.key}')} {counts.light(light):,}"
            for light in (Light.YELLOW, Light.RED, Light.LAW)
        ]
        return texts("wall.tomorrow_counts", lights="  ".join(numbers))
