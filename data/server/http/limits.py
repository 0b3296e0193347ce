"""What the server lets in: sizes, numbers and times, all in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one server process. Times are seconds unless their type says otherwise.

    Nothing that comes from outside is held without a bound: whoever is beyond one is told so at once,
    and the others are served on.
    """

    body_bytes: int = 262_144
    head_bytes: int = 32_768
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    idle_seconds: int = 75
    answer_seconds: float = 15.0
    most_connections: int = 12_000
    readers: int = 4
    questions_waiting: int = 512
    commands_waiting: int = 1_024
    batch: int = 64
    past_waiting: int = 32
    checks_waiting: int = 1_024
    sign_ins: int = 2
    sign_ins_waiting: int = 32
    sign_ins_of_one: int = 4
    oldest: timedelta = timedelta(days=7)
    token_seconds: float = 1.0
    tokens_kept: int = 20_000
    streams: int = 10_000
    ring: int = 2_048
    stream_seconds: float = 3_600.0
    send_seconds: float = 10.0
    alive_seconds: float = 15.0
    closing_seconds: int = 5
