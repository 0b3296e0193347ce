"""What everything inside a transaction works with: the connection, the configuration, the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.core.context import Rules
from data.model.account import Authority
from data.store.engine.database import Database
from data.store.loading.configuration import Configuration
from data.store.loading.folded import Folded
from data.store.log import events


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What a command is carried out with; `now` is the hall's clock, `authority` the sender's.

    `alone` is a window's own replica of a hall that it is cut off from.
    """

    connection: Database
    configuration: Configuration
    folded: Folded
    now: datetime
    tail: events.Tail
    authority: Authority | None = None
    alone: bool = False

    @property
    def district(self) -> str:
        """The district whose hall this is."""
        return self.configuration.district

    def rules(self) -> Rules:
        """The rules of this moment."""
        held = self.configuration
        return Rules(
            calendar=held.calendar,
            settings=held.settings,
            hall=held.card,
            windows=held.windows,
            now=self.now,
            authority=self.authority,
            alone=self.alone,
        )
