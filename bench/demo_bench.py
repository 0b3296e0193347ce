"""How long `clerk-tui demo` takes from the start of its process to the first row of its queue.

Run as `python bench/demo_bench.py [runs]` from the top of the tree. Each run is set beside a bare Textual
app of one label in the same kind of terminal, which is the floor. Times are seconds, medians of the runs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from statistics import median
from time import monotonic

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.pty_terminal import Terminal  # noqa: E402

FLOOR = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("floor reached")
Bare().run()
"""
ROW = re.compile(r"^[ >](?:绿|黄|红|停|V?[A-Z]\d{3}) ?\S", re.MULTILINE)
FIRST_LIST_LINE = 2


def first_row(screen: str) -> bool:
    """Whether a list line, below the status line and the tabs, shows a light or a ticket."""
    return ROW.search("\n".join(screen.splitlines()[FIRST_LIST_LINE:])) is not None


def floor() -> float:
    """A bare app from its start to its label."""
    began = monotonic()
    with Terminal(["-c", FLOOR], module=False) as terminal:
        terminal.wait_for("floor reached")
        return monotonic() - began


def demo() -> tuple[float, float]:
    """The demo from its start to its first paint, and to its first row."""
    began = monotonic()
    with Terminal(["demo"]) as terminal:
        terminal.wait_until(lambda screen: bool(screen.strip()), "anything")
        painted = monotonic() - began
        terminal.wait_until(first_row, "a row")
        return painted, monotonic() - began


def main() -> None:
    """Print the medians."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    demo()
    floors = [floor() for _ in range(runs)]
    demos = [demo() for _ in range(runs)]
    bare, painted, rows = median(floors), median(d[0] for d in demos), median(d[1] for d in demos)
    print(f"bare Textual app: {bare:.2f} s")
    print(f"demo, first paint: {painted:.2f} s ({painted / bare:.1f} x the floor)")
    print(f"demo, first row:  {rows:.2f} s ({rows / bare:.1f} x the floor)")


if __name__ == "__main__":
    main()
