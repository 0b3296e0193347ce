"""docs/accounts.md is true: its examples do what it says, and its numbers are the program's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clerk_tui.cli.commands.server.account import ACTIONS
from data.accounts import guard
from data.accounts.hashing import AT_ONCE, PARAMETERS
from data.accounts.policy import LONGEST_PIN, SHORTEST_PASSWORD, SHORTEST_PIN, Terms
from data.model.account import Role
from tests.support.cli.command_line import Cli
from tests.support.cli.page_examples import check_examples

PAGE = (Path(__file__).parents[2] / "docs/accounts.md").read_text("utf-8")


def test_every_example_does_what_the_page_says(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check_examples(cli, PAGE) > 10


def test_every_role_and_action_is_on_the_page() -> None:
    assert [role for role in Role if f"| `{role}` |" not in PAGE] == []
    assert [action for action in ACTIONS if not re.search(rf"`{action}[ `]", PAGE)] == []


def test_its_numbers_are_the_programs() -> None:
    for limit, of in (
        (guard.OF_BOTH, "a user from an address"),
        (guard.OF_USER, "a user from wherever"),
        (guard.OF_ADDRESS, "users tried in vain from an address"),
    ):
        first, longest = limit.first.total_seconds(), limit.longest.total_seconds() / 60
        assert f"| {of} | {limit.free} | {first:.0f} s, doubling | {longest:.0f} min |" in PAGE
    memory, passes, lanes = PARAMETERS.memory_cost // 1024, PARAMETERS.time_cost, PARAMETERS.parallelism
    flat = " ".join(PAGE.split())
    assert f"{memory} MiB, {passes} passes, {lanes} lanes" in flat
    assert f"{AT_ONCE * memory} MiB in all" in flat
    assert f"{SHORTEST_PASSWORD} to 256 characters" in flat
    assert f"{SHORTEST_PIN} to {LONGEST_PIN} digits" in flat
    assert f"good for {Terms().day.total_seconds() / 3600:.0f} hours" in flat
    assert Terms().idle.total_seconds() == 7200
    assert guard.KNOWN.days == 30
