"""The life of one demo case: what is done to it, moment by moment, as commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from data.demo.demo_place import OPENING, REVIEWERS, Who, at_window, morning_of
from data.law.calendar.working_days import Calendar
from data.law.refusal import OutOfCalendar
from data.model.applicant import Applicant
from data.model.case import Channel, Trust, Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    CaseAct,
    CheckMaterials,
    Decide,
    Decline,
    Deliver,
    Extend,
    Finding,
    FinishStep,
    OpenCase,
    Resume,
    Revoke,
    SettleDebt,
    Suspend,
    Withdraw,
)
from data.model.item import Item, Material, Silence, Step, StepKind, SuspensionKind
from data.time_source import at

BY_HAND = frozenset({StepKind.EXAMINE, StepKind.SITE_VISIT, StepKind.CONSULT})
DEFECTS = ("缺比例尺，未标注面积", "签名与身份证不一致", "复印件未加盖公章", "已过有效期", "页码不全")
FIRST_HOUR, LAST_HOUR = 9, 17
EARLIEST = date(2004, 1, 1)


@dataclass(frozen=True, slots=True)
class Almanac:
    """Days told by their distance in working days from the demo's day: -3 is three working days before."""

    calendar: Calendar
    today: date

    def day(self, distance: int) -> date:
        """That day; 0 is the demo's day itself, whether it is worked or not.

        Raises:
            OutOfCalendar: the day would be before 2004.
        """
        if distance == 0:
            return self.today
        rank = self.calendar.rank(self.today) + distance
        if rank < 1:
            raise OutOfCalendar(EARLIEST, self.today)
        return self.calendar.nth(rank)

    def moment(self, distance: int, random: Random) -> datetime:
        """Some moment of the working hours of that day; on the demo's day, of its morning."""
        day = self.day(distance)
        if distance == 0:
            opening, end = at(day, OPENING.hour, OPENING.minute), self.now
            return opening + timedelta(seconds=round((end - opening).seconds * random.uniform(0.1, 0.8)))
        return at(day, random.randrange(FIRST_HOUR, LAST_HOUR), random.randrange(60))

    @property
    def now(self) -> datetime:
        """The moment at which the demo is entered."""
        return morning_of(self.today)


