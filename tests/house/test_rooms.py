"""One finds one's way: no crowded room, one meaning a name, no long module, and each says what it is."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.support.tree import PROGRAM, ROOMS, ROOT, modules, parsed

MOST_MODULES = 16
MOST_LINES = 400

ONE_MEANING = {
    "account": "who may sign in: the value, and the command on accounts",
    "accounts": "everybody who may sign in: the rules, and the tables",
    "app": "a program that goes on running: a screen's, the server's",
    "backup": "a copy of a hall: how it is made, and the command",
    "case": "one application: the value, its queries, its views, how it is read",
    "changes": "what has changed in a hall: how it is served, and how it is heard",
    "checklist": "the materials of a case: its pane, and the acts on them",
    "commands": "every command: who may, and how it comes in",
    "context": "what goes along with a decision: to the core, through a transaction",
    "due": "the legal calculator: its answer, and the command",
    "explanation": "why a clock shows what it shows: the value, and its sentences",
    "hall": "the whole hall: its queries, its views, and the port",
    "handling": "from acceptance to decision: commands, events, rules",
    "intake": "from receipt to acceptance: commands, events, rules, acts",
    "joint": "several items filed as one: what their file says, and what the law says",
    "journal": "what a desk has done that its hall may not have: the file, and what is shown of it",
    "lanes": "the parallel cases of a joint case: rules, rows, pane, acts",
    "light": "green, yellow, red, frozen: how it is found, and how it is shown",
    "link": "a department's own system: the value, commands, events, and the command on links",
    "lists": "lists of cases and steps: the queries, and their rows",
    "notice": "one notice: the value, the query, and the command",
    "notices": "the notices of a case: the rules, how they are read, the acts",
    "queries": "every query: who may ask, its name, how it is answered",
    "queue": "the tickets of a day: the queries, the views, how they are read",
    "route": "the steps of a case: what its file says, what the law says, its pane",
    "sign_in": "how somebody comes to a token: the route, the screen, the command",
    "situation": "what is asked about an application's situation: the file, and the dialog",
    "snapshot": "what a window is given of a hall: the value, and how it is made",
    "state": "what is known: to a desk, to a wall, to the hall that decides",
    "step": "one step of a route: commands, and events",
    "steps": "the steps of a case: the rules, and the acts",
    "ticket": "one number of the queue: the value, commands, events",
    "tickets": "the numbers of the queue: the rules, how they are read, the acts",
    "verify": "whether the log is whole: how it is found, and the command",
    "why": "why a clock shows what it shows: how it is found, and the command",
}
"""The names that more than one module of the program has, and the one thing that they all are about."""

LONGER = {
    "data/store/schema/tables.py": "one list: every table of the hall",
    "tests/catalogue/test_exchange.py": "one table of cases, to be compared row by row",
    "tests/law/test_brute_force.py": "the whole law once more, by another hand and in one piece",
}
"""The modules of more than 400 lines, and why they are not two."""


def crowded(paths: tuple[Path, ...]) -> dict[str, int]:
    """The folders in which too many modules lie side by side; tests are found by what they test."""
    lying = Counter(
        str(path.parent) for path in paths if path.name != "__init__.py" and not path.name.startswith("test_")
    )
    return {folder: count for folder, count in lying.items() if count > MOST_MODULES}


def test_no_room_is_crowded() -> None:
    assert crowded(modules(*ROOMS)) == {}
    assert crowded(tuple(Path(f"room/m{n}.py") for n in range(17))) == {"room": 17}


def test_a_name_has_one_meaning() -> None:
    named = defaultdict(list)
    for path in modules(*PROGRAM):
        if path.stem not in ("__init__", "__main__"):
            named[path.stem].append(str(path))
    again = {stem: paths for stem, paths in named.items() if len(paths) > 1}
    assert {stem: paths for stem, paths in again.items() if stem not in ONE_MEANING} == {}
    assert set(ONE_MEANING) - set(again) == set(), "these occur once by now"


def is_one_sentence(line: str) -> bool:
    """Whether a line is a sentence, whole and alone."""
    return line.endswith(".") and not re.search(r"(?<!\bArt)[.!?] ", line)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("What a limit comes to.", True),
        ("The one extension (Art. 42).", True),
        ("What a limit comes to", False),
        ("What it comes to. Pure.", False),
    ],
)
def test_a_sentence_is_known(line: str, wanted: bool) -> None:
    assert is_one_sentence(line) is wanted


def test_a_module_says_in_one_sentence_what_it_is() -> None:
    silent = []
    for path in modules(*ROOMS):
        told = ast.get_docstring(parsed(path))
        is_room_of_tests = path.parts[0] == "tests" and path.name == "__init__.py"
        if not is_room_of_tests and (told is None or not is_one_sentence(told.splitlines()[0])):
            silent.append(str(path))
    assert silent == []


def test_no_module_is_long() -> None:
    lengths = {
        str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in modules(*ROOMS)
    }
    long = {path for path, lines in lengths.items() if lines > MOST_LINES}
    assert long - set(LONGER) == set()
    assert set(LONGER) - long == set(), "these are short by now"
