"""Days and moments as the tables hold them: ISO text, moments in Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime
from typing import overload

from data.model.legal.time_zone import shanghai


@overload
def stored(moment: datetime) -> str: ...
@overload
def stored(moment: None) -> None: ...
@overload
def stored(moment: datetime | None) -> str | None: ...
def stored(moment: datetime | None) -> str | None:
    """A moment as text; of two moments the earlier sorts first."""
    return None if moment is None else shanghai(moment).isoformat()


@overload
def read(text: str) -> datetime: ...
@overload
def read(text: None) -> None: ...
@overload
def read(text: str | None) -> datetime | None: ...
def read(text: str | None) -> datetime | None:
    """The moment that a text holds."""
    return None if text is None else shanghai(datetime.fromisoformat(text))


@overload
def day(text: str) -> date: ...
@overload
def day(text: None) -> None: ...
@overload
def day(text: str | None) -> date | None: ...
def day(text: str | None) -> date | None:
    """The day that a text holds."""
    return None if text is None else date.fromisoformat(text)


def iso(value: date | None) -> str | None:
    """A day as text."""
    return None if value is None else value.isoformat()
