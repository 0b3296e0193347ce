"""A database whose every table is partitioned by district, by the script that is deployed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg

from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.setting_up import founded_at
from tests.support.sitting import CARD, CATALOGUE, WINDOWS

SCRIPT = (Path(__file__).parents[3] / "deploy/postgres/partition.sql").read_text("utf-8")


def partitioned(address: str, *districts: str) -> str:
    """The database at the address, partitioned, with a partition for each of these districts."""
    with psycopg.connect(address) as owner:
        owner.execute(SCRIPT.encode())
        for district in districts:
            owner.execute("SELECT clerk_partition(%s)", [district])
    return address


def new_districts() -> Iterator[str]:
    """Districts that are nobody's yet."""
    return (str(number) for number in range(500_200, 999_999))


def partitioned_hall(address: str, district: str, clock: TravellingClock) -> SqlHall:
    """The hall of one more district, with its own partitions."""
    with psycopg.connect(address) as owner:
        owner.execute("SELECT clerk_partition(%s)", [district])
    founded_at(address, CATALOGUE, replace(CARD, region=district), WINDOWS)
    return SqlHall.at(address, clock, district=district)
