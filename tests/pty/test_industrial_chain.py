"""An industrial project by keys alone: filed once at a window, reviewed in five lanes, collected once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clerk_tui.cli.main import run
from tests.support.pty_terminal import Terminal

TODAY = ("--today", "2026-03-18")
PLANNING, DEVELOPMENT, HOUSING, CITY = "涪规资", "涪发改", "涪住建", "涪城管"
COMPANY = "重庆某某机械有限公司"
CREDIT_CODE = "91350100M000100Y43"


class Reviewer:
    """A reviewer at their department's desk, who goes by what the screen shows."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def go_to(self, step: str) -> None:
        """Stand on a free step of that name, by the cursor keys."""
        terminal = self.terminal
        terminal.wait_until(lambda screen: f" {step} " in screen, f"a step {step}")
        terminal.press("1", "home")
        screen = terminal.wait_until(lambda screen: screen.splitlines()[3][:1] == ">", "the first row")
        while (here := marked(screen)).startswith(">完") or f" {step} " not in here:
            terminal.press("down")
            screen = self.below(here)
        terminal.wait_until(
            lambda screen: any(f"{step} " in line and "待领" in line for line in right(screen)),
            f"the route of {step}",
        )

    def below(self, row: str) -> str:
        """The screen once the cursor has left a row."""
        return self.terminal.wait_until(lambda screen: marked(screen) != row, f"a row below {row!r}")

    def claim_and_agree(self, step: str, *, colleague: str = "") -> None:
        """Claim it, and agree."""
        self.go_to(step)
        self.terminal.press("l")
        self.terminal.wait_for("已领办")
        self.terminal.press("f")
        self.terminal.wait_for("完成环节", step)
        if colleague:
            self.terminal.wait_for("同行人员")
            self.terminal.press(colleague)
            self.terminal.wait_for(colleague)
        self.terminal.press("f10")
        self.terminal.wait_for("环节已完成")

    def grant(self, step: str = "决定") -> None:
        """Grant what the item gives."""
        self.go_to(step)
        self.terminal.press("g")
        self.terminal.wait_for("作决定", "准予")
        self.terminal.press("f10")
        self.terminal.wait_for("不能撤回")
        self.terminal.press("y")
        self.terminal.wait_for("已作决定")


def marked(screen: str) -> str:
    """The row under the cursor of the list."""
    return next((line.split("|")[0] for line in screen.splitlines() if line.startswith(">")), "")


def right(screen: str) -> list[str]:
    """What stands right of the divider."""
    return [line.split("|", 1)[1] for line in screen.splitlines() if "|" in line]


@pytest.fixture
def db(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "hall.db"
    assert run(["init", "--db", str(path)]) == 0
    capfd.readouterr()
    return path


@contextmanager
def at_window(db: Path) -> Iterator[Terminal]:
    """The clerk at window 1."""
    with Terminal(["desk", "--db", str(db), *TODAY, "--user", "张敏", "--window", "1"]) as terminal:
        terminal.wait_for("窗口空闲", "没有")
        yield terminal
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


@contextmanager
def at_department(db: Path, department: str, user: str) -> Iterator[Reviewer]:
    """A reviewer at the desk of a department."""
    given = ["desk", "--db", str(db), *TODAY, "--user", user, "--department", department]
    with Terminal(given) as terminal:
        terminal.wait_for(f"{department} {user}", "[待领")
        yield Reviewer(terminal)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def file_it(terminal: Terminal) -> None:
    """One filing: the item by its initials, the situation by single keys, the applicant, everything there."""
    terminal.press("N")
    terminal.wait_for("新办件")
    terminal.press("gyxm")
    terminal.wait_for(">工业项目用地到开工联合申报")
    terminal.press("enter")
    for number in range(1, 5):
        terminal.wait_for(f"({number}/4)")
        terminal.press("1")
    terminal.wait_for("还差: 名称、证件号")
    terminal.press(COMPANY, "enter", CREDIT_CODE, "f10")
    terminal.wait_for("2 材料 3/21", "3 流转 0/5线", "等前置")
    terminal.press("A")
    terminal.wait_for("2 材料 21/21")
    terminal.press("a")
    terminal.wait_for("已受理", "承诺05-18剩40", "联办05-25剩45")
    terminal.press("3")
    terminal.wait_for(
        "5 建设项目用", "涪规资 审查", "绿8", "等5", "等6", "等7", "等8", "下一步 涪规资 待领办 审查"
    )
    terminal.press("5")
    terminal.wait_for("属联合申报", "承诺03-30剩8")
    terminal.press("0")
    terminal.wait_for("3 流转 0/5线")


def review(db: Path) -> None:
    """Every step of every lane, at the desk of the department that has it."""
    with at_department(db, PLANNING, "陈规") as reviewer:
        reviewer.claim_and_agree("审查")
        reviewer.grant()
    with at_department(db, DEVELOPMENT, "黄改") as reviewer:
        reviewer.terminal.wait_for("政府投资项目", "属联合申报")
        reviewer.claim_and_agree("审查")
    with at_department(db, HOUSING, "吴建") as reviewer:
        reviewer.claim_and_agree("住建会商")
    with at_department(db, PLANNING, "陈规") as reviewer:
        reviewer.claim_and_agree("规划会商")
    with at_department(db, DEVELOPMENT, "黄改") as reviewer:
        reviewer.grant("批复")
    with at_department(db, PLANNING, "陈规") as reviewer:
        reviewer.claim_and_agree("审查")
        reviewer.grant()
        reviewer.claim_and_agree("制证")
        reviewer.claim_and_agree("审查")
        reviewer.claim_and_agree("现场核查", colleague="冯划")
    with at_department(db, HOUSING, "吴建") as reviewer:
        reviewer.claim_and_agree("消防会商")
    with at_department(db, CITY, "孙市") as reviewer:
        reviewer.claim_and_agree("市政会商")
    with at_department(db, PLANNING, "周局") as reviewer:
        reviewer.grant()
        reviewer.claim_and_agree("制证")
    with at_department(db, HOUSING, "吴建") as reviewer:
        reviewer.claim_and_agree("审查")
        reviewer.grant()
        reviewer.claim_and_agree("制证")


def collect_it(terminal: Terminal) -> None:
    """One collection at the window, of all five results."""
    terminal.press("]", "]", "]")
    terminal.wait_for("[待领1]", "3 流转 5/5线", COMPANY)
    terminal.press("3")
    terminal.wait_until(lambda screen: screen.count("准予") >= 5, "five lanes granted")
    terminal.press("y")
    terminal.wait_for("可领取 1 件", "领取人")
    terminal.press("f10")
    terminal.wait_for("不能撤回")
    terminal.press("y")
    terminal.wait_for("已送达", "一窗领取单", COMPANY)
    terminal.press("esc")
    terminal.wait_until(lambda screen: screen.count("已领取") >= 5, "five lanes collected")


def cases_of(db: Path, capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The whole and its lanes, as the command line lists them."""
    capfd.readouterr()
    assert run(["ask", "--db", str(db), *TODAY, "cases", "tab=all"]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


@pytest.mark.slow
def test_one_filing_five_lanes_one_collection_by_keys(db: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with at_window(db) as terminal:
        file_it(terminal)
    filed = cases_of(db, capfd)
    assert len(filed) == 6
    assert sorted(str(each["status"]) for each in filed) == ["accepted", "accepted", *["pending"] * 4]
    review(db)
    with at_window(db) as terminal:
        collect_it(terminal)
    assert {each["status"] for each in cases_of(db, capfd)} == {"collected"}
    assert run(["verify", "--db", str(db)]) == 0
