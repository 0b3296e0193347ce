"""Which licences on file satisfy a material: a window may not ask for paper that the system holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.model.item import Material
from data.model.licence import Licence


def in_force(licence: Licence, day: date) -> bool:
    """Whether a licence holds on a day: issued by then, not expired, not revoked."""
    revoked = licence.revoked is not None and licence.revoked <= day
    expired = licence.valid_to is not None and licence.valid_to < day
    return licence.issued <= day and not revoked and not expired


def on_file(material: Material, licences: Iterable[Licence], day: date) -> Licence | None:
    """The newest licence in force that satisfies the material, or None."""
    fitting = [each for each in licences if each.kind in material.licences and in_force(each, day)]
    return max(fitting, key=lambda each: (each.issued, each.number), default=None)
