"""Cases as their events have made them: folded once, then only by the events that came since."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from data.core.case.evolve_case import evolve_case
from data.model.applicant import Applicant
from data.model.case import Case
from data.model.event import CaseBody
from data.model.item import Item
from data.model.licence import Licence
from data.model.view import CaseLine
from data.store.engine.database import Database
from data.store.loading import configuration
from data.store.loading.licences import licences_of
from data.store.log.events import events_between, events_of

MOST_CASES: Final = 512
MOST_LINES: Final = 4_096
MOST_EVENTS: Final = 2_000
"""After more than so many events it is cheaper to read a case again when it is asked for."""


class Folded:
    """Cases and items that have been read. Items never change within a version; cases only grow.

    What is remembered of cases is as of one position of the log. `catch_up` brings all of it to the newest
    one at the cost of one question; without it (a copy that nobody writes to) nothing grows.
    """

    def __init__(self, district: str) -> None:
        self.district = district
        self._position = 0
        self._cases: dict[str, Case] = {}
        self._items: dict[tuple[str, str], Item] = {}
        self._lines: dict[Hashable, CaseLine] = {}
        self._licences: dict[Applicant, tuple[Licence, ...]] = {}

    def catch_up(self, connection: Database, position: int) -> None:
        """Take in what has been written up to a position, which is the newest that the connection sees."""
        if position == self._position:
            return
        self._licences.clear()
        if position > self._position + MOST_EVENTS or position < self._position:
            self._cases.clear()
        for event in events_between(connection, self.district, self._position, position, self._cases):
            case = self._cases.get(event.stream)
            if case is not None and event.seq == case.seq + 1:
                self._cases[event.stream] = evolve_case(case, event)
        self._position = position

    def written(self, position: int) -> None:
        """What was written up to a position, after what was caught up with, is remembered already."""
        self._position = position

    def case(self, connection: Database, code: str) -> Case | None:
        """The case of that code, or None."""
        case = self._cases.get(code)
        if case is None:
            for event in events_of(connection, self.district, code):
                if not isinstance(event.body, CaseBody):
                    # A ticket's events stand in the same log: no case is known by its id.
                    return None
                case = evolve_case(case, event)
            if case is not None:
                self.keep(case)
        return case

    def keep(self, case: Case) -> None:
        """Remember a case whose events have just been written."""
        if case.decision is not None:
            self._licences.clear()
        if len(self._cases) >= MOST_CASES:
            self._cases.clear()
        self._cases[case.code] = case

    def forget(self) -> None:
        """Forget every case and item: what was written has been undone."""
        self._cases.clear()
        self._items.clear()
        self._licences.clear()

    def licences(self, connection: Database, applicant: Applicant) -> tuple[Licence, ...]:
        """Every licence that the hall has issued to an applicant."""
        held = self._licences.get(applicant)
        if held is None:
            if len(self._licences) >= MOST_CASES:
                self._licences.clear()
            held = self._licences[applicant] = licences_of(connection, self.district, applicant)
        return held

    def know(self, items: Mapping[tuple[str, str], Item]) -> None:
        """Take items as known, whatever their rows say."""
        self._items.update(items)

    def item(self, connection: Database, code: str, version: str) -> Item | None:
        """One version of an item, or None."""
        item = self._items.get((code, version))
        if item is None:
            item = configuration.item_of(connection, self.district, code, version)
            if item is not None:
                self._items[code, version] = item
        return item

    def line(self, told: Hashable, make: Callable[[], CaseLine]) -> CaseLine:
        """The line that is made of what is told, which is all that it depends on; kept for the next list."""
        line = self._lines.get(told)
        if line is None:
            if len(self._lines) >= MOST_LINES:
                self._lines.clear()
            line = self._lines[told] = make()
        return line

    def newest(self, connection: Database, code: str) -> Item | None:
        """An item in the version under which new cases are filed, or None."""
        version = configuration.newest_version(connection, self.district, code)
        return None if version is None else self.item(connection, code, version)
