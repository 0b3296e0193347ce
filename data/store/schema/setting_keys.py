"""The keys of the values that a hall has once."""

from __future__ import annotations

from typing import Final

CARD: Final = "card"
SETTINGS: Final = "settings"
REVISION: Final = "revision"
COMPUTED: Final = "computed_by"
REASONS: Final = "reasons"
STATIONS: Final = "stations"

KEPT_BY_THE_LOG: Final = frozenset({CARD, SETTINGS, REVISION, REASONS, STATIONS})
"""The values that follow from the events of the hall's own stream."""
