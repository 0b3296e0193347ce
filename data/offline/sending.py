"""Sending what has waited: in order, under its own ids, with what the hall has made of what came before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from data.model.command import CaseCommand, Command, OpenCase
from data.model.offline.journal import Wait
from data.model.outcome import Conflict, Receipt, Refusal
from data.offline.journal import Done, Entry, Journal, State, Stopped, seq_of
from data.port.codec import write_command
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.remote.request import AWAY
from data.time_source import TimeSource

SIGNED_OUT = frozenset({"sign_in"})
"""The reasons for which everything waits until somebody has signed in again."""
ROUNDS = 5
"""So often one command is sent to a hall that has just answered; then the others no longer wait for it."""
NEVER_ARRIVED = "never_arrived"
"""The problem of a command that the hall never got, and that must not be carried out unasked by now."""


class Sending:
    """What is still to be sent of a journal, for one user. Used under the lock of the journal's owner."""

    def __init__(self, journal: Journal, clock: TimeSource, user: str) -> None:
        self._journal, self._clock, self._user = journal, clock, user
        self._in_vain = ("", 0)

    @property
    def lost(self) -> tuple[str, ...]:
        """The commands of which nobody knows whether the hall has carried them out."""
        return tuple(
            entry.command.id
            for entry in self._journal.in_state(State.WAITING, State.UNSETTLED)
            if unanswered(entry) or (entry.state is State.WAITING and entry.given.lost and not entry.renewed)
        )

    def learn(self, asked: Collection[str], receipts: Mapping[str, Receipt]) -> None:
        """Note what has become of the lost commands that were asked about.

        One that made nothing here and never arrived is for the clerk to give again: whoever would have been
        called then must not be called now. A slow network may bring it to the hall all the same.
        """
        known = set(asked) & set(self.lost)
        for entry in self._journal.in_state(State.WAITING, State.UNSETTLED):
            if entry.command.id not in known:
                continue
            receipt = receipts.get(entry.command.id)
            if receipt is not None:
                self.done(entry, entry.command, receipt)
            elif entry.given.receipt is None and entry.state is State.WAITING:
                self._journal.write(entry.id, Stopped(problem=NEVER_ARRIVED), self._clock.now())

    def cannot_learn(self, asked: Collection[str], problem: str) -> None:
        """Note that the hall does not say what has become of the lost commands that it was asked about.

        What can be sent again is sent again, under its own id; the rest is for the clerk.
        """
        known = set(asked) & set(self.lost)
        for entry in self._journal.in_state(State.WAITING):
            if entry.command.id in known and entry.given.receipt is None:
                self._journal.write(entry.id, Stopped(problem=problem), self._clock.now())

    def next(self) -> Entry | None:
        """The oldest entry whose turn it is."""
        return next((entry for entry in self._journal.entries if self.wait(entry) is Wait.TURN), None)

    def wait(self, entry: Entry) -> Wait | None:
        """Why an entry has not been sent; None where it is no longer to be.

        The oldest whose turn it is has nothing open before it: entries are in the order of their giving.
        """
        if entry.state is State.UNSETTLED:
            return Wait.SETTLING
        if entry.state is not State.WAITING:
            return None
        before = (self._journal.entry(each) for each in {*entry.given.after, entry.given.opener} if each)
        if not entry.renewed and any(
            each is not None and self.wait(each) not in (None, Wait.TURN) for each in before
        ):
            return Wait.BEHIND
        return Wait.TURN if entry.command.user == self._user else Wait.SOMEBODY

    def as_sent(self, entry: Entry) -> Command:
        """The command as the hall is to get it: its case by the code there, its last event as it is there."""
        command = entry.command
        if entry.renewed or isinstance(command, OpenCase):
            return command
        command = replace(command, at=max(command.at, *self._settled_at(entry)))
        if not isinstance(command, CaseCommand):
            return command
        opener = self._journal.entry(entry.given.opener) if entry.given.opener else None
        if opener is not None and opener.done is not None:
            command = replace(command, case=opener.done.stream)
        base = self._journal.entry(entry.given.base) if entry.given.base else None
        if base is not None and command.expected is not None:
            command = replace(command, expected=seq_of(base, command.case))
        return command

    def _settled_at(self, entry: Entry) -> Iterator[datetime]:
        """After what somebody has settled since: the time of a case never runs backwards."""
        yield entry.command.at
        for each in (self._journal.entry(id_) for id_ in entry.given.after):
            if each is not None and (each.renewed or each.state is State.DROPPED):
                yield each.done.at if each.done is not None else self._clock.now()

    def send(self, far: Hall, entry: Entry, command: Command) -> Receipt | Refusal | Conflict | str:
        """Send one command; its outcome, or the problem for which the hall has not answered.

        Raises:
            HallUnavailable: the hall is away, or somebody must sign in: it waits on. One command at which the
                hall has been away in several rounds, and in no other, is a problem of its own.
        """
        try:
            return far.do(command)
        except HallUnavailable as error:
            if error.reason in SIGNED_OUT or (error.reason in AWAY and self._may_pass(entry)):
                raise
            return error.reason

    def _may_pass(self, entry: Entry) -> bool:
        """Whether it is worth while to send it once more, though the hall has answered just before it."""
        last, rounds = self._in_vain
        self._in_vain = (entry.id, rounds + 1 if last == entry.id else 1)
        return self._in_vain[1] < ROUNDS

    def note(self, entry: Entry, command: Command, outcome: Receipt | Refusal | Conflict | str) -> None:
        """Write down what has become of an entry."""
        match outcome:
            case Receipt():
                self.done(entry, command, outcome)
            case Refusal():
                self._journal.write(entry.id, Stopped(refusal=outcome), self._clock.now())
            case Conflict():
                self._journal.write(entry.id, Stopped(conflict=outcome), self._clock.now())
            case problem:
                self._journal.write(entry.id, Stopped(problem=problem), self._clock.now())

    def done(self, entry: Entry, command: Command, receipt: Receipt) -> None:
        """Write down that the hall has carried an entry out."""
        self._journal.write(entry.id, Done(sent=write_command(command), receipt=receipt), self._clock.now())


def unanswered(entry: Entry) -> bool:
    """Whether an entry is to be settled though the hall has not said no: it may have it after all."""
    return entry.state is State.UNSETTLED and entry.stopped is not None and bool(entry.stopped.problem)
