"""The program as a whole: help, wrong use, and failures of one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clerk_tui.cli.connect.session import language_of
from clerk_tui.cli.main import MODULES
from data.texts import Language
from tests.support.cli.command_line import Cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", list(Language))
def test_the_help_names_every_subcommand_in_the_language(cli: Cli, language: Language) -> None:
    ran = cli("--help", "--lang", language.value)
    assert ran.code == 0
    assert all(f"  {name} " in ran.out for name in MODULES)
    assert ("the default" in ran.out) is (language is Language.EN)
    assert "cli." not in ran.out


@pytest.mark.parametrize("name", list(MODULES))
@pytest.mark.parametrize("language", list(Language))
def test_every_subcommand_has_its_help(cli: Cli, name: str, language: Language) -> None:
    ran = cli(name, "--help", "--lang", language.value)
    assert ran.code == 0
    assert f"clerk-tui {name}" in ran.out
    assert "cli." not in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["--colour"],
        ["due", "--colour", "2026-03-02", "5"],
        ["due", "2026-03-02", "5", "6"],
        ["ask", "counts", "--today", "tomorrow"],
        ["ask", "counts", "--db"],
        ["ask"],
        ["--lang", "fr", "ask", "counts"],
        ["desk", "--theme", "pink"],
        ["ask", "counts", "--json=1"],
        ["ask", "counts", "--dat", "x"],
        ["export"],
        ["import"],
        ["backup"],
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_use_is_told_in_one_line(
    cli: Cli, arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8" if language == "en" else "zh_CN.UTF-8")
    ran = cli(*arguments)
    assert ran.code == 2
    assert not ran.out
    assert ran.complaint.isascii() is (language == "en") or "“" in ran.complaint


def test_common_options_stand_before_the_subcommand_or_after_it(cli: Cli, db: Path) -> None:
    assert cli("--db", db, "ask", "counts").code == 0
    assert cli("ask", "counts", "--db", db).code == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, Language.ZH),
        ([], {"LANG": "C.UTF-8"}, Language.ZH),
        ([], {"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ([], {"LANG": "en_US.UTF-8"}, Language.EN),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, Language.EN),
        (["--lang", "zh"], {"LANG": "en_US.UTF-8"}, Language.ZH),
        (["ask", "counts", "--lang=en"], {}, Language.EN),
        (["--lang"], {}, Language.ZH),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_locale_s_else_chinese(
    arguments: list[str], environment: dict[str, str], language: Language
) -> None:
    assert language_of(arguments, environment) is language


def test_what_nobody_foresaw_is_one_line_without_what_it_held(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("李小禾 500102199003070010")

    monkeypatch.setattr("clerk_tui.cli.commands.work.due.due", fail)
    ran = cli("due", "2026-03-02", "5")
    assert ran.code == 4
    assert "RuntimeError" in ran.complaint
    assert "李小禾" not in ran.err


def test_an_interrupt_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("clerk_tui.cli.commands.work.due.due", interrupt)
    ran = cli("due", "2026-03-02", "5")
    assert ran.code == 4
    assert ran.complaint


def test_a_reader_who_goes_away_ends_the_program_in_one_line(demo: Path) -> None:
    arguments = [sys.executable, "-m", "clerk_tui", "ask", "--db", str(demo), "entries"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
        assert process.wait() == 4
    assert told.startswith("clerk-tui: ")
    assert told.count("\n") == 1


def test_a_terminal_without_the_characters_is_told_escapes_and_json_stays_utf8(db: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    arguments = [sys.executable, "-m", "clerk_tui"]
    words = subprocess.run(
        [*arguments, "due", "2026-03-02", "1"], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert words.stdout.isascii()
    records = subprocess.run(
        [*arguments, "ask", "--db", str(db), "hall"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert "政务服务中心" in records.stdout.decode("utf-8")
