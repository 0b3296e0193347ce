"""The house stands: its walls, its style and its types hold, and what people are told to type works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CHECKS = {
    "ruff finds nothing": ["ruff", "check", "."],
    "every file is formatted": ["ruff", "format", "--check", "."],
    "every type holds": ["mypy"],
    "every wall stands": ["lint-imports"],
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_checks(command: list[str]) -> None:
    program = shutil.which(command[0], path=str(Path(sys.executable).parent))
    assert program is not None, f"{command[0]} is not installed"
    result = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys; print('\\n'.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_the_hall_is_whole_without_a_screen() -> None:
    loaded = loaded_by(
        "import data.port.hall, data.port.codec, data.core.decide, data.store.sql_hall, data.catalogue.files"
    )
    assert "data.store.sql_hall" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("textual", "rich", "clerk_tui", "widgets")}


def test_the_rules_load_without_a_database_or_a_network() -> None:
    loaded = loaded_by("import data.core.decide, data.core.possible, data.law.light")
    assert "data.law.light" in loaded
    assert not loaded & {"sqlite3", "sqlalchemy", "sqlmodel", "httpx", "socket", "pydantic", "pypinyin"}


def readme_commands() -> list[str]:
    """The shell lines of the README's first blocks."""
    return re.findall(r"```sh\n(.+?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_readme_opens_with_two_one_line_commands() -> None:
    desk, tests = readme_commands()[:2]
    assert desk.endswith("-m clerk_tui demo")
    assert tests.endswith("-m pytest")
    assert "\n" not in desk + tests


def test_what_is_pinned_names_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
