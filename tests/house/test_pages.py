"""The pages name only what is there: paths, modules, functions, rooms and walls, in both languages."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from tests.support.tree import PROGRAM, ROOT, modules, name_of, parsed

HOUSE = ("docs/architecture.md", "CONTRIBUTING.md")
"""The pages on which whatever is written as `a.b` is a function, a class or what it has."""
OTHERS = (
    "README.md",
    "README.zh.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.md")),
)
TOP = (*PROGRAM, "tests", "bench", "docs", "deploy")

SAID = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(rf"(?:{'|'.join(TOP)})/[\w./-]*")
A_MODULE = re.compile(rf"(?:{'|'.join((*PROGRAM, 'tests', 'bench'))})(?:\.\w+)+")
A_NAME = re.compile(r"[A-Za-z]\w*\.[a-z_]\w*|(?!CLERK_TUI_)[A-Z]\w+")
AN_IMPORT = re.compile(r"^ *from ((?:clerk_tui|widgets|data)[\w.]*) import ([\w, ]+)", re.MULTILINE)
FILES = ("md", "py", "po", "toml", "sql", "jsonl")
ANYWHERE = "*"


def text_of(page: str) -> str:
    """What a page says."""
    return (ROOT / page).read_text("utf-8")


def named(statement: ast.stmt) -> Iterator[str]:
    """What a statement names where it stands: defined, assigned, declared or imported."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (each.id for each in targets if isinstance(each, ast.Name))
        case ast.ImportFrom(names=names):
            yield from (each.asname or each.name for each in names)


@cache
def known() -> dict[str, frozenset[str]]:
    """What is in each module, by its whole name and its last; in each class, by its name; in any module."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in modules(*PROGRAM, "tests", "bench"):
        own = {name for statement in parsed(path).body for name in named(statement)}
        for name in (name_of(path), name_of(path).rpartition(".")[2], ANYWHERE):
            found[name] |= own
        for each in ast.walk(parsed(path)):
            if isinstance(each, ast.ClassDef):
                found[each.name] |= {name for statement in each.body for name in named(statement)}
    return {name: frozenset(own) for name, own in found.items()}


def is_there(told: str) -> bool:
    """Whether a name written as `module`, `module.function`, `Class` or `Class.method` is found by it."""
    inside, _, name = told.rpartition(".")
    return told in known() or name in known().get(inside or ANYWHERE, ())


def wrong(text: str, *, house: bool) -> list[str]:
    """What a page names that is not there; where it is about the house, single functions and classes too."""
    lost = [f"{module}.{name}" for module, names in AN_IMPORT.findall(text) for name in names.split(", ")]
    lost = [name for name in lost if not is_there(name)]
    for told in SAID.findall(text):
        if A_PATH.fullmatch(told):
            there = (ROOT / told).exists()
        elif A_MODULE.fullmatch(told) or (house and A_NAME.fullmatch(told)):
            there = told.rpartition(".")[2] in FILES or is_there(told)
        else:
            continue
        if not there:
            lost.append(told)
    return lost


@pytest.mark.parametrize("page", [*HOUSE, *(page for page in OTHERS if page not in HOUSE)])
def test_whatever_a_page_names_is_there(page: str) -> None:
    assert wrong(text_of(page), house=page in HOUSE) == []


@pytest.mark.parametrize(
    "told",
    [
        "`data/store/carry_out.py`",
        "`data.store.carry_out`",
        "`data.store.sql_hall.SqlHal`",
        "`handle.carried_out`",
        "`SqlHall.doing`",
        "`QuerySpecs`",
        "    from data.store.upgrade import create",
    ],
)
def test_what_is_not_there_is_found(told: str) -> None:
    assert len(wrong(told, house=True)) == 1


def test_each_path_is_told_in_nine_steps() -> None:
    parts = re.split("^## ", text_of("docs/architecture.md"), flags=re.MULTILINE)
    paths = [part for part in parts if part.startswith("The path of")]
    assert [len(re.findall(r"^\d\. ", part, re.MULTILINE)) for part in paths] == [9, 9, 9, 9]
    for part in paths:
        assert len(SAID.findall(part)) > 15


def test_the_picture_has_every_room_and_no_other() -> None:
    picture = text_of("docs/architecture.md").split("```")[1]
    rooms = {path.parent for path in modules(*PROGRAM) if path.name == "__init__.py"}
    assert set(re.findall(r"(\w+)/", picture)) == {room.name for room in rooms}


def test_every_wall_is_told() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    told = re.findall(r"^\| (.+?) \|", text_of("docs/architecture.md"), re.MULTILINE)
    assert [each["name"] for each in contracts] == [name for name in told if name[:1].isupper()]


def tables(text: str) -> list[list[str]]:
    """The lines of each table, as far as no other line stands between."""
    return [each.splitlines() for each in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)]


def test_every_table_has_its_heading() -> None:
    found = [table for page in (*HOUSE, *OTHERS) for table in tables(text_of(page))]
    assert len(found) > 30
    assert [table[0] for table in found if len(table) < 3 or not table[1].startswith("| ---")] == []
    assert tables("| who |\n| --- |\n| one |\n\n| two |\n")[1] == ["| two |"]


# The readmes.

SHOWN = re.compile(r"```(?:sh|console)\n(.+?)\n```", re.DOTALL)
LINKED = re.compile(r"\]\((docs/[\w.-]+|[A-Z]+\.md)\)")
KEYS = {"docs/keys.md"}
"""The keys in English, which the page in Chinese need not lead to."""


def test_both_readmes_have_the_same_commands_and_the_same_parts() -> None:
    english, chinese = text_of("README.md"), text_of("README.zh.md")
    assert SHOWN.findall(chinese) == SHOWN.findall(english)
    for part in ("^## ", r"^- \*\*", r"^\|", "^```"):
        found = [len(re.findall(part, text, re.MULTILINE)) for text in (english, chinese)]
        assert found[0] == found[1] > 0, part
    benches = [set(re.findall(r"\w+_bench", text)) for text in (english, chinese)]
    assert benches[0] == benches[1] == {path.stem for path in (ROOT / "bench").glob("*_bench.py")}


def test_each_readme_leads_to_the_other_and_to_every_page() -> None:
    pages = {str(page.relative_to(ROOT)) for page in (ROOT / "docs").glob("*.md")}
    for own, other, elsewhere in (("README.md", "README.zh.md", set()), ("README.zh.md", "README.md", KEYS)):
        text = text_of(own)
        assert f"]({other})" in "".join(text.splitlines(keepends=True)[:5])
        linked = set(LINKED.findall(text))
        assert [page for page in linked if not (ROOT / page).exists()] == []
        assert pages - linked == elsewhere
        assert {"CONTRIBUTING.md", "CHANGELOG.md"} <= linked
