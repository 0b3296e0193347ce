"""Whether everything that a clerk was told is so, by the log: acknowledged once, refused never, none lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from data.model.outcome import Receipt
from data.offline.journal import Entry, State
from tests.support.torture.clerk import Clerk
from tests.support.torture.oracle import Log

Entries = Mapping[str, Entry]


def check(log: Log, clerk: Clerk, entries: Entries | None = None) -> set[str]:
    """Hold what a clerk was told, and what their journal says, against the log; what the log may have of it.

    A command that is in no journal is in the log if and only if its receipt was told, as that receipt says.
    One in the journal is there as the hall has carried it out, or was given up in the clerk's view.
    """
    entries = entries or {}
    expected: dict[str, Receipt] = {}
    for id_, outcome in clerk.told.items():
        entry = entries.get(id_)
        if entry is not None:
            assert entry.state in (State.DONE, State.DROPPED), (id_, entry.state)
            if entry.done is not None:
                expected[entry.done.command] = entry.done
        elif isinstance(outcome, Receipt):
            expected[id_] = outcome
        else:
            assert outcome is not None, f"nobody knows what became of {id_}"
    for id_, receipt in expected.items():
        assert log.commands.get(id_) == (receipt.stream, receipt.events, receipt.seq), (id_, receipt)
    own = {id_ for id_ in log.commands if id_ in clerk.given} | {
        entry.command.id for entry in entries.values() if entry.command.id in log.commands
    }
    assert own == expected.keys(), own ^ expected.keys()
    _in_order(log, clerk, own)
    return own


def nothing_else(log: Log, owns: Iterable[set[str]]) -> None:
    """There is nothing in the log that no clerk has given."""
    known: set[str] = set().union(*owns)
    assert log.commands.keys() == known, log.commands.keys() - known


def _in_order(log: Log, clerk: Clerk, own: set[str]) -> None:
    """Of each case and ticket, what a clerk has given once came in the order of giving."""
    place = {id_: number for number, id_ in enumerate(clerk.given)}
    last: dict[str, list[str]] = {}
    for id_, (stream, _, _) in log.commands.items():
        if id_ in own and id_ in place:
            last.setdefault(stream, []).append(id_)
    for stream, ids in last.items():
        for one, two in pairwise(ids):
            assert place[one] < place[two], (stream, one, two)
