"""docs/command-line.md is true: it names everything there is, and its examples do what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from clerk_tui.cli.commands.work.ask import QUESTIONS
from clerk_tui.cli.main import MODULES
from tests.support.cli.command_line import Cli
from tests.support.cli.page_examples import check_examples

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "command-line.md").read_text("utf-8")
CALENDAR = """
version = "2027-1"
published = [2027]
[[day]]
date = 2027-01-01
working = false
name = "元旦"
"""


def test_every_example_does_what_the_page_says(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS / "examples/one-case.jsonl", tmp_path)
    (tmp_path / "2027.toml").write_text(CALENDAR, encoding="utf-8")
    assert check_examples(cli, PAGE)


def test_every_subcommand_and_question_is_on_the_page() -> None:
    for name in MODULES:
        assert re.search(rf"^\| .*`clerk-tui {name}[ `]", PAGE, re.MULTILINE), name
    for name, question in QUESTIONS.items():
        names = " ".join(f"`{each}`" for each in question.names)
        assert f"| `{name}` | {names} |".replace("|  |", "| |") in PAGE, name
