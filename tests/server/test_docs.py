"""docs/server.md is true: its examples do what it says, and it names every option, metric and reason."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from data.accounts.account_database import AccountDatabase
from data.accounts.administration import Administration, Wanted
from data.model.account import Role
from data.server.http.limits import Limits
from data.server.http.metrics import Metrics
from data.texts import LOCALE, Language, texts
from data.time_source import RealClock
from tests.support.server.running import ROOT, Process, as_process

PAGE = (ROOT / "docs/server.md").read_text("utf-8")
SECRET = "correct horse battery"


def examples() -> list[tuple[str, str]]:
    """Every command of the page with what it is said to print."""
    told: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                told.append((line.removeprefix("$ "), ""))
            else:
                command, said = told[-1]
                told[-1] = command, f"{said}{line}\n"
    return told


@pytest.fixture
def server(hall_file: Path, tmp_path: Path) -> Iterator[Process]:
    """A server with the page's account."""
    database = AccountDatabase.at(hall_file, RealClock(), durable=False)
    Administration(database, "管理员").make("zhangmin", Wanted(roles=(Role.CLERK,)), SECRET)
    database.close()
    with as_process(hall_file, tmp_path / "log") as running:
        yield running


def test_every_example_does_what_the_page_says(server: Process) -> None:
    now = httpx.get(f"{server.url}/v1/health").json()["now"]
    environment = {**os.environ, "HALL": server.url, "NOW": now}
    assert len(examples()) == 9
    for command, said in examples():
        shell = ["bash", "-c", command]
        ran = subprocess.run(shell, env=environment, capture_output=True, text=True, check=False)
        pattern = re.escape(said.rstrip()).replace(re.escape("..."), ".*") + r"\n*"
        assert re.fullmatch(pattern, ran.stdout, re.DOTALL), f"{command}\n{ran.stdout}{ran.stderr}"
        if "sign-in" in command:
            token = re.search('"token": "([^"]+)"', ran.stdout)
            assert token is not None
            environment["TOKEN"] = token[1]


def test_every_option_is_on_the_page() -> None:
    source = (ROOT / "clerk_tui/cli/commands/server/serve.py").read_text("utf-8")
    options = re.findall(r'add\("(--[a-z-]+)"', source)
    assert len(options) > 8
    for option in options:
        assert f"`{option}" in PAGE, option


def test_every_metric_is_on_the_page() -> None:
    named = set(re.findall(r"^# TYPE (clerk_\w+)", Metrics().page().decode(), re.MULTILINE))
    counters = {name for name in named if not name.endswith("_created")}
    assert len(counters) == 10
    for name in counters:
        assert f"| `{name}` |" in PAGE, name


def test_every_reason_of_a_problem_is_on_the_page() -> None:
    source = (LOCALE / "en/LC_MESSAGES/server.po").read_text("utf-8")
    reasons = re.findall(r'^msgid "problem\.([a-z_]+)"', source, re.MULTILINE)
    assert len(reasons) > 20
    for reason in reasons:
        assert reason in ("other", "conflict") or reason.startswith("hall_") or f"`{reason}`" in PAGE, reason


def test_the_limits_on_the_page_are_the_limits() -> None:
    limits = Limits()
    for told in (
        f"{limits.body_bytes // 1024} KiB",
        f"{limits.head_bytes // 1024} KiB",
        f"{limits.head_seconds:.0f} s, {limits.body_seconds:.0f} s",
        f"{limits.idle_seconds} s",
        f"{limits.answer_seconds:.0f} s",
        f"| {limits.questions_waiting} |",
        f"| {limits.commands_waiting:,} |",
        f"{limits.sign_ins}, and {limits.sign_ins_waiting} that wait; {limits.sign_ins_of_one} of one",
        f"{limits.most_connections:,}, {limits.streams:,} of a process",
        f"{limits.oldest.days} days",
        f"every {limits.alive_seconds:.0f} seconds",
        f"not read for {limits.send_seconds:.0f} seconds",
        f"within {limits.closing_seconds} seconds",
    ):
        assert told in PAGE, told
    assert limits.stream_seconds == 3_600
    assert {each.name for each in fields(Limits)} >= {"batch", "readers"}


@pytest.mark.parametrize("language", list(Language))
def test_every_problem_has_its_words(language: Language) -> None:
    said = texts(language)
    for path in (ROOT / "data/server").rglob("*.py"):
        source = path.read_text("utf-8")
        for reason in re.findall(r'Problem\(\s*(?:HTTPStatus\.\w+|status),\s*"(\w+)"', source):
            assert f"problem.{reason}" in said or f"refusal.{reason}" in said, (path.name, reason)
    for status in (400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 422, 429, 431, 500, 503):
        assert f"problem.status.{status}" in said
