"""The questions about a case's situation, and which answers ask for what: read, and held to each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.catalogue.yaml_fields import Fields
from data.model.item import Answer, Condition, Question

FEWEST_ANSWERS = 2
_QUESTION_FIELDS = tuple(each.name for each in dataclasses.fields(Question))
_ANSWER_FIELDS = tuple(each.name for each in dataclasses.fields(Answer))


@dataclass(frozen=True, slots=True)
class Situation:
    """The questions of one item by their codes, each with the fields it was read from."""

    questions: Mapping[str, Question]
    places: Mapping[str, Fields]


NOTHING_ASKED = Situation({}, {})
"""For what no item has been named for yet, such as a route template."""


def read_questions(fields: Fields) -> Situation:
    """The questions of an item, in the order of the file; each has two answers or more."""
    questions: dict[str, Question] = {}
    places: dict[str, Fields] = {}
    for each in fields.mappings("questions", _QUESTION_FIELDS):
        question = Question(
            code=each.text("code"),
            text=each.text("text"),
            text_en=each.text("text_en", ""),
            answers=_answers(each),
        )
        if question.code in questions:
            each.problem("code", "catalogue.duplicate.code", value=question.code)
        questions[question.code] = question
        places[question.code] = each
    return Situation(questions, places)


def read_when(fields: Fields, situation: Situation) -> tuple[Condition, ...]:
    """The conditions of a material or a step: questions of the item, and the answers that ask for it."""
    when = fields.mapping("when", situation.questions, "catalogue.unknown.question")
    if when is None:
        return ()
    if when.sound and not when.names:
        fields.problem("when", "catalogue.empty")
    return tuple(
        Condition(question=code, answers=_given(when, situation.questions[code])) for code in when.names
    )


def check_asked_for(situation: Situation, conditions: Iterable[Condition]) -> None:
    """A question is asked because something depends on it."""
    used = {each.question for each in conditions}
    for code, place in situation.places.items():
        if code not in used:
            place.problem("code", "catalogue.idle_question", value=code)


def _answers(fields: Fields) -> tuple[Answer, ...]:
    answers: dict[str, Answer] = {}
    for each in fields.mappings("answers", _ANSWER_FIELDS):
        answer = Answer(code=each.text("code"), text=each.text("text"), text_en=each.text("text_en", ""))
        if answer.code in answers:
            each.problem("code", "catalogue.duplicate.code", value=answer.code)
        answers[answer.code] = answer
    fields.require("answers")
    if "answers" in fields and fields.sound and len(answers) < FEWEST_ANSWERS:
        fields.problem("answers", "catalogue.few_answers", count=len(answers), fewest=FEWEST_ANSWERS)
    return tuple(answers.values())


def _given(when: Fields, question: Question) -> tuple[str, ...]:
    """The answers under one question; all of them together would be no condition."""
    given = when.texts(question.code)
    known = {each.code for each in question.answers}
    if not when.sound:
        return given
    if not given:
        when.problem(question.code, "catalogue.empty")
    for answer in given:
        if answer not in known:
            when.problem(question.code, "catalogue.unknown.answer", value=answer)
    if len(known) >= FEWEST_ANSWERS and known <= set(given):
        when.problem(question.code, "catalogue.idle_condition")
    return given
