"""A screen's own writes, told apart from those of others: of what it wrote itself it does not ask again."""

from __future__ import annotations

from data.model.outcome import Receipt
from data.port.status import Change


class OwnWrites:
    """Follows receipts and changes; both must be told in the order in which they come.

    A change is the screen's own only if its receipts cover every position from the one after the last change
    up to the change's own. While a command is under way changes wait: the watcher may tell of a write before
    its receipt is here. A receipt without a position covers nothing.
    """

    def __init__(self) -> None:
        self._under_way = 0
        self._waiting: list[Change] = []
        self._told = 0
        self._first = self._last = 0
        self._streams: set[str] = set()

    def sent(self) -> None:
        """A command is on its way."""
        self._under_way += 1

    def answered(self, receipt: Receipt | None = None) -> list[Change]:
        """A command has been answered, without a receipt with nothing written: the changes to tell now."""
        self._under_way -= 1
        if receipt is not None and receipt.position:
            self._cover(receipt)
        if self._under_way:
            return []
        waiting, self._waiting = self._waiting, []
        return waiting

    def waits(self, change: Change) -> bool:
        """Whether the change is kept until the commands under way have been answered."""
        if self._under_way:
            self._waiting.append(change)
        return bool(self._under_way)

    def covers(self, change: Change) -> bool:
        """Whether the change tells of nothing but own writes; asked once of every change."""
        before, self._told = self._told, max(self._told, change.position)
        return (
            bool(change.streams)
            and self._streams.issuperset(change.streams)
            and self._first <= (before or self._first - 1) + 1
            and before < change.position <= self._last
        )

    def _cover(self, receipt: Receipt) -> None:
        """Join the receipt's positions to those covered, where nothing lies between them."""
        first = receipt.position - len(receipt.events) - sum(len(each.events) for each in receipt.others) + 1
        if first != self._last + 1:
            self._first, self._streams = first, set()
        self._last = receipt.position
        self._streams |= {receipt.stream, *(each.stream for each in receipt.others)}
