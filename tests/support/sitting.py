"""A clerk sitting at a hall, whichever it is: commands with fresh ids, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from data.model.applicant import Applicant
from data.model.case import Verdict
from data.model.command import (
    Accept,
    CallNext,
    CheckMaterials,
    Decide,
    Deliver,
    Finding,
    FinishStep,
    OpenCase,
    Serve,
    TakeTicket,
)
from data.model.event import Body
from data.model.hall import HALL
from data.model.item import (
    Answer,
    Catalogue,
    Condition,
    Department,
    Item,
    Material,
    Question,
    Reason,
    ReasonKind,
    Result,
    Step,
    StepKind,
    Zone,
)
from data.model.outcome import Conflict, Outcome, Receipt, Refusal
from data.model.query import AskCase, AskCases, AskEntries, AskQueue, Tab
from data.model.settings import HallCard, Window
from data.model.view import CaseFile, CaseLine
from data.port.hall import Hall
from data.time_source import TravellingClock, at
from tests.support.story import FOOD, INSTANT, WANG, ZONE

OPENED = at(date(2026, 3, 18), 9, 40)
CARD = HallCard(region="500102", code="A", name="涪陵区政务服务中心", name_en="Fuling hall")
INSURANCE = Zone(code="insurance", letter="B", name="社会保险", name_en="Insurance")
WINDOWS = (
    Window(code="3", name="3号窗口"),
    Window(code="4", name="4号窗口", zones=("market",)),
    Window(code="5", name="5号窗口", zones=("insurance",)),
)
VENUE = Item(
    code="fire.venue.opening",
    version="1",
    name="公众聚集场所消防安全检查",
    department="fire",
    zone="market",
    promised_days=6,
    statutory_days=10,
    questions=(
        Question(
            code="way",
            text="是否选择告知承诺",
            text_en="Promise or inspection",
            answers=(
                Answer(code="promise", text="承诺", text_en="Promise"),
                Answer(code="inspection", text="先检查", text_en="Inspection"),
            ),
        ),
        Question(
            code="automatic",
            text="有无自动消防系统",
            answers=(Answer(code="none", text="没有"), Answer(code="installed", text="有")),
        ),
    ),
    materials=(
        Material(code="form", name="申报表", note="一式一份"),
        Material(
            code="pledge",
            name="承诺书",
            when=(Condition(question="way", answers=("promise",)),),
            promise=True,
        ),
        Material(
            code="staff",
            name="操作人员证书",
            when=(
                Condition(question="way", answers=("inspection",)),
                Condition(question="automatic", answers=("installed",)),
            ),
        ),
    ),
    steps=(
        Step(code="receive", name="收件", kind=StepKind.RECEIVE, department="fire"),
        Step(code="decide", name="决定", kind=StepKind.DECIDE, department="fire", after=("receive",)),
        Step(code="deliver", name="送达", kind=StepKind.DELIVER, department="fire", after=("decide",)),
    ),
    result=Result(licence="fire-safety-opinion", name="消防安全检查意见书"),
)
REASONS = (
    Reason(code="unsigned", text="缺签字或者盖章", text_en="Unsigned", kinds=(ReasonKind.DEFECT,)),
    Reason(code="system-down", text="系统故障", kinds=(ReasonKind.HOLD, ReasonKind.TRANSFER)),
)
CATALOGUE = Catalogue(
    departments=(
        Department(code="market", name="区市场监管局", name_en="Market", abbreviation="涪市监"),
        Department(code="fire", name="区消防救援大队", name_en="Fire", abbreviation="涪消"),
        Department(code="insurance", name="区人力社保局", name_en="Insurance", abbreviation="涪人社"),
    ),
    zones=(ZONE, INSURANCE),
    items=(FOOD, INSTANT, VENUE),
    reasons=REASONS,
)


@dataclass
class Sitting:
    """Window 3 of a hall. `done` expects a receipt, `refused` a refusal that has written nothing."""

    hall: Hall
    clock: TravellingClock = field(default_factory=lambda: TravellingClock(OPENED))
    window: str = "3"
    user: str = "张敏"
    ids: Iterator[object] = field(default_factory=lambda: count(1))

    def make(self, act: type[Any], /, **fields: Any) -> Any:
        """A command of that kind, sent now."""
        values = {"id": f"c{next(self.ids)}", "at": self.clock.now(), "user": self.user}
        return act(**{**values, "window": self.window, **fields})

    def do(self, act: type[Any], /, **fields: Any) -> Outcome:
        """Send a command a second later than the last one."""
        self.later(1)
        return self.hall.do(self.make(act, **fields))

    def done(self, act: type[Any], /, **fields: Any) -> Receipt:
        """Send a command that must be carried out."""
        outcome = self.do(act, **fields)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def refused(self, act: type[Any], /, **fields: Any) -> str:
        """Send a command that must be refused and write nothing; the reason."""
        before = self.events()
        outcome = self.do(act, **fields)
        assert isinstance(outcome, Refusal), outcome
        assert self.events() == before
        return outcome.reason

    def conflict(self, act: type[Any], /, **fields: Any) -> Conflict:
        """Send a command that must meet a conflict and write nothing."""
        before = self.events()
        outcome = self.do(act, **fields)
        assert isinstance(outcome, Conflict), outcome
        assert self.events() == before
        return outcome

    def later(self, seconds: int) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(seconds=seconds))

    def on(self, day: str, hour: int = 9, minute: int = 40) -> None:
        """Go to another day."""
        self.clock.travel(at(date.fromisoformat(day), hour, minute))

    @property
    def today(self) -> datetime:
        """The moment."""
        return self.clock.now()

    def events(self) -> int:
        """How many events there are of cases and tickets."""
        return self.position() - self.hall.ask(AskEntries(limit=1, stream=HALL)).total

    def position(self) -> int:
        """The position of the newest event, the hall's own among them."""
        return self.hall.ask(AskEntries(limit=1)).total

    def take(self, zone: str = "market", **fields: Any) -> Receipt:
        """Somebody takes a number."""
        return self.done(TakeTicket, zone=zone, **fields)

    def serving(self, **fields: Any) -> str:
        """Somebody has taken a number, was called and has come; the ticket."""
        self.take(**fields)
        ticket = self.done(CallNext).stream
        self.done(Serve, ticket=ticket)
        return ticket

    def opened(self, item: Item = FOOD, applicant: Applicant = WANG, **fields: Any) -> str:
        """An application is received; its code."""
        return self.done(OpenCase, item=item.code, applicant=applicant, again=True, **fields).stream

    def found(self, case: str, **verdicts: Verdict) -> Receipt:
        """These are the findings; a reason comes with each that needs one."""
        findings = tuple(
            Finding(material=material, verdict=verdict, reason="缺章", licence="JY1500102")
            for material, verdict in verdicts.items()
        )
        return self.done(CheckMaterials, case=case, findings=findings)

    def all_there(self, case: str, item: Item = FOOD) -> None:
        """Every material is there."""
        self.found(case, **{each.code: Verdict.THERE for each in item.materials})

    def accepted(self, item: Item = FOOD, **fields: Any) -> str:
        """A case that is accepted with everything there."""
        case = self.opened(item, **fields)
        self.all_there(case, item)
        self.done(Accept, case=case)
        return case

    def handled(self, case: str, item: Item = FOOD) -> None:
        """Every step before the decision is finished."""
        for step in item.steps:
            if step.kind in (StepKind.EXAMINE, StepKind.CONSULT, StepKind.SITE_VISIT):
                self.done(FinishStep, case=case, step=step.code, colleague="李强")

    def granted(self) -> str:
        """A case that is granted and whose licence is made."""
        case = self.accepted()
        self.handled(case)
        self.done(Decide, case=case, granted=True)
        self.done(FinishStep, case=case, step="make")
        return case

    def collected(self) -> str:
        """A case from receipt to collection."""
        case = self.granted()
        self.done(Deliver, case=case, recipient="王小明")
        return case

    def file(self, case: str, today: date | None = None) -> CaseFile:
        """The file of a case, which there must be."""
        file = self.hall.ask(AskCase(code=case, today=today))
        assert file is not None
        return file

    def bodies(self, case: str) -> list[Body]:
        """What has happened to a case."""
        return [line.body for line in self.file(case).timeline]

    def codes(self, tab: Tab = Tab.OPEN, **fields: Any) -> list[str]:
        """The codes of a list, in its order."""
        return [line.code for line in self.lines(tab, **fields)]

    def lines(self, tab: Tab = Tab.OPEN, **fields: Any) -> tuple[CaseLine, ...]:
        """The lines of a list."""
        return self.hall.ask(AskCases(tab=tab, **fields)).lines

    def waiting(self, window: str = "") -> list[str]:
        """The numbers that wait, in the order of calling."""
        return [line.number for line in self.hall.ask(AskQueue(window=window)).lines]
