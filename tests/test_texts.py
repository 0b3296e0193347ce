"""Every text that the program can show is there, in both languages, and compiled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from clerk_tui.cli.main import MODULES
from data.texts import LOCALE, Language, texts
from data.texts.compile import compiled

ROOT = Path(__file__).parents[1]
SOURCES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def trees(*folders: str) -> Iterator[ast.Module]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def first_texts(folders: tuple[str, ...], names: set[str], place: int = 0) -> set[str]:
    """The literal texts given at a place to calls of functions of these names."""
    found = set()
    for tree in trees(*folders):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) <= place:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                found |= literals(node.args[place])
    return found


def literals(node: ast.expr) -> set[str]:
    """The texts that an expression may be: a literal, or either side of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return set()


def keywords(folders: tuple[str, ...], name: str, word: str) -> set[str]:
    """The literal texts given under a keyword to calls of a function."""
    found = set()
    for tree in trees(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                found |= {text for each in node.keywords if each.arg == word for text in literals(each.value)}
    return found


REFUSALS = {
    f"refusal.{reason}"
    for reason in first_texts(("data/core",), {"refuse"})
    | first_texts(("data/law",), {"LawError", "OverlayError", "_error"})
    | keywords(("data/core", "data/law", "data/store"), "Refusal", "reason")
}
UNAVAILABLE = {f"unavailable.{reason}" for reason in first_texts(("data", "clerk_tui"), {"HallUnavailable"})}
COMMAND_LINE = {
    text
    for name, place in (("misused", 0), ("say", 0), ("text", 0), ("texts", 0), ("Failure", 1), ("typed", 1))
    for text in first_texts(("clerk_tui/cli",), {name}, place)
}
ABOUT = {f"cli.about.{name}" for name in MODULES}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "keys", [REFUSALS, UNAVAILABLE, COMMAND_LINE, ABOUT], ids=["refusals", "unavailable", "cli", "about"]
)
def test_everything_that_is_said_has_its_words(keys: set[str], language: Language) -> None:
    assert keys
    missing = sorted(key for key in keys if key not in texts(language))
    assert not missing


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: f"{each.parents[1].name}-{each.stem}")
def test_what_is_compiled_is_what_is_written(source: Path) -> None:
    assert source.with_suffix(".mo").read_bytes() == compiled(source)


@pytest.mark.parametrize("name", sorted({source.name for source in SOURCES}))
def test_both_languages_have_the_same_keys(name: str) -> None:
    chinese, english = (keys_of(LOCALE / each.locale / "LC_MESSAGES" / name) for each in Language)
    assert chinese == english


def test_the_command_line_fills_in_the_same_facts_in_both_languages() -> None:
    chinese, english = ({key: facts(texts(each)(key)) for key in COMMAND_LINE | ABOUT} for each in Language)
    assert chinese == english


def keys_of(source: Path) -> set[str]:
    """The keys of a file."""
    with source.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def facts(text: str) -> set[str]:
    """The named fields of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}
