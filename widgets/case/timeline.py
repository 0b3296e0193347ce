"""The timeline: what happened to the case, newest first, one line a deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from data.model.event import (
    CaseAccepted,
    CaseDecided,
    CaseDeclined,
    CaseDelivered,
    CaseWithdrawn,
    CorrectionAsked,
    DataRevealed,
    ExtensionGranted,
    LinkAnswered,
    LinkFailed,
    LinkSent,
    MaterialChecked,
    NeedSaid,
    StepClaimed,
    StepFinished,
    StepReturned,
    StepStarted,
    SuspensionStarted,
)
from data.model.legal.time_zone import shanghai
from data.model.view import CaseFile, TimelineLine
from data.texts import Texts
from widgets.base.ink import Ink, Palette, Spans
from widgets.base.pane import Pane
from widgets.base.phrases import day_word, named


@dataclass(frozen=True, slots=True)
class Deed:
    """Events of one kind that one person recorded at one moment."""

    lines: tuple[TimelineLine, ...]
    detail: str
    latest: bool

    @property
    def last(self) -> TimelineLine:
        """The newest of them."""
        return self.lines[-1]


class Timeline(Pane[Deed]):
    """What happened to a case."""

    def __init__(self, texts: Texts, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(
            "4",
            texts,
            palette,
            draw=self._draw,
            key=lambda row: str(row.last.seq),
            matters=lambda row: row.latest,
            id=id,
        )
        self._today = date.min

    def show_case(self, file: CaseFile | None, today: date, empty: str = "") -> None:
        """Show what happened to a case, or why there is nothing."""
        self._today = today
        deeds = self._deeds(file) if file else []
        extra: Spans = ((f"{len(deeds)} ", Ink.DIM),) if deeds else ()
        self.heading.title(self.texts("pane.timeline"), extra)
        self.show_all(deeds, empty)

    def _deeds(self, file: CaseFile) -> list[Deed]:
        together = [tuple(group) for _, group in groupby(file.timeline, key=_together)]
        return [
            Deed(lines, self._detail(lines, file), latest=place == 0)
            for place, lines in enumerate(reversed(together))
        ]

    def _draw(self, row: Deed, width: int) -> Spans:
        line = row.last
        at = shanghai(line.at)
        moment = (
            f"{at:%H:%M}" if at.date() == self._today else f"{day_word(at.date(), self._today)} {at:%H:%M}"
        )
        return (
            (f"{moment} ", Ink.DIM),
            (self.texts(f"event.{line.body.kind}"), Ink.BOLD if row.latest else Ink.PLAIN),
            (f" {row.detail}" if row.detail else "", Ink.PLAIN),
            (f" {line.user}", Ink.DIM),
        )

    def _detail(self, lines: Sequence[TimelineLine], file: CaseFile) -> str:
        texts, body = self.texts, lines[-1].body
        steps = {step.code: named(texts, step.name, step.name_en) for step in file.route}
        materials = {each.code: named(texts, each.name, each.name_en) for each in file.checklist}
        match body:
            case MaterialChecked() if len(lines) > 1:
                return texts("timeline.materials", count=len(lines))
            case MaterialChecked():
                name = materials.get(body.material, body.material)
                return f"{name} {texts(f'verdict_short.{body.verdict}')}"
            case CorrectionAsked():
                return texts("timeline.materials", count=len(body.materials))
            case CaseAccepted(deemed=True):
                return texts("timeline.deemed", on=day_word(body.on, self._today))
            case StepStarted() | StepFinished():
                names = [steps.get(_step(line), _step(line)) for line in lines]
                return texts("timeline.and").join(names)
            case StepClaimed():
                holder = "" if body.holder == lines[-1].user else body.holder
                return f"{steps.get(body.step, body.step)} {holder}".strip()
            case NeedSaid():
                said = texts(f"route.needs.{body.needs}", note=body.note)
                return f"{steps.get(body.step, body.step)} {said}"
            case StepReturned():
                return f"{steps.get(body.to, body.to)}: {body.reason}"
            case SuspensionStarted():
                return f"{texts(f'suspension.{body.suspension}')} {texts('timeline.days', days=body.days)}"
            case ExtensionGranted():
                return texts("timeline.days", days=body.days)
            case CaseDecided():
                return texts("status.granted" if body.granted else "status.refused")
            case CaseDelivered():
                return f"{texts(f'method.{body.method}')} {body.recipient}"
            case CaseDeclined() | CaseWithdrawn() | DataRevealed():
                return body.reason
            case LinkSent():
                return steps.get(body.step, body.step)
            case LinkFailed() | LinkAnswered():
                return link_words(texts, body, steps.get(body.step, body.step))
            case _:
                return ""


def link_words(texts: Texts, body: LinkFailed | LinkAnswered, step: str) -> str:
    """What happened on the link with a department's own system, in words; `step` is the step's name."""
    if isinstance(body, LinkFailed):
        key = "timeline.link_failed" if body.task else "timeline.link_spoilt"
        return texts(key, step=step, problem=texts(f"link.problem.{body.problem}"), attempt=body.attempt)
    opinion = texts(f"link.opinion.{body.opinion}")
    if body.taken:
        return texts("timeline.link_answered", step=step, opinion=opinion)
    because = texts(f"link.because.{body.because}")
    return texts("timeline.link_kept", step=step, opinion=opinion, because=because)


def _together(line: TimelineLine) -> tuple[object, ...]:
    return (line.at, line.user, line.body.kind)


def _step(line: TimelineLine) -> str:
    return line.body.step if isinstance(line.body, StepStarted | StepFinished) else ""
