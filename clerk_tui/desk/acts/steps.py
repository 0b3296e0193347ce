"""Acts on the steps of a route: claimed, handed back or over, sent back, and what they need."""

from __future__ import annotations

from collections.abc import Callable

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import ChoiceField, TextField, Values
from data.model.case import Need
from data.model.command import ClaimStep, HandBackStep, HandOverStep, ReturnStep, SayNeed
from data.model.item import StepKind
from data.model.view import CaseFile, StepLine
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import named
from widgets.case.route import in_hand

StepHandler = Callable[[CaseFile, StepLine], None]


class Reviewing(ActHandler):
    """What the acts on a step do: the one under the cursor, where it is in hand."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {
            "claim": lambda: self._with(self.claim, free=True),
            "hand_back": lambda: self._with(self.hand_back),
            "hand_over": lambda: self._with(self.hand_over),
            "say_need": lambda: self._with(self.say_need),
            "return_step": lambda: self._with(self.send_back),
        }

    def claim(self, file: CaseFile, step: StepLine) -> None:
        """Take the step in hand."""
        who, line = self.desk.context.who(), file.line
        self.desk.sender.send("claim", ClaimStep(**who, case=line.code, expected=line.seq, step=step.code))

    def hand_back(self, file: CaseFile, step: StepLine) -> None:
        """Put the step back into the department's list."""
        who, line = self.desk.context.who(), file.line
        self.desk.sender.send(
            "hand_back", HandBackStep(**who, case=line.code, expected=line.seq, step=step.code)
        )

    def hand_over(self, file: CaseFile, step: StepLine) -> None:
        """Give the step to a colleague."""
        to = TextField(name="to", label=self.texts("field.hand_to"), required=True)

        def then(values: Values) -> None:
            command = HandOverStep(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                step=step.code,
                to=values["to"].strip(),
            )
            self.desk.sender.send("hand_over", command)

        self.form("hand_over", (to,), then, intro=self._about(step), of=f"{file.line.code} {step.code}")

    def say_need(self, file: CaseFile, step: StepLine) -> None:
        """Say what the step needs before it can be finished."""
        options = tuple((need.value, self.texts(f"need.{need}")) for need in Need)
        needs = ChoiceField(name="needs", label=self.texts("field.needs"), options=options)
        note = TextField(name="note", label=self.texts("field.reason"), required=True)

        def then(values: Values) -> None:
            command = SayNeed(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                step=step.code,
                needs=Need(values["needs"]),
                note=values["note"],
            )
            self.desk.sender.send("say_need", command)

        about, of = self._about(step), f"{file.line.code} {step.code}"
        self.form("say_need", (needs, note), then, intro=about, of=of)

    def send_back(self, file: CaseFile, step: StepLine) -> None:
        """Send the case back to an earlier step that is finished, with reasons."""
        done = [
            each for each in file.route if each.finished is not None and each.kind is not StepKind.RECEIVE
        ]
        if not done:
            self.desk.message.warn(self.texts("review.nothing_before"))
            return
        options = tuple((each.code, named(self.texts, each.name, each.name_en)) for each in done)
        to = ChoiceField(name="to", label=self.texts("field.back_to"), options=options, value=done[-1].code)
        reason = TextField(name="reason", label=self.texts("field.reason"), required=True)

        def then(values: Values) -> None:
            command = ReturnStep(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                step=step.code,
                to=values["to"],
                reason=values["reason"],
            )
            self.desk.sender.send("return_step", command)

        about = (*self._about(step), ((f" {self.texts('review.done_again')}", Ink.DIM),))
        self.form("return_step", (to, reason), then, intro=about, of=f"{file.line.code} {step.code}")

    def _with(self, act: StepHandler, *, free: bool = False) -> None:
        """Do it with the step under the cursor, or else the first in hand that it can be done with."""
        file = self.desk.state.file
        if file is None:
            self.desk.message.warn(self.texts("desk.no_case"))
            return
        running = [
            step
            for step in file.route
            if in_hand(step) and step.kind is not StepKind.DELIVER and self.desk.state.has(step)
        ]
        here = self.desk.route.step
        meant = next((step for step in running if here is not None and step.code == here.code), None)
        fitting = [step for step in running if not free or not step.holder] or running
        if meant is None and not fitting:
            self.desk.message.warn(self.texts("refusal.no_step_in_hand"))
            return
        act(file, meant or fitting[0])

    def _about(self, step: StepLine) -> tuple[Spans, ...]:
        name = named(self.texts, step.name, step.name_en)
        department = named(self.texts, step.department_name, step.department_name_en)
        return (((f" {name}", Ink.BOLD), (f"  {department}", Ink.DIM)),)
