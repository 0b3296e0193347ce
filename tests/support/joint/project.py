"""A joint application in memory: four items, one of which needs the results of two others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from data.core.case.evolve_case import evolve_case
from data.core.context import CaseState, Decided, Family, Member, Rules
from data.core.decide import decide
from data.law.calendar.working_days import published
from data.model.case import Case, Status, Verdict
from data.model.command import (
    Accept,
    CheckMaterials,
    Decide,
    Finding,
    FinishStep,
    OpenCase,
)
from data.model.event import Event
from data.model.item import (
    Item,
    Lane,
    Material,
    Result,
    Shared,
    Step,
    StepKind,
)
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Window
from data.time_source import at
from tests.support.story import WANG


def lane_item(code: str, *materials: Material) -> Item:
    """An item of one examining step that gives a licence of its own name."""
    return Item(
        code=code,
        version="1",
        name=code,
        department=code,
        zone="z",
        promised_days=10,
        materials=materials,
        steps=(
            Step(code="receive", name="收件", kind=StepKind.RECEIVE),
            Step(code="examine", name="审查", after=("receive",), days=5),
            Step(code="decide", name="决定", kind=StepKind.DECIDE, after=("examine",)),
            Step(code="make", name="制证", kind=StepKind.MAKE_LICENCE, after=("decide",)),
            Step(code="deliver", name="送达", kind=StepKind.DELIVER, after=("make",)),
        ),
        result=Result(licence=f"{code}-licence", name=code),
    )


FORM = Material(code="form", name="申请书")

LAND = lane_item("land", FORM, Material(code="map", name="红线图"))

PLAN = lane_item("plan", FORM, Material(code="land", name="用地许可", licences=("land-licence",)))

FIRE = lane_item("fire", Material(code="exits", name="疏散图"))

BUILD = lane_item(
    "build",
    Material(code="plan", name="规划许可", licences=("plan-licence",)),
    Material(code="fire", name="消防意见", licences=("fire-licence",)),
)

ITEMS = {each.code: each for each in (LAND, PLAN, FIRE, BUILD)}

PROJECT = Item(
    code="project",
    version="1",
    name="工业项目",
    department="lead",
    zone="z",
    joint=True,
    promised_days=30,
    statutory_days=45,
    extension_days=15,
    materials=(FORM, Material(code="map", name="红线图"), Material(code="exits", name="疏散图")),
    steps=(
        Step(code="receive", name="收件", kind=StepKind.RECEIVE),
        Step(code="deliver", name="送达", kind=StepKind.DELIVER, after=("receive",)),
    ),
    lanes=(
        Lane(item="land"),
        Lane(item="plan", after=("land",)),
        Lane(item="fire"),
        Lane(item="build", after=("plan", "fire")),
    ),
    shared=(
        Shared(material="form", item="land", lane_material="form"),
        Shared(material="form", item="plan", lane_material="form"),
        Shared(material="map", item="land", lane_material="map"),
        Shared(material="exits", item="fire", lane_material="exits"),
    ),
)

RULES = Rules(
    calendar=published(),
    settings=Settings(),
    hall=HallCard(region="500102", code="A", name="大厅"),
    windows=(Window(code="3", name="3号"),),
    now=at(date(2026, 12, 1), 9),
)


@dataclass
class Project:
    """A joint application in memory."""

    now: datetime = field(default_factory=lambda: at(date(2026, 3, 2), 9))
    template: Item = PROJECT
    items: dict[str, Item] = field(default_factory=lambda: ITEMS)
    cases: dict[str, Case] = field(default_factory=dict)
    ids: Iterator[object] = field(default_factory=count)

    def filed(self) -> Project:
        """Filed and accepted on 2 March 2026."""
        self.done("", OpenCase, item="project", applicant=WANG)
        findings = tuple(
            Finding(material=each.code, verdict=Verdict.THERE) for each in self.template.materials
        )
        self.done("project", CheckMaterials, findings=findings)
        self.done("project", Accept)
        return self

    def on(self, day: str) -> Project:
        """Go on at another day."""
        self.now = at(date.fromisoformat(day), 9)
        return self

    def granted(self, *lanes: str) -> Project:
        """These lanes are examined, granted and their licences made."""
        for lane in lanes:
            self.done(lane, FinishStep, step="examine")
            self.done(lane, Decide, granted=True)
            self.done(lane, FinishStep, step="make")
        return self

    def case(self, item: str) -> Case:
        """The case of that item."""
        return next(case for case in self.cases.values() if case.item == item)

    def status(self) -> dict[str, Status]:
        """The status of every case by its item."""
        return {case.item: case.status for case in self.cases.values()}

    @property
    def family(self) -> Family | None:
        """The whole and its lanes."""
        whole = next((case for case in self.cases.values() if case.lanes), None)
        if whole is None:
            return None
        lanes = tuple(Member(self.cases[code], self.items[item]) for item, code in whole.lanes)
        return Family(Member(whole, self.template), lanes)

    def send(self, about: str, act: type[Any], /, **fields: Any) -> Decided | Refusal:
        """Send a command about the case of an item, and let all its events happen."""
        values: dict[str, Any] = {
            "id": str(next(self.ids)),
            "at": self.now,
            "user": "张敏",
            "window": "3",
            **fields,
        }
        case = self.case(about) if about else None
        if case is not None:
            values["case"] = case.code
        command = act(**values)
        item = {**self.items, "project": self.template}[about or "project"]
        state = CaseState(case=case, item=item, family=self.family, lane_items=self.items, serial=0)
        decision = decide(state, command, RULES)
        if isinstance(decision, Decided):
            for stream, bodies in ((decision.stream, decision.bodies), *decision.others):
                for body in bodies:
                    before = self.cases.get(stream)
                    event = Event(
                        stream=stream,
                        seq=(before.seq if before else 0) + 1,
                        at=self.now,
                        user="张敏",
                        window="3",
                        command=command.id,
                        body=body,
                    )
                    self.cases[stream] = evolve_case(before, event)
        return decision

    def done(self, about: str, act: type[Any], /, **fields: Any) -> Decided:
        """Send a command that must not be refused."""
        decision = self.send(about, act, **fields)
        assert isinstance(decision, Decided), decision
        return decision

    def refused(self, about: str, act: type[Any], /, **fields: Any) -> str:
        """Why a command was refused."""
        decision = self.send(about, act, **fields)
        assert isinstance(decision, Refusal), decision
        return decision.reason
