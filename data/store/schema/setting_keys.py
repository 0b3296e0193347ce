"""The keys of the values that a hall has once."""

from __future__ import annotations

from typing import Final

CARD: Final = "card"
SETTINGS: Final = "settings"
REVISION: Final = "revision"
COMPUTED: Final = "computed_by"
REASONS: Final = "reasons"
STATIONS: Final = "stations"
