"""Why the lights of a case show what they show, as lines to read."""

from __future__ import annotations

from collections.abc import Sequence

from data.model.legal.clock import ClockKind
from data.model.legal.explanation import Explanation
from data.model.view import CaseFile
from data.texts import Texts
from data.texts.explanation import explained
from widgets.base.ink import Ink, Spans
from widgets.base.light import INKS, light_word, provisional_word
from widgets.base.phrases import named


def why_lines(explanations: Sequence[Explanation], file: CaseFile, texts: Texts) -> Sequence[Spans]:
    """Each clock's explanation, the one that gives the light first."""
    if not explanations:
        return [((texts("why_screen.none"), Ink.PLAIN),)]
    lines: list[Spans] = []
    for explanation in explanations:
        clock = explanation.clock
        word = provisional_word(light_word(clock.light, clock.left, texts), provisional=clock.provisional)
        heading, *rest = explained(explanation, texts, _subject(explanation, file, texts))
        lines.append(((word, INKS[clock.light]), (" ", Ink.PLAIN), (heading, Ink.BOLD)))
        lines += [((f"  {line}", Ink.PLAIN),) for line in rest]
        lines.append(())
    return lines


def _subject(explanation: Explanation, file: CaseFile, texts: Texts) -> str:
    """The name of the step or material that a clock belongs to."""
    subject = explanation.clock.subject
    if explanation.clock.kind is ClockKind.STEP:
        names = {step.code: named(texts, step.name, step.name_en) for step in file.route}
    else:
        names = {line.code: named(texts, line.name, line.name_en) for line in file.checklist}
    return names.get(subject, subject)
