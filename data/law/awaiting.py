"""Who a case waits for: the window, the applicant, the departments that have its steps, or other lanes.

Pure: of a case that has not ended, somebody is always named; of one that has ended, nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from data.law.route import AFTER_DECISION
from data.model.awaited import Awaited, Whom
from data.model.case import Case, Status
from data.model.item import Item, StepKind


def awaiting(case: Case, item: Item, lanes: Collection[str] = ()) -> tuple[Awaited, ...]:
    """Everybody who can go on with the case now; nobody once it has ended.

    `lanes` are the items of the lanes of its joint application for which it waits now.
    """
    if case.status.ended:
        return ()
    return tuple(_awaited(case, item, lanes))


def _awaited(case: Case, item: Item, lanes: Collection[str]) -> Iterator[Awaited]:
    others = tuple(Awaited(whom=Whom.LANE, code=code) for code in lanes)
    match case.status:
        case Status.PENDING:
            yield from others or (Awaited(whom=Whom.WHOLE, code=case.joint),)
        case Status.RECEIVED:
            yield Awaited(whom=Whom.WINDOW, code=case.window, holder=case.clerk, since=case.received)
        case Status.CORRECTION:
            yield Awaited(whom=Whom.APPLICANT, since=case.last)
        case Status.SUSPENDED if not case.lanes:
            yield Awaited(whom=Whom.DEPARTMENT, code=item.department, since=case.last)
        case Status.ACCEPTED | Status.SUSPENDED if case.lanes:
            yield from others
        case Status.ACCEPTED:
            yield from _in_hand(case, item) or (Awaited(whom=Whom.DEPARTMENT, code=item.department),)
            yield from others
        case _:
            yield from _to_hand_out(case, item, others)


def _in_hand(case: Case, item: Item, *, decided: bool = False) -> tuple[Awaited, ...]:
    return tuple(
        Awaited(
            whom=Whom.DEPARTMENT, code=step.department, step=step.code, holder=run.holder, since=run.started
        )
        for step in item.steps
        if (run := case.run(step.code)) is not None
        and run.started is not None
        and run.finished is None
        and step.kind is not StepKind.DELIVER
        and (not decided or step.kind in AFTER_DECISION)
    )


def _to_hand_out(case: Case, item: Item, others: tuple[Awaited, ...]) -> Iterator[Awaited]:
    """What a decided case waits for: licences made, what is owing, and then who collects it."""
    making = (*others, *_in_hand(case, item, decided=True))
    yield from making
    owing = case.status is Status.GRANTED and any(debt.settled is None for debt in case.debts)
    if case.joint and not making:
        yield Awaited(whom=Whom.WHOLE, code=case.joint)
    elif owing or not making:
        yield Awaited(whom=Whom.APPLICANT, since=case.last)
