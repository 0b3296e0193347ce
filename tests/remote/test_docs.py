"""docs/remote.md is true: it names every option, reason and subcommand, and its pin is the pin."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from clerk_tui.cli.connect.options import KNOWN
from clerk_tui.cli.main import MODULES
from data.remote.request import AWAY
from tests.support.remote.certificates import make

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/remote.md").read_text("utf-8")


def test_every_option_stands_with_its_variable_and_its_name_in_the_file() -> None:
    for name in KNOWN:
        variable = f"CLERK_TUI_{name.upper().replace('-', '_')}"
        row = rf"^\| `--{name}[ `][^|]*\| `{variable}[^|]*\| `{name} = "
        assert re.search(row, PAGE, re.MULTILINE), name


def test_every_subcommand_is_on_one_side() -> None:
    (row,) = re.findall(r"^\| (`desk` .*) \| (.*) \|$", PAGE, re.MULTILINE)
    sides = [set(re.findall(r"`([a-z-]+)`", side)) for side in row]
    assert not sides[0] & sides[1]
    assert sides[0] | sides[1] == set(MODULES) - {"demo"}


def test_every_reason_is_told() -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## What the messages mean")[2]))
    raised = set(AWAY)
    for path in (ROOT / "data/remote").glob("*.py"):
        if path.stem in (
            "address",
            "changes",
            "gate",
            "request",
            "pin",
            "remote_hall",
            "tokens",
            "transport",
        ):
            raised |= set(re.findall(r'HallUnavailable\(\s*"([a-z_]+)"', path.read_text("utf-8")))
    assert len(raised) > 15
    assert not raised - told


def test_the_pin_of_the_page_is_the_pin(tmp_path: Path) -> None:
    pair = make(tmp_path, "hall")
    (command,) = (line for line in PAGE.splitlines() if line.startswith("openssl x509"))
    ran = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "sha256/" + ran.stdout.strip() == pair.pin
