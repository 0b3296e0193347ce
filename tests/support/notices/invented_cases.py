"""One invented case for every kind of notice, made through the core, and the notice that tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from data.law.calendar.working_days import published
from data.model.applicant import Agent, Applicant, IdKind
from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CheckMaterials,
    Decide,
    Decline,
    Deliver,
    Extend,
    Finding,
    PrintNotice,
    Suspend,
)
from data.model.event import NoticeIssued
from data.model.item import (
    ApplicantKind,
    Department,
    Item,
    LawRef,
    Material,
    Result,
    Step,
    StepKind,
    SuspensionKind,
)
from data.model.notice import Notice, NoticeKind, Paper
from data.model.notice_facts import NoticeFacts
from data.model.settings import HallCard, Settings
from data.notices.book import NoticeBook
from data.notices.facts import Issue, Office, facts
from data.notices.history import issue_of
from data.notices.symbol import Ink
from data.texts import Language
from data.time_source import at
from tests.support.story import Story

ITEM = Item(
    code="food.operation.new",
    version="1",
    name="食品经营许可（新办）",
    name_en="Food operation licence (new)",
    department="market",
    zone="market",
    promised_days=5,
    statutory_days=20,
    law=(LawRef(title="中华人民共和国食品安全法", clause="第三十五条"),),
    materials=(
        Material(code="form", name="食品经营许可申请书", name_en="Application form"),
        Material(
            code="licence",
            name="营业执照或者其他主体资格证明文件",
            name_en="Business licence or other proof of status",
            originals=0,
            copies=1,
            licences=("business-licence",),
        ),
        Material(
            code="plan",
            name="与食品经营相适应的主要设备设施布局、操作流程等文件",
            name_en="Layout of the premises and flow of work",
            standard="比例尺1:100，标注面积和功能分区",
        ),
        Material(
            code="health",
            name="从业人员健康证明",
            name_en="Health certificates of the staff",
            originals=0,
            copies=2,
            tolerable=True,
            tolerance_days=3,
            promise=True,
            standard="在有效期内",
        ),
        Material(code="rules", name="食品安全管理制度", name_en="Food safety rules", promise=True),
    ),
    steps=(
        Step(code="receive", name="收件", kind=StepKind.RECEIVE, department="market"),
        Step(code="decide", name="决定", kind=StepKind.DECIDE, department="market", after=("receive",)),
        Step(code="deliver", name="送达", kind=StepKind.DELIVER, department="market", after=("decide",)),
    ),
    result=Result(licence="food-licence", name="食品经营许可证", name_en="Food operation licence", years=5),
)
HALL = HallCard(
    region="500102",
    code="A",
    name="涪陵区政务服务中心",
    name_en="Fuling Government Service Centre",
    phone="023-81160000",
)
OFFICE = Office(
    department=Department(
        code="market",
        name="重庆市涪陵区市场监督管理局",
        name_en="Fuling Administration for Market Regulation",
        abbreviation="涪市监",
    ),
    hall=HALL,
    calendar=published(),
    settings=Settings(),
)
PERSON = Applicant(name="王小明", id_number="500102199003070010", phone="13800001234")
FIRM = Applicant(
    name="重庆渝味餐饮管理有限公司",
    kind=ApplicantKind.ENTERPRISE,
    id_kind=IdKind.CREDIT_CODE,
    id_number="91350100M000100Y43",
    phone="023-72220000",
    agent=Agent(name="李思", id_number="11010519491231002X", authority="授权委托书"),
)


def find(story: Story, **verdicts: tuple[Verdict, str]) -> None:
    """The findings on all materials: there, save for those named."""
    findings = []
    for material in story.item.materials:
        verdict, reason = verdicts.get(material.code, (Verdict.THERE, ""))
        licence = "91350100M000100Y43" if verdict is Verdict.REUSED else ""
        findings.append(Finding(material=material.code, verdict=verdict, reason=reason, licence=licence))
    story.done(CheckMaterials, findings=tuple(findings))


def story_of(kind: NoticeKind, applicant: Applicant = PERSON, item: Item = ITEM) -> Story:
    """A case in which that notice has just been issued."""
    story = Story(item=item, department=OFFICE.department).opened(applicant)
    match kind:
        case NoticeKind.RECEIPT:
            find(
                story,
                licence=(Verdict.REUSED, ""),
                rules=(Verdict.PROMISED, ""),
                health=(Verdict.MISSING, ""),
            )
        case NoticeKind.CORRECTION:
            find(
                story,
                plan=(Verdict.DEFECTIVE, "缺比例尺，未标注更衣间、库房面积，操作流程图与平面图不一致"),
                health=(Verdict.MISSING, ""),
            )
            story.done(AskCorrection)
        case NoticeKind.NON_ACCEPTANCE:
            story.done(
                Decline,
                ground="not_our_authority",
                reason="经营场所位于南岸区，由其所在地的市场监督管理部门许可",
                go_to="重庆市南岸区市场监督管理局",
            )
        case NoticeKind.NOT_REQUIRED:
            story.done(
                Decline,
                ground="no_licence_needed",
                reason="仅销售预包装食品，只需备案，不需要取得食品经营许可",
            )
        case NoticeKind.TOLERANCE:
            find(story, health=(Verdict.TOLERATED, "体检报告尚未出具"))
            story.done(Accept, signed_promise=True)
        case _:
            find(story)
            story.done(Accept)
            _handled(kind, story)
    return story


def _handled(kind: NoticeKind, story: Story) -> None:
    match kind:
        case NoticeKind.SUSPENSION:
            story.on("2026-03-20").done(
                Suspend, kind=SuspensionKind.TESTING, days=10, reason="对食品加工用水取样检测"
            )
        case NoticeKind.EXTENSION:
            story.on("2026-03-24").done(
                Extend, days=10, approver="陈局长", reason="现场核查发现的问题需要复查"
            )
        case NoticeKind.REFUSAL:
            story.on("2026-03-25").done(
                Decide, granted=False, reasons="经营场所距离垃圾场不足25米，不符合食品安全法第三十三条的规定"
            )
        case NoticeKind.GRANT | NoticeKind.COLLECTION | NoticeKind.DELIVERY:
            story.on("2026-03-25").done(Decide, granted=True)
            if kind is NoticeKind.DELIVERY:
                story.on("2026-03-26").done(Deliver, recipient=story.file.applicant.name)


def number_of(kind: NoticeKind, story: Story) -> str:
    """The number that the core gave the notice."""
    return next(
        each.body.number
        for each in story.events
        if isinstance(each.body, NoticeIssued) and each.body.notice is kind
    )


def printed(story: Story, kind: NoticeKind) -> None:
    """The notice went to the printer."""
    story.done(PrintNotice, number=number_of(kind, story))


def told(kind: NoticeKind, story: Story, office: Office = OFFICE, now: datetime | None = None) -> NoticeFacts:
    """What the notice tells, by its events; the list of results to collect has no number and no event."""
    moment = now or story.now
    if kind is NoticeKind.COLLECTION:
        issue = Issue(number="", at=moment, handler="张敏")
        return facts(kind, story.file, story.item, office, issue)
    found, case, issue = issue_of(story.events, number_of(kind, story), moment)
    assert found is kind
    return facts(kind, case, story.item, office, issue)


def written(
    kind: NoticeKind,
    paper: Paper = Paper.PAGE,
    language: Language = Language.ZH,
    applicant: Applicant = PERSON,
    ink: Ink = Ink.BLOCKS,
) -> Notice:
    """The notice of that kind on that paper."""
    return NoticeBook().write(told(kind, story_of(kind, applicant)), language, paper, ink)


def demo() -> Office:
    """The same office in a demo hall."""
    return replace(OFFICE, hall=replace(HALL, demo=True))


LATER = at(date(2026, 4, 2), 15, 5)
