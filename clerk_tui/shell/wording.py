"""What has happened and why something cannot, in words for the message line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from clerk_tui.shell import sentences
from data.law.supervision_code import grouped
from data.model.event import NoticePrinted
from data.model.legal.clock import ClockKind, Running
from data.model.outcome import Receipt, Refusal
from data.model.view import CaseFile, MaterialLine
from data.texts import Texts
from widgets.base.phrases import day_word, named


def refused(texts: Texts, refusal: Refusal, file: CaseFile | None) -> str:
    """The refusal with its law and remedy; materials and steps by their names in this language."""
    facts = dict(refusal.facts)
    for fact, names in (("material", _materials(texts, file)), ("step", _steps(texts, file))):
        if fact in facts:
            facts[fact] = names.get(facts[fact], facts[fact])
    if "kind" in facts and f"applicant.{facts['kind']}" in texts:
        facts["kind"] = texts(f"applicant.{facts['kind']}")
    return sentences.refusal(texts, replace(refusal, facts=facts))


def done(texts: Texts, act: str, receipt: Receipt, file: CaseFile | None, today: date) -> str:
    """What the act has done, with the dates that follow from it."""
    facts = {
        "number": receipt.number,
        "notice": _last_print(file) if file else "",
        "code": grouped(receipt.stream),
        "name": named(texts, file.line.item_name, file.line.item_name_en) if file else "",
    }
    due = _due(file, today) if file else ""
    key = f"done.{act}"
    if due and f"{key}_due" in texts:
        return texts(f"{key}_due", due=due, **facts)
    return texts(key, **facts)


def _last_print(file: CaseFile) -> str:
    """The number of the notice that was printed last."""
    prints = [line.body.number for line in file.timeline if isinstance(line.body, NoticePrinted)]
    return prints[-1] if prints else ""


def _due(file: CaseFile, today: date) -> str:
    """The due date that people are told: the promised one, else the one the law sets."""
    for kind in (ClockKind.PROMISED, ClockKind.INSTANT, ClockKind.JOINT, ClockKind.STATUTORY):
        for clock in file.clocks:
            if clock.kind is kind and clock.running is Running.RUNNING and clock.due is not None:
                return day_word(clock.due, today, provisional=clock.provisional)
    return ""


def _materials(texts: Texts, file: CaseFile | None) -> Mapping[str, str]:
    lines = file.checklist if file else ()
    names = {line.code: named(texts, line.name, line.name_en) for line in lines}
    return names | {line.name: named(texts, line.name, line.name_en) for line in lines}


def _steps(texts: Texts, file: CaseFile | None) -> Mapping[str, str]:
    return {line.name: named(texts, line.name, line.name_en) for line in (file.route if file else ())}


def allowed(texts: Texts, line: MaterialLine) -> str:
    """The standard that a material must meet, its form, source and pages, and what may stand for it."""
    parts = [texts("checklist.standard", standard=line.standard)] if line.standard else []
    parts += [texts("checklist.form", form=texts(f"form.{line.form}"), source=texts(f"source.{line.source}"))]
    parts += [texts("checklist.pages", pages=line.pages)] if line.pages else []
    parts += [texts("checklist.note", note=line.note)] if line.note else []
    parts += [texts("checklist.tolerable")] if line.tolerable else []
    parts += [texts("checklist.promise")] if line.promise else []
    return "; ".join(parts)
