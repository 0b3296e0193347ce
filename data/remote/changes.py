"""The changes of a far hall: a stream that is kept open, opened again after a cut, and missed nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event as Stop
from typing import Final

import httpx
from pydantic import TypeAdapter, ValidationError

from data.port.errors import HallUnavailable
from data.port.status import Change
from data.remote.event_stream import EventReader, ServerEvent, TooLong
from data.remote.gate import Gate
from data.remote.request import Reply, client, failing, once, raise_for, wired
from data.remote.skew import HEADER
from data.remote.transport import Bounds

SILENCE: Final = 45.0
"""Seconds without a sign of life, of which the server gives one every 15: then a stream counts as cut."""

CONNECTING: Final = 5.0
"""Seconds in which a connection must be made."""

FIRST_WAIT: Final = 0.25
LONGEST_WAIT: Final = 15.0
"""Seconds between two tries: doubled from the first to the longest, each a random part of it."""

LOOKING_UP: Final = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """What the data of a change is on the wire."""

    position: int
    streams: tuple[str, ...]


_TOLD: TypeAdapter[Told] = TypeAdapter(Told)


class Changes:
    """The changes since a position (None: since now), for one watcher, until `stop` is set.

    `tell` is told whether the server can be heard. The first connection is made at once, so that nothing
    written after it goes unnoticed.
    """

    def __init__(
        self,
        gate: Gate,
        stop: Stop,
        since: int | None,
        tell: Callable[[bool], None],
        *,
        silence: float = SILENCE,
    ) -> None:
        self._gate, self._stop, self._tell, self._silence = gate, stop, tell, silence
        self._position = since
        self._wait = FIRST_WAIT
        transport = gate.transport() or wired(gate.address, Bounds(stop))
        self._client = client(transport)
        self._heard = True
        self._first = self._connected()
        self._said = self._to_say()

    def __iter__(self) -> Iterator[Change]:
        """Run in one thread, once."""
        try:
            response, self._first = self._first, None
            while not self._stop.is_set():
                if response is None:
                    yield from self._turned(heard=False)
                else:
                    yield from self._turned(heard=True)
                    yield from self._read(response)
                self._pause()
                response = self._connected()
                if response is not None and self._position is None:
                    # What was written meanwhile cannot be told: everything may have changed.
                    yield Change(0, ())
        finally:
            if self._first is not None:
                self._first.close()
            self._client.close()

    def _turned(self, *, heard: bool) -> Iterator[Change]:
        """A change of the standing, where it is one."""
        if heard != self._heard and not self._stop.is_set():
            self._heard = heard
            self._tell(heard)
            yield Change(self._position or 0, ())

    def _connected(self) -> httpx.Response | None:
        """The stream, opened where the last one ended; None where it could not be."""
        try:
            with once(), failing(self._gate.address.url):
                return self._opened(self._gate.token)
        except HallUnavailable:
            return None

    def _opened(self, token: str) -> httpx.Response | None:
        before = self._gate.own_clock.now()
        response = self._client.send(
            self._client.build_request(
                "GET",
                f"{self._gate.address.url}/v1/changes",
                headers={
                    "accept": "text/event-stream",
                    "accept-encoding": "identity",
                    "cache-control": "no-store",
                    "authorization": f"Bearer {token}",
                    **({"last-event-id": str(self._position)} if self._position is not None else {}),
                },
                timeout=httpx.Timeout(self._silence, connect=CONNECTING),
            ),
            stream=True,
        )
        after = self._gate.own_clock.now()
        self._gate.skew.note(before, after, response.headers.get(HEADER, ""))
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status_code == httpx.codes.OK and kind == "text/event-stream":
            self._wait = FIRST_WAIT
            return response
        response.close()
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise self._gate.turned_away(token)
        raise_for(Reply(response.status_code, dict(response.headers), b""))
        return None

    def _read(self, response: httpx.Response) -> Iterator[Change]:
        """The changes that a stream tells until it is cut, silent for too long, or not a hall's."""
        reader = EventReader()
        try:
            with once(), failing(self._gate.address.url):
                for part in response.iter_raw():
                    change = self._change(reader.take(part)) or self._standing_turned()
                    if self._stop.is_set():
                        return
                    if change is not None:
                        yield change
        except (HallUnavailable, TooLong, ValidationError):
            return
        finally:
            response.close()

    def _change(self, events: Iterator[ServerEvent]) -> Change | None:
        """What came at once as one change; None where nothing has changed."""
        streams: dict[str, None] = {}
        changed = False
        for event in events:
            if event.data:
                told = _TOLD.validate_json(event.data)
                self._position, changed = told.position, True
                streams |= dict.fromkeys(told.streams)
            elif self._position is None and event.id.isascii() and event.id.isdigit():
                self._position = int(event.id)
        return Change(self._position or 0, tuple(streams)) if changed else None

    def _standing_turned(self) -> Change | None:
        """A change without streams where the sign-in ends soon now, or the clocks have come to differ."""
        before, self._said = self._said, self._to_say()
        return Change(self._position or 0, ()) if self._said != before else None

    def _to_say(self) -> tuple[bool, bool]:
        return self._gate.ends_soon is not None, self._gate.skew.apart

    def _pause(self) -> None:
        """Wait before trying again: longer each time, and not all desks at once. A new sign-in ends it."""
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT)
        left = random.uniform(wait / 2, wait)
        before = self._gate.signed_in
        while left > 0 and not self._stop.wait(min(LOOKING_UP, left)):
            left -= LOOKING_UP
            if self._gate.signed_in is not before:
                return
