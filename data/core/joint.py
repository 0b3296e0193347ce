"""Joint applications (关联事项联合申报): one filing, one checklist, a lane for each item, one collection.

The whole is a case of a joint template; each lane is a case of its own item, opened with the whole and
waiting. Accepting the whole begins the lanes that wait for nothing; a lane that is granted begins those that
waited for it and satisfies their matching materials; when the last lane is decided, so is the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from data.core.evolve import evolve_case
from data.core.intake import source_of
from data.core.rules import Decision, Family, Member, Rules, State, refuse
from data.core.steps import first_steps
from data.law import supervision_code
from data.model.article import LOCAL
from data.model.case import Case, Status, Trust, Verdict
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
    Event,
    LaneBegan,
    LaneDropped,
    MaterialChecked,
    StepFinished,
    StepStarted,
    SuspensionEnded,
    SuspensionStarted,
)
from data.model.item import StepKind
from data.model.outcome import Refusal
from data.model.zone import SHANGHAI

Parts = dict[str, tuple[Body, ...]]
DECIDED = frozenset({Status.GRANTED, Status.REFUSED, Status.COLLECTED, Status.DROPPED, Status.WITHDRAWN})
GRANTED = frozenset({Status.GRANTED, Status.COLLECTED})
OF_ITSELF = (Reveal, PrintNotice, Revoke)


def open_lanes(decided: Decision, command: OpenCase, state: State, rules: Rules) -> Decision:
    """Open a lane for each item of a joint template, beside the whole that `decided` opens."""
    template = state.item
    if isinstance(decided, Refusal) or template is None or not template.lanes:
        return decided
    missing = next((lane.item for lane in template.lanes if lane.item not in state.lane_items), "")
    opened = decided.bodies[0]
    if missing or not isinstance(opened, CaseOpened):
        return refuse("item_unknown", item=missing)
    day = command.at.astimezone(SHANGHAI).date()
    source = source_of(rules.hall, command.window)
    lanes: list[tuple[str, str]] = []
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
            answers=tuple(each for each in opened.answers if item.question(each[0]) is not None),
            joint=decided.stream,
        )
        lanes.append((item.code, code))
        others.append((code, (body,)))
    whole = replace(opened, lanes=tuple(lanes))
    return replace(decided, bodies=(whole, *decided.bodies[1:]), others=tuple(others))


def before(command: CaseAct, case: Case, family: Family) -> Refusal | None:
    """What a case of a joint application refuses because of the others."""
    if isinstance(command, OF_ITSELF):
        return None
    if case.lanes and isinstance(command, Decide):
        return refuse("joint_decides_itself", LOCAL)
    if case.lanes and isinstance(command, Suspend | Resume):
        return refuse("suspend_a_lane", LOCAL)
    if case.lanes and isinstance(command, Deliver) and (waiting := unready(family)) is not None:
        return refuse("lane_unready", LOCAL, item=waiting.item.name)
    if case.joint and case.status is Status.PENDING:
        return refuse("lane_pending", LOCAL)
    if case.joint and isinstance(command, Withdraw):
        return refuse("lane_of_joint", LOCAL, case=family.whole.case.code)
    return None


def after(decision: Decision, command: CaseAct, state: State) -> Decision:
    """What the events of one case of a joint application make happen in the others."""
    family, case = state.family, state.case
    if isinstance(decision, Refusal) or family is None or case is None:
        return decision
    family = _moved(family, decision.stream, decision.bodies, command)
    parts: Parts = {}
    for body in decision.bodies:
        for stream, bodies in _consequences(body, case.code, family, command):
            parts[stream] = (*parts.get(stream, ()), *bodies)
            family = _moved(family, stream, bodies, command)
    own = parts.pop(decision.stream, ())
    return replace(decision, bodies=(*decision.bodies, *own), others=tuple(parts.items()))


def _consequences(
    body: Body, code: str, family: Family, command: CaseAct
) -> Iterator[tuple[str, tuple[Body, ...]]]:
    is_whole = code == family.whole.case.code
    day = command.at.astimezone(SHANGHAI).date()
    match body:
        case CaseAccepted() if is_whole:
            yield from _begin(family, body.on)
        case CaseWithdrawn() if is_whole:
            for lane in family.lanes:
                if not lane.case.status.ended and lane.case.decision is None:
                    yield lane.case.code, (CaseWithdrawn(reason=body.reason),)
        case CaseDeclined() if is_whole:
            for lane in family.lanes:
                yield lane.case.code, (LaneDropped(because=body.reason),)
        case CaseDelivered() if is_whole and isinstance(command, Deliver):
            yield from _hand_out(family, body)
        case CaseDecided() if not is_whole:
            yield from _decided(family, day)
        case SuspensionStarted() if not is_whole and family.whole.case.open_suspension is None:
            yield family.whole.case.code, (body,)
        case SuspensionEnded() if not is_whole:
            running = [lane for lane in family.lanes if lane.case.open_suspension is not None]
            if not running and family.whole.case.open_suspension is not None:
                yield family.whole.case.code, (SuspensionEnded(),)


def _decided(family: Family, day: date) -> Iterator[tuple[str, tuple[Body, ...]]]:
    """A lane was decided: others begin or are dropped, and after the last one the whole is decided."""
    began, dropped = list(_begin(family, day)), list(_dropped(family))
    yield from (*began, *dropped)
    gone = {code for code, _ in dropped}
    left = [lane for lane in family.lanes if lane.case.status not in DECIDED and lane.case.code not in gone]
    if left or family.whole.case.decision is not None:
        return
    granted = all(lane.case.status in GRANTED for lane in family.lanes)
    bodies: list[Body] = [CaseDecided(granted=granted)]
    if family.whole.case.open_suspension is not None:
        bodies.insert(0, SuspensionEnded())
    steps = [step for step in family.whole.item.steps if step.kind is StepKind.DELIVER]
    bodies += [StepStarted(step=step.code) for step in steps]
    yield family.whole.case.code, tuple(bodies)


def _begin(family: Family, day: date) -> Iterator[tuple[str, tuple[Body, ...]]]:
    """The lanes whose waiting is over, with their materials as the whole has them or lanes have granted."""
    status = {lane.item.code: lane.case.status for lane in family.lanes}
    for member in family.lanes:
        lane = family.whole.item.lane(member.item.code)
        if lane is None or member.case.status is not Status.PENDING:
            continue
        if all(status[each] in GRANTED for each in lane.after):
            found = tuple(_material(member, family))
            steps = first_steps(member.case, member.item)
            yield member.case.code, (LaneBegan(on=day), *found, *steps)


def _dropped(family: Family) -> Iterator[tuple[str, tuple[Body, ...]]]:
    """The lanes that can never begin, near or far behind one that was not granted."""
    lost = {
        lane.item.code
        for lane in family.lanes
        if lane.case.status in (Status.REFUSED, Status.DROPPED, Status.WITHDRAWN)
    }
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


def _material(member: Member, family: Family) -> Iterator[MaterialChecked]:
    """What is found of each material of a lane when it begins."""
    results = {
        lane.item.result.licence: lane.case.decision.licence
        for lane in family.lanes
        if lane.item.result is not None
        and lane.case.decision is not None
        and lane.case.status in GRANTED
        and lane.case.decision.licence
    }
    shared = {
        each.lane_material: each.material
        for each in family.whole.item.shared
        if each.item == member.item.code
    }
    for material in member.item.materials:
        licence = next((results[kind] for kind in material.licences if kind in results), "")
        if licence:
            yield MaterialChecked(
                material=material.code, verdict=Verdict.REUSED, trust=Trust.A, licence=licence
            )
            continue
        check = family.whole.case.check(shared.get(material.code, ""))
        if check is not None and check.verdict is not Verdict.UNCHECKED:
            yield MaterialChecked(
                material=material.code,
                verdict=check.verdict,
                originals=check.originals,
                copies=check.copies,
                trust=check.trust,
                reason=check.reason,
                licence=check.licence,
            )


def _hand_out(family: Family, body: CaseDelivered) -> Iterator[tuple[str, tuple[Body, ...]]]:
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
    """A lane whose result is not ready to be handed out with the whole: a licence not made, a debt open."""
    for lane in family.lanes:
        making = [step for step in lane.item.steps if step.kind is StepKind.MAKE_LICENCE]
        unmade = any((run := lane.case.run(step.code)) and run.finished is None for step in making)
        owing = any(debt.settled is None for debt in lane.case.debts)
        if lane.case.status is Status.GRANTED and (unmade or owing):
            return lane
    return None


def _moved(family: Family, stream: str, bodies: Iterable[Body], command: CaseAct) -> Family:
    """The family after more events of one of its cases."""

    def moved(member: Member) -> Member:
        if member.case.code != stream:
            return member
        case = member.case
        for body in bodies:
            case = evolve_case(case, _event(case, body, command))
        return replace(member, case=case)

    return Family(moved(family.whole), tuple(moved(lane) for lane in family.lanes))


def _event(case: Case, body: Body, command: CaseAct) -> Event:
    return Event(
        stream=case.code,
        seq=case.seq + 1,
        at=command.at,
        user=command.user,
        window=command.window,
        command=command.id,
        body=body,
    )
