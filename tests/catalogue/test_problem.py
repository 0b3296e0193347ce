"""Problems and remarks: one line each, in both languages, with nothing a terminal would obey."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import data.catalogue
from data.catalogue.problem import Problem, Remark
from data.texts import LOCALE, Language, texts

ROOM = Path(data.catalogue.__file__).parent


def used_keys() -> set[str]:
    """The keys of texts that the room's code names."""
    sources = [path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py")]
    return {key for source in sources for key in re.findall(r'"(catalogue\.[a-z0-9_.]+)"', source)}


@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_text_and_every_text_a_reason(language: Language) -> None:
    source = LOCALE / language.locale / "LC_MESSAGES" / "catalogue.po"
    with source.open("rb") as file:
        written = {str(message.id) for message in read_po(file) if message.id}
    assert used_keys() == written
    assert all(key in texts(language) for key in written)


def test_a_problem_is_told_with_its_place_in_one_line() -> None:
    problem = Problem(
        file="a.yaml",
        line=3,
        field="items[x].name",
        reason="catalogue.negative",
        facts={"value": "-1\n\x1b[2J"},
    )
    assert problem.told(texts(Language.ZH)) == "a.yaml:3:items[x].name: 不能小于 0：-1\\x0a\\x1b[2J"
    assert str(problem) == "a.yaml:3:items[x].name: catalogue.negative (value=-1\\x0a\\x1b[2J)"


def test_a_problem_of_the_whole_file_has_no_line() -> None:
    problem = Problem(file="a.yaml", line=0, field="", reason="catalogue.utf8")
    assert problem.told(texts(Language.EN)) == "a.yaml: is not UTF-8: save it as UTF-8"


def test_a_fact_that_is_a_key_is_told_in_the_language() -> None:
    remark = Remark(
        field="special_name",
        reason="catalogue.remark.special_recognised",
        facts={"kind": "suspension.expert_review"},
    )
    assert "专家评审" in remark.told(texts(Language.ZH))
