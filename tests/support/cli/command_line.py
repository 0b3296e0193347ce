"""The command line in this process: arguments and standard input in, exit code and both outputs out."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from clerk_tui.cli.main import run

LANGUAGE = ("LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG")


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


class Cli(Protocol):
    """Runs a command line; `lines` is its standard input."""

    def __call__(self, *arguments: str | Path, lines: str | bytes = "") -> Ran:
        """What the run comes to."""
        ...


def command_line(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line, in no language but its own."""
    for name in LANGUAGE:
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path, lines: str | bytes = "") -> Ran:
        given = lines.encode() if isinstance(lines, str) else lines
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = run([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call
