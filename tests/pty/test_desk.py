"""The real program in a real terminal of 80 columns and 24 lines, worked by keys."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
from pathlib import Path

import pytest

from clerk_tui.cli.main import run
from tests.support.locales import made_locale
from tests.support.pty_desk import TODAY, ready
from tests.support.pty_terminal import Terminal

COLOUR = re.compile(rb"\x1b\[[0-9;]*(?<![0-9])(3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[25])(?![0-9])[0-9;]*m")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a demo puts its database."""
    folder = tmp_path / "throw-away"
    folder.mkdir()
    return folder


def case_from_call_to_collection(terminal: Terminal) -> None:
    """Call the next person and carry a case of theirs to its collection, looking at every step."""
    ready(terminal)
    terminal.press("n")
    terminal.wait_for("已叫号")
    terminal.press("e")
    terminal.wait_for("开始办理")
    terminal.press("N")
    terminal.wait_for("新办件")
    terminal.press("spjyxkxb")
    terminal.wait_until(lambda screen: ">食品经营许可（新办）" in screen, "the item found by its initials")
    terminal.press("enter")
    terminal.wait_for("经营哪一类食品业务", "餐饮服务")
    terminal.press("1")
    terminal.wait_for("证件号")
    terminal.press("李小禾", "enter", "enter", "500102199003070010", "enter", "13800001234", "f10")
    screen = terminal.wait_for("2 材料 0/8", "5001**********0010", "138****1234")
    assert "李小禾" not in screen
    terminal.press("A")
    terminal.wait_for("2 材料 8/8")
    terminal.press("a")
    terminal.wait_for("承诺03-25剩5", "3 流转 1/7")
    terminal.press("f")
    terminal.wait_for("完成环节", "审查")
    terminal.press("f10")
    terminal.wait_for("3 流转 2/7")
    terminal.press("f")
    terminal.wait_for("完成环节", "消防会商")
    terminal.press("f10")
    terminal.wait_for("3 流转 3/7")
    terminal.press("f")
    terminal.wait_for("完成环节", "同行人员")
    terminal.press("enter", "沈宁", "f10")
    terminal.wait_for("3 流转 4/7")
    terminal.press("g")
    terminal.wait_for("作决定", "准予")
    terminal.press("f10")
    terminal.wait_for("不能撤回")
    terminal.press("y")
    terminal.wait_for("3 流转 5/7")
    terminal.press("f")
    terminal.wait_for("完成环节", "制证")
    terminal.press("f10")
    terminal.wait_for("3 流转 6/7")
    terminal.press("y")
    terminal.wait_for("送达领取", "谁来领", "李小禾")
    terminal.press("f10")
    terminal.wait_for("不能撤回", "一窗领取单")
    terminal.press("y")
    # The list lies over the right side: what is typed before it is there, or while it goes, is its own.
    terminal.wait_for("送〔2026〕", "空格翻页")
    terminal.press("esc")
    terminal.wait_until(lambda screen: "2 材料" in screen and "空格翻页" not in screen, "handed out")
    terminal.press("E")
    terminal.wait_for("窗口空闲")


def test_a_trainee_carries_a_case_from_the_call_to_its_collection(folder: Path) -> None:
    with Terminal(["demo", *TODAY], environment={"TMPDIR": str(folder)}) as terminal:
        case_from_call_to_collection(terminal)
        assert "演示" in terminal.text
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not list(folder.iterdir())


