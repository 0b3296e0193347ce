"""A defect in a screen ends it in one line: no traceback, and nothing of what its variables held."""

from __future__ import annotations

from tests.support.pty_terminal import Terminal

DEFECT = """
import sys
from clerk_tui.desk.screen import DeskScreen

def broken(self, *_):
    phone = "13800001234"
    raise ValueError(f"no {phone}")

DeskScreen.hall_opened = broken
from clerk_tui.cli.main import run
sys.exit(run(["demo", "--lang", "en"]))
"""


def test_a_defect_is_told_in_one_line_without_what_variables_held() -> None:
    with Terminal(["-c", DEFECT], module=False) as terminal:
        assert terminal.wait_for_end() == 4
        after_the_screen = bytes(terminal.written).rpartition(b"\x1b[?1049l")[2].decode()
        told = after_the_screen[after_the_screen.index("clerk-tui: ") :].strip()
        assert "ValueError" in told
        assert "\n" not in told
        assert "13800001234" not in terminal.written.decode()
