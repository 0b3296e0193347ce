"""Random work at a window that is cut off at random moments: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from data.model.case import Verdict
from data.model.command import (
    Accept,
    CallNext,
    CheckMaterials,
    Command,
    Finding,
    FinishTicket,
    OpenCase,
    Serve,
    TakeTicket,
    Withdraw,
)
from data.model.offline.journal import Wait, Way
from data.model.outcome import Receipt
from data.model.query import AskCase, AskCases, AskWindow, Tab
from data.offline.journal import JOURNAL, verify
from data.port.errors import HallUnavailable
from data.store.upkeep.verify import verify as verify_hall
from tests.support.offline.far_window import at_window
from tests.support.story import FOOD, WANG

EXAMPLES = int(os.environ.get("OFFLINE_EXAMPLES", "12"))
"""How many random days are lived through."""
MATERIALS = tuple(each.code for each in FOOD.materials)
PEOPLE = tuple(replace(WANG, name=name) for name in ("王一", "王二", "王三"))


class CutOff(RuleBasedStateMachine):
    """A clerk at window 3, another desk that touches the same cases, and a cable."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="cut-off-"))
        self.window = at_window(self.folder)
        self.given: dict[str, Command] = {}
        self.made: dict[str, Receipt] = {}
        self.settled: set[str] = set()

    def give(self, command: Command) -> None:
        """The clerk does something; whatever is not refused must not be lost."""
        window = self.window
        try:
            outcome = window.hall.do(command)
        except HallUnavailable as error:
            if error.reason == "lost_answer":
                self.given[command.id] = command
            return
        if isinstance(outcome, Receipt):
            self.given[command.id] = command
            self.made[command.id] = outcome

    def cases(self) -> list[tuple[str, int]]:
        """The open cases in the desk's list."""
        try:
            page = self.window.hall.ask(AskCases(tab=Tab.OPEN, window="3"))
        except HallUnavailable:
            return []
        return [(line.code, line.seq) for line in page.lines]

    def pick(self, data: st.DataObject) -> tuple[str, int] | None:
        """One of them."""
        cases = self.cases()
        return data.draw(st.sampled_from(cases)) if cases else None

    @rule(who=st.sampled_from(PEOPLE), again=st.booleans())
    def receive(self, who: object, again: bool) -> None:
        """An application is received at the window."""
        self.window.here.later(1)
        self.give(self.window.here.make(OpenCase, item=FOOD.code, applicant=who, again=again))

    @rule(data=st.data(), seen=st.booleans())
    def check(self, data: st.DataObject, seen: bool) -> None:
        """Everything is there."""
        picked = self.pick(data)
        if picked is not None:
            self.window.here.later(1)
            findings = tuple(Finding(material=each, verdict=Verdict.THERE) for each in MATERIALS)
            expected = picked[1] if seen else None
            self.give(
                self.window.here.make(CheckMaterials, case=picked[0], expected=expected, findings=findings)
            )

    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        """An application is accepted."""
        picked = self.pick(data)
        if picked is not None:
            self.window.here.later(1)
            self.give(self.window.here.make(Accept, case=picked[0], expected=picked[1]))

    @rule()
    def attend(self) -> None:
        """The next step with whoever is at the window."""
        window = self.window
        window.here.later(1)
        try:
            active = window.hall.ask(AskWindow(window="3")).active
        except HallUnavailable:
            return
        if active is None:
            self.give(window.here.make(CallNext))
        elif active.status == "called":
            self.give(window.here.make(Serve, ticket=active.id))
        else:
            self.give(window.here.make(FinishTicket, ticket=active.id))

    @rule()
    def somebody_takes_a_number(self) -> None:
        """The hall goes on."""
        self.window.there.do(TakeTicket, zone="market")

    @rule(data=st.data())
    def another_desk_acts(self, data: st.DataObject) -> None:
        """Another desk withdraws a case, or looks at its materials."""
        page = self.window.far.ask(AskCases(tab=Tab.OPEN, window="3"))
        if not page.lines:
            return
        line = data.draw(st.sampled_from(page.lines))
        if data.draw(st.booleans()):
            self.window.there.do(Withdraw, case=line.code, reason="申请人撤回")
        else:
            finding = Finding(material=MATERIALS[0], verdict=Verdict.MISSING)
            self.window.there.do(CheckMaterials, case=line.code, findings=(finding,))

    @rule(who=st.sampled_from(PEOPLE))
    def another_desk_receives_at_the_window(self, who: object) -> None:
        """A lead sits in at the same window elsewhere, and gets the codes that it would give."""
        there = self.window.there
        there.window = "3"
        there.do(OpenCase, item=FOOD.code, applicant=who)
        there.window = "4"

    @rule()
    def pull(self) -> None:
        """The cable is pulled."""
        self.window.cable.pull()

    @rule(commands=st.integers(1, 3), answers=st.booleans())
    def lose(self, commands: int, answers: bool) -> None:
        """The cable will be pulled while one of the next commands is under way."""
        if answers:
            self.window.cable.lose_answers = commands
        else:
            self.window.cable.lose_commands = commands

    @rule()
    def look_for_the_hall(self) -> None:
        """The desk looks for its hall, which may still be away, or goes away again while it is given all."""
        self.window.cable.plugged.set()
        try:
            self.window.catch_up()
        except HallUnavailable:
            assert not self.window.cable.plugged.is_set()

    @rule()
    def see(self) -> None:
        """The picture is brought up to date."""
        if self.window.hall.live and self.window.cable.plugged.is_set():
            self.window.hall.see(self.window.far)

    @rule()
    def killed_and_opened_again(self) -> None:
        """The desk's machine is switched off; whatever was open is gone."""
        self.window.again()

    @precondition(lambda self: self.window.hall.live)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        """The clerk settles something."""
        try:
            unsettled = [each for each in self.window.hall.unsent() if each.wait is Wait.SETTLING]
            if unsettled:
                row = data.draw(st.sampled_from(unsettled))
                way = data.draw(st.sampled_from(list(Way)))
                before = {each.id for each in self.window.hall.unsent()}
                self.window.hall.settle(row.id, way, "看过两边")
                gone = before - {each.id for each in self.window.hall.unsent()}
                self.settled |= gone if way is Way.DROP else {row.id}
        except HallUnavailable:
            pass

    @invariant()
    def nothing_is_lost_and_nothing_is_done_twice(self) -> None:
        """Every command given is with the hall once, or in view, or was settled by the clerk."""
        log = self.window.log()
        streams: dict[str, set[str]] = {}
        for line in log:
            streams.setdefault(line.command, set()).add(line.stream)
        twice = Counter(line.command for line in log if line.kind == "case_opened")
        assert not [command for command, count in twice.items() if count > 1]
        in_view = {entry.id for entry in self.window.hall.journal.entries if entry.state != "done"}
        for command in self.given:
            assert command in streams or command in in_view or command in self.settled, command

    def teardown(self) -> None:
        """The hall is back: everything is there, in order, or in view."""
        window = self.window
        window.back()
        assert window.hall.live
        unsent = {each.id for each in window.hall.unsent()}
        assert window.hall.standing().waiting + window.hall.standing().unsettled == len(unsent)
        log = window.log()
        at = {line.command: line.position for line in reversed(log)}
        for command in self.given:
            assert (command in at) != (command in unsent) or command in self.settled, command
        self._in_order(at)
        for command, given in self.given.items():
            if isinstance(given, OpenCase) and command in at:
                stream = next(line.stream for line in log if line.command == command)
                file = window.far.ask(AskCase(code=stream))
                assert file is not None
        window.close()
        hall = verify_hall(self.folder / "hall" / "hall.db")
        assert hall.problems == ()
        verify(self.folder / "window" / JOURNAL)
        shutil.rmtree(self.folder)

    def _in_order(self, at: dict[str, int]) -> None:
        """What was given on one case or ticket came to the hall in the order in which it was given."""
        by_stream: dict[str, list[int]] = {}
        for command, receipt in self.made.items():
            if command in at:
                by_stream.setdefault(receipt.stream, []).append(at[command])
        for stream, positions in by_stream.items():
            # Two cases may have had the same code, here and at the hall.
            if stream.rpartition("-")[0]:
                assert positions == sorted(positions), stream


TestEveryCut = CutOff.TestCase
TestEveryCut.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
