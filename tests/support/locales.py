"""A locale made for one test, where the machine can make one, whichever it has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def made_locale(folder: Path, language: str, encoding: str) -> dict[str, str]:
    """The environment of a program in a language and an encoding that are installed for it alone."""
    program = shutil.which("localedef")
    if program is None:
        pytest.skip("localedef, which makes locales, is not on this machine")
    name = f"{language}.{encoding}"
    command = [program, "--no-archive", "-c", "-i", language, "-f", encoding, str(folder / name)]
    made = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    if not (folder / name).is_dir():
        pytest.skip(f"localedef has no sources of {name} on this machine: {made.stderr.strip()}")
    return {"LANG": name, "LOCPATH": str(folder)}
