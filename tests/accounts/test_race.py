"""Two processes let people in at the same window at the same moment: one of them comes in."""

from __future__ import annotations

import multiprocessing
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from data.accounts.signed_in import SignedIn
from tests.support.accounts.people import CLERKS, PASSWORD, People
from tests.support.waiting import PATIENCE

ROUNDS = 30


def come_in(place: str, user: str, barrier: Barrier, told: Connection) -> None:
    """In every round sign in at window 3 when the other does, and leave when both have tried."""
    came = []
    with closing(People(place)) as people:
        for _ in range(ROUNDS):
            barrier.wait(PATIENCE)
            done = people.accounts.sign_in(user, PASSWORD, "3", address=user)
            came.append(done.reason if not isinstance(done, SignedIn) else "in")
            barrier.wait(PATIENCE)
            if isinstance(done, SignedIn):
                people.accounts.sign_out(done.token)
    told.send(came)
    told.close()


def test_of_two_at_once_one_gets_the_window(people: People) -> None:
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(CLERKS))
    running = []
    for user in CLERKS:
        heard, told = spawning.Pipe(duplex=False)
        process = spawning.Process(target=come_in, args=(str(people.place), user, barrier, told))
        process.start()
        told.close()
        running.append((process, heard))
    came = []
    for process, heard in running:
        assert heard.poll(PATIENCE)
        came.append(heard.recv())
        heard.close()
        process.join(PATIENCE)
        assert process.exitcode == 0
        process.close()
    for both in zip(*came, strict=True):
        assert sorted(both) == ["in", "window_taken"]
