"""What every query is: its answer's type, and as of which day it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

Answer = TypeVar("Answer", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Generic[Answer]):
    """A query; the type parameter is what answers it."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    today: date | None = None
