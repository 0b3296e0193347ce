"""What a joint template means for one of its lanes: its situation, and whose results it is handed.

Pure functions over a template and the items of its lanes. A result comes to a lane from any other lane that
does not itself wait for it: such a material is not asked of the applicant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.model.item import Item, Lane, Material


def asked_as(template: Item, item: str, question: str) -> str:
    """The code under which the template asks a question of a lane's item."""
    prefixed = f"{item}.{question}"
    return prefixed if template.question(prefixed) is not None else question


def lane_situation(template: Item, item: Item, situation: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The answers of a lane, from those that were given for the whole."""
    asked = ((each.code, asked_as(template, item.code, each.code)) for each in item.questions)
    return tuple((code, situation[whole]) for code, whole in asked if whole in situation)


def waits_for(lanes: Iterable[Lane], item: str) -> frozenset[str]:
    """The items whose grant a lane waits for, near or far."""
    after = {lane.item: lane.after for lane in lanes}
    found: set[str] = set()
    waiting = list(after.get(item, ()))
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(after.get(code, ()))
    return frozenset(found)


def supplier(material: Material, item: str, lanes: Iterable[Lane], items: Iterable[Item]) -> str:
    """The item of the lane whose result satisfies a material of another lane's item; blank for none."""
    lanes = tuple(lanes)
    return next(
        (
            each.code
            for each in items
            if each.code != item
            and each.result is not None
            and each.result.licence in material.licences
            and item not in waits_for(lanes, each.code)
        ),
        "",
    )
