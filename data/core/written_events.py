"""Decided bodies as the events that are written: who, where and when, numbered within their stream."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from data.model.command import Command
from data.model.event import Body, Event


def recorded(
    command: Command, stream: str, seq: int, bodies: Iterable[Body], last: datetime | None = None
) -> tuple[Event, ...]:
    """The events of a stream after its `seq`th, which happened at `last`.

    They happened when the command says; a stream that has moved on meanwhile through another (the lane of a
    joint application) never runs backwards, and takes the moment of its own last event.
    """
    at = command.at if last is None else max(command.at, last)
    return tuple(
        Event(
            stream=stream,
            seq=number,
            at=at,
            user=command.user,
            window=command.window,
            command=command.id,
            body=body,
        )
        for number, body in enumerate(bodies, start=seq + 1)
    )
