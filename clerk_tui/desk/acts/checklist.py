"""Acts on the checklist: what is found of each material, all at once, and taking the last one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clerk_tui.desk.acts.handler import ActHandler
from clerk_tui.shell.acts import Handlers
from clerk_tui.shell.forms.fields import Check, ChoiceField, TextField, Values
from data.model.case import Trust, Verdict
from data.model.command import CheckMaterials, Finding, SettleDebt, TellSituation
from data.model.item import ReasonKind
from data.model.view import CaseFile, MaterialLine, QuestionLine
from widgets.base.ink import Ink, Spans
from widgets.base.phrases import named

COUNTED = (Verdict.THERE, Verdict.DEFECTIVE)
"""Of these the originals and copies are counted."""
LONGEST_COUNT = 4
EXPLAINED = {Verdict.DEFECTIVE: ReasonKind.DEFECT, Verdict.NOT_APPLICABLE: ReasonKind.NOT_APPLICABLE}
"""What the reason is given for, of the verdicts that need one."""


class Materials(ActHandler):
    """What the acts on materials do."""

    _undo: tuple[str, tuple[Finding, ...]] | None = None

    def handlers(self) -> Handlers:
        """The acts by their ids."""
        return {
            "there": self.there,
            "missing": lambda: self._find(Verdict.MISSING),
            "defective": lambda: self._explain("defective", Verdict.DEFECTIVE),
            "tolerate": lambda: self._find(Verdict.TOLERATED),
            "promise": lambda: self._find(Verdict.PROMISED),
            "reuse": self.reuse,
            "not_needed": lambda: self._explain("not_needed", Verdict.NOT_APPLICABLE),
            "all_there": self.all_there,
            "all_missing": self.all_missing,
            "counts": self.counts,
            "trust": self.trust,
            "undo": self.undo,
            "settle": self.settle,
            "situation": self.situation,
        }

    def there(self) -> None:
        """The material is there, or unchecked again where it was; one that was tolerated has arrived."""
        line = self.desk.checklist.material
        if line is not None and line.verdict is Verdict.TOLERATED and line.due is not None:
            self.settle()
            return
        back = line is not None and line.verdict is Verdict.THERE
        self._find(Verdict.UNCHECKED if back else Verdict.THERE)

    def all_there(self) -> None:
        """All that is unchecked is there."""
        self._all("all_there", Verdict.THERE)

    def all_missing(self) -> None:
        """All that is unchecked is missing."""
        self._all("all_missing", Verdict.MISSING)

    def counts(self) -> None:
        """How many originals, copies and pages of the material there are."""
        line = self.desk.checklist.material
        if line is None:
            return
        here = line.verdict in COUNTED

        def whole(name: str) -> Check:
            def check(values: Values) -> str:
                typed = values[name].strip()
                right = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_COUNT
                return "" if right else self.texts("materials.whole_number")

            return check

        def then(file: CaseFile, line: MaterialLine, values: Values) -> Finding:
            return Finding(
                material=line.code,
                verdict=line.verdict if line.verdict in COUNTED else Verdict.THERE,
                originals=int(values["originals"]),
                copies=int(values["copies"]),
                pages=int(values["pages"]),
                trust=line.trust,
                reason=line.reason,
            )

        given = {
            "originals": line.originals if here else line.need_originals,
            "copies": line.copies if here else line.need_copies,
            "pages": line.pages,
        }
        fields = [
            TextField(name=name, label=self.texts(f"field.{name}"), value=str(count), check=whole(name))
            for name, count in given.items()
        ]
        self._ask("counts", fields, then)

    def trust(self) -> None:
        """The next level of trust: A, B, C, D, and A again; what was unchecked is there then."""
        file, line = self.desk.state.file, self.desk.checklist.material
        if file is None or line is None:
            return
        levels = tuple(Trust)
        place = levels.index(line.trust) + 1 if line.trust is not None else 0
        here = line.verdict in COUNTED or line.verdict in (Verdict.PROMISED, Verdict.REUSED)
        finding = Finding(
            material=line.code,
            verdict=line.verdict if here else Verdict.THERE,
            originals=line.originals if line.verdict in COUNTED else None,
            copies=line.copies if line.verdict in COUNTED else None,
            pages=line.pages if line.verdict in COUNTED else None,
            trust=levels[place % len(levels)],
            reason=line.reason,
            licence=line.licence,
        )
        self._record("checked", file, (finding,), (line,), stay=True)

    def _all(self, act: str, verdict: Verdict) -> None:
        file = self.desk.state.file
        if file is None:
            return
        unchecked = [line for line in file.checklist if line.verdict is Verdict.UNCHECKED]
        if not unchecked:
            self.desk.message.warn(self.texts("materials.none_unchecked"))
            return
        findings = tuple(Finding(material=line.code, verdict=verdict) for line in unchecked)
        self._record(act, file, findings, unchecked)

    def reuse(self) -> None:
        """The material is satisfied by a licence on file: ask for its number."""

        def then(file: CaseFile, line: MaterialLine, values: Values) -> Finding:
            return Finding(material=line.code, verdict=Verdict.REUSED, licence=values["licence"])

        field = TextField(name="licence", label=self.texts("field.licence"), required=True)
        self._ask("reuse", (field,), then)

    def settle(self) -> None:
        """A tolerated material has arrived: the one under the cursor, else the first that is owing."""
        file = self.desk.state.file
        if file is None:
            return
        owing = [line for line in file.checklist if line.verdict is Verdict.TOLERATED]
        here = self.desk.checklist.material
        code = here.code if here in owing and here is not None else owing[0].code if owing else ""
        command = SettleDebt(
            **self.desk.context.who(), case=file.line.code, expected=file.line.seq, material=code
        )
        self.desk.sender.send("settle", command)

    def situation(self) -> None:
        """Answer the item's questions: materials that the case's situation does not need fall away."""
        file = self.desk.state.file
        if file is None or not file.questions:
            self.desk.message.warn(self.texts("materials.no_questions"))
            return
        code, seq = file.line.code, file.line.seq

        def then(values: Values) -> None:
            answers = tuple((question, answer) for question, answer in values.items() if answer)
            command = TellSituation(**self.desk.context.who(), case=code, expected=seq, answers=answers)
            self.desk.sender.send("situation", command)

        self.form("situation", [self._question(each) for each in file.questions], then, of=code)

    def _question(self, line: QuestionLine) -> ChoiceField:
        given = tuple((code, named(self.texts, text, text_en)) for code, text, text_en in line.answers)
        options = given if line.answer else (("", self.texts("materials.unanswered")), *given)
        label = named(self.texts, line.text, line.text_en)
        return ChoiceField(name=line.code, label=label, options=options, value=line.answer)

    def undo(self) -> None:
        """Take the last finding back."""
        file = self.desk.state.file
        if file is None or self._undo is None or self._undo[0] != file.line.code:
            self.desk.message.warn(self.texts("materials.nothing_to_undo"))
            return
        findings, self._undo = self._undo[1], None
        command = CheckMaterials(
            **self.desk.context.who(), case=file.line.code, expected=file.line.seq, findings=findings
        )
        self.desk.sender.send("undo", command)

    def _find(self, verdict: Verdict) -> None:
        file, line = self.desk.state.file, self.desk.checklist.material
        if file is None or line is None:
            return
        self._record("checked", file, (Finding(material=line.code, verdict=verdict),), (line,))

    def _explain(self, act: str, verdict: Verdict) -> None:
        def then(file: CaseFile, line: MaterialLine, values: Values) -> Finding:
            return Finding(material=line.code, verdict=verdict, reason=values["reason"])

        self._ask(act, (self.reason(EXPLAINED[verdict]),), then)

    def _ask(
        self,
        act: str,
        fields: Sequence[TextField],
        then: Callable[[CaseFile, MaterialLine, Values], Finding],
    ) -> None:
        file, line = self.desk.state.file, self.desk.checklist.material
        if file is None or line is None:
            return

        def answered(values: Values) -> None:
            self._record("checked", file, (then(file, line, values),), (line,))

        intro: list[Spans] = [((f" {line.name}", Ink.BOLD),)]
        if line.standard:
            intro.append(((f" {self.texts('checklist.standard', standard=line.standard)}", Ink.DIM),))
        self.form(act, fields, answered, intro=intro, of=f"{file.line.code} {line.code}")

    def _record(
        self,
        act: str,
        file: CaseFile,
        findings: tuple[Finding, ...],
        before: Sequence[MaterialLine],
        *,
        stay: bool = False,
    ) -> None:
        command = CheckMaterials(
            **self.desk.context.who(), case=file.line.code, expected=file.line.seq, findings=findings
        )
        undo = (file.line.code, tuple(_as_found(line) for line in before))

        def then(receipt: object) -> None:
            self._undo = undo
            if len(before) == 1 and not stay:
                self.desk.view.next_material()

        self.desk.sender.send(act, command, then)


def _as_found(line: MaterialLine) -> Finding:
    """The finding that brings a material back to what it was."""
    here = line.verdict in (Verdict.THERE, Verdict.DEFECTIVE)
    return Finding(
        material=line.code,
        verdict=line.verdict,
        originals=line.originals if here else None,
        copies=line.copies if here else None,
        pages=line.pages if here else None,
        trust=line.trust,
        reason=line.reason,
        licence=line.licence,
    )
