"""Random route templates and random actors: every case ends, or waits for someone who is named.

Joint applications of one to three lanes, each with a route of its own, are worked on by people who claim,
hand on, send back, suspend, decide and let days pass as it comes. Whatever they did, doing what is awaited
leads to the end.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.item_checks import _dead_ends, _undoable
from data.catalogue.union import union_of
from data.core.context import Decided
from data.core.joint import lanes
from data.core.possible import by_law
from data.law.awaiting import awaiting
from data.model.awaited import Awaited, Whom
from data.model.case import Case, Need, Status, Verdict
from data.model.command import (
    Accept,
    CheckMaterials,
    ClaimStep,
    Decide,
    Deliver,
    Finding,
    FinishStep,
    HandBackStep,
    HandOverStep,
    OpenCase,
    Resume,
    ReturnStep,
    SayNeed,
    Suspend,
    Withdraw,
)
from data.model.event import Body, StepFinished, StepReturned
from data.model.item import (
    Answer,
    Condition,
    Item,
    Lane,
    Material,
    Question,
    Result,
    Silence,
    Step,
    StepKind,
    SuspensionKind,
)
from data.model.outcome import Refusal
from tests.support.joint.project import PROJECT, RULES, Project
from tests.support.story import WANG

QUESTION = Question(
    code="way", text="方式", answers=(Answer(code="a", text="甲"), Answer(code="b", text="乙"))
)
PEOPLE = ("张敏", "陈静", "李强", "赵强")
KINDS = (StepKind.EXAMINE, StepKind.CONSULT, StepKind.SITE_VISIT)
ACTS = ("finish", "claim", "hand_back", "hand_over", "need", "return", "suspend", "resume", "decide", "days")


@st.composite
def routes(draw: st.DrawFn, code: str) -> tuple[Step, ...]:
    """A route that an import would let in: steps after any before them, some joined, some conditional."""
    steps = [Step(code="receive", name="收", kind=StepKind.RECEIVE, department=code)]
    for number in range(draw(st.integers(1, 5))):
        names = [step.code for step in steps]
        after = tuple(sorted(draw(st.sets(st.sampled_from(names), min_size=1, max_size=3))))
        kind = draw(st.sampled_from(KINDS))
        days = draw(st.none() | st.integers(1, 4))
        silent = kind is StepKind.CONSULT and days is not None and draw(st.booleans())
        steps.append(
            Step(
                code=f"s{number}",
                name=f"{number}",
                kind=kind,
                department=f"{code}{number % 2}",
                days=days,
                after=after,
                join=draw(st.none() | st.integers(1, len(after))),
                people=2 if kind is StepKind.SITE_VISIT else 1,
                when=(Condition(question="way", answers=("a",)),) if draw(st.booleans()) else (),
                silence=Silence.AGREED if silent else Silence.SUPERVISOR,
            )
        )
    ends = {step.code for step in steps} - {before for step in steps for before in step.after}
    after = tuple(sorted(ends))
    join = draw(st.none() | st.integers(1, len(after)))
    steps.append(
        Step(code="decide", name="定", kind=StepKind.DECIDE, department=code, after=after, join=join, days=2)
    )
    last = "decide"
    if draw(st.booleans()):
        steps.append(
            Step(code="make", name="制", kind=StepKind.MAKE_LICENCE, department=code, after=("decide",))
        )
        last = "make"
    steps.append(Step(code="deliver", name="送", kind=StepKind.DELIVER, department=code, after=(last,)))
    assert not _undoable(steps)
    assert not _dead_ends(steps)
    return tuple(steps)


@st.composite
def templates(draw: st.DrawFn) -> tuple[Item, dict[str, Item]]:
    """A joint template and the items of its lanes, some of which need the results of others."""
    items: dict[str, Item] = {}
    order: list[Lane] = []
    for code in ("x", "y", "z")[: draw(st.integers(1, 3))]:
        others = list(items)
        after = draw(st.sets(st.sampled_from(others))) if others else set()
        needs = draw(st.sets(st.sampled_from(others))) if others else set()
        items[code] = Item(
            code=code,
            version="1",
            name=code,
            department=code,
            zone="z",
            promised_days=10,
            questions=(QUESTION,),
            materials=(
                Material(code="form", name="申请书"),
                *(Material(code=each, name=each, licences=(f"{each}-licence",)) for each in sorted(needs)),
            ),
            steps=draw(routes(code)),
            result=Result(licence=f"{code}-licence", name=code),
        )
        order.append(Lane(item=code, after=tuple(sorted(after))))
    union = union_of(order, items)
    template = Item(
        code=PROJECT.code,
        version="1",
        name="总",
        department="lead",
        zone="z",
        joint=True,
        promised_days=40,
        steps=PROJECT.steps,
        questions=union.questions,
        materials=union.materials,
        shared=union.shared,
        lanes=tuple(order),
    )
    return template, items


@dataclass
class Office(Project):
    """A joint application whose every event is remembered, and checked after each."""

    happened: list[tuple[str, Body]] = field(default_factory=list)

    def send(self, about: str, act: type[Any], /, **fields: Any) -> Decided | Refusal:
        decision = super().send(about, act, **fields)
        if isinstance(decision, Decided):
            for stream, bodies in ((decision.stream, decision.bodies), *decision.others):
                self.happened += [(stream, body) for body in bodies]
        return decision

    def filed_with(self, answers: tuple[tuple[str, str], ...]) -> None:
        self.done("", OpenCase, item="project", applicant=WANG, answers=answers)
        self.named()
        unchecked = [each for each in self.case("project").checks if each.verdict is Verdict.UNCHECKED]
        findings = tuple(Finding(material=each.material, verdict=Verdict.THERE) for each in unchecked)
        if findings:
            self.done("project", CheckMaterials, findings=findings)
        self.done("project", Accept)

    def awaited(self, about: str) -> tuple[Awaited, ...]:
        """Who a case waits for."""
        case, item = self.case(about), {**self.items, "project": self.template}[about]
        case, family = by_law(case, item, RULES, self.now, self.family)
        assert family is not None
        return awaiting(case, item, lanes.awaited(family, case.code))

    def named(self) -> None:
        """Of every case that has not ended somebody is named, of others nobody; no step is done twice."""
        for case in self.cases.values():
            who = self.awaited(case.item)
            assert bool(who) is not case.status.ended, (case.item, case.status, who)
            assert all(each.code for each in who if each.whom is not Whom.APPLICANT)
            self._once(case)

    def _once(self, case: Case) -> None:
        done: Counter[str] = Counter()
        for stream, body in self.happened:
            if stream != case.code:
                continue
            if isinstance(body, StepFinished):
                done[body.step] += 1
                assert done[body.step] == 1, body.step
            if isinstance(body, StepReturned):
                for step in (body.to, *body.undone):
                    done[step] = 0


def act(office: Office, lane: str, what: str, who: str, other: str, number: int) -> None:
    """One person's act on a lane, whatever the hall says to it."""
    case, item = office.case(lane), office.items[lane]
    in_hand = [run for run in case.steps if run.started is not None and run.finished is None]
    finished = [run.step for run in case.steps if run.finished is not None]
    step = in_hand[number % len(in_hand)].step if in_hand else item.steps[number % len(item.steps)].code
    match what:
        case "finish":
            agrees = number % 5 > 0
            note = "" if agrees else "不同意"
            office.send(lane, FinishStep, step=step, user=who, colleague=other, agrees=agrees, note=note)
        case "claim":
            office.send(lane, ClaimStep, step=step, user=who)
        case "hand_back":
            office.send(lane, HandBackStep, step=step, user=who)
        case "hand_over":
            office.send(lane, HandOverStep, step=step, user=who, to=other)
        case "need":
            need = tuple(Need)[number % len(Need)]
            office.send(lane, SayNeed, step=step, user=who, needs=need, note="须补")
        case "return":
            to = finished[number % len(finished)] if finished else step
            office.send(lane, ReturnStep, step=step, user=who, to=to, reason="再审")
        case "suspend":
            office.send(lane, Suspend, user=who, kind=SuspensionKind.TESTING, days=3, reason="检测")
        case "resume":
            office.send(lane, Resume, user=who)
        case "decide":
            office.send(lane, Decide, user=who, granted=number % 4 > 0, reasons="理由")
        case "days":
            office.now += timedelta(days=1 + number % 6)


