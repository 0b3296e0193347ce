"""Who a case waits for: the window, the applicant, the departments that have its steps, or other lanes.

Pure: of a case that has not ended, somebody is always named; of one that has ended, nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.law.route import AFTER_DECISION
from data.model.awaited import Awaited, Whom
from data.model.case import Case, Status
from data.model.item import Item, StepKind

NO_OTHERS: Mapping[str, Status] = {}


def awaiting(case: Case, item: Item, lanes: Mapping[str, Status] = NO_OTHERS) -> tuple[Awaited, ...]:
    """Everybody who can go on with the case now; nobody once it has ended.

    `lanes` are the cases of its joint application by item that it depends on: of a whole all its lanes, of a
    lane those it waits for, and of those whose results it needs.
    """
    if case.status.ended:
        return ()
    return tuple(_awaited(case, item, lanes))


def _awaited(case: Case, item: Item, lanes: Mapping[str, Status]) -> Iterator[Awaited]:
    match case.status:
        case Status.PENDING:
            yield from _lanes(lanes, case)
        case Status.RECEIVED:
            yield Awaited(whom=Whom.WINDOW, code=case.window, holder=case.clerk, since=case.received)
        case Status.CORRECTION:
            yield Awaited(whom=Whom.APPLICANT, since=case.last)
        case Status.SUSPENDED if not case.lanes:
            yield Awaited(whom=Whom.DEPARTMENT, code=item.department, since=case.last)
        case Status.ACCEPTED | Status.SUSPENDED if case.lanes:
            yield from _undecided(lanes)
        case Status.ACCEPTED:
            yield from _in_hand(case, item) or (Awaited(whom=Whom.DEPARTMENT, code=item.department),)
            yield from _undecided(lanes)
        case _:
            yield from _to_hand_out(case, item)


def _lanes(lanes: Mapping[str, Status], case: Case) -> tuple[Awaited, ...]:
    """What a lane that has not begun waits for: others, or the acceptance of the whole."""
    return tuple(_undecided(lanes)) or (Awaited(whom=Whom.WHOLE, code=case.joint),)


def _undecided(lanes: Mapping[str, Status]) -> Iterator[Awaited]:
    done = (Status.GRANTED, Status.REFUSED)
    for code, status in lanes.items():
        if not status.ended and status not in done:
            yield Awaited(whom=Whom.LANE, code=code)


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


def _to_hand_out(case: Case, item: Item) -> Iterator[Awaited]:
    """What a decided case waits for: its licence made, what is owing, and then who collects it."""
    making = _in_hand(case, item, decided=True)
    yield from making
    owing = case.status is Status.GRANTED and any(debt.settled is None for debt in case.debts)
    if case.joint and not making:
        yield Awaited(whom=Whom.WHOLE, code=case.joint)
    elif owing or not making:
        yield Awaited(whom=Whom.APPLICANT, since=case.last)
