"""Cases as their events have made them: folded once, then only by the events that came since."""

from __future__ import annotations

from typing import Final

from data.core.evolve import evolve_case
from data.model.case import Case
from data.model.item import Item
from data.store import configuration
from data.store.database import Database
from data.store.log import events_of

MOST_CASES: Final = 512


class Folded:
    """Cases and items that have been read. Items never change within a version; cases only grow."""

    def __init__(self, district: str) -> None:
        self.district = district
        self._cases: dict[str, Case] = {}
        self._items: dict[tuple[str, str], Item] = {}

    def case(self, connection: Database, code: str) -> Case | None:
        """The case of that code as of its newest event, or None."""
        case = self._cases.get(code)
        for event in events_of(connection, self.district, code, case.seq if case else 0):
            case = evolve_case(case, event)
        if case is not None:
            self.keep(case)
        return case

    def keep(self, case: Case) -> None:
        """Remember a case whose events have just been written."""
        if len(self._cases) >= MOST_CASES:
            self._cases.clear()
        self._cases[case.code] = case

    def forget(self) -> None:
        """Forget every case: what was written has been undone."""
        self._cases.clear()

    def item(self, connection: Database, code: str, version: str) -> Item | None:
        """One version of an item, or None."""
        item = self._items.get((code, version))
        if item is None:
            item = configuration.item_of(connection, self.district, code, version)
            if item is not None:
                self._items[code, version] = item
        return item

    def newest(self, connection: Database, code: str) -> Item | None:
        """An item in the version under which new cases are filed, or None."""
        version = configuration.newest_version(connection, self.district, code)
        return None if version is None else self.item(connection, code, version)
