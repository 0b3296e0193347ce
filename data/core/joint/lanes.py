"""What happens between the lanes of a joint application: they begin, are handed results, are dropped, end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from data.core.case.steps import first_steps
from data.core.context import Family, Member
from data.law.joint import lane_situation, supplier
from data.law.route import holds
from data.model.case import Check, Status, Trust, Verdict
from data.model.event import (
    Body,
    CaseDecided,
    CaseDelivered,
    DebtSettled,
    LaneBegan,
    LaneDropped,
    LicenceRevoked,
    MaterialChecked,
    SituationTold,
    StepFinished,
    StepStarted,
    SuspensionEnded,
)
from data.model.item import Material, StepKind

Happening: TypeAlias = tuple[str, tuple[Body, ...]]
"""A case's supervision code, and what happens to it."""

GRANTED = frozenset({Status.GRANTED, Status.COLLECTED})
LOST = frozenset({Status.REFUSED, Status.DROPPED, Status.WITHDRAWN, Status.REVOKED})
RUNNING = frozenset({Status.ACCEPTED, Status.SUSPENDED})
WANTING = frozenset({Verdict.UNCHECKED, Verdict.MISSING, Verdict.DEFECTIVE})


def begin(family: Family, day: date) -> Iterator[Happening]:
    """The lanes whose waiting is over, with their materials as the whole has them or lanes have granted."""
    status = {lane.item.code: lane.case.status for lane in family.lanes}
    for member in family.lanes:
        lane = family.whole.item.lane(member.item.code)
        if lane is None or member.case.status is not Status.PENDING:
            continue
        if not all(status[each] in GRANTED for each in lane.after):
            continue
        situation = lane_situation(family.whole.item, member.item, dict(family.whole.case.situation))
        told = (SituationTold(answers=situation),) if situation != member.case.situation else ()
        member = replace(member, case=replace(member.case, situation=situation))
        found = tuple(_found(member, family))
        yield member.case.code, (*told, LaneBegan(on=day), *found, *first_steps(member.case, member.item))


def decided(family: Family, day: date) -> Iterator[Happening]:
    """A lane was decided, or its licence revoked: results are handed on, lanes begin or are dropped.

    After the last one the whole is decided, too: granted if every lane is.
    """
    began, dropped = list(begin(family, day)), list(_dropped(family))
    yield from (*_supplied(family), *began, *dropped)
    whole = family.whole.case
    gone = {code for code, _ in dropped}
    ended = GRANTED | LOST
    left = [lane for lane in family.lanes if lane.case.status not in ended and lane.case.code not in gone]
    if not left and whole.decision is None and not whole.status.ended:
        granted = all(lane.case.status in GRANTED for lane in family.lanes)
        yield whole.code, ready_to_collect(family, CaseDecided(granted=granted))


def ready_to_collect(family: Family, decision: CaseDecided) -> tuple[Body, ...]:
    """What the decision on the whole does to it: nothing is suspended any more, and it may be collected."""
    resumed = (SuspensionEnded(),) if family.whole.case.open_suspension is not None else ()
    steps = (step for step in family.whole.item.steps if step.kind is StepKind.DELIVER)
    return (*resumed, decision, *(StepStarted(step=step.code) for step in steps))


def revoked(family: Family, body: LicenceRevoked) -> Iterator[Happening]:
    """What rested on a revoked licence is to be proved anew in the lanes that run."""
    for lane in family.lanes:
        resting = tuple(
            MaterialChecked(material=check.material, verdict=Verdict.UNCHECKED)
            for check in lane.case.checks
            if check.licence == body.licence and lane.case.status in RUNNING
        )
        if resting:
            yield lane.case.code, resting


def settled(family: Family, body: DebtSettled) -> Iterator[Happening]:
    """A tolerated material that has arrived is there in every lane that runs."""
    for each in family.whole.item.shared:
        lane = next((lane for lane in family.lanes if lane.item.code == each.item), None)
        check = lane.case.check(each.lane_material) if lane is not None else None
        if lane is None or check is None or each.material != body.material:
            continue
        if lane.case.status in RUNNING and check.verdict is Verdict.TOLERATED:
            there = MaterialChecked(material=each.lane_material, verdict=Verdict.THERE, trust=body.trust)
            yield lane.case.code, (there,)


def handed_out(family: Family, body: CaseDelivered) -> Iterator[Happening]:
    """Every result goes out with the whole."""
    for lane in family.lanes:
        if lane.case.status not in (Status.GRANTED, Status.REFUSED):
            continue
        finishing = tuple(
            StepFinished(step=step.code)
            for step in lane.item.steps
            if step.kind is StepKind.DELIVER
            and (run := lane.case.run(step.code)) is not None
            and run.finished is None
        )
        yield lane.case.code, (*finishing, body)


def unready(family: Family) -> Member | None:
    """A lane whose result is not ready to be handed out with the whole: its licence is not made."""
    return next((lane for lane in family.lanes if _unmade(lane)), None)


