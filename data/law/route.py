"""The route of a case: which steps its situation needs, which may begin, which the decision waits for.

Pure functions over an item's steps and a case's runs. A step may begin once all the steps before it are done,
or any `join` of them; what the situation does not need is passed once those before it are. Steps that make or
deliver a licence begin after the decision only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from data.model.case import Case, StepRun
from data.model.item import Condition, Item, Step, StepKind

AFTER_DECISION = frozenset({StepKind.MAKE_LICENCE, StepKind.DELIVER})
"""Steps that only a decision can bring about."""


def holds(conditions: Iterable[Condition], answers: Mapping[str, str]) -> bool:
    """Whether all conditions hold in a situation; a question not yet answered excludes nothing."""
    return all(answers.get(each.question, each.answers[0]) in each.answers for each in conditions)


def left_out(item: Item, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The steps that the situation does not need."""
    return tuple(step.code for step in item.steps if not holds(step.when, answers))


def ready(after: Collection[str], join: int | None, finished: Collection[str]) -> bool:
    """Whether enough of the steps before one are finished: all, or any `join` of them."""
    done = sum(1 for code in after if code in finished)
    return done >= (len(after) if join is None else min(join, len(after)))


def passed(item: Item, done: Collection[str], unneeded: Collection[str]) -> set[str]:
    """The steps that hold nobody up: those done, and of those not needed the ones that would begin now."""
    through = set(done)
    grown = True
    while grown:
        more = {
            step.code
            for step in item.steps
            if step.code in unneeded and step.code not in through and ready(step.after, step.join, through)
        }
        grown = bool(more)
        through |= more
    return through


def finished(item: Item, runs: Iterable[StepRun]) -> set[str]:
    """The steps that are done, or that the situation does not need after what is done."""
    runs = tuple(runs)
    done = {run.step for run in runs if run.finished is not None}
    return passed(item, done, {run.step for run in runs if run.left_out})


def beginning(
    item: Item,
    runs: Iterable[StepRun],
    done: Collection[str],
    *,
    decided: bool,
    unneeded: Collection[str] = (),
) -> tuple[str, ...]:
    """The steps that come into somebody's hands once those of `done` are done.

    `unneeded` are left out as from now, with those that are already.
    """
    runs = tuple(runs)
    spared = {run.step for run in runs if run.left_out} | set(unneeded)
    waiting = {run.step for run in runs if run.started is None} - spared
    through = passed(item, done, spared)
    return tuple(
        step.code
        for step in item.steps
        if step.code in waiting
        and step.code not in done
        and (decided or step.kind not in AFTER_DECISION)
        and ready(step.after, step.join, through)
    )


def awaited(item: Item, case: Case) -> Step | None:
    """A step that the decision waits for; once the deciding step has begun, the route needs no other."""
    deciding = [run for step in item.steps if step.kind is StepKind.DECIDE and (run := case.run(step.code))]
    if deciding and all(run.started is not None for run in deciding):
        return None
    done = {run.step for run in case.steps if run.finished is not None or run.left_out}
    before = (step for step in item.steps if step.kind not in AFTER_DECISION | {StepKind.DECIDE})
    return next((step for step in before if case.run(step.code) and step.code not in done), None)


def following(item: Item, code: str) -> Iterator[str]:
    """The steps that come after one, near or far, in the order of the route."""
    reached = {code}
    grown = True
    while grown:
        more = {step.code for step in item.steps if reached & set(step.after)} - reached
        grown = bool(more)
        reached |= more
    return (step.code for step in item.steps if step.code in reached and step.code != code)
