"""Acts on the case in view, from acceptance to delivery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import ChoiceField, TextField, Values
from data.model.case import Verdict
from data.model.command import (
    Accept,
    AskCorrection,
    Decide,
    Decline,
    Extend,
    FinishStep,
    Resume,
    Reveal,
    Suspend,
    Withdraw,
)
from data.model.item import ReasonKind, StepKind, SuspensionKind
from data.model.view import CaseFile, MaterialLine, StepLine
from widgets.base.ink import Ink
from widgets.base.phrases import named
from widgets.case.checklist import FAULTS
from widgets.case.route import in_hand

BY_DECISION = frozenset({StepKind.DECIDE, StepKind.DELIVER})


class Cases(ActHandler):
    """What the acts on a case do."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {
            "accept": lambda: self._with(self.accept),
            "correct": lambda: self._with(self.correct),
            "decline": lambda: self._with(self.decline),
            "withdraw": lambda: self._with(self.withdraw),
            "finish_step": lambda: self._with(self.finish_step),
            "decide": lambda: self._with(self.decide),
            "suspend": lambda: self._with(self.suspend),
            "resume": lambda: self._with(self.resume),
            "extend": lambda: self._with(self.extend),
            "reveal": lambda: self._with(self.reveal),
        }

    def _with(self, act: Callable[[CaseFile], None]) -> None:
        file = self.desk.state.file
        if file is None:
            self.desk.message.warn(self.texts("desk.no_case"))
        else:
            act(file)

    def accept(self, file: CaseFile) -> None:
        """Accept; with tolerated materials after the applicant has signed the promise."""
        tolerated = [line for line in file.checklist if line.verdict is Verdict.TOLERATED]
        who, code, seq = self.desk.context.who(), file.line.code, file.line.seq
        if not tolerated:
            self.desk.sender.send("accept", Accept(**who, case=code, expected=seq))
            return

        lines = [self.texts("accept.tolerated"), *(f"- {self._name(line)}" for line in tolerated)]
        self.issue("accept", Accept(**who, case=code, expected=seq, signed_promise=True), lines)

    def correct(self, file: CaseFile) -> None:
        """Tell everything that is missing or defective, once."""
        lines = [self.texts("correct.told")]
        for line in file.checklist:
            if line.verdict in FAULTS:
                why = " | ".join(part for part in (line.reason, line.standard) if part)
                verdict = self.texts(f"verdict.{line.verdict}")
                lines.append(f"- {self._name(line)}: {verdict}" + (f" ({why})" if why else ""))

        who = self.desk.context.who()
        self.issue("correct", AskCorrection(**who, case=file.line.code, expected=file.line.seq), lines)

    def decline(self, file: CaseFile) -> None:
        """Not ours, or no licence needed: reasons, then once more before it is issued."""
        grounds = ("not_our_authority", "no_licence_needed")
        ground = ChoiceField(
            name="ground",
            label=self.texts("field.ground"),
            options=tuple((each, self.texts(f"ground.{each}")) for each in grounds),
        )

        def needed(values: Values) -> str:
            ours = values["ground"] == "no_licence_needed"
            return "" if ours or values["go_to"].strip() else self.texts("refusal.go_to_blank")

        go_to = TextField(name="go_to", label=self.texts("field.go_to"), check=needed)

        def then(values: Values) -> None:
            kind: Literal["not_our_authority", "no_licence_needed"] = (
                "no_licence_needed" if values["ground"] == "no_licence_needed" else "not_our_authority"
            )
            command = Decline(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                ground=kind,
                reason=values["reason"],
                go_to=values["go_to"],
            )
            lines = [self.texts(f"ground.{kind}"), values["reason"], values["go_to"]]
            self.issue("decline", command, [*self._about(file), *filter(None, lines)])

        reason = self.reason(ReasonKind.DECLINE, ReasonKind.NOT_REQUIRED)
        self.form("decline", (ground, go_to, reason), then, of=file.line.code)

    def withdraw(self, file: CaseFile) -> None:
        """The applicant takes the application back."""

        def then(values: Values) -> None:
            command = Withdraw(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                reason=values["reason"],
            )
            self.confirm(
                "withdraw",
                [*self._about(file), values["reason"]],
                lambda: self.desk.sender.send("withdraw", command),
            )

        self.form("withdraw", (self.reason(ReasonKind.WITHDRAWAL),), then, of=file.line.code)

    def finish_step(self, file: CaseFile) -> None:
        """Finish the step under the route's cursor if it is in hand, else the first that is."""
        step = self._step(file)
        if step is None:
            return
        options = (("yes", self.texts("opinion.agrees")), ("no", self.texts("opinion.opposes")))
        agrees = ChoiceField(name="agrees", label=self.texts("field.opinion"), options=options)

        def explained(values: Values) -> str:
            silent = values["agrees"] == "no" and not values["note"].strip()
            return self.texts("refusal.reason_blank") if silent else ""

        note = TextField(name="note", label=self.texts("field.note"), check=explained)
        fields: list[ChoiceField | TextField] = [agrees, note]
        if step.people > 1:
            label = self.texts("field.colleague")
            fields.insert(1, TextField(name="colleague", label=label, required=True))

        def then(values: Values) -> None:
            command = FinishStep(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                step=step.code,
                agrees=values["agrees"] == "yes",
                note=values["note"],
                colleague=values.get("colleague", ""),
            )
            self.desk.sender.send("finish_step", command)

        name = named(self.texts, step.name, step.name_en)
        department = named(self.texts, step.department_name, step.department_name_en)
        intro = [((f" {name}", Ink.BOLD), (f"  {department}", Ink.DIM))]
        self.form("finish_step", fields, then, intro=intro, of=f"{file.line.code} {step.code}")

    def decide(self, file: CaseFile) -> None:
        """Grant or refuse: reasons, then once more before it is issued."""
        options = (("grant", self.texts("status.granted")), ("refuse", self.texts("status.refused")))
        decision = ChoiceField(name="decision", label=self.texts("field.decision"), options=options)

        def explained(values: Values) -> str:
            silent = values["decision"] == "refuse" and not values["reasons"].strip()
            return self.texts("refusal.reasons_blank") if silent else ""

        reasons = self.reason(ReasonKind.REFUSAL, name="reasons", required=False, check=explained)

        def then(values: Values) -> None:
            granted = values["decision"] == "grant"
            command = Decide(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                granted=granted,
                reasons=values["reasons"],
            )
            issued = named(self.texts, file.result, file.result_en) or self.texts("decide.no_result")
            lines = [*self._about(file), self.texts(f"decide.{values['decision']}", result=issued)]
            lines += filter(None, [values["reasons"]])
            self.issue("decide", command, lines)

        self.form("decide", (decision, reasons), then, of=file.line.code)

    def suspend(self, file: CaseFile) -> None:
        """Start excluded time: its kind, how long, why."""
        kinds = ChoiceField(
            name="kind",
            label=self.texts("field.suspension"),
            options=tuple((each.value, self.texts(f"suspension.{each}")) for each in SuspensionKind),
        )

        def then(values: Values) -> None:
            command = Suspend(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                kind=SuspensionKind(values["kind"]),
                days=int(values["days"]),
                reason=values["reason"],
            )
            self.desk.sender.send("suspend", command)

        self.form(
            "suspend", (kinds, self._days(), self.reason(ReasonKind.SUSPENSION)), then, of=file.line.code
        )

    def resume(self, file: CaseFile) -> None:
        """End excluded time."""
        who = self.desk.context.who()
        self.desk.sender.send("resume", Resume(**who, case=file.line.code, expected=file.line.seq))

    def extend(self, file: CaseFile) -> None:
        """Extend the handling, once: by how much, who approved it, why."""
        approver = TextField(name="approver", label=self.texts("field.approver"), required=True)

        def then(values: Values) -> None:
            command = Extend(
                **self.desk.context.who(),
                case=file.line.code,
                expected=file.line.seq,
                days=int(values["days"]),
                approver=values["approver"],
                reason=values["reason"],
            )
            self.desk.sender.send("extend", command)

        self.form(
            "extend", (self._days(), approver, self.reason(ReasonKind.EXTENSION)), then, of=file.line.code
        )

    def reveal(self, file: CaseFile) -> None:
        """See the applicant's data, for a reason that is kept."""

        def then(values: Values) -> None:
            who = self.desk.context.who()
            command = Reveal(**who, case=file.line.code, expected=file.line.seq, reason=values["reason"])
            self.desk.sender.send("reveal", command, lambda receipt: self.desk.state.reveal(who["id"]))

        self.form("reveal", (self.reason(ReasonKind.REVEAL),), then, of=file.line.code)

    def _step(self, file: CaseFile) -> StepLine | None:
        running = [step for step in file.route if in_hand(step) and self.desk.state.has(step)]
        open_to_hand = [step for step in running if step.kind not in BY_DECISION]
        here = self.desk.route.step
        if here is not None and any(step.code == here.code for step in open_to_hand):
            return here
        if open_to_hand:
            return open_to_hand[0]
        if running:
            name = named(self.texts, running[0].name, running[0].name_en)
            key = "step_needs_decision" if running[0].kind is StepKind.DECIDE else "step_needs_delivery"
            self.desk.message.warn(self.texts(f"refusal.{key}", step=name))
        else:
            self.desk.message.warn(self.texts("refusal.no_step_in_hand"))
        return None

    def _about(self, file: CaseFile) -> list[str]:
        item = named(self.texts, file.line.item_name, file.line.item_name_en)
        return [f"{item}  {file.applicant.name}"]

    def _name(self, line: MaterialLine) -> str:
        return named(self.texts, line.name, line.name_en)

    def _days(self) -> TextField:
        def whole(values: Values) -> str:
            days = values["days"].strip()
            return "" if days.isdecimal() and len(days) <= 5 else self.texts("form.days")

        return TextField(name="days", label=self.texts("field.days"), required=True, check=whole)
