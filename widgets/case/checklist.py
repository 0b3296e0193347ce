"""The checklist: each material of the case, what was found of it, and under it what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from data.model.case import Verdict
from data.model.legal.clock import Light
from data.model.view import CaseFile, MaterialLine
from data.texts import Texts
from widgets.base.cells import cells, fit
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.light import INKS, light_word
from widgets.base.pane import Pane
from widgets.base.phrases import day_word, named

VERDICT_WIDTH = 5
VERDICTS = {
    Verdict.UNCHECKED: Ink.DIM,
    Verdict.THERE: Ink.GOOD,
    Verdict.MISSING: Ink.BAD,
    Verdict.DEFECTIVE: Ink.BAD,
    Verdict.TOLERATED: Ink.WARN,
    Verdict.PROMISED: Ink.COOL,
    Verdict.REUSED: Ink.COOL,
    Verdict.NOT_APPLICABLE: Ink.DIM,
}
SETTLED = frozenset({Verdict.THERE, Verdict.PROMISED, Verdict.REUSED, Verdict.NOT_APPLICABLE})
FAULTS = frozenset({Verdict.MISSING, Verdict.DEFECTIVE})


@dataclass(frozen=True, slots=True)
class Detail:
    """A line under a material: what is wrong with it, or until when it may follow."""

    material: MaterialLine
    text: str


ChecklistRow: TypeAlias = MaterialLine | Detail


class Checklist(Pane[ChecklistRow]):
    """The materials of a case."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(
            "2",
            texts,
            palette,
            draw=self._draw,
            key=lambda row: row.code if isinstance(row, MaterialLine) else "",
            selectable=lambda row: isinstance(row, MaterialLine),
            matters=_matters,
            id=id,
        )
        self._counts_width = 0
        self._left: Mapping[str, int] = {}
        self._asked: Mapping[str, str] = {}

    @property
    def material(self) -> MaterialLine | None:
        """The material under the cursor."""
        row = self.list.current
        return row if isinstance(row, MaterialLine) else None

    def show_case(self, file: CaseFile | None, today: date, empty: str = "") -> None:
        """Show the checklist of a case, or why there is none."""
        lines = file.checklist if file else ()
        self._left = {each.subject: each.left for each in file.clocks} if file else {}
        self._asked = (
            {each.code: named(self.texts, each.text, each.text_en) for each in file.questions} if file else {}
        )
        done = sum(1 for line in lines if line.verdict in SETTLED)
        self._counts_width = max((cells(self._counts(line)) for line in lines), default=0)
        self.list.redraw()
        title = self.texts("pane.checklist")
        extra: Spans = ()
        if lines:
            whole = done == len(lines)
            extra = (
                (f"{done}/{len(lines)} ", Ink.GOOD if whole else Ink.BOLD),
                *((f"{told} ", VERDICTS[verdict]) for verdict, told in self._wanting(lines)),
            )
        self.heading.title(title, extra)
        self.show_all([row for line in lines for row in self._rows(line, today)], empty)

    def _wanting(self, lines: Sequence[MaterialLine]) -> Iterator[tuple[Verdict, str]]:
        """How many are unchecked, missing, wrong or owing: what is still to do."""
        for verdict in (Verdict.UNCHECKED, Verdict.MISSING, Verdict.DEFECTIVE, Verdict.TOLERATED):
            count = sum(1 for line in lines if line.verdict is verdict)
            if count:
                yield verdict, f"{self.texts(f'checklist.{verdict}')}{count}"

    def _rows(self, line: MaterialLine, today: date) -> Iterator[ChecklistRow]:
        yield line
        text = self._detail(line, today)
        if text:
            yield Detail(line, text)

    def _detail(self, line: MaterialLine, today: date) -> str:
        texts = self.texts
        match line.verdict:
            case Verdict.DEFECTIVE | Verdict.MISSING:
                standard = texts("checklist.standard", standard=line.standard) if line.standard else ""
                return " | ".join(part for part in (line.reason, standard) if part)
            case Verdict.TOLERATED if line.due is not None:
                return texts("checklist.until", due=day_word(line.due, today))
            case Verdict.REUSED:
                return texts("checklist.licence", licence=line.licence)
            case Verdict.NOT_APPLICABLE if line.spared_by:
                return "; ".join(self._asked.get(each, each) for each in line.spared_by)
            case Verdict.NOT_APPLICABLE:
                return line.reason
            case _:
                return ""

    def _draw(self, row: ChecklistRow, width: int) -> Spans:
        if isinstance(row, Detail):
            return ((" " * (VERDICT_WIDTH + 1), Ink.PLAIN), (row.text, Ink.DIM))
        texts = self.texts
        counts = fit(self._counts(row), self._counts_width)
        trust = texts(f"trust.{row.trust}") if row.trust else "-"
        light = light_word(row.light, self._left.get(row.code), texts) if row.light is not Light.NONE else ""
        name = named(texts, row.name, row.name_en)
        taken = VERDICT_WIDTH + 1 + cells(counts) + 1 + 2 + (cells(light) + 1 if light else 0)
        return (
            (fit(texts(f"verdict_short.{row.verdict}"), VERDICT_WIDTH), VERDICTS[row.verdict]),
            (fit(name, max(width - taken, 0)), Ink.DIM if _spared(row) else Ink.PLAIN),
            (" ", Ink.PLAIN),
            (light, INKS[row.light]),
            (" " if light else "", Ink.PLAIN),
            (counts, Ink.DIM),
            (" ", Ink.PLAIN),
            (fit(trust, 2), Ink.DIM),
        )

    def _counts(self, row: MaterialLine) -> str:
        """The originals and copies handed in, or those that are needed while nothing is."""
        here = row.verdict in (Verdict.THERE, Verdict.DEFECTIVE)
        originals = row.originals if here else row.need_originals
        copies = row.copies if here else row.need_copies
        words = self.texts("checklist.originals", count=originals) if originals else ""
        more = self.texts("checklist.copies", count=copies) if copies else ""
        return f"{words}{more}" or "-"


def _spared(row: MaterialLine) -> bool:
    """Whether the material is not asked for, or need not be."""
    return not row.necessary or row.verdict is Verdict.NOT_APPLICABLE


def _matters(row: ChecklistRow) -> bool:
    line = row.material if isinstance(row, Detail) else row
    return line.verdict not in SETTLED
