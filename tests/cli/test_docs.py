"""docs/command-line.md is true: it names everything there is, and its examples do what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from clerk_tui.cli.commands.work.ask import QUESTIONS
from clerk_tui.cli.main import MODULES
from tests.cli.conftest import Cli

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


def examples() -> list[tuple[str, list[str]]]:
    """Every command of the page with the lines that it is said to print."""
    told: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ clerk-tui "):
                told.append((line.removeprefix("$ clerk-tui "), []))
            else:
                told[-1][1].append(line)
    return told


def fits(printed: list[str], said: list[str]) -> bool:
    """Whether the lines are as the page says, `...` standing for anything."""
    pattern = "\n".join(re.escape(line).replace(re.escape("..."), ".*") for line in said)
    return re.fullmatch(pattern, "\n".join(printed), re.DOTALL) is not None


def test_every_example_does_what_the_page_says(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS / "examples/one-case.jsonl", tmp_path)
    (tmp_path / "2027.toml").write_text(CALENDAR, encoding="utf-8")
    assert examples()
    for command, said in examples():
        ran = cli(*shlex.split(command))
        printed = (ran.out + ran.err).splitlines()
        assert fits(printed, said), f"{command}\n{ran.out}{ran.err}"
        assert (ran.code == 0) is not said[0].startswith("clerk-tui: ")


def test_every_subcommand_and_question_is_on_the_page() -> None:
    for name in MODULES:
        assert re.search(rf"^\| .*`clerk-tui {name}[ `]", PAGE, re.MULTILINE), name
    for name, question in QUESTIONS.items():
        names = " ".join(f"`{each}`" for each in question.names)
        assert f"| `{name}` | {names} |".replace("|  |", "| |") in PAGE, name