@dataclass(slots=True)
class Life:
    """One case from its receipt on; `acts` are its commands in the order of time, not yet numbered."""

    item: Item
    applicant: Applicant
    window: str
    opened: datetime
    almanac: Almanac
    random: Random
    ticket: str = ""
    channel: Channel = Channel.WINDOW
    last: datetime = field(init=False)
    acts: list[CaseAct] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last = self.opened

    def opening(self) -> OpenCase:
        """The command that opens the case."""
        return OpenCase(
            **at_window(self.window, self.opened),
            item=self.item.code,
            applicant=self.applicant,
            ticket=self.ticket,
            channel=self.channel,
        )

    @property
    def limit(self) -> int:
        """The item's promised limit in working days, or what stands for it."""
        return self.item.promised_days or self.item.statutory_days or 1

    def on(self, distance: int) -> Life:
        """Go on to a day; later on the same day where it is there already."""
        moment = self.almanac.moment(distance, self.random)
        soon = self.last + timedelta(minutes=self.random.randrange(2, 6))
        if moment.date() < soon.date() or moment < soon:
            moment = soon
        self.last = max(self.last, min(moment, self.almanac.now))
        return self

    def check(self, verdicts: Mapping[str, Verdict] | None = None, only: int | None = None) -> Life:
        """Record findings: everything is there save what `verdicts` says; only the first few where asked."""
        told = verdicts or {}
        findings = tuple(
            self._finding(material, told.get(material.code)) for material in self.item.materials[:only]
        )
        if findings:
            self._act(CheckMaterials(**self._at_window(), case="", findings=findings))
        return self

    def answer(self, codes: tuple[str, ...]) -> Life:
        """What was asked for has been handed in."""
        findings = tuple(Finding(material=code, verdict=Verdict.THERE) for code in codes)
        self._act(CheckMaterials(**self._at_window(), case="", findings=findings))
        return self

    def ask_correction(self) -> Life:
        """Tell what is missing."""
        self._act(AskCorrection(**self._at_window(), case=""))
        return self

    def accept(self, *, promised: bool = False) -> Life:
        """Accept; with tolerated materials on a signed promise."""
        self._act(Accept(**self._at_window(), case="", signed_promise=promised))
        return self

    def decline(self, *, ours: bool) -> Life:
        """Decline: another's business, or no licence needed."""
        if ours:
            reason = "该活动已取消许可，无须办理"
            self._act(Decline(**self._at_window(), case="", ground="no_licence_needed", reason=reason))
        else:
            reason, go_to = "不属于本机关职权范围", "重庆市政务服务中心"
            self._act(
                Decline(**self._at_window(), case="", ground="not_our_authority", reason=reason, go_to=go_to)
            )
        return self

    def withdraw(self) -> Life:
        """The applicant takes it back."""
        self._act(Withdraw(**self._at_window(), case="", reason="申请人计划有变"))
        return self

    def settle(self) -> Life:
        """Every tolerated material arrives."""
        for material in tolerable(self.item):
            self._act(SettleDebt(**self._at_window(), case="", material=material.code, trust=Trust.B))
        return self

    def suspend(self, days: int) -> Life:
        """Excluded time begins."""
        special = self.item.special[0] if self.item.special else None
        kind = special.kind if special else SuspensionKind.EXPERT_REVIEW
        self._act(
            Suspend(**self._reviewing(), case="", kind=kind, days=days, reason="已书面告知申请人所需时间")
        )
        return self

    def resume(self) -> Life:
        """Excluded time ends."""
        self._act(Resume(**self._reviewing(), case=""))
        return self

    def extend(self, days: int) -> Life:
        """The one extension."""
        self._act(
            Extend(**self._reviewing(), case="", days=days, approver="钱主任", reason="须向外地机关核实情况")
        )
        return self

    def finish(self, share: float, until: int) -> Life:
        """Finish that share of the steps by hand, spread over the days up to `until`.

        A step whose limit has passed by then, and whose silence counts as agreed, is nobody's any more.
        """
        steps = route(self.item)
        steps = steps[: round(len(steps) * share)]
        first = self.distance
        done: dict[str, int] = {}
        for place, step in enumerate(steps, start=1):
            self.on(first + (until - first) * place // len(steps))
            done[step.code] = self.distance
            begun = max((done.get(code, first) for code in step.after), default=first)
            silent = step.silence is Silence.AGREED and self.distance > begun + (step.days or 0)
            self._finish(step, silent=silent)
        return self

    def decide(self, *, granted: bool) -> Life:
        """Grant, or refuse with reasons."""
        reasons = "" if granted else "经营场所不符合《行政许可法》第三十四条核查要求"
        self._act(Decide(**self._reviewing(), case="", granted=granted, reasons=reasons))
        return self

    def make_licence(self) -> Life:
        """The licence is made."""
        for step in self.item.steps:
            if step.kind is StepKind.MAKE_LICENCE:
                self._finish(step)
        return self

    def deliver(self) -> Life:
        """The result is handed out."""
        agent = self.applicant.agent
        recipient = agent.name if agent is not None else self.applicant.name
        self._act(Deliver(**self._at_window(), case="", recipient=recipient))
        return self

    def revoke(self) -> Life:
        """The licence is taken back."""
        reason = "以隐瞒有关情况的手段取得（《行政许可法》第六十九条）"
        self._act(Revoke(**self._reviewing(), case="", reason=reason))
        return self

    def faults(self, how_many: int) -> dict[str, Verdict]:
        """So many of the materials missing or defective, by turns."""
        materials = self.random.sample(self.item.materials, min(how_many, len(self.item.materials)))
        kinds = (Verdict.DEFECTIVE, Verdict.MISSING)
        return {material.code: kinds[place % 2] for place, material in enumerate(materials)}

    def _finding(self, material: Material, verdict: Verdict | None) -> Finding:
        if verdict is None:
            verdict = Verdict.THERE
            if material.licences and self.random.random() < 0.5:
                verdict = Verdict.REUSED
            elif material.promise and self.random.random() < 0.3:
                verdict = Verdict.PROMISED
        return Finding(
            material=material.code,
            verdict=verdict,
            reason=self.random.choice(DEFECTS) if verdict is Verdict.DEFECTIVE else "",
            licence=f"渝涪{self.random.randrange(10**8):08}" if verdict is Verdict.REUSED else "",
        )

    def _finish(self, step: Step, *, silent: bool = False) -> None:
        colleague = self.random.choice(REVIEWERS) if step.people > 1 else ""
        reviewer = self._reviewing()
        if colleague == reviewer["user"]:
            colleague = next(each for each in REVIEWERS if each != colleague)
        note = "现场符合要求" if step.kind is StepKind.SITE_VISIT else ""
        if not silent:
            self._act(FinishStep(**reviewer, case="", step=step.code, note=note, colleague=colleague))

    @property
    def distance(self) -> int:
        """How many working days the life has come to from the demo's day."""
        calendar = self.almanac.calendar
        return calendar.rank(self.last.date()) - calendar.rank(self.almanac.today)

    def _act(self, act: CaseAct) -> None:
        self.acts.append(act)
        self.last = min(self.last + timedelta(minutes=1), self.almanac.now)

    def _at_window(self) -> Who:
        return at_window(self.window, self.last)

    def _reviewing(self) -> Who:
        return Who(id="", at=self.last, user=self.random.choice(REVIEWERS), window="")


def tolerable(item: Item) -> tuple[Material, ...]:
    """The materials that may follow later."""
    return tuple(material for material in item.materials if material.tolerable)


def route(item: Item) -> tuple[Step, ...]:
    """The steps that departments finish by hand before the decision, each after those it waits for."""
    done: list[Step] = []
    left = list(item.steps)
    while left:
        known = {step.code for step in done}
        ready = next((step for step in left if known.issuperset(step.after)), None)
        if ready is None:
            break
        left.remove(ready)
        done.append(ready)
    return tuple(step for step in done if step.kind in BY_HAND)
