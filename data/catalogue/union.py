"""The one checklist of a joint application: the materials of all its lanes, each asked for once.

Materials of the same name, or that the same kinds of licence satisfy, are one. What another lane's result
satisfies is not asked for at all. The questions of the lanes are asked once, too; where two lanes mean
different things by one code, it is prefixed with the item's.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.law.joint import supplier
from data.model.item import Condition, Form, Item, Lane, Material, Question, Shared

AND = "；"
"""What stands between the standards of materials that have become one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """What is asked for the whole, and whose it is; `anyway` names what is asked in every situation.

    That is what lanes ask for in situations which cannot be said together.
    """

    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    shared: tuple[Shared, ...]
    anyway: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A material as one lane asks for it, its conditions in the codes of the whole."""

    item: str
    material: Material


def union_of(lanes: Sequence[Lane], items: Mapping[str, Item]) -> Union:
    """What lanes of these items ask for together; `items` has the item of every lane."""
    ours = [items[lane.item] for lane in lanes]
    codes = _question_codes(ours)
    asked = [
        _Asked(item.code, replace(material, when=_translated(material.when, item.code, codes)))
        for item in ours
        for material in item.materials
        if not supplier(material, item.code, lanes, ours)
    ]
    groups = _grouped(asked)
    leading = Counter(group[0].material.code for group in groups)
    materials: list[Material] = []
    shared: list[Shared] = []
    anyway: list[str] = []
    for group in groups:
        first = group[0]
        code = first.material.code
        code = code if leading[code] == 1 else f"{first.item}.{code}"
        when = _either([each.material.when for each in group], codes)
        if when is None:
            anyway.append(first.material.name)
        materials.append(replace(_merged([each.material for each in group]), code=code, when=when or ()))
        shared += [Shared(material=code, item=each.item, lane_material=each.material.code) for each in group]
    used = {each.question for material in materials for each in material.when}
    used |= {
        each.question
        for item in ours
        for step in item.steps
        for each in _translated(step.when, item.code, codes)
    }
    return Union(
        questions=tuple(each for each in codes.questions if each.code in used),
        materials=tuple(materials),
        shared=tuple(shared),
        anyway=tuple(anyway),
    )


@dataclass(frozen=True, slots=True)
class _Codes:
    """The questions of the whole, and under which code it asks each item's."""

    questions: tuple[Question, ...]
    by_item: Mapping[tuple[str, str], str]

    def question(self, code: str) -> Question:
        return next(each for each in self.questions if each.code == code)


def _question_codes(items: Iterable[Item]) -> _Codes:
    items = tuple(items)
    meanings: dict[str, set[Question]] = {}
    for item in items:
        for question in item.questions:
            meanings.setdefault(question.code, set()).add(question)
    questions: dict[str, Question] = {}
    by_item: dict[tuple[str, str], str] = {}
    for item in items:
        for question in item.questions:
            clash = len(meanings[question.code]) > 1
            code = f"{item.code}.{question.code}" if clash else question.code
            questions.setdefault(code, replace(question, code=code))
            by_item[item.code, question.code] = code
    return _Codes(tuple(questions.values()), by_item)


def _translated(when: Iterable[Condition], item: str, codes: _Codes) -> tuple[Condition, ...]:
    return tuple(replace(each, question=codes.by_item[item, each.question]) for each in when)


def _grouped(asked: Iterable[_Asked]) -> list[list[_Asked]]:
    """Those that are the same, in the order in which each is first asked for."""
    groups: list[list[_Asked]] = []
    for each in asked:
        marks = set(_marks(each.material))
        same = [group for group in groups if any(marks & set(_marks(one.material)) for one in group)]
        for group in same[1:]:
            same[0].extend(group)
            groups.remove(group)
        if same:
            same[0].append(each)
        else:
            groups.append([each])
    return groups


def _marks(material: Material) -> Iterator[tuple[str, ...]]:
    """By what a material is known again: its name, however it was typed, and its kinds of licence."""
    yield ("name", "".join(unicodedata.normalize("NFKC", material.name).casefold().split()))
    if material.licences:
        yield ("licences", *sorted(material.licences))


def _merged(group: Sequence[Material]) -> Material:
    """One that is enough for all: the most copies, the strictest form, and what every one of them allows."""
    first = group[0]
    tolerated = [each.tolerance_days for each in group if each.tolerance_days is not None]
    tolerable = all(each.tolerable for each in group)
    forms = {each.form for each in group} - {Form.EITHER}
    return replace(
        first,
        originals=max(each.originals for each in group),
        copies=max(each.copies for each in group),
        necessary=any(each.necessary for each in group),
        form=Form.EITHER if not forms else Form.ELECTRONIC if forms == {Form.ELECTRONIC} else Form.PAPER,
        tolerable=tolerable,
        tolerance_days=min(tolerated, default=None) if tolerable else None,
        promise=all(each.promise for each in group),
        licences=tuple(code for code in first.licences if all(code in each.licences for each in group)),
        standard=AND.join(dict.fromkeys(each.standard for each in group if each.standard)),
        law=AND.join(dict.fromkeys(each.law for each in group if each.law)),
        note=AND.join(dict.fromkeys(each.note for each in group if each.note)),
    )


def _either(whens: Sequence[tuple[Condition, ...]], codes: _Codes) -> tuple[Condition, ...] | None:
    """The situations in which any of them asks; None where that cannot be said and it is always asked."""
    if not all(whens):
        return ()
    if all(set(when) == set(whens[0]) for when in whens):
        return whens[0]
    if len({tuple(each.question for each in when) for when in whens}) > 1 or len(whens[0]) > 1:
        return None
    question = codes.question(whens[0][0].question)
    given = {answer for when in whens for answer in when[0].answers}
    answers = tuple(each.code for each in question.answers if each.code in given)
    return (
        () if len(answers) == len(question.answers) else (Condition(question=question.code, answers=answers),)
    )
