"""On which grounds each test of the contract is kept."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from zlib import crc32

GROUNDS = ("sqlite", "postgres", "http-sqlite", "http-postgres")
PARTITIONED = "partitioned"
WHOLLY_ON_PARTITIONS = frozenset({"test_cases", "test_once"})
PARTLY_ON_PARTITIONS = frozenset({"test_lists", "test_tickets"})
ONE_IN = 4
TOLD_OF_ONE = frozenset({"test_the_hall_says_who_it_is"})
"""What is told of the one district of the contract's own card."""


def grounds_of(module: str, test: Callable[..., object]) -> tuple[str, ...]:
    """The grounds of a test: every kind of hall, and partitions where it needs nothing but a desk."""
    name = test.__name__
    if list(signature(test).parameters) != ["desk"] or name in TOLD_OF_ONE:
        return GROUNDS
    chosen = module in PARTLY_ON_PARTITIONS and crc32(name.encode()) % ONE_IN == 0
    return (*GROUNDS, PARTITIONED) if module in WHOLLY_ON_PARTITIONS or chosen else GROUNDS
