"""The courier as a program: how it is configured and what is typed to start it."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from tests.support.link.department import SECRET, Department
from tests.support.sitting import OPENED

DAY = "2026-03-19"

AFTERWARDS = OPENED + timedelta(days=2)


def links(folder: Path, department: Department) -> Path:
    """The configuration that links the department, with its key beside it."""
    key = folder / "fire.key"
    key.touch(0o600)
    key.write_bytes(SECRET + b"\n")
    config = folder / "links.toml"
    config.write_text(f'[[link]]\ndepartment = "fire"\nurl = "{department.url}"\nkey_file = "fire.key"\n')
    return config


def program(path: Path, config: Path, *more: str) -> list[str]:
    """The command line of the courier."""
    common = ["link", "--db", str(path), "--config", str(config), "--today", DAY, "--lang", "en"]
    return [sys.executable, "-m", "clerk_tui", *common, *more]
