"""Whatever is tried in whatever order: a lawful change or a refusal with a reason, and never a dead end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from data.core.case.evolve_case import case_of
from data.core.context import Decided
from data.core.possible import case_acts
from data.law.clocks import clocks
from data.law.ledger import ledger_of
from data.law.light import gravest, light_at, signals
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
    FinishStep,
    Resume,
    SettleDebt,
    Suspend,
    Withdraw,
)
from data.model.item import SuspensionKind
from data.model.legal.clock import ClockKind
from data.model.legal.time_zone import day_of
from data.model.outcome import Refusal
from data.texts import Language, texts
from tests.support.story import FOOD, INSTANT, Story

SOMETIMES_BLANK = st.sampled_from(["", "理由"])


class CaseMachine(RuleBasedStateMachine):
    """One case from receipt on, driven at random."""

    story: Story

    @initialize(item=st.sampled_from([FOOD, INSTANT]), day=st.dates(date(2025, 1, 1), date(2026, 6, 30)))
    def receive(self, item: Any, day: date) -> None:
        self.story = Story(item=item).on(day.isoformat()).opened()

    @rule(days=st.integers(0, 15))
    def time_passes(self, days: int) -> None:
        self.story.now += timedelta(days=days, seconds=60)

    @rule(data=st.data(), verdict=st.sampled_from(Verdict), reason=SOMETIMES_BLANK)
    def check(self, data: st.DataObject, verdict: Verdict, reason: str) -> None:
        material = data.draw(st.sampled_from([each.code for each in self.story.item.materials]))
        finding = Finding(material=material, verdict=verdict, reason=reason, licence=reason)
        self.attempt(CheckMaterials, findings=(finding,))

    @rule()
    def check_all(self) -> None:
        findings = [Finding(material=each.code, verdict=Verdict.THERE) for each in self.story.item.materials]
        self.attempt(CheckMaterials, findings=tuple(findings))

    @rule()
    def ask_correction(self) -> None:
        self.attempt(AskCorrection)

    @rule(signed=st.booleans())
    def accept(self, signed: bool) -> None:
        self.attempt(Accept, signed_promise=signed)

    @rule(reason=SOMETIMES_BLANK)
    def decline(self, reason: str) -> None:
        self.attempt(Decline, ground="not_our_authority", reason=reason, go_to="市局")

    @rule(data=st.data(), agrees=st.booleans(), note=SOMETIMES_BLANK, colleague=SOMETIMES_BLANK)
    def finish_step(self, data: st.DataObject, agrees: bool, note: str, colleague: str) -> None:
        steps = [each.code for each in self.story.item.steps] or ["none"]
        step = data.draw(st.sampled_from(steps))
        self.attempt(FinishStep, step=step, agrees=agrees, note=note, colleague=colleague)

    @rule(kind=st.sampled_from(SuspensionKind), days=st.integers(-1, 30))
    def suspend(self, kind: SuspensionKind, days: int) -> None:
        self.attempt(Suspend, kind=kind, days=days, reason="理由")

    @rule()
    def resume(self) -> None:
        self.attempt(Resume)

    @rule(days=st.integers(-1, 16))
    def extend(self, days: int) -> None:
        self.attempt(Extend, days=days, approver="刘", reason="复杂")

    @rule(granted=st.booleans(), reasons=SOMETIMES_BLANK)
    def decide(self, granted: bool, reasons: str) -> None:
        self.attempt(Decide, granted=granted, reasons=reasons)

    @rule()
    def settle(self) -> None:
        self.attempt(SettleDebt, material="health")

    @rule(recipient=SOMETIMES_BLANK)
    def deliver(self, recipient: str) -> None:
        self.attempt(Deliver, recipient=recipient)

    @rule(often=st.integers(0, 9))
    def withdraw(self, often: int) -> None:
        if often == 0:
            self.attempt(Withdraw, reason="不办了")

    def attempt(self, act: type[Any], /, **fields: Any) -> None:
        before = self.story.case
        decision = self.story.do(act, **fields)
        if isinstance(decision, Refusal):
            assert self.story.case == before
            for language in Language:
                assert f"refusal.{decision.reason}" in texts(language) or decision.reason in texts(language)
        else:
            assert isinstance(decision, Decided)
            assert decision.bodies

    @invariant()
    def the_log_alone_tells_the_case(self) -> None:
        if hasattr(self, "story"):
            assert case_of(self.story.events) == self.story.case

    @invariant()
    def the_list_shows_the_light_of_the_clocks(self) -> None:
        if not hasattr(self, "story"):
            return
        ledger = ledger_of(self.story.file, self.story.item, self.story.settings)
        today = day_of(self.story.now)
        calendar = self.story.rules.calendar
        own = [clock for clock in clocks(ledger, today, calendar) if clock.kind is not ClockKind.STEP]
        assert light_at(signals(ledger, calendar), today) is gravest(own)

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        if hasattr(self, "story") and not self.story.file.status.ended:
            acts = case_acts(self.story.file, self.story.item, self.story.rules, self.story.now)
            assert any(line.refusal is None for line in acts)


CaseMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=30)
TestEveryPath = CaseMachine.TestCase
