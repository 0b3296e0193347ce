"""What every command carries: who, at which window, when, under which id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

STRICT: Any = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every command carries: its id, the moment (with its zone), the user and the window."""

    __pydantic_config__: ClassVar[Any] = STRICT

    id: str
    at: datetime
    user: str
    window: str = ""