def owing(family: Family) -> tuple[str, ...]:
    """The tolerated materials of the whole that a granted lane still waits for."""
    granted = {lane.item.code for lane in family.lanes if lane.case.status is Status.GRANTED}
    open_ones = {debt.material for debt in family.whole.case.debts if debt.settled is None}
    return tuple(
        dict.fromkeys(
            each.material
            for each in family.whole.item.shared
            if each.item in granted and each.material in open_ones
        )
    )


def unsupplied(family: Family, code: str) -> tuple[Material, Member] | None:
    """A material that a lane needs from another one which has not granted it, and that other lane."""
    member = family.lane(code)
    items = [lane.item for lane in family.lanes]
    for material in member.item.materials if member is not None else ():
        assert member is not None
        check = member.case.check(material.code)
        if check is None or check.verdict is not Verdict.UNCHECKED or not material.necessary:
            continue
        source = supplier(material, member.item.code, family.whole.item.lanes, items)
        other = next((lane for lane in family.lanes if lane.item.code == source), None)
        if other is not None:
            return material, other
    return None


def awaited(family: Family, code: str) -> tuple[str, ...]:
    """The items of the lanes for which a case of a joint application waits now."""
    member = family.lane(code)
    if member is None:
        decided = family.whole.case.decision is not None
        return tuple(lane.item.code for lane in family.lanes if _unfinished(lane, decided))
    if member.case.status is Status.PENDING:
        lane = family.whole.item.lane(member.item.code)
        after = lane.after if lane is not None else ()
        return tuple(each.item.code for each in family.lanes if each.item.code in after and _undecided(each))
    wanting = unsupplied(family, code) if member.case.status in RUNNING else None
    return (wanting[1].item.code,) if wanting is not None and _undecided(wanting[1]) else ()


def _undecided(member: Member) -> bool:
    return member.case.status not in GRANTED | LOST


def _unfinished(member: Member, decided: bool) -> bool:
    return _unmade(member) if decided else _undecided(member)


def _unmade(member: Member) -> bool:
    """Whether the licence of a granted lane is still to be made."""
    making = [step for step in member.item.steps if step.kind is StepKind.MAKE_LICENCE]
    runs = [run for step in making if (run := member.case.run(step.code)) is not None]
    unmade = any(run.finished is None and not run.left_out for run in runs)
    return member.case.status is Status.GRANTED and unmade


def _dropped(family: Family) -> Iterator[Happening]:
    """The lanes that can never begin, near or far behind one that was not granted."""
    lost = {lane.item.code for lane in family.lanes if lane.case.status in LOST}
    grown = True
    while grown:
        grown = False
        for member in family.lanes:
            lane = family.whole.item.lane(member.item.code)
            waiting = member.case.status is Status.PENDING and member.item.code not in lost
            if lane is not None and waiting and lost & set(lane.after):
                lost.add(member.item.code)
                grown = True
                yield member.case.code, (LaneDropped(because=sorted(lost & set(lane.after))[0]),)


def _supplied(family: Family) -> Iterator[Happening]:
    """The materials of running lanes that a result satisfies the moment it is granted."""
    for member in family.lanes:
        if member.case.status not in RUNNING:
            continue
        found = tuple(
            reused
            for material in member.item.materials
            if (check := member.case.check(material.code)) is not None
            and check.verdict in WANTING
            and (reused := _result(material, member, family)) is not None
        )
        if found:
            yield member.case.code, found


def _found(member: Member, family: Family) -> Iterator[MaterialChecked]:
    """What is found of each material of a lane when it begins."""
    shared = {
        each.lane_material: each.material
        for each in family.whole.item.shared
        if each.item == member.item.code
    }
    for material in member.item.materials:
        if not holds(material.when, dict(member.case.situation)):
            yield MaterialChecked(material=material.code, verdict=Verdict.NOT_APPLICABLE)
            continue
        result = _result(material, member, family)
        check = family.whole.case.check(shared.get(material.code, ""))
        if result is not None:
            yield result
        elif check is not None and check.verdict is not Verdict.UNCHECKED:
            yield _as_for_the_whole(material, check)


def _result(material: Material, member: Member, family: Family) -> MaterialChecked | None:
    """The result of another lane that satisfies a material, if it has been granted."""
    for lane in family.lanes:
        result, decision = lane.item.result, lane.case.decision
        if lane.case.code == member.case.code or result is None or decision is None:
            continue
        if lane.case.status in GRANTED and decision.licence and result.licence in material.licences:
            return MaterialChecked(
                material=material.code, verdict=Verdict.REUSED, trust=Trust.A, licence=decision.licence
            )
    return None


def _as_for_the_whole(material: Material, check: Check) -> MaterialChecked:
    return MaterialChecked(
        material=material.code,
        verdict=check.verdict,
        originals=check.originals,
        copies=check.copies,
        pages=check.pages,
        trust=check.trust,
        reason=check.reason,
        licence=check.licence,
    )
