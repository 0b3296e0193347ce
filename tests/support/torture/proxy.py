"""A bad network between desks and their server: it drops, delays, duplicates, reorders and cuts.

It knows enough of HTTP to strike where it hurts: before the server has a command, while it has half of it,
and after it has carried it out. What strikes is drawn from decks of cards: of so many commands each kind of
trouble strikes so many, whichever they are. `Network.struck` tells what has really happened to commands.
"""

from __future__ import annotations

import asyncio
import json
import random
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from tests.support.torture.between import Between, reset
from tests.support.torture.framing import Message, read_request
from tests.support.torture.upstream import Upstream

Card = TypeVar("Card")
READ = 65_536


class Trouble(StrEnum):
    """What can happen to a request, its answer, or a stream of changes."""

    NONE = "none"
    DELAYED = "delayed"
    REQUEST_DROPPED = "request dropped"
    ANSWER_DROPPED = "answer dropped"
    REQUEST_CUT = "request cut"
    ANSWER_CUT = "answer cut"
    TWICE_AT_ONCE = "sent twice at once"
    TWICE_LATER = "sent again later"
    LATE = "cut, and delivered late"
    OVERTAKEN = "overtaken"
    OUTAGE = "outage"
    STREAM_CUT = "stream cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How many of each kind there are in a deck, and how long what is delayed waits, in seconds.

    An outage cuts every stream and so many requests after it. What is overtaken waits for another desk's
    command, but no longer than `held`.
    """

    commands: Mapping[Trouble, int] = field(
        default_factory=lambda: {
            Trouble.NONE: 200,
            Trouble.DELAYED: 20,
            Trouble.REQUEST_DROPPED: 1,
            Trouble.ANSWER_DROPPED: 1,
            Trouble.REQUEST_CUT: 3,
            Trouble.ANSWER_CUT: 4,
            Trouble.TWICE_AT_ONCE: 6,
            Trouble.TWICE_LATER: 6,
            Trouble.LATE: 3,
            Trouble.OVERTAKEN: 5,
            Trouble.OUTAGE: 1,
        }
    )
    questions: Mapping[Trouble, int] = field(
        default_factory=lambda: {
            Trouble.NONE: 85,
            Trouble.DELAYED: 8,
            Trouble.REQUEST_DROPPED: 1,
            Trouble.REQUEST_CUT: 2,
            Trouble.ANSWER_CUT: 2,
            Trouble.TWICE_AT_ONCE: 2,
        }
    )
    parts: Mapping[Trouble, int] = field(
        default_factory=lambda: {Trouble.NONE: 35, Trouble.DELAYED: 4, Trouble.STREAM_CUT: 1}
    )
    delay: tuple[float, float] = (0.001, 0.020)
    late: tuple[float, float] = (0.020, 0.150)
    held: float = 0.3
    outage: int = 40


class Deck(Generic[Card]):
    """Cards drawn one after the other; shuffled anew when none is left."""

    def __init__(self, cards: Mapping[Card, int], chance: random.Random) -> None:
        self._cards = [card for card, number in cards.items() for _ in range(number)]
        self._chance = chance
        self._turn = self._shuffled()

    def draw(self) -> Card:
        """The next card."""
        return next(self._turn)

    def _shuffled(self) -> Iterator[Card]:
        while True:
            yield from self._chance.sample(self._cards, len(self._cards))


@dataclass(slots=True)
class _Held:
    """A command that waits until another desk's has gone before it."""

    by: Passage
    released: asyncio.Event = field(default_factory=asyncio.Event)


