"""Which hall this is: its card, its windows and zones, and the reasons that its people give."""

from __future__ import annotations

from data.model.view import HallView
from data.store.loading import configuration
from data.store.loading.context import StoreContext


def hall_view(work: StoreContext) -> HallView:
    """The hall as it is set up."""
    held = work.configuration
    zones = tuple((each.code, each.letter, each.name, each.name_en) for each in held.zones)
    reasons = configuration.reasons_of(work.connection, work.district)
    return HallView(
        card=held.card,
        windows=held.windows,
        zones=zones,
        reasons=reasons,
        stations=held.stations,
        settings=held.settings,
    )
