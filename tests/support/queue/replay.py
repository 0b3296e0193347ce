"""The queue's log played again, knowing nothing but the log and the hall's rule of calling.

Written from the rule as the hall states it, not from the program: being served, then priority, raised (with a
reason), transferred, appointments whose slot has begun, by time taken; who comes back goes behind the next.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

PRIORITY, RAISED, TRANSFERRED, APPOINTMENT, TAKEN, TOO_EARLY = range(6)


class Told(NamedTuple):
    """One event of the log."""

    position: int
    stream: str
    at: datetime
    window: str
    kind: str
    body: Mapping[str, Any]


class Unlawful(AssertionError):
    """The log shows what the rule does not allow."""


@dataclass
class Turn:
    """Where somebody stands: a class of the rule, a moment in it, and who was there earlier.

    Who comes back takes over the turn of the one before him and adds his own return to it.
    """

    group: int
    moment: datetime
    number_taken: tuple[datetime, int]
    depth: int = 0
    returned: tuple[datetime, int] | None = None

    def key(self, now: datetime) -> tuple[Any, ...]:
        """The smallest is called next."""
        early = self.group == APPOINTMENT and self.moment > now
        returned = self.returned or self.number_taken
        return (TOO_EARLY if early else self.group, self.moment, self.number_taken, self.depth, returned)


@dataclass
class Visitor:
    """Somebody with a number."""

    number: str
    business: str
    status: str
    taken: tuple[datetime, int]
    priority: bool
    turn: Turn
    last: datetime
    bound: str = ""
    at_window: str = ""
    calls: int = 0
    last_call: datetime | None = None


@dataclass
class Replay:
    """The day as the log tells it; `tell` raises `Unlawful` at the first event that breaks the rule."""

    windows: Mapping[str, Collection[str]]
    visitors: dict[str, Visitor] = field(default_factory=dict)
    numbers: Counter[str] = field(default_factory=Counter)
    busy: dict[str, str] = field(default_factory=dict)
    passed_over: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[str] = field(default_factory=Counter)

    def tell(self, event: Told) -> None:
        """One more event."""
        self.seen[event.kind] += 1
        if event.kind == "ticket_taken":
            self._taken(event)
            return
        visitor = self.visitors.get(event.stream)
        self._must(visitor is not None, event, "nobody has this number")
        assert visitor is not None
        self._must(event.at >= visitor.last, event, "time runs backwards")
        getattr(self, "_" + event.kind.removeprefix("ticket_"))(event, visitor)
        visitor.last = event.at

    def line_at(self, window: str, now: datetime) -> list[tuple[str, Visitor]]:
        """Who waits for a window, whose turn it is first."""
        business = self.windows[window]
        mine = [
            (stream, visitor)
            for stream, visitor in self.visitors.items()
            if visitor.status == "waiting"
            and (
                visitor.bound == window
                or (not visitor.bound and (not business or visitor.business in business))
            )
        ]
        return sorted(mine, key=lambda each: each[1].turn.key(now))

    def _must(self, lawful: bool, event: Told, why: str) -> None:
        if not lawful:
            raise Unlawful(f"event {event.position}, {event.stream}, {event.kind} at {event.window}: {why}")

    def _taken(self, event: Told) -> None:
        number = event.body["number"]
        letter, serial = number[-4], int(number[-3:])
        self.numbers[letter] += 1
        self._must(event.stream not in self.visitors, event, "the number was given already")
        self._must(event.stream.endswith(f"-{number}"), event, "the number is another's")
        self._must(serial == self.numbers[letter], event, "a number was left out or given twice")
        priority, slot = event.body["priority"] != "none", event.body["appointment"]
        sign = "V" if priority else "Y" if slot else ""
        self._must(number == f"{sign}{letter}{serial:03}", event, "the number does not say what it is")
        taken = (event.at, event.position)
        if priority or not slot:
            turn = Turn(PRIORITY if priority else TAKEN, event.at, taken)
        else:
            turn = Turn(APPOINTMENT, datetime.fromisoformat(slot), taken)
        self.visitors[event.stream] = Visitor(
            number, event.body["zone"], "waiting", taken, priority, turn, event.at
        )

    def _called(self, event: Told, visitor: Visitor) -> None:
        window = event.body["window"]
        self._must(window == event.window, event, "called from another window")
        if visitor.status == "called":
            self.seen["recall"] += 1
            self._must(visitor.at_window == window, event, "called to two windows")
            assert visitor.last_call is not None
            self._must((event.at - visitor.last_call).total_seconds() >= 20, event, "called again too soon")
        else:
            self._must(visitor.status == "waiting", event, f"called while {visitor.status}")
            self._must(window not in self.busy, event, f"busy with {self.busy.get(window)}")
            line = self.line_at(window, event.at)
            self._must(any(stream == event.stream for stream, _ in line), event, "not this window's")
            if event.body["reason"]:
                self.seen["call out of order"] += 1
            else:
                first, _ = line[0]
                self._must(first == event.stream, event, f"it was the turn of {first}")
            self.busy[window] = event.stream
            visitor.status, visitor.at_window, visitor.bound = "called", window, ""
        visitor.calls += 1
        visitor.last_call = event.at

    def _here(self, event: Told, visitor: Visitor, status: str) -> None:
        self._must(visitor.status == status, event, f"while {visitor.status}")
        self._must(visitor.at_window == event.window, event, f"it is at window {visitor.at_window}")
        self._must(self.busy.get(event.window) == event.stream, event, "another is active at this window")

    def _leave(self, event: Told, visitor: Visitor, status: str) -> None:
        del self.busy[visitor.at_window]
        visitor.status = status

    def _served(self, event: Told, visitor: Visitor) -> None:
        self._here(event, visitor, "called")
        visitor.status = "serving"

    def _skipped(self, event: Told, visitor: Visitor) -> None:
        self._here(event, visitor, "called")
        self._must(visitor.calls >= 3, event, "passed over before three calls")
        self._leave(event, visitor, "skipped")
        self.passed_over[event.window].append(event.stream)

    def _revived(self, event: Told, visitor: Visitor) -> None:
        self._must(visitor.status == "skipped", event, f"while {visitor.status}")
        last_three = self.passed_over[event.window][-3:]
        self._must(event.stream in last_three, event, "not one of the window's last three")
        self.passed_over[event.window].remove(event.stream)
        line, returned = self.line_at(event.window, event.at), (event.at, event.position)
        if line:
            before = line[0][1].turn
            turn = Turn(before.group, before.moment, before.number_taken, before.depth + 1, returned)
        else:
            turn = Turn(TAKEN, event.at, returned)
        visitor.status, visitor.turn, visitor.calls, visitor.at_window = "waiting", turn, 0, ""
        now_waiting = self.line_at(event.window, event.at)
        if line and any(stream == event.stream for stream, _ in now_waiting):
            self._directly_behind(event, line[0][0], now_waiting)

    def _directly_behind(self, event: Told, first: str, line: list[tuple[str, Visitor]]) -> None:
        """Between the next and who came back stand only others who came back."""
        streams = [stream for stream, _ in line]
        between = line[1 : streams.index(event.stream)]
        self._must(streams[0] == first, event, "came back before the next")
        self._must(all(each.turn.returned for _, each in between), event, "came back too far behind")

    def _held(self, event: Told, visitor: Visitor) -> None:
        self._here(event, visitor, "serving")
        self._leave(event, visitor, "held")

    def _unheld(self, event: Told, visitor: Visitor) -> None:
        self._must(visitor.status == "held", event, f"while {visitor.status}")
        self._must(visitor.at_window == event.window, event, "put aside at another window")
        self._must(event.window not in self.busy, event, "the window is busy")
        self.busy[event.window] = event.stream
        visitor.status = "serving"

    def _transferred(self, event: Told, visitor: Visitor) -> None:
        self._here(event, visitor, "serving")
        self._leave(event, visitor, "waiting")
        visitor.business, visitor.bound = event.body["zone"], event.body["to_window"]
        visitor.at_window, visitor.calls = "", 0
        visitor.turn = self._moved(visitor, TRANSFERRED, event)

    def _raised(self, event: Told, visitor: Visitor) -> None:
        self._must(visitor.status == "waiting", event, f"while {visitor.status}")
        self._must(bool(event.body["reason"].strip()), event, "without a reason")
        visitor.turn = self._moved(visitor, RAISED, event)

    def _moved(self, visitor: Visitor, group: int, event: Told) -> Turn:
        if visitor.priority:
            return Turn(PRIORITY, visitor.taken[0], visitor.taken)
        return Turn(group, event.at, visitor.taken)

    def _finished(self, event: Told, visitor: Visitor) -> None:
        self._here(event, visitor, "serving")
        self._leave(event, visitor, "finished")

    def _closed(self, event: Told, visitor: Visitor) -> None:
        over = visitor.status in ("serving", "finished", "closed")
        self._must(not over, event, f"while {visitor.status}")
        self._must((event.at.hour, event.at.minute) >= (17, 30), event, "before the hall has closed")
        if visitor.status == "called":
            del self.busy[visitor.at_window]
        visitor.status = "closed"

    def balanced(self) -> tuple[int, int, int]:
        """How many numbers were taken, served, and not served.

        Raises:
            Unlawful: somebody is neither, or a window is still busy.
        """
        statuses = Counter(visitor.status for visitor in self.visitors.values())
        served, not_served = statuses["finished"], statuses["closed"]
        if self.busy or served + not_served != len(self.visitors):
            raise Unlawful(f"not balanced: {dict(statuses)}, busy: {self.busy}")
        return len(self.visitors), served, not_served


def log_of(path: Path) -> list[Told]:
    """The tickets' events of a hall's file, read without the program."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            'SELECT position, stream, at, "window", kind, body FROM event ORDER BY position'
        ).fetchall()
    finally:
        connection.close()
    return [
        Told(position, stream, datetime.fromisoformat(at), window, kind, json.loads(body))
        for position, stream, at, window, kind, body in rows
        if kind.startswith("ticket_")
    ]


def replayed(events: Iterable[Told], windows: Mapping[str, Collection[str]]) -> Replay:
    """The whole log played again.

    Raises:
        Unlawful: the first event that breaks the rule.
    """
    replay = Replay(windows)
    for event in events:
        replay.tell(event)
    return replay