class Network(Between):
    """The network before the server at a port; calm until it rages. Its outcome may be read once calm again.

    `struck` counts what has happened to commands, `others` to questions and streams; `unlike` are the ids of
    commands that were sent twice and answered with two different receipts.
    """

    def __init__(self, port: int, *, seed: int, rates: Rates | None = None) -> None:
        super().__init__()
        self.far = port
        self._rates = rates or Rates()
        self._chance = random.Random(seed)
        self._commands = Deck(self._rates.commands, self._chance)
        self._questions = Deck(self._rates.questions, self._chance)
        self._parts = Deck(self._rates.parts, self._chance)
        self._raging = False
        self._outage = 0
        self._held: _Held | None = None
        self._streams: set[StreamWriter] = set()
        self._under_way: Counter[str] = Counter()
        self.requests = 0
        self.struck: Counter[Trouble] = Counter()
        self.others: Counter[Trouble] = Counter()
        self.unlike: list[str] = []

    def rage(self) -> None:
        """Be a bad network from now on."""
        self._raging = True

    def calm(self) -> None:
        """Be a good network from now on; what is under way arrives."""
        self._raging = False
        self._loop.call_soon_threadsafe(self._release)

    def is_quiet(self, window: str) -> bool:
        """Whether nothing that was given at a window is still to arrive, whoever has given it up."""
        return not self._under_way[window]

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection of a desk."""
        connection = Passage(self, reader, writer)
        try:
            while (request := await read_request(reader)) is not None:
                self.requests += 1
                with self.under_way(request):
                    goes_on = await connection.take(request)
                if not goes_on:
                    return
        finally:
            connection.close()

    # What a connection needs.

    def card(self, request: Message) -> Trouble:
        """What happens to a request."""
        if not self._raging:
            return Trouble.NONE
        if self._outage:
            self._outage -= 1
            return Trouble.OUTAGE
        trouble = (self._commands if request.is_command else self._questions).draw()
        if trouble is Trouble.OUTAGE:
            self._outage = self._rates.outage
            for stream in tuple(self._streams):
                reset(stream)
        return trouble

    def card_of_part(self) -> Trouble:
        """What happens to a part of a stream."""
        return self._parts.draw() if self._raging else Trouble.NONE

    def note(self, trouble: Trouble, request: Message) -> None:
        """Something has really happened."""
        (self.struck if request.is_command else self.others)[trouble] += 1

    async def delay(self) -> None:
        """Wait a little."""
        await asyncio.sleep(self._chance.uniform(*self._rates.delay))

    def compare(self, request: Message, one: Message, two: Message) -> None:
        """Note a command that two answers tell two different things of."""
        if request.is_command and {each.first[1] for each in (one, two)} == {"200"} and one.body != two.body:
            self.unlike.append(str(json.loads(request.body)["id"]))

    def deliver_later(self, request: Message, known: Message | None) -> None:
        """Have the server get a request (once more) in a while, whatever has become of its sender."""
        counted = ExitStack()
        counted.enter_context(self.under_way(request))
        self.later(self._delivered(request, known, counted))

    async def _delivered(self, request: Message, known: Message | None, counted: ExitStack) -> None:
        far = Upstream(self.far)
        with counted, closing(far):
            await asyncio.sleep(self._chance.uniform(*self._rates.late))
            answer = await far.ask(request)
            if known is not None:
                self.compare(request, known, answer)

    @contextmanager
    def under_way(self, request: Message) -> Iterator[None]:
        """A command is between its desk and the server."""
        window = str(json.loads(request.body)["window"]) if request.is_command else ""
        self._under_way[window] += 1
        try:
            yield
        finally:
            self._under_way[window] -= 1

    def either(self, one: Message, two: Message) -> Message:
        """One of two answers."""
        return self._chance.choice((one, two))

    @contextmanager
    def streaming(self, writer: StreamWriter) -> Iterator[None]:
        """A stream is open, until an outage."""
        self._streams.add(writer)
        try:
            yield
        finally:
            self._streams.discard(writer)

    async def wait_for_another(self, by: Passage) -> bool:
        """Whether another desk's command has gone before; one at a time is held."""
        if self._held is not None:
            return False
        held = self._held = _Held(by)
        try:
            async with asyncio.timeout(self._rates.held):
                await held.released.wait()
        except TimeoutError:
            return False
        finally:
            if self._held is held:
                self._held = None
        return self._raging

    def gone_before(self, by: Passage) -> None:
        """The server has answered a command: one of another desk that was held may go now."""
        if self._held is not None and self._held.by is not by:
            self._release()

    def _release(self) -> None:
        if self._held is not None:
            self._held.released.set()


