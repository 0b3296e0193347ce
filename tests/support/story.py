"""A hall in memory for the rules' tests: commands go through `decide`, events through `evolve`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from data.core.case.evolve_case import evolve_case
from data.core.context import CaseState, Decided, Rules, TicketState
from data.core.decide import decide
from data.core.queue.evolve_ticket import evolve_ticket
from data.core.streams import TICKET, kind_for
from data.law.calendar.working_days import published
from data.model.applicant import Applicant
from data.model.case import Case, Verdict
from data.model.command import (
    Accept,
    CallNext,
    CheckMaterials,
    Command,
    Finding,
    OpenCase,
    Serve,
    TakeTicket,
)
from data.model.event import Body, CaseBody, Event
from data.model.item import Department, Item, ItemKind, Material, Result, Step, StepKind, Zone
from data.model.licence import Licence
from data.model.notice import NoticeKind
from data.model.outcome import Refusal
from data.model.settings import HallCard, Settings, Window
from data.model.ticket import Ticket, TicketStatus
from data.time_source import at

WANG = Applicant(name="王小明", id_number="500102199003070010", phone="13800001234")
ZONE = Zone(code="market", letter="A", name="市场监管", name_en="Market")

FOOD = Item(
    code="food.operation.new",
    version="1",
    name="食品经营许可（新办）",
    department="market",
    zone="market",
    promised_days=5,
    statutory_days=20,
    materials=(
        Material(code="form", name="申请书"),
        Material(code="licence", name="营业执照", originals=0, copies=1, licences=("business-licence",)),
        Material(code="plan", name="经营场所平面布局图", standard="1:100"),
        Material(
            code="health",
            name="健康证明",
            originals=0,
            copies=1,
            tolerable=True,
            tolerance_days=3,
            promise=True,
        ),
        Material(code="photo", name="门头照片", necessary=False),
    ),
    steps=(
        Step(code="receive", name="收件", kind=StepKind.RECEIVE, department="market"),
        Step(code="examine", name="审查", department="market", days=3, after=("receive",)),
        Step(code="fire", name="会商", kind=StepKind.CONSULT, department="fire", days=2, after=("receive",)),
        Step(
            code="visit",
            name="核查",
            kind=StepKind.SITE_VISIT,
            department="market",
            days=2,
            after=("examine",),
            people=2,
        ),
        Step(
            code="decide",
            name="决定",
            kind=StepKind.DECIDE,
            department="market",
            days=1,
            after=("visit", "fire"),
        ),
        Step(
            code="make",
            name="制证",
            kind=StepKind.MAKE_LICENCE,
            department="market",
            days=1,
            after=("decide",),
        ),
        Step(code="deliver", name="送达", kind=StepKind.DELIVER, department="market", after=("make",)),
    ),
    result=Result(licence="food-licence", name="食品经营许可证", years=5),
)
INSTANT = Item(
    code="insurance.record",
    version="1",
    name="参保证明",
    department="insurance",
    zone="market",
    kind=ItemKind.INSTANT,
    materials=(Material(code="id", name="身份证", copies=1, originals=0),),
)


@dataclass
class Story:
    """One window's day: `do` decides and, when not refused, lets the events happen."""

    item: Item = FOOD
    now: datetime = field(default_factory=lambda: at(date(2026, 3, 18), 9, 40))
    case: Case | None = None
    ticket: Ticket | None = None
    active: Ticket | None = None
    upcoming: Ticket | None = None
    skipped: tuple[str, ...] = ()
    twin: Ticket | None = None
    department: Department | None = None
    notices: Mapping[NoticeKind, int] = field(default_factory=dict)
    same: str = ""
    licences: tuple[Licence, ...] = ()
    serial: int = 0
    events: list[Event] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    ids: Iterator[object] = field(default_factory=lambda: count(1))

    @property
    def rules(self) -> Rules:
        """What holds in this hall."""
        return Rules(
            calendar=published(),
            settings=self.settings,
            hall=HallCard(region="500102", code="A", name="涪陵区政务服务中心"),
            windows=(Window(code="3", name="3号窗口"), Window(code="4", name="4号窗口")),
            now=self.now,
        )

    def make(self, act: type[Any], /, **fields: Any) -> Any:
        """A command of that kind, sent now from window 3 about the story's case."""
        values: dict[str, Any] = {"id": f"c{next(self.ids)}", "at": self.now, "user": "张敏", "window": "3"}
        if self.case is not None and "case" in act.__dataclass_fields__:
            values["case"] = self.case.code
        return act(**{**values, **fields})

    def do(self, act: type[Any], /, **fields: Any) -> Decided | Refusal:
        """Send a command and let its events happen."""
        return self.send(self.make(act, **fields))

    def send(self, command: Command) -> Decided | Refusal:
        """Decide a command and let its events happen."""
        decision = decide(self._state(command), command, self.rules)
        if isinstance(decision, Decided):
            for body in decision.bodies:
                self._happen(decision.stream, body, command)
        return decision

    def _state(self, command: Command) -> CaseState | TicketState:
        if kind_for(command) is TICKET:
            return TicketState(
                ticket=self.ticket,
                active=self.active,
                upcoming=self.upcoming or self._next(),
                skipped=self.skipped,
                zone=ZONE,
                twin=self.twin,
                serial=self.serial,
            )
        return CaseState(
            case=self.case,
            item=self.item,
            ticket=self.ticket,
            department=self.department,
            notices=self.notices,
            same=self.same,
            licences=self.licences,
            serial=self.serial,
        )

    def done(self, act: type[Any], /, **fields: Any) -> Decided:
        """Send a command that must not be refused."""
        decision = self.do(act, **fields)
        assert isinstance(decision, Decided), decision
        return decision

    def refused(self, act: type[Any], /, **fields: Any) -> Refusal:
        """Send a command that must be refused, and that must change nothing."""
        before = (self.case, self.ticket, len(self.events))
        decision = self.do(act, **fields)
        assert isinstance(decision, Refusal), decision
        assert (self.case, self.ticket, len(self.events)) == before
        return decision

    def on(self, day: str, hour: int = 9, minute: int = 40) -> Story:
        """Go on at another day."""
        self.now = at(date.fromisoformat(day), hour, minute)
        return self

    def later(self, seconds: int) -> Story:
        """Go on some seconds later."""
        self.now += timedelta(seconds=seconds)
        return self

    def _next(self) -> Ticket | None:
        waits = self.ticket is not None and self.ticket.status is TicketStatus.WAITING
        return self.ticket if waits else None

    def served(self) -> Story:
        """Somebody has taken a number, was called and has come to the window."""
        self.done(TakeTicket, zone="market")
        self.done(CallNext)
        self.active = self.ticket
        self.done(Serve, ticket=self.ticket.id if self.ticket else "")
        return self

    def opened(self, applicant: Applicant = WANG) -> Story:
        """An application is received."""
        self.done(OpenCase, item=self.item.code, applicant=applicant)
        return self

    def found(self, **verdicts: Verdict) -> Story:
        """These are the findings; a reason comes with each that needs one."""
        findings = tuple(
            Finding(material=material, verdict=verdict, reason="缺章", licence="JY1500102")
            for material, verdict in verdicts.items()
        )
        self.done(CheckMaterials, findings=findings)
        return self

    def all_there(self) -> Story:
        """Every material is there."""
        return self.found(**{each.code: Verdict.THERE for each in self.item.materials})

    def accepted(self) -> Story:
        """The case is accepted with everything there."""
        self.opened().all_there().done(Accept)
        return self

    @property
    def file(self) -> Case:
        """The case, which there must be."""
        assert self.case is not None
        return self.case

    @property
    def paper(self) -> Ticket:
        """The ticket, which there must be."""
        assert self.ticket is not None
        return self.ticket

    def steps(self) -> Mapping[str, str]:
        """Which step is waiting, in hand or done."""
        return {
            run.step: "done" if run.finished else "in hand" if run.started else "waiting"
            for run in self.file.steps
        }

    def _happen(self, stream: str, body: Body, command: Command) -> None:
        about_case = isinstance(body, CaseBody)
        last = (self.case.seq if self.case else 0) if about_case else (self.ticket.seq if self.ticket else 0)
        event = Event(
            stream=stream,
            seq=last + 1,
            at=command.at,
            user=command.user,
            window=command.window,
            command=command.id,
            body=body,
        )
        self.events.append(event)
        if about_case:
            self.case = evolve_case(self.case, event)
        else:
            self.ticket = evolve_ticket(self.ticket, event)