def go_on(office: Office, case: Case, who: Awaited) -> bool:
    """Do what is awaited of somebody; False where it is another case's turn."""
    about = case.item
    user = who.holder or "周局"
    if who.whom is Whom.APPLICANT:
        office.done(about, Deliver, recipient="王小明")
    elif who.whom is not Whom.DEPARTMENT:
        return False
    elif case.status is Status.SUSPENDED:
        office.done(about, Resume)
    elif who.step and office.items[about].step(who.step).kind is not StepKind.DECIDE:  # type: ignore[union-attr]
        office.done(about, FinishStep, step=who.step, user=user, colleague="钱静")
    else:
        family = office.family
        assert family is not None
        wanting = lanes.unsupplied(family, case.code)
        lost = wanting is not None and wanting[1].case.status.ended
        refused = lost or (wanting is not None and wanting[1].case.status is Status.REFUSED)
        if wanting is not None and not refused:
            return False
        office.done(about, Decide, granted=not refused, reasons="理由", user=user)
    return True


def to_the_end(office: Office) -> None:
    """Everybody does what is awaited of them, until all has ended."""
    for _ in range(200):
        open_cases = [case for case in office.cases.values() if not case.status.ended]
        if not open_cases:
            return
        turns = [(case, who) for case in open_cases for who in office.awaited(case.item)[:1]]
        assert any(go_on(office, case, who) for case, who in turns)
        office.named()
    raise AssertionError("it never ends")


