"""The wall as it looks."""

from __future__ import annotations

from tests.support.monitor.wall_snapshot import SNAPSHOT, taken


async def test_the_wall_at_80_by_24_looks_as_it_was_approved() -> None:
    assert await taken() == SNAPSHOT.read_text(encoding="utf-8")
