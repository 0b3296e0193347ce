"""A hall that always says the same: the morning of the first sketch, for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from threading import Event as Stop
from typing import Any

from data.model.applicant import Applicant, MaskedApplicant
from data.model.case import Channel, Status, Trust, Verdict
from data.model.command import Command
from data.model.event import Body, CaseAccepted, CaseOpened, MaterialChecked
from data.model.item import ApplicantKind, Form, ItemKind, StepKind
from data.model.legal.article import LOCAL, licensing
from data.model.legal.clock import Clock, ClockKind, Light, Running
from data.model.outcome import Outcome, Refusal
from data.model.query import AskCase, AskCases, AskCounts, AskHall, AskQueue, AskWindow, Query
from data.model.settings import HallCard, Window
from data.model.ticket import Priority, TicketStatus
from data.model.view import (
    ActLine,
    CaseFile,
    CaseLine,
    Counts,
    HallView,
    MaterialLine,
    Page,
    StepLine,
    TicketLine,
    TimelineLine,
    WindowView,
)
from data.port.status import Change, HallStatus
from data.time_source import at

TODAY = date(2026, 3, 18)
NOW = at(TODAY, 9, 42)
FOOD = ("食品经营许可(新办)", "Food operation licence (new)")
PLANNING = ("建设工程规划许可证", "Planning permit")
HYGIENE = ("公共场所卫生许可", "Hygiene licence")
FREIGHT = ("道路货物运输经营许可", "Road freight licence")
ENERGY = ("固定资产投资项目节能审查", "Energy review")
LIGHTS = ((Light.GREEN, 32), (Light.YELLOW, 3), (Light.RED, 1), (Light.LAW, 1), (Light.FROZEN, 2))
TABS = (("in_hand", 7), ("correction", 2), ("departments", 9), ("to_collect", 4), ("lights", 4))


def case(
    code: str,
    light: Light,
    left: int,
    ticket: str,
    applicant: str,
    item: tuple[str, str],
    *,
    provisional: bool = False,
) -> CaseLine:
    """One line of the queue."""
    return CaseLine(
        code=code,
        seq=9,
        status=Status.ACCEPTED,
        item="item",
        item_name=item[0],
        item_name_en=item[1],
        department="market",
        department_name="区市场监管局",
        department_name_en="Market supervision",
        applicant=applicant,
        ticket=ticket,
        window="3",
        clerk="张敏",
        received=TODAY,
        light=light,
        left=left,
        due=None if light is Light.FROZEN else date(2026, 3, 25),
        provisional=provisional,
    )


LINES = (
    case(
        "5001022603180A03001L",
        Light.LAW,
        -3,
        "",
        "宏达建设集团有限公司",
        ("建设工程规划许可证", "Planning permit"),
    ),
    case(
        "5001022603180A03002L",
        Light.RED,
        -2,
        "",
        "[bold]渝味[/]餐饮",
        ("公共场所卫生许可", "Hygiene licence"),
    ),
    case(
        "5001022603180A03003L",
        Light.YELLOW,
        0,
        "A003",
        "陈*",
        ("道路货物运输经营许可", "Road freight licence"),
    ),
    case("5001022603180A03004L", Light.YELLOW, 1, "A007", "李*", ("建设用地规划许可证", "Land use permit")),
    case(
        "5001022603180A03005L", Light.FROZEN, 7, "", "长江置业", ("固定资产投资项目节能审查", "Energy review")
    ),
    case("5001022603180A03006L", Light.GREEN, 5, "A024", "王*", FOOD),
    case(
        "5001022603180A03007L",
        Light.GREEN,
        18,
        "VA02",
        "欧*",
        ("医疗机构执业登记", "Registration of a medical institution"),
        provisional=True,
    ),
)


def material(
    name: tuple[str, str],
    verdict: Verdict,
    *,
    reason: str = "",
    standard: str = "",
    licence: str = "",
    trust: Trust | None = None,
    due: date | None = None,
) -> MaterialLine:
    """One line of the checklist."""
    return MaterialLine(
        code=name[1],
        name=name[0],
        name_en=name[1],
        necessary=True,
        tolerable=False,
        promise=False,
        form=Form.PAPER,
        need_originals=1,
        need_copies=0,
        standard=standard,
        verdict=verdict,
        originals=1,
        copies=0,
        trust=trust,
        reason=reason,
        licence=licence,
        asked=0,
        due=due,
    )


def step(
    name: tuple[str, str], kind: StepKind, by: str, started: datetime | None, left: int | None
) -> StepLine:
    """One line of the route."""
    return StepLine(
        case="c",
        code=name[1],
        name=name[0],
        name_en=name[1],
        kind=kind,
        department="market",
        department_name="区市场监管局",
        department_name_en="Market supervision",
        people=2 if kind is StepKind.SITE_VISIT else 1,
        ready=True,
        parallel=kind in (StepKind.CONSULT, StepKind.SITE_VISIT),
        started=started,
        finished=started if by else None,
        by=by,
        agrees=True if by else None,
        light=Light.GREEN if started and not by else Light.NONE,
        left=left,
        due=None,
    )


def clock(kind: ClockKind, due: date, left: int) -> Clock:
    """One clock that runs."""
    return Clock(
        kind=kind,
        start=TODAY,
        limit=5,
        due=due,
        left=left,
        running=Running.RUNNING,
        light=Light.GREEN,
        provisional=False,
        article=licensing("42"),
    )


def file(line: CaseLine) -> CaseFile:
    """The case in view."""
    opened = CaseOpened(item="item", version="1", applicant=Applicant(name="王*"), channel=Channel.WINDOW)
    bodies: tuple[Body, ...] = (
        opened,
        MaterialChecked(material="a", verdict=Verdict.THERE),
        MaterialChecked(material="b", verdict=Verdict.THERE),
        CaseAccepted(on=TODAY),
    )
    moments = (at(TODAY, 9, 36), at(TODAY, 9, 38), at(TODAY, 9, 38), at(TODAY, 9, 40))
    return CaseFile(
        line=line,
        applicant=MaskedApplicant(
            name="王*", kind=ApplicantKind.PERSON, id_number="5001**********0010", phone="138****1234"
        ),
        channel=Channel.WINDOW,
        kind=ItemKind.PROMISED,
        version="1",
        result="食品经营许可证",
        result_en="Food operation licence",
        licence="",
        valid_to=None,
        accepted=TODAY,
        deemed=False,
        clocks=(
            clock(ClockKind.PROMISED, date(2026, 3, 25), 5),
            clock(ClockKind.STATUTORY, date(2026, 4, 16), 20),
        ),
        checklist=(
            material(("申请书", "Application form"), Verdict.THERE, trust=Trust.A),
            material(
                ("经营场所平面布局图", "Floor plan"),
                Verdict.DEFECTIVE,
                reason="缺比例尺",
                standard="1:100 标注面积",
            ),
            material(("健康证明", "Health certificates"), Verdict.TOLERATED, due=date(2026, 3, 24)),
            material(("营业执照", "Business licence"), Verdict.REUSED, licence="91500102...", trust=Trust.A),
            material(("食品安全管理制度", "Food safety rules"), Verdict.THERE, trust=Trust.D),
            material(("人员考核合格证明", "Proof of examination"), Verdict.UNCHECKED),
        ),
        route=(
            step(("收件", "Receive"), StepKind.RECEIVE, "张敏", NOW, None),
            step(("审查", "Examine"), StepKind.EXAMINE, "", NOW, 3),
            step(("消防会商", "Fire consultation"), StepKind.CONSULT, "", NOW, 2),
            step(("现场核查", "Site visit"), StepKind.SITE_VISIT, "", None, None),
            step(("决定", "Decide"), StepKind.DECIDE, "", None, None),
        ),
        timeline=tuple(
            TimelineLine(seq=seq, at=moment, user="张敏", window="3", body=body)
            for seq, (moment, body) in enumerate(zip(moments, bodies, strict=True), start=1)
        ),
        acts=(
            ActLine(act="accept", refusal=Refusal(reason="accepted_already", article=LOCAL)),
            ActLine(act="ask_correction", refusal=Refusal(reason="accepted_already")),
            ActLine(act="check_materials", refusal=Refusal(reason="checklist_closed")),
            ActLine(act="resume", refusal=Refusal(reason="not_suspended", article=licensing("45"))),
        ),
    )


def ticket(number: str, waited: int, priority: Priority = Priority.NONE) -> TicketLine:
    """One ticket that waits."""
    return TicketLine(
        id=number,
        number=number,
        zone="market",
        zone_name="市场监管区",
        zone_name_en="Market supervision",
        status=TicketStatus.WAITING,
        priority=priority,
        taken=NOW,
        waited=waited,
        calls=0,
        window="",
    )


class CannedHall:
    """Answers every question the same, and does nothing."""

    def do(self, command: Command) -> Outcome:
        """Refused."""
        return Refusal(reason="nobody_waiting")

    def ask(self, query: Query[Any]) -> Any:
        """The same as always."""
        match query:
            case AskHall():
                card = HallCard(region="500102", code="A", name="涪陵政务中心", name_en="Fuling hall")
                return HallView(
                    card=card, windows=(Window(code="3", name="3号窗口", name_en="Window 3"),), zones=()
                )
            case AskCounts():
                return Counts(
                    today=TODAY,
                    lights=(
                        (Light.GREEN, 32),
                        (Light.YELLOW, 3),
                        (Light.RED, 1),
                        (Light.LAW, 1),
                        (Light.FROZEN, 2),
                    ),
                    tabs=(
                        ("in_hand", 7),
                        ("correction", 2),
                        ("departments", 9),
                        ("to_collect", 4),
                        ("lights", 4),
                    ),
                    waiting=3,
                    longest=18,
                    received_today=0,
                    decided_today=0,
                )
            case AskWindow():
                return WindowView(code="3", active=None, acts=())
            case AskQueue():
                waiting = (ticket("VA02", 2, Priority.ELDERLY), ticket("A024", 18), ticket("A025", 7))
                return Page(lines=waiting, total=3)
            case AskCases():
                return Page(lines=LINES, total=len(LINES))
            case AskCase(code=code):
                return file(next(line for line in LINES if line.code == code))
            case _:
                raise AssertionError(query)

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Nothing ever changes."""
        return iter(())

    def standing(self) -> HallStatus:
        """Always here."""
        return HallStatus()

    def close(self) -> None:
        """There is nothing to let go of."""