acts = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(ACTS),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.integers(0, 20),
    ),
    max_size=25,
)


@settings(max_examples=150)
@given(made=templates(), answer=st.sampled_from(["", "a", "b"]), doings=acts)
def test_every_case_ends_or_waits_for_someone_who_is_named(
    made: tuple[Item, dict[str, Item]], answer: str, doings: list[tuple[int, str, str, str, int]]
) -> None:
    template, items = made
    office = Office(template=template, items=items)
    asked = tuple(question.code for question in template.questions)
    office.filed_with(tuple((code, answer) for code in asked if answer))
    office.named()
    names = list(items)
    for place, what, who, other, number in doings:
        act(office, names[place % len(names)], what, who, other, number)
        office.named()
    to_the_end(office)
    for name, item in items.items():
        case = office.case(name)
        joined = any(step.join is not None for step in item.steps)
        undone = [run.step for run in case.steps if run.finished is None and not run.left_out]
        assert case.decision is None or not case.decision.granted or joined or not undone, undone


@settings(max_examples=60)
@given(made=templates(), doings=acts)
def test_withdrawn_at_any_moment_nothing_waits_but_the_collection_of_what_was_decided(
    made: tuple[Item, dict[str, Item]], doings: list[tuple[int, str, str, str, int]]
) -> None:
    template, items = made
    office = Office(template=template, items=items)
    office.filed_with(())
    names = list(items)
    for place, what, who, other, number in doings:
        act(office, names[place % len(names)], what, who, other, number)
    if isinstance(office.send("project", Withdraw, reason="不办了"), Decided):
        decided = [name for name in names if office.case(name).decision is not None]
        assert (office.case("project").status is Status.WITHDRAWN) is not bool(decided)
        ended = [case for case in office.cases.values() if case.status.ended or case.decision is not None]
        assert len(ended) == len(office.cases)
    office.named()
    to_the_end(office)
