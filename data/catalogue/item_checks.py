"""What must hold within one item beyond its fields: limits that the law allows, a route that ends.

Each check notes its problems with the fields it was read from; none raises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from data.catalogue.yaml_fields import Fields
from data.law.route import AFTER_DECISION, ready
from data.model.item import ItemKind, ItemType, Material, Silence, Step, StepKind

LICENCE_DAYS = 20
JOINT_DAYS = 45
_LIMITS = ("promised_days", "statutory_days", "warn_days")


def check_limits(
    fields: Fields,
    kind: ItemKind,
    type_: ItemType,
    joint: bool,
    promised: int | None,
    statutory: int | None,
) -> None:
    """Working days: an instant item has none, a promised one no more than the law gives.

    Where a licence's own law sets no limit, Art. 42's hold: twenty days, forty-five if handled jointly.
    """
    if kind is ItemKind.INSTANT:
        for name in _LIMITS:
            if name in fields:
                fields.problem(name, "catalogue.instant_limit")
        return
    if kind is ItemKind.PROMISED:
        fields.require("promised_days")
    allowed = statutory
    if allowed is None and type_ is ItemType.LICENCE:
        allowed = JOINT_DAYS if joint else LICENCE_DAYS
    if promised is not None and allowed is not None and promised > allowed:
        fields.problem("promised_days", "catalogue.over_statutory", promised=promised, statutory=allowed)


def check_tolerance(fields: Fields, material: Material, kind: ItemKind, promised: int | None) -> None:
    """A tolerated material has its own limit, which never lies past the item's promised one."""
    if material.tolerable and material.tolerance_days is None:
        fields.require("tolerance_days")
    if not material.tolerable and "tolerance_days" in fields:
        fields.problem("tolerance_days", "catalogue.not_tolerable")
    if material.tolerance_days is None or not material.tolerable:
        return
    if promised is None:
        if kind is not ItemKind.PROMISED:
            fields.problem("tolerance_days", "catalogue.tolerance_unlimited")
    elif material.tolerance_days > promised:
        fields.problem(
            "tolerance_days", "catalogue.tolerance_late", days=material.tolerance_days, promised=promised
        )


def check_route(fields: Fields, steps: Sequence[Step], places: Mapping[str, Fields]) -> None:
    """The steps form one route: no unknown or circular `after`, every step reached, one that always decides.

    Nor is there a step that nobody can ever do, because it waits for what only the decision brings about
    while the decision waits for it; nor one before the decision that leads nowhere.

    `places` gives the fields of each step by its code. The route starts with its first step.
    """
    known = {step.code for step in steps}
    whole = True
    for step in steps:
        for code in step.after:
            if code not in known:
                places[step.code].problem("after", "catalogue.unknown.step", value=code)
                whole = False
        if step.join is not None and not 1 <= step.join <= len(step.after):
            places[step.code].problem("join", "catalogue.join", join=step.join, after=len(step.after))
            whole = False
    deciding = [step for step in steps if step.kind is StepKind.DECIDE]
    if not deciding:
        fields.problem("steps", "catalogue.no_decision")
    elif all(step.when for step in deciding):
        places[deciding[0].code].problem("when", "catalogue.decision_left_out")
    if not whole:
        return
    circle = _circle(steps)
    if circle:
        places[circle[0]].problem("after", "catalogue.circle", steps=" > ".join(circle))
        return
    unreached = _unreached(steps)
    for code in unreached:
        places[code].problem("after", "catalogue.unreached", value=code)
    if deciding and not unreached:
        for code in _undoable(steps):
            places[code].problem("after", "catalogue.undoable", value=code)
        for code in _dead_ends(steps):
            places[code].problem("code", "catalogue.dead_end", value=code)


def check_silence(fields: Fields, step: Step) -> None:
    """Only a department that is consulted may agree by saying nothing, and only within a limit."""
    if step.silence is not Silence.AGREED:
        return
    if step.kind is not StepKind.CONSULT:
        fields.problem("silence", "catalogue.silence_kind")
    if step.days is None:
        fields.problem("silence", "catalogue.silence_unlimited", value=step.code)


def _circle(steps: Sequence[Step]) -> list[str]:
    """The codes of one circle of `after`, its first again at its end, or nothing."""
    try:
        TopologicalSorter({step.code: step.after for step in steps}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _unreached(steps: Sequence[Step]) -> list[str]:
    """The steps that no chain from the first one leads to."""
    reached = {steps[0].code} if steps else set()
    waiting = list(steps[1:])
    while True:
        now = {
            step.code
            for step in waiting
            if step.after and len(reached.intersection(step.after)) >= (step.join or len(step.after))
        }
        if not now:
            return [step.code for step in waiting]
        reached |= now
        waiting = [step for step in waiting if step.code not in now]


def _undoable(steps: Sequence[Step]) -> list[str]:
    """The steps that are never done, though everybody does what can be done."""
    done: set[str] = set()

    def go_on(*, decided: bool) -> None:
        while True:
            now = {
                step.code
                for step in steps
                if step.code not in done
                and ready(step.after, step.join, done)
                and (decided or step.kind not in AFTER_DECISION | {StepKind.DECIDE})
            }
            if not now:
                return
            done.update(now)

    go_on(decided=False)
    begun = [step for step in steps if step.kind is StepKind.DECIDE and ready(step.after, step.join, done)]
    deciding = [step for step in steps if step.kind is StepKind.DECIDE]
    before = [step for step in steps if step.kind not in AFTER_DECISION | {StepKind.DECIDE}]
    undone = [step.code for step in before if step.code not in done]
    if undone and len(begun) < len(deciding):
        return undone
    done.update(step.code for step in deciding)
    go_on(decided=True)
    return [step.code for step in steps if step.code not in done]


def _dead_ends(steps: Sequence[Step]) -> list[str]:
    """The steps before the decision from which no way leads to it."""
    leading = {step.code for step in steps if step.kind is StepKind.DECIDE}
    following = set(leading)
    for _ in steps:
        leading |= {code for step in steps if step.code in leading for code in step.after}
        following |= {step.code for step in steps if following & set(step.after)}
    free = AFTER_DECISION | {StepKind.RECEIVE}
    return [step.code for step in steps if step.code not in leading | following and step.kind not in free]
