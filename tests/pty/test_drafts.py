"""What a clerk has typed is there again after the program was killed."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.support.pty_desk import TODAY, ready
from tests.support.pty_terminal import Terminal


def test_a_draft_survives_a_kill(demo: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    given = ["desk", "--db", str(demo), *TODAY, "--user", "张敏", "--window", "3"]
    environment = {"XDG_STATE_HOME": str(state), "XDG_DATA_HOME": str(tmp_path / "data")}
    with Terminal(given, environment=environment) as terminal:
        ready(terminal)
        terminal.press("N", "spjyxkxb")
        terminal.wait_for(">食品经营许可（新办）")
        terminal.press("enter")
        terminal.wait_for("餐饮服务")
        terminal.press("1")
        terminal.wait_for("证件号")
        terminal.press("李小禾", "enter", "5001021990")
        terminal.wait_for("5001021990")
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    [kept] = state.rglob("draft-*.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    with Terminal(given, environment=environment) as terminal:
        terminal.wait_for("草稿")
        terminal.press("N", "spjyxkxb")
        terminal.wait_for(">食品经营许可（新办）")
        terminal.press("enter")
        terminal.wait_for("餐饮服务")
        terminal.press("1")
        terminal.wait_for("李小禾", "5001021990")
        terminal.press("03070010", "f10")
        terminal.wait_for("2 材料 0/8", "5001**********0010")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not list(state.rglob("draft-*.json"))
