"""A food licence with eight materials from the ticket to the printed acceptance: every key counted."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.pty_desk import TODAY, ready
from tests.support.pty_terminal import Terminal

MOST = 45
KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"


class Counting:
    """Types for a clerk: keys are counted, the characters of names and numbers are not."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys, each one counted."""
        for key in keys:
            self.keys += 1
            self._terminal.press(key)

    def write(self, text: str) -> None:
        """Write a name or a number, which nobody can shorten."""
        self._terminal.press(text)

    def sees(self, *texts: str) -> None:
        """Wait until the screen shows all of these."""
        self._terminal.wait_for(*texts)


def receive(clerk: Counting) -> None:
    """Call, find the item by its initials, answer its question, and say who applies."""
    clerk.press("n")
    clerk.sees("已叫号")
    clerk.press("e")
    clerk.sees("开始办理")
    clerk.press("N", *"spjyxkxb")
    clerk.sees(">食品经营许可（新办）")
    clerk.press("enter")
    clerk.sees("餐饮服务")
    clerk.press("1")
    clerk.sees("还差: 名称、证件号")
    clerk.write("李小禾")
    clerk.press("enter")
    clerk.write("500102199003070010")
    clerk.sees("没有此前办件")
    clerk.press("enter")
    clerk.write("13800001234")
    clerk.press("f10")
    clerk.sees("2 材料 0/8")


def test_all_there_at_once(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    printer = f'{sys.executable} -c "{KEEP}" {paper}'
    with Terminal(["demo", *TODAY, "--printer", printer], environment={"TMPDIR": str(tmp_path)}) as terminal:
        ready(terminal)
        clerk = Counting(terminal)
        receive(clerk)
        clerk.press("A")
        clerk.sees("2 材料 8/8")
        clerk.press("a")
        clerk.sees("已受理", "承诺03-25剩5")
        clerk.press("p")
        clerk.sees("收件凭证", "未打")
        clerk.press("enter")
        clerk.sees("已打印 涪市监收〔2026〕")
        clerk.press("p")
        clerk.sees("受理通知书")
        clerk.press("enter")
        clerk.sees("已打印 涪市监受〔2026〕")
        assert clerk.keys <= MOST, clerk.keys
    printed = paper.read_text(encoding="utf-8")
    assert "受理通知书" in printed
    assert "李小禾" in printed


def test_each_of_eight_materials_looked_at_one_tolerated_and_one_promised(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    printer = f'{sys.executable} -c "{KEEP}" {paper}'
    with Terminal(["demo", *TODAY, "--printer", printer], environment={"TMPDIR": str(tmp_path)}) as terminal:
        ready(terminal)
        clerk = Counting(terminal)
        receive(clerk)
        clerk.press(*["space"] * 5)
        clerk.sees("2 材料 5/8")
        clerk.press("m", "space", "t")
        clerk.sees("2 材料 7/8")
        clerk.press("a")
        clerk.sees("容缺受理告知书", "签字")
        clerk.press("y")
        clerk.sees("已受理")
        for mark, notice in (("收", "收件凭证"), ("受", "受理通知书"), ("容", "容缺受理告知书")):
            clerk.press("p")
            clerk.sees(notice, "未打")
            clerk.press("enter")
            clerk.sees(f"已打印 涪市监{mark}〔2026〕")
        assert clerk.keys <= MOST, clerk.keys
    assert "容缺受理告知书" in paper.read_text(encoding="utf-8")
