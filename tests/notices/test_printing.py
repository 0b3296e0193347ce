"""Onto paper: files are never overwritten, commands never trusted, and no error tells of the notice."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from data.model.notice import NoticeKind, Paper
from data.notices.notice_error import NoticeError
from data.notices.printing import FORM_FEED, file_name, job, to_command, to_file
from data.texts import Language, texts
from tests.support.notices.invented_cases import written

NOTICE = written(NoticeKind.ACCEPTANCE, Paper.ROLL_58)


def python(code: str, *arguments: str) -> list[str]:
    """A command that runs this code."""
    return [sys.executable, "-c", code, *arguments]


def test_copies_are_parted_by_a_form_feed() -> None:
    assert job(NOTICE, 3).split(FORM_FEED) == [NOTICE.text] * 3


def test_a_job_without_copies_is_refused() -> None:
    with pytest.raises(ValueError, match="one copy"):
        job(NOTICE, 0)


def test_a_file_s_name_tells_the_code_and_the_number_and_nobody_s_name() -> None:
    assert file_name(NOTICE) == "500102260318A03001Z-acceptance-2026-1.txt"


def test_a_file_holds_the_notice_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    to_file(path, NOTICE.text)
    assert path.read_text(encoding="utf-8") == NOTICE.text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["notice.txt"]


def test_a_file_for_a_gbk_printer_is_in_its_encoding(tmp_path: Path) -> None:
    to_file(tmp_path / "notice.txt", "受理通知书", encoding="gb18030")
    assert (tmp_path / "notice.txt").read_bytes() == "受理通知书".encode("gb18030")


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(NoticeError, match="file_exists"):
        to_file(path, NOTICE.text)
    assert path.read_text(encoding="utf-8") == "旧"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NoticeError, match="file_exists"):
        to_file(tmp_path / "notice.txt", NOTICE.text)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="file_failed"):
        to_file(tmp_path / "none" / "notice.txt", NOTICE.text)


def test_what_is_no_text_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="encoding"):
        to_file(tmp_path / "notice.txt", "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_command_gets_the_whole_text(tmp_path: Path) -> None:
    target = tmp_path / "printed"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    to_command(python(code, str(target)), job(NOTICE, 2))
    assert target.read_bytes().decode() == job(NOTICE, 2)


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    argument = f"; touch {tmp_path / 'owned'}"
    to_command(python("import sys; sys.stdin.read()", argument), "甲")
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_does_not_read_is_no_fault() -> None:
    to_command(python("pass"), "甲" * 200_000)


def test_a_failing_command_is_told_in_one_line_with_its_own_words() -> None:
    code = "import sys; sys.stdin.read(); sys.stderr.write('lp: no such queue\\nmore\\n'); sys.exit(3)"
    with pytest.raises(NoticeError) as refused:
        to_command(python(code), NOTICE.text)
    assert refused.value.facts["status"] == "3"
    assert refused.value.facts["detail"] == "lp: no such queue"
    for language in Language:
        assert "\n" not in texts(language)(refused.value.key, **refused.value.facts)


def test_a_command_s_complaint_that_repeats_the_notice_is_not_passed_on() -> None:
    with pytest.raises(NoticeError) as refused:
        to_command(
            python("import sys; sys.exit('cannot print: ' + sys.stdin.read().splitlines()[6])"), NOTICE.text
        )
    assert refused.value.facts["detail"] == ""


@pytest.mark.parametrize("argv", [["no-such-printer-command"], ["/"], ["lp\0"]], ids=repr)
def test_a_command_that_cannot_be_started_is_told(argv: list[str]) -> None:
    with pytest.raises(NoticeError, match="command_missing"):
        to_command(argv, "甲")


@pytest.mark.parametrize("argv", [[], [""], [" "]], ids=repr)
def test_no_command_is_told(argv: list[str]) -> None:
    with pytest.raises(NoticeError, match="command_blank"):
        to_command(argv, "甲")


def test_a_command_that_never_ends_is_stopped_with_its_children() -> None:
    code = (
        "import signal, subprocess, sys;"
        "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']); signal.pause()"
    )
    with pytest.raises(NoticeError, match="command_timeout"):
        to_command(python(code), "甲", timeout=0.3)
