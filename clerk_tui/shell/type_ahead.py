"""Keys typed ahead: each waits until the one before it has done all it does, so that none is lost."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

KEY_DEADLINE = 2.0
"""Seconds after which a key whose end was never told no longer holds up the next."""


_NUMBERS = count(1)
"""Every key has a number of its own, whichever queue it came through."""
ROUNDS = 2
"""How often `Settled` goes the way of a key: behind the key, then behind what its binding has posted."""


@dataclass
class Settled(Message):
    """Follows a key through the widgets; when the last round comes out at the top, the key is done with."""

    target: MessagePump
    number: int
    round: int = 1


class Typeahead:
    """A queue of keys and pastes, fed one at a time to `deliver`.

    `deliver` forwards the event and gives who takes it; a `Settled` is sent after it.
    While it is held, because an answer of the hall or a form on its way to the screen must come first,
    keys wait; they are delivered in their order once it is released.
    """

    def __init__(self, deliver: Callable[[events.Key | events.Paste], Awaitable[MessagePump]]) -> None:
        self._deliver = deliver
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._holds = 0
        self._barred = False
        self._behind_bar: list[Callable[[], object]] = []
        self._under_way = False
        self._number = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._feeding: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether no key waits or is under way, and nothing holds them."""
        return not (self._waiting or self._under_way or self._holds)

    async def take(self, event: events.Key | events.Paste) -> None:
        """Take a key, and deliver it when its turn has come."""
        self._waiting.append(event)
        await self.feed()

    async def settled(self, message: Settled) -> None:
        """A round has come out at the top; after the last one the key has done what it does."""
        if message.number != self._number:
            return
        following = Settled(message.target, message.number, message.round + 1)
        if message.round < ROUNDS and message.target.post_message(following):
            return
        self._end()
        await self.feed()

    async def feed(self) -> None:
        """Deliver the next key, if it may go."""
        while self._waiting and not self._under_way and not self._holds and not self._barred:
            event = self._waiting.popleft()
            self._under_way = True
            self._number = next(_NUMBERS)
            self._deadline = asyncio.get_running_loop().call_later(KEY_DEADLINE, self._overdue)
            target = await self._deliver(event)
            if not target.post_message(Settled(target, self._number)):
                self._end()

    def gone(self) -> None:
        """What took the key under way has left the screen because of it: the key has done what it does."""
        self._end()
        if not self._holds and self._waiting:
            self._feed_soon()

    def hold(self) -> None:
        """Keep keys waiting until `release`; holds add up."""
        self._holds += 1

    def release(self) -> None:
        """End one hold."""
        self._holds = max(self._holds - 1, 0)
        if not self._holds and self._waiting:
            self._feed_soon()

    def clear_holds(self) -> None:
        """End all holds: what they waited for will not come."""
        self._holds = 0
        self._feed_soon()

    def bar(self) -> None:
        """Keep keys, and whatever would come onto the screen, waiting behind what covers it until `lift`."""
        self._barred = True

    def lift(self) -> None:
        """Let what has waited behind the bar come, in its order, and then the keys."""
        self._barred = False
        waiting, self._behind_bar = self._behind_bar, []
        for then in waiting:
            then()
        if not self._holds and self._waiting:
            self._feed_soon()

    def take_over(self, other: Typeahead) -> None:
        """Take the keys that still wait in another queue, behind those that wait here."""
        self._waiting.extend(other._waiting)
        other._waiting.clear()
        other._end()

    def when_open(self, then: Callable[[], object]) -> None:
        """Do something to the screen: at once, or when what covers it has gone."""
        if self._barred:
            self._behind_bar.append(then)
        else:
            then()

    def _end(self) -> None:
        self._under_way = False
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _overdue(self) -> None:
        self._end()
        self._feed_soon()

    def _feed_soon(self) -> None:
        self._feeding = asyncio.get_running_loop().create_task(self.feed())