def test_a_clerk_does_the_same_on_a_database_and_it_is_all_there(
    demo: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Terminal(["desk", "--db", str(demo), *TODAY, "--user", "张敏", "--window", "3"]) as terminal:
        case_from_call_to_collection(terminal)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    capfd.readouterr()
    assert run(["verify", "--db", str(demo)]) == 0
    capfd.readouterr()
    run(["ask", "--db", str(demo), *TODAY, "cases", "tab=all", "find=李小禾"])
    [case] = map(json.loads, capfd.readouterr().out.splitlines())
    assert case["status"] == "collected"
    assert case["clerk"] == "张敏"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demo_that_is_ended_from_outside_leaves_nothing_behind(
    folder: Path, number: signal.Signals
) -> None:
    with Terminal(["demo", *TODAY], environment={"TMPDIR": str(folder)}) as terminal:
        ready(terminal)
        assert list(folder.iterdir())
        terminal.signal(number)
        assert terminal.wait_for_end() == 4
    assert not list(folder.iterdir())


def test_a_demo_ended_while_it_is_still_being_made_leaves_nothing_behind(folder: Path) -> None:
    with Terminal(["demo", *TODAY], environment={"TMPDIR": str(folder)}) as terminal:
        terminal.wait_until(lambda screen: bool(screen.strip()), "the first paint")
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    assert not list(folder.iterdir())


def test_the_english_desk_has_no_chinese_of_its_own(demo: Path) -> None:
    with Terminal(["desk", "--db", str(demo), *TODAY, "--window", "3", "--lang", "en"]) as terminal:
        screen = terminal.wait_until(
            lambda screen: re.search(r"^[ >][GYRP]", screen, re.MULTILINE) is not None, "a row"
        )
    assert not re.search("候|在办|材料|流转|经过", screen)


def test_a_read_only_desk_writes_nothing(demo: Path) -> None:
    def position() -> int:
        connection = sqlite3.connect(demo)
        (last,) = connection.execute("SELECT max(position) FROM event").fetchone()
        connection.close()
        return int(last)

    before = position()
    with Terminal(["desk", "--db", str(demo), *TODAY, "--window", "3", "--read-only"]) as terminal:
        ready(terminal)
        terminal.press("n")
        terminal.wait_for("只读")
        terminal.press("ctrl+q")
        terminal.wait_for_end()
    assert position() == before


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--theme", "mono"], {}), ([], {"NO_COLOR": "1"})],
    ids=["asked for", "by NO_COLOR"],
)
def test_without_colours_no_colour_is_sent(
    demo: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    given = ["desk", "--db", str(demo), *TODAY, "--window", "3", *arguments]
    with Terminal(given, environment=environment) as terminal:
        ready(terminal)
        assert COLOUR.search(bytes(terminal.written)) is None


def test_with_colours_they_are_the_terminal_s_own_sixteen(demo: Path) -> None:
    with Terminal(["desk", "--db", str(demo), *TODAY, "--window", "3"]) as terminal:
        ready(terminal)
        written = bytes(terminal.written)
    assert COLOUR.search(written) is not None
    assert b"38;2;" not in written
    assert b"48;2;" not in written


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
def test_no_line_is_wider_than_the_terminal(demo: Path, size: tuple[int, int]) -> None:
    columns, lines = size
    given = ["desk", "--db", str(demo), *TODAY, "--window", "3"]
    with Terminal(given, columns=columns, lines=lines) as terminal:
        ready(terminal)
        head = terminal.text.splitlines()[0]
        assert "09:" in head or ":" in head
        assert len(terminal.text.splitlines()) <= lines


def test_a_terminal_that_only_prints_is_told_what_to_set(demo: Path) -> None:
    with Terminal(["desk", "--db", str(demo)], environment={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_end() == 2
        assert "xterm-256color" in terminal.text


def told_to_set_utf8(demo: Path, environment: dict[str, str]) -> None:
    """Begin a desk in this environment: it ends at once, and says what to set."""
    with Terminal(["desk", "--db", str(demo)], environment=environment) as terminal:
        assert terminal.wait_for_end() == 2
        assert "UTF-8" in terminal.text


def test_a_terminal_in_gbk_is_told_what_to_set(demo: Path, tmp_path: Path) -> None:
    told_to_set_utf8(demo, made_locale(tmp_path, "zh_CN", "GBK"))


def test_a_terminal_in_gbk_is_told_so_where_that_is_not_installed_too(demo: Path) -> None:
    told_to_set_utf8(demo, {"LC_ALL": "zh_CN.GBK"})


def test_the_wall_shows_the_lights_and_writes_nothing(demo: Path) -> None:
    with Terminal(["monitor", "--db", str(demo), *TODAY]) as terminal:
        terminal.wait_for("红法")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
