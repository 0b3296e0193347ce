"""Instant items (即办件) in one form: materials checked, accepted, decided and handed out by one yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clerk_tui.desk.acts.handler import DRAFT_PAPERS, ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import ChoiceField, Field, TicksField, Values
from clerk_tui.shell.notice_output import Failed
from data.model.case import Verdict
from data.model.command import Accept, CaseAct, CheckMaterials, Decide, Deliver, Finding
from data.model.notice import Notice, Paper
from data.model.query import AskDraft
from data.model.view import CaseFile, MaterialLine
from data.port.hall import Hall
from widgets.base.ink import Ink
from widgets.base.phrases import named

NOW, LATER = "now", "later"
UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What will be done at once, and the notices that it issues, per paper."""

    commands: tuple[CaseAct, ...]
    sheets: dict[Paper, list[Notice]]


class AtOnce(ActHandler):
    """What handling at once takes."""

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {"at_once": self.at_once}

    def at_once(self) -> None:
        """Tick what is there, say whether the result is handed out now, and confirm once."""
        file = self.desk.state.file
        if file is None:
            return
        unchecked = [line for line in file.checklist if line.verdict is Verdict.UNCHECKED]
        self.form(
            "at_once",
            self._fields(unchecked),
            lambda values: self._show(file, unchecked, values),
            intro=[((f" {named(self.texts, file.line.item_name, file.line.item_name_en)}", Ink.BOLD),)],
            of=file.line.code,
            first="hand_out",
        )

    def _fields(self, unchecked: Sequence[MaterialLine]) -> Sequence[Field]:
        texts = self.texts
        options = ((NOW, texts("at_once.now")), (LATER, texts("at_once.later")))
        hand_out = ChoiceField(name="hand_out", label=texts("field.hand_out"), options=options)
        if not unchecked:
            return (hand_out,)
        lines = tuple((line.code, named(texts, line.name, line.name_en)) for line in unchecked)
        return (TicksField(name="there", label=texts("field.there"), options=lines), hand_out)

    def _show(self, file: CaseFile, unchecked: Sequence[MaterialLine], values: Values) -> None:
        """Ask once, showing every notice that will be issued."""
        desk, language = self.desk, self.texts.language
        there = values.get("there", "").split()
        findings = tuple(
            Finding(material=line.code, verdict=Verdict.THERE if line.code in there else Verdict.MISSING)
            for line in unchecked
        )
        hand_out = values["hand_out"] == NOW

        def drafted(hall: Hall) -> Drafted:
            trial = self._commands(file, findings, UNKNOWN if hand_out else "")
            told = hall.ask(AskDraft(commands=trial))
            name = told[0].applicant if told else UNKNOWN
            commands = self._commands(file, findings, name if hand_out else "")
            told = hall.ask(AskDraft(commands=commands))
            sheets: dict[Paper, list[Notice]] = {}
            for paper in DRAFT_PAPERS:
                written = [desk.scribe.write(each, language, paper) for each in told]
                sheets[paper] = [each for each in written if not isinstance(each, Failed)]
            return Drafted(commands, {paper: notices for paper, notices in sheets.items() if notices})

        def show(done: Drafted) -> None:
            result = named(self.texts, file.result, file.result_en) or self.texts("decide.no_result")
            lines = [
                self.texts("at_once.checked", there=len(there), all=len(unchecked)),
                self.texts("decide.grant", result=result),
                self.texts("at_once.now" if hand_out else "at_once.later"),
            ]
            self.confirm(
                "at_once",
                lines,
                lambda: self.send_all("at_once", done.commands, lambda receipt: None),
                done.sheets,
            )

        desk.hall.use(drafted, show)
        desk.sender.wait()

    def _commands(self, file: CaseFile, findings: tuple[Finding, ...], recipient: str) -> tuple[CaseAct, ...]:
        """Checked, accepted, granted, and to a recipient handed out."""
        who, code = self.desk.context.who, file.line.code
        commands: list[CaseAct] = []
        if findings:
            commands.append(CheckMaterials(**who(), case=code, findings=findings))
        commands += [Accept(**who(), case=code), Decide(**who(), case=code, granted=True)]
        if recipient:
            commands.append(Deliver(**who(), case=code, recipient=recipient))
        return tuple(commands)
