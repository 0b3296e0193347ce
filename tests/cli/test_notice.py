"""`notice`: a case's notices listed, looked at, put on paper, and recorded once they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.cli.command_line import Cli
from tests.support.halls.demo_hall import DAY

KEEP = f"{sys.executable} -c 'import sys; open(sys.argv[1], \"wb\").write(sys.stdin.buffer.read())'"


@pytest.fixture
def code(cli: Cli, demo: Path) -> str:
    """A case of the demo hall with an acceptance notice."""
    for case in cli("ask", "--db", demo, "--today", DAY, "cases", "tab=departments").records:
        found = str(case["code"])
        if "acceptance" in kinds(cli, demo, found):
            return found
    raise AssertionError("no accepted case in the demo")


def kinds(cli: Cli, db: Path, code: str) -> dict[str, int]:
    """The kinds of a case's notices and how often each was printed."""
    records = cli("notice", "--db", db, "--json", code).records
    return {str(each["kind"]): int(str(each["prints"])) for each in records}


def test_the_notices_of_a_case_are_listed(cli: Cli, demo: Path, code: str) -> None:
    ran = cli("notice", "--db", demo, code)
    assert ran.code == 0
    assert "受理通知书" in ran.out
    assert "未打" in ran.out


@pytest.mark.parametrize(("paper", "width"), [("page", 80), ("roll80", 48), ("roll58", 32)])
def test_a_notice_is_looked_at_without_being_recorded(
    cli: Cli, demo: Path, code: str, paper: str, width: int
) -> None:
    ran = cli("notice", "--db", demo, code, "acceptance", "--paper", paper)
    assert "受理通知书" in ran.out
    assert "-" * width in ran.out.splitlines()
    assert kinds(cli, demo, code)["acceptance"] == 0


def test_a_print_is_recorded_and_the_next_one_is_a_copy(
    cli: Cli, demo: Path, code: str, tmp_path: Path
) -> None:
    given = ("notice", "--db", demo, "--today", DAY, "--user", "张敏", code, "acceptance")
    ran = cli(*given, "--command", f"{KEEP} {tmp_path / 'paper'}")
    assert ran.code == 0, ran.err
    assert "第1次补打" not in (tmp_path / "paper").read_text("utf-8")
    assert kinds(cli, demo, code)["acceptance"] == 1
    assert cli(*given, "--to", tmp_path / "copy.txt").code == 0
    assert "第1次补打" in (tmp_path / "copy.txt").read_text("utf-8")
    assert kinds(cli, demo, code)["acceptance"] == 2


def test_a_pdf_is_written_where_the_name_says_so(cli: Cli, demo: Path, code: str, tmp_path: Path) -> None:
    pytest.importorskip("fpdf")
    path = tmp_path / "notice.pdf"
    given = (
        "notice",
        "--db",
        demo,
        "--today",
        DAY,
        "--user",
        "张敏",
        code,
        "acceptance",
        "--paper",
        "roll58",
    )
    assert cli(*given, "--to", path).code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_a_print_that_fails_is_not_recorded(cli: Cli, demo: Path, code: str) -> None:
    failing = f"{sys.executable} -c 'raise SystemExit(3)'"
    given = ("notice", "--db", demo, "--today", DAY, "--user", "张敏", code, "acceptance")
    ran = cli(*given, "--command", failing)
    assert ran.code == 4
    assert ran.complaint
    assert kinds(cli, demo, code)["acceptance"] == 0


def test_an_existing_file_is_not_overwritten(cli: Cli, demo: Path, code: str, tmp_path: Path) -> None:
    path = tmp_path / "there.txt"
    path.write_text("mine", encoding="utf-8")
    given = ("notice", "--db", demo, "--today", DAY, "--user", "张敏", code, "acceptance")
    assert cli(*given, "--to", path).code == 4
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(("nothing",), 1), (("acceptance", "--command", ""), 2), (("acceptance", "--command", "'"), 2)],
)
def test_what_cannot_be_is_told_in_one_line(
    cli: Cli, demo: Path, code: str, arguments: tuple[str, ...], exit_code: int
) -> None:
    ran = cli("notice", "--db", demo, code, *arguments)
    assert ran.code == exit_code
    assert ran.complaint
