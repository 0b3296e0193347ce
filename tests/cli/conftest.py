"""The command line in this process: arguments and standard input in, exit code and both outputs out."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerk_tui.cli.main import run

DAY = "2026-03-18"


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run came to."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        """The output's JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """The one line on standard error."""
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.removeprefix("clerk-tui: ").strip()


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command line; `lines` is its standard input."""
    for name in ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path, lines: str | bytes = "") -> Ran:
        given = lines.encode() if isinstance(lines, str) else lines
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("halls")
    empty, demo = folder / "empty.db", folder / "demo.db"
    assert run(["init", "--db", str(empty)]) == 0
    assert run(["init", "--db", str(demo), "--demo", "--today", DAY]) == 0
    return empty, demo


@pytest.fixture
def db(_made: tuple[Path, Path], tmp_path: Path) -> Path:
    """A hall with our catalogue and no case."""
    return Path(shutil.copy(_made[0], tmp_path / "hall.db"))


@pytest.fixture
def demo(_made: tuple[Path, Path], tmp_path: Path) -> Path:
    """The demo hall of Wednesday 2026-03-18."""
    return Path(shutil.copy(_made[1], tmp_path / "demo.db"))
