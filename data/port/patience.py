"""How long one call over the network may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a call may take: seconds to connect, between bytes, and altogether; tries in between.

    `wait` is the longest first wait between two tries, in seconds; it doubles, with jitter.
    """

    connect: float = 3.0
    read: float = 10.0
    total: float = 15.0
    tries: int = 3
    wait: float = 0.2
