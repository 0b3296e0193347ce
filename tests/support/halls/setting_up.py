"""A hall's configuration, changed as an administrator changes it: by commands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from data.law.calendar.overlay import Overlay, layer_of
from data.model.command import ChangeSettings, LayCalendar, PutItems, setting_up
from data.model.item import Catalogue, Department, Item
from data.model.legal.time_zone import SHANGHAI
from data.model.outcome import Outcome
from data.model.settings import HallCard, Settings, Window
from data.store.sql_hall import SqlHall
from data.store.upkeep.founding import found

ADMINISTRATOR = "管理员"
REASON = "试验"
FOUNDED = datetime(2020, 1, 1, 8, tzinfo=SHANGHAI)
"""Before whatever happens in a test."""


def founded_at(place: str | Path, catalogue: Catalogue, card: HallCard, windows: Iterable[Window]) -> Outcome:
    """Found a hall at a place where there is none."""
    return found(
        place,
        setting_up(
            catalogue,
            card,
            windows,
            id=uuid4().hex,
            at=FOUNDED,
            user=ADMINISTRATOR,
            reason=REASON,
        ),
    )


def install(
    hall: SqlHall,
    catalogue: Catalogue,
    card: HallCard,
    windows: Iterable[Window],
    settings: Settings | None = None,
) -> Outcome:
    """Set a hall up, or set it up anew."""
    command = setting_up(
        catalogue,
        card,
        windows,
        settings,
        id=uuid4().hex,
        at=hall.now(),
        user=ADMINISTRATOR,
        reason=REASON,
    )
    return hall.do(command)


def put_items(hall: SqlHall, items: Iterable[Item], departments: Iterable[Department] = ()) -> Outcome:
    """Offer items."""
    return hall.do(
        PutItems(
            id=uuid4().hex,
            at=hall.now(),
            user=ADMINISTRATOR,
            reason=REASON,
            items=tuple(items),
            departments=tuple(departments),
        )
    )


def put_settings(hall: SqlHall, settings: Settings) -> Outcome:
    """Set the hall's own numbers."""
    return hall.do(
        ChangeSettings(id=uuid4().hex, at=hall.now(), user=ADMINISTRATOR, reason=REASON, settings=settings)
    )


def lay_calendar(hall: SqlHall, overlay: Overlay) -> Outcome:
    """Lay days over the calendar."""
    return hall.do(
        LayCalendar(id=uuid4().hex, at=hall.now(), user=ADMINISTRATOR, reason=REASON, layer=layer_of(overlay))
    )
