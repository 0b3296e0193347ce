"""Joint applications (关联事项联合申报): one filing, one checklist, a lane for each item, one collection.

The whole is a case of a joint template; each lane is a case of its own item, opened with the whole and
waiting. Accepting the whole begins the lanes that wait for nothing; a lane that is granted begins those that
waited for it and satisfies their matching materials; when the last lane is decided, so is the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.core.case.evolve_case import evolve_case
from data.core.case.intake import source_of
from data.core.context import CaseState, Decided, Decision, Family, Member, Rules, refuse
from data.core.joint import lanes
from data.core.written_events import recorded
from data.law import supervision_code
from data.law.joint import lane_situation
from data.model.case import Case, Status
from data.model.command import (
    CaseAct,
    Decide,
    Deliver,
    OpenCase,
    PrintNotice,
    Resume,
    Reveal,
    Revoke,
    Suspend,
    Withdraw,
)
from data.model.event import (
    Body,
    CaseAccepted,
    CaseDecided,
    CaseDeclined,
    CaseDelivered,
    CaseOpened,
    CaseWithdrawn,
    DebtSettled,
    LaneDropped,
    LicenceRevoked,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.legal.article import LOCAL
from data.model.legal.time_zone import day_of
from data.model.outcome import Refusal

OF_ITSELF = (Reveal, PrintNotice, Revoke)


def open_lanes(decided: Decision, command: OpenCase, state: CaseState, rules: Rules) -> Decision:
    """Open a lane for each item of a joint template, beside the whole that `decided` opens."""
    template = state.item
    if isinstance(decided, Refusal) or template is None or not template.lanes:
        return decided
    missing = next((lane.item for lane in template.lanes if lane.item not in state.lane_items), "")
    opened = decided.bodies[0]
    if missing or not isinstance(opened, CaseOpened):
        return refuse("item_unknown", item=missing)
    day = day_of(command.at)
    source = source_of(rules.hall, command.window)
    codes: list[tuple[str, str]] = []
    others: list[tuple[str, tuple[Body, ...]]] = []
    for number, lane in enumerate(template.lanes, start=1):
        item = state.lane_items[lane.item]
        try:
            made = supervision_code.make(rules.hall.region, day, source, state.serial + number)
        except supervision_code.SupervisionCodeError:
            return refuse("codes_used_up", LOCAL, window=command.window)
        code = str(made)
        body = CaseOpened(
            item=item.code,
            version=item.version,
            applicant=opened.applicant,
            channel=opened.channel,
            ticket=opened.ticket,
            materials=tuple(each.code for each in item.materials),
            steps=tuple(each.code for each in item.steps),
            answers=lane_situation(template, item, dict(opened.answers)),
            joint=decided.stream,
        )
        codes.append((item.code, code))
        others.append((code, (body,)))
    whole = replace(opened, lanes=tuple(codes))
    return replace(decided, bodies=(whole, *decided.bodies[1:]), others=tuple(others))


def before(command: CaseAct, case: Case, family: Family) -> Refusal | None:
    """What a case of a joint application refuses because of the others."""
    if isinstance(command, OF_ITSELF):
        return None
    if case.lanes:
        return _before_whole(command, family)
    if case.status is Status.PENDING:
        return refuse("lane_pending", LOCAL)
    if isinstance(command, Withdraw | Deliver):
        return refuse("lane_of_joint", LOCAL, case=family.whole.case.code)
    if isinstance(command, Decide) and command.granted:
        unsupplied = lanes.unsupplied(family, case.code)
        if unsupplied is not None:
            material, other = unsupplied
            return refuse("result_awaited", LOCAL, material=material.name, item=other.item.name)
    return None


def _before_whole(command: CaseAct, family: Family) -> Refusal | None:
    if isinstance(command, Decide):
        return refuse("joint_decides_itself", LOCAL)
    if isinstance(command, Suspend | Resume):
        return refuse("suspend_a_lane", LOCAL)
    if isinstance(command, Deliver):
        waiting, owing = lanes.unready(family), lanes.owing(family)
        if waiting is not None:
            return refuse("lane_unready", LOCAL, item=waiting.item.name)
        if owing:
            return refuse("debt_open", LOCAL, material=owing[0], count=len(owing))
    return None


def after(decision: Decision, command: CaseAct, state: CaseState) -> Decision:
    """What the events of one case of a joint application make happen in the others."""
    family, case = state.family, state.case
    if isinstance(decision, Refusal) or family is None or case is None:
        return decision
    decision = replace(decision, bodies=tuple(_kept(decision.bodies, case, family)))
    family = moved(family, decision.stream, decision.bodies, command)
    parts: dict[str, tuple[Body, ...]] = {}
    for body in decision.bodies:
        for stream, bodies in _consequences(body, case.code, family, command):
            parts[stream] = (*parts.get(stream, ()), *bodies)
            family = moved(family, stream, bodies, command)
    own = parts.pop(decision.stream, ())
    return replace(decision, bodies=(*decision.bodies, *own), others=tuple(parts.items()))


def preceded(decision: Decision, by: Decided) -> Decision:
    """A decision on a lane with what the law did to its joint application before it."""
    if isinstance(decision, Refusal):
        return decision
    parts = {by.stream: by.bodies, **dict(by.others)}
    own = parts.pop(decision.stream, ())
    for stream, bodies in decision.others:
        parts[stream] = (*parts.get(stream, ()), *bodies)
    return replace(decision, bodies=(*own, *decision.bodies), others=tuple(parts.items()))


def _kept(bodies: Iterable[Body], case: Case, family: Family) -> Iterator[Body]:
    """Withdrawing the whole takes back what is not decided: what is decided already is still handed out."""
    decided = any(lane.case.status in (Status.GRANTED, Status.REFUSED) for lane in family.lanes)
    for body in bodies:
        if isinstance(body, CaseWithdrawn) and case.lanes and decided:
            yield from lanes.ready_to_collect(family, CaseDecided(granted=False, reasons=body.reason))
        else:
            yield body


def _consequences(body: Body, code: str, family: Family, command: CaseAct) -> Iterator[lanes.Happening]:
    if code == family.whole.case.code:
        yield from _of_the_whole(body, family, command)
    else:
        yield from _of_a_lane(body, family, command)


def _of_the_whole(body: Body, family: Family, command: CaseAct) -> Iterator[lanes.Happening]:
    match body:
        case CaseAccepted():
            yield from lanes.begin(family, body.on)
        case CaseWithdrawn() | CaseDecided():
            reason = body.reason if isinstance(body, CaseWithdrawn) else body.reasons
            for lane in family.lanes:
                if not lane.case.status.ended and lane.case.decision is None:
                    yield lane.case.code, (CaseWithdrawn(reason=reason),)
        case CaseDeclined():
            for lane in family.lanes:
                yield lane.case.code, (LaneDropped(because=body.reason),)
        case CaseDelivered() if isinstance(command, Deliver):
            yield from lanes.handed_out(family, body)
        case DebtSettled():
            yield from lanes.settled(family, body)


def _of_a_lane(body: Body, family: Family, command: CaseAct) -> Iterator[lanes.Happening]:
    whole = family.whole.case
    day = day_of(command.at)
    match body:
        case CaseDecided():
            yield from lanes.decided(family, day)
        case LicenceRevoked():
            yield from (*lanes.revoked(family, body), *lanes.decided(family, day))
        case SuspensionStarted() if whole.open_suspension is None:
            yield whole.code, (body,)
        case SuspensionEnded():
            running = [lane for lane in family.lanes if lane.case.open_suspension is not None]
            if not running and whole.open_suspension is not None:
                yield whole.code, (SuspensionEnded(),)


def moved(family: Family, stream: str, bodies: Iterable[Body], command: CaseAct) -> Family:
    """The family after more events of one of its cases."""

    def moved_on(member: Member) -> Member:
        if member.case.code != stream:
            return member
        case = member.case
        for event in recorded(command, stream, case.seq, bodies, case.last):
            case = evolve_case(case, event)
        return replace(member, case=case)

    return Family(moved_on(family.whole), tuple(moved_on(lane) for lane in family.lanes))
