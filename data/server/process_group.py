"""Several processes at one socket: started, started again when they fall, ended together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Final, TypeVar

Plan = TypeVar("Plan")

LEAVE: Final = (signal.SIGTERM, signal.SIGINT)
LOOK_SECONDS: Final = 0.2
SOON_SECONDS: Final = 5.0
"""A process that falls sooner than this after its start has not served anybody."""
MOST_SOON: Final = 5


def keep_serving(
    serve: Callable[[Plan, socket.socket, int], object], plan: Plan, listener: socket.socket, workers: int
) -> bool:
    """Serve in so many processes until told to end; False where they fall again and again.

    Each takes connections from the one socket: what waits there is lost with none of them.
    """
    spawned = multiprocessing.get_context("spawn")
    running: dict[int, tuple[BaseProcess, float]] = {}

    def start(number: int) -> None:
        process = spawned.Process(target=serve, args=(plan, listener, number), name=f"serve-{number}")
        process.start()
        running[number] = (process, time.monotonic())

    soon = 0
    with _told_to_end() as told:
        for number in range(workers):
            start(number)
        heard = 0
        while running:
            while heard < len(told):
                heard += 1
                _pass_on(running)
            wait([process.sentinel for process, _ in running.values()], LOOK_SECONDS)
            for number, (process, since) in tuple(running.items()):
                if process.is_alive():
                    continue
                process.join()
                del running[number]
                if told:
                    continue
                soon = soon + 1 if time.monotonic() - since < SOON_SECONDS else 0
                if soon >= MOST_SOON:
                    told.append(signal.SIGTERM)
                else:
                    start(number)
    return soon < MOST_SOON


def _pass_on(running: dict[int, tuple[BaseProcess, float]]) -> None:
    for process, _ in running.values():
        if process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)


@contextmanager
def _told_to_end() -> Iterator[list[int]]:
    """The signals by which this process was told to end so far."""
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, hear) for number in LEAVE}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
