"""Two servers beside one database: killed, told to end, thrown out of it; nothing acknowledged is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from tests.support.torture.load import load
from tests.support.waiting import until

KILLS = 4
EVERY_SECONDS = 5
LONG = 12
"""Kills in a minute."""


def test_a_server_killed_four_times_loses_nothing_that_it_acknowledged(
    postgres_url: str, tmp_path: Path
) -> None:
    with load(postgres_url, tmp_path) as under:
        servers = cycle(under.servers)

        def meanwhile(busy: Callable[[], bool]) -> None:
            for _ in range(KILLS):
                under.reach(under.acknowledged + 40, busy)
                server = next(servers)
                server.kill()
                under.go_on(busy)
                under.start(server)

        under.run(meanwhile)
        under.hold()
        assert [server.starts for server in under.servers] == [1 + KILLS // 2] * 2
        assert under.reconnected >= KILLS // 2


@pytest.mark.slow
def test_one_of_two_servers_killed_every_five_seconds_for_a_minute_loses_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    with load(postgres_url, tmp_path, windows=6) as under:

        def meanwhile(busy: Callable[[], bool]) -> None:
            begun = monotonic()
            for number, server in zip(range(1, LONG + 1), cycle(under.servers), strict=False):
                _wait_for(begun + number * EVERY_SECONDS)
                assert busy()
                server.kill()
                server.start()
            under.go_on(busy)

        under.run(meanwhile)
        sys.stdout.write(f"\n{under.report()}")
        under.hold()
        assert [server.starts for server in under.servers] == [1 + LONG // 2] * 2


@pytest.mark.slow
def test_a_database_that_throws_everybody_out_is_gone_on_with(postgres_url: str, tmp_path: Path) -> None:
    thrown: list[int] = []
    with load(postgres_url, tmp_path) as under:
        under.each_time(KILLS, lambda _: thrown.append(_thrown_out(postgres_url)))
        under.hold()
    assert len(thrown) == KILLS
    assert all(thrown), thrown


@pytest.mark.slow
def test_servers_told_to_end_under_load_lose_nothing(postgres_url: str, tmp_path: Path) -> None:
    with load(postgres_url, tmp_path) as under:
        servers = cycle(under.servers)

        def meanwhile(busy: Callable[[], bool]) -> None:
            for _ in range(KILLS):
                under.reach(under.acknowledged + 40, busy)
                server = next(servers)
                server.stop()
                under.go_on(busy)
                under.start(server)

        under.run(meanwhile)
        under.hold()
        assert [server.starts for server in under.servers] == [1 + KILLS // 2] * 2


def _wait_for(moment: float) -> None:
    until(lambda: monotonic() >= moment)


def _thrown_out(place: str) -> int:
    """How many connections the database has just ended: everybody's but this one."""
    with psycopg.connect(place) as connection:
        out = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        row = out.fetchone()
    assert row is not None
    return int(row[0])
