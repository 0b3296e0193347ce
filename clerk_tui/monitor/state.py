"""What the wall knows, how old it is, and when it is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from clerk_tui.shell.desk_context import DeskContext
from clerk_tui.shell.hall_thread import HallThread
from data.model.query import AskCounts, AskHall, Query
from data.model.view import Counts, HallView

Answer = TypeVar("Answer")


class Shown(Protocol):
    """A screen of the wall, as far as the picture goes."""

    def ask(self) -> None:
        """Ask the hall for what the screen shows."""
        ...

    def hear(self, moment: datetime, as_of: date | None, counts: Counts) -> None:
        """Take note that everything asked for has been answered."""
        ...

    def ask_later(self) -> None:
        """Ask for what may come after the rest."""
        ...


class WallState:
    """One reload at a time: what changes meanwhile is asked for after it, once.

    `front` tells which screen is in view, `drawn` is told when something of the first lines has changed.
    """

    def __init__(
        self,
        hall: HallThread,
        context: DeskContext,
        front: Callable[[], Shown | None],
        drawn: Callable[[], None],
    ) -> None:
        self._hall, self._desk_context, self._front, self._drawn = hall, context, front, drawn
        self.view: HallView | None = None
        self.open = False
        self.lost = ""
        self.away = ""
        self.paused = False
        self.tomorrow = False
        self._under_way = False
        self._again = False
        self._thens: list[Callable[[], None]] = []
        self._counts: Counts | None = None

    @property
    def as_of(self) -> date | None:
        """The day that the lights are of; None for the hall's today."""
        return self.next_day if self.tomorrow else None

    @property
    def next_day(self) -> date:
        """The day after the hall's today."""
        return self._desk_context.today() + timedelta(days=1)

    @property
    def today(self) -> date:
        """The day by which dates are told."""
        return self.as_of or self._desk_context.today()

    @property
    def district(self) -> str:
        """The name of the hall's district, or its code where the texts have no name."""
        if self.view is None:
            return ""
        region, texts = self.view.card.region, self._desk_context.texts
        return texts(f"region.{region}") if f"region.{region}" in texts else region

    @property
    def prefix(self) -> str:
        """What the names of the district's departments begin with."""
        district = self.district
        return self._desk_context.texts("wall.department_prefix", district=district, stem=district[:-1])

    def ask(self, query: Query[Answer], then: Callable[[Answer], None], *, slot: str = "") -> None:
        """Ask the hall; of several questions in a slot only the newest is answered."""
        self._hall.ask(query, then, slot=slot)

    def after(self, then: Callable[[], None]) -> None:
        """Do something once everything asked so far has been answered."""
        self._hall.after(then)

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Ask for everything in view, unless that is under way: then once more after it.

        `then` is run when what is asked for from now on has been answered, or cannot be.
        """
        if then is not None:
            self._thens.append(then)
        front = self._front()
        if not self.open or self.lost or front is None:
            self._run_thens(self._take_thens())
        elif self._under_way:
            self._again = True
        else:
            self._under_way, self._again = True, False
            thens = self._take_thens()
            self._hall.ask(AskHall(), self._hear_view)
            self._hall.after(lambda: self._ask_rest(front, thens))

    def lose(self, why: str) -> None:
        """Take note that the hall will not answer any more."""
        self.lost = why
        self._drawn()

    def miss(self, why: str) -> None:
        """Take note that the hall has not answered; it is asked again."""
        self.away = why
        self._drawn()

    def _hear_view(self, view: HallView) -> None:
        self.view = view

    def _hear_counts(self, counts: Counts) -> None:
        self._counts = counts

    def _ask_rest(self, front: Shown, thens: list[Callable[[], None]]) -> None:
        """Ask for what the screen shows, now that it is known which windows there are."""
        self._counts = None
        as_of = self.as_of
        self._hall.ask(AskCounts(today=as_of), self._hear_counts)
        front.ask()
        self._hall.after(lambda: self._loaded(front, as_of, thens))

    def _loaded(self, front: Shown, as_of: date | None, thens: list[Callable[[], None]]) -> None:
        """Everything is there; where an answer failed, the picture stays as old as it was."""
        self._under_way = False
        if self._counts is not None:
            front.hear(self._desk_context.clock.now(), as_of, self._counts)
        self._drawn()
        self._run_thens(thens)
        if self._again:
            self.reload()
        else:
            front.ask_later()

    def _take_thens(self) -> list[Callable[[], None]]:
        thens, self._thens = self._thens, []
        return thens

    def _run_thens(self, thens: list[Callable[[], None]]) -> None:
        for then in thens:
            then()
