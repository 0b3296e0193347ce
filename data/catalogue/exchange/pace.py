"""Whether a route keeps its promise when every step takes all the time it has; limits are working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.catalogue.problem import Remark
from data.law.route import AFTER_DECISION
from data.model.item import Item, Step


def longest_path(steps: Iterable[Step]) -> int:
    """The working days from acceptance to the decision if every step takes its whole limit.

    Of a step that waits for any few of those before it, the quickest few count. Steps without a limit take
    no time.
    """
    ends: dict[str, int] = {}
    waiting = [step for step in steps if step.kind not in AFTER_DECISION]
    while waiting:
        ready = [step for step in waiting if ends.keys() >= set(step.after)]
        if not ready:
            break
        for step in ready:
            before = sorted(ends[code] for code in step.after)[: step.join or len(step.after)]
            ends[step.code] = max(before, default=0) + (step.days or 0)
        waiting = [step for step in waiting if step.code not in ends]
    return max(ends.values(), default=0)


def longest_chain(template: Item, items: Mapping[str, Item]) -> int:
    """The working days of a joint application whose lanes all take as long as each of them promises."""
    ends: dict[str, int] = {}
    waiting = list(template.lanes)
    while waiting:
        ready = [lane for lane in waiting if ends.keys() >= set(lane.after)]
        if not ready:
            break
        for lane in ready:
            ends[lane.item] = max((ends[code] for code in lane.after), default=0) + (
                items[lane.item].promised_days or 0
            )
        waiting = [lane for lane in waiting if lane.item not in ends]
    return max(ends.values(), default=0)


def over_promise(item: Item, items: Mapping[str, Item]) -> Remark | None:
    """What is to be said where the longest path is longer than the promise; `items` are of its lanes."""
    if item.promised_days is None:
        return None
    days = longest_chain(item, items) if item.lanes else longest_path(item.steps)
    if days <= item.promised_days:
        return None
    return Remark(
        field=item.code,
        reason="catalogue.remark.lanes_over_promise" if item.lanes else "catalogue.remark.steps_over_promise",
        facts={
            "days": str(days),
            "promised": str(item.promised_days),
            "over": str(days - item.promised_days),
        },
    )