class Passage:
    """One desk's connection, and the one to the server behind it."""

    def __init__(self, network: Network, reader: StreamReader, writer: StreamWriter) -> None:
        self._network, self._reader, self._writer = network, reader, writer
        self._far = Upstream(network.far)

    def close(self) -> None:
        """Let go of the server."""
        self._far.close()

    async def take(self, request: Message) -> bool:
        """Let happen to a request what happens; False where the connection is over."""
        trouble = self._network.card(request)
        match trouble:
            case Trouble.NONE:
                return await self._pass(request)
            case Trouble.DELAYED:
                return await self._delayed(request)
            case Trouble.REQUEST_DROPPED | Trouble.ANSWER_DROPPED:
                if trouble is Trouble.ANSWER_DROPPED:
                    await self._far.ask(request)
                self._network.note(trouble, request)
                await self._reader.read(READ)
                return False
            case Trouble.REQUEST_CUT:
                half = len(request.head) + len(request.body) // 2
                await self._far.send(request.whole[: min(half, len(request.whole) - 1)])
            case Trouble.ANSWER_CUT:
                answer = await self._far.ask(request)
                self._writer.write(answer.whole[: len(answer.whole) // 2])
                await self._writer.drain()
            case Trouble.TWICE_AT_ONCE:
                return await self._twice(request)
            case Trouble.TWICE_LATER:
                return await self._pass(request, again=True)
            case Trouble.LATE:
                self._network.deliver_later(request, None)
            case Trouble.OVERTAKEN:
                overtaken = await self._network.wait_for_another(self)
                self._network.note(Trouble.OVERTAKEN if overtaken else Trouble.DELAYED, request)
                return await self._pass(request)
        self._network.note(trouble, request)
        return False

    async def _pass(self, request: Message, *, again: bool = False) -> bool:
        answer = await self._far.ask(request)
        if request.is_command:
            self._network.gone_before(self)
        if again:
            self._network.note(Trouble.TWICE_LATER, request)
            self._network.deliver_later(request, answer)
        return await self._answer(answer)

    async def _delayed(self, request: Message) -> bool:
        self._network.note(Trouble.DELAYED, request)
        await self._network.delay()
        answer = await self._far.ask(request)
        await self._network.delay()
        return await self._answer(answer)

    async def _twice(self, request: Message) -> bool:
        other = Upstream(self._network.far)
        try:
            one, two = await asyncio.gather(self._far.ask(request), other.ask(request))
        finally:
            other.close()
        self._network.note(Trouble.TWICE_AT_ONCE, request)
        self._network.compare(request, one, two)
        return await self._answer(self._network.either(one, two))

    async def _answer(self, answer: Message) -> bool:
        self._writer.write(answer.whole)
        await self._writer.drain()
        if answer.streams:
            self._network._streams.add(self._writer)
            try:
                await self._stream()
            finally:
                self._network._streams.discard(self._writer)
            return False
        return b"\r\nconnection: close" not in answer.head.lower()

    async def _stream(self) -> None:
        gone = asyncio.ensure_future(self._reader.read(1))
        try:
            while not gone.done():
                part = asyncio.ensure_future(self._far.reader.read(READ))
                await asyncio.wait({gone, part}, return_when=asyncio.FIRST_COMPLETED)
                if not part.done():
                    part.cancel()
                    with suppress(asyncio.CancelledError):
                        await part
                    return
                if not await self._hand_on(part.result()):
                    return
        finally:
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)

    async def _hand_on(self, data: bytes) -> bool:
        """Hand on a part of a stream; False where that was its end."""
        trouble = self._network.card_of_part() if data else Trouble.NONE
        if trouble is Trouble.DELAYED:
            await self._network.delay()
        if trouble is not Trouble.NONE:
            self._network.others[trouble] += 1
        cut = trouble is Trouble.STREAM_CUT
        self._writer.write(data[: len(data) // 2] if cut else data)
        await self._writer.drain()
        return bool(data) and not cut
