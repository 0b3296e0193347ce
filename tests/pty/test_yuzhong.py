"""The example of docs/setting-up.md by keys: a case of another district's hall in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clerk_tui.cli.main import run
from tests.support.pty_desk import TODAY
from tests.support.pty_terminal import Terminal

EXAMPLE = Path(__file__).parents[2] / "docs/examples/yuzhong"


def test_a_clerk_takes_a_case_from_the_call_to_its_collection(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "hall.db"
    told = ("--catalogue", str(EXAMPLE / "catalogue"), "--windows", str(EXAMPLE / "windows.toml"))
    assert run(["init", "--db", str(db), *told]) == 0
    ticket = tmp_path / "ticket.jsonl"
    ticket.write_text('{"act": "take_ticket", "zone": "food"}\n', encoding="utf-8")
    at = ("--db", str(db), *TODAY, "--user", "江雨", "--window", "3")
    assert run(["do", str(ticket), *at]) == 0
    with Terminal(["desk", *at]) as terminal:
        terminal.wait_for("渝中区政", "候1")
        terminal.press("n")
        terminal.wait_for("已叫号")
        terminal.press("e")
        terminal.wait_for("开始办理")
        terminal.press("N")
        terminal.wait_for("新办件")
        terminal.press("jxsybzspba")
        terminal.wait_until(lambda screen: ">仅销售预包装食品备案" in screen, "the item by its initials")
        terminal.press("enter")
        terminal.wait_for("证件号")
        terminal.press("李小禾", "enter", "enter", "500102199003070010", "enter", "13800001234", "f10")
        terminal.wait_for("当场办结", "当场交给申请人")
        terminal.press("f10")
        terminal.wait_for("不能撤回")
        terminal.press("y")
        terminal.wait_for("已领取", "3 流转 3/3")
        terminal.press("E")
        terminal.wait_for("窗口空闲")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    capfd.readouterr()
    assert run(["verify", "--db", str(db)]) == 0
    capfd.readouterr()
    run(["ask", "--db", str(db), *TODAY, "cases", "tab=all"])
    [case] = map(json.loads, capfd.readouterr().out.splitlines())
    assert (case["status"], case["code"][:6]) == ("collected", "500103")
