"""What is done at every desk by the same keys."""

from __future__ import annotations

from data.model.case import Status
from tests.support.desk.seat import Seat

ID = "11010519491231002X"


async def receive(seat: Seat, item: str = "spjyxkxb", name: str = "王小明") -> None:
    """Call the next, and receive an application from them: the item asks one question."""
    await seat.press("n", "e", "N")
    await seat.type(item)
    await seat.press("enter", "1")
    await seat.type(name)
    await seat.press("enter")
    await seat.type(ID)
    await seat.press("f10")


def status(seat: Seat) -> Status:
    file = seat.app.desk.state.file
    assert file is not None
    return file.line.status


async def new_case(seat: Seat, item: str = "spjyxkxb") -> None:
    await seat.press("N")
    await seat.type(item)
    await seat.press("enter", "1")


async def instant(seat: Seat) -> None:
    """Receive an application for an instant item."""
    await seat.press("n", "e", "N")
    await seat.type("jydj")
    await seat.press("enter")
    await seat.type("王小明")
    await seat.press("enter")
    await seat.type(ID)
    await seat.press("f10")


KEEP = "import sys; open(sys.argv[1], 'ab').write(sys.stdin.buffer.read())"
