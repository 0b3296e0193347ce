"""What a window does while its hall is away: by its own replica, and kept in the journal for the hall."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

from data.core.commands import goes_on_alone
from data.core.queries import answered_alone
from data.model.account import Authority
from data.model.command import Command
from data.model.outcome import Outcome, Receipt
from data.model.query import Query
from data.offline.ahead import Ahead
from data.offline.journal import Done, Entry, Given, Journal, told
from data.offline.replica import Replica
from data.port.errors import HallUnavailable
from data.time_source import TimeSource

Answer = TypeVar("Answer")

MOST_RECENT: Final = 200
"""So many of the hall's own receipts are kept until the replica shows what they have done."""


class Alone:
    """A window that can go on without its hall. Used under the lock of the hall that may be cut off."""

    def __init__(self, replica: Replica, journal: Journal, folder: Path, clock: TimeSource) -> None:
        self._replica, self._journal, self._folder, self._clock = replica, journal, folder, clock
        self._ahead: Ahead | None = None
        self._nothing_here: HallUnavailable | None = None
        self._recent: dict[str, tuple[Command, Receipt]] = {}
        self.because: HallUnavailable | None = None
        self.signed_out = False

    def begin(self, because: HallUnavailable | None = None) -> None:
        """Go on alone; without a replica, or room for it, nothing can be done here."""
        self.because = because or self.because
        self._remember()
        self._go_ahead()

    def end(self) -> None:
        """Let go of what was done ahead: the hall has it, or the desk is left."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    def ask(self, query: Query[Answer], authority: Authority | None) -> Answer:
        """Answer a query by what was known of the window.

        Raises:
            HallUnavailable: sign_in; needs_hall: the window's own replica cannot tell; why the hall is away,
                where there is no replica.
        """
        if self.signed_out:
            raise HallUnavailable("sign_in")
        if not answered_alone(query):
            raise HallUnavailable("needs_hall")
        return self._here().ask(query, authority)

    def do(self, command: Command, authority: Authority | None) -> Outcome:
        """Carry out a command here, and keep it for the hall.

        Raises:
            HallUnavailable: sign_in; needs_hall; disk_full: then it has not been done.
        """
        if self.signed_out:
            raise HallUnavailable("sign_in")
        outcome = self._here().do(command, authority)
        if isinstance(outcome, Receipt):
            self.keep(command, outcome, lost=False)
        return outcome

    def lost(self, command: Command, authority: Authority | None) -> Outcome:
        """A command whose answer has been lost: it may be with the hall, and is asked about first.

        Raises:
            HallUnavailable: lost_answer: what it has come to will be known when the hall is back.
        """
        receipt = self._replica.receipt_of(command.id)
        if receipt is not None:
            return receipt
        outcome = None
        if goes_on_alone(command) and self._ahead is not None:
            outcome = self._ahead.do(command, authority)
        if isinstance(outcome, Receipt):
            self.keep(command, outcome, lost=True)
            return outcome
        self.keep(command, None, lost=True)
        raise HallUnavailable("lost_answer")

    def keep(self, command: Command, receipt: Receipt | None, *, lost: bool) -> None:
        """Keep a command in the journal: on the disk when this returns.

        Raises:
            HallUnavailable: disk_full, folder: it has not been done.
        """
        given = (
            self._ahead.given(command, receipt, lost=lost)
            if self._ahead is not None
            else Given(command=told(command), receipt=receipt, lost=lost)
        )
        try:
            self._journal.give(command, given, self._clock.now())
        except BaseException:
            # What is not in the journal has not been done.
            if self._ahead is not None:
                self.end()
                self._go_ahead()
            raise

    # What the hall itself has done here, and the replica does not show yet.

    @property
    def recent(self) -> tuple[str, ...]:
        """The ids of the commands that the hall has carried out, and the replica does not show yet."""
        return tuple(self._recent)

    def heard(self, command: Command, receipt: Receipt) -> None:
        """The hall has carried out a command."""
        while len(self._recent) >= MOST_RECENT:
            self._recent.pop(next(iter(self._recent)))
        self._recent[command.id] = (command, receipt)

    def shown(self, ids: tuple[str, ...]) -> None:
        """The replica shows by now what those commands have done."""
        for each in ids:
            self._recent.pop(each, None)

    def _remember(self) -> None:
        for command, receipt in self._recent.values():
            if goes_on_alone(command) and not self._replica.has(receipt):
                given = Given(command=told(command), receipt=receipt)
                self._journal.give(command, given, self._clock.now())
                done = Done(sent=given.command, receipt=receipt)
                self._journal.write(command.id, done, self._clock.now())
        self._recent.clear()

    def _here(self) -> Ahead:
        if self._ahead is None:
            raise self._nothing_here or self.because or HallUnavailable("timeout")
        return self._ahead

    def _go_ahead(self) -> None:
        if self._ahead is None and self._replica.copied is not None:
            try:
                self._ahead = Ahead(self._replica, self._journal, self._folder, self._clock)
            except HallUnavailable as error:
                self._nothing_here = error


def known_outcome(entry: Entry) -> Outcome:
    """What a command has come to that is in the journal already.

    Raises:
        HallUnavailable: lost_answer: nobody here knows yet.
    """
    if entry.done is not None:
        return entry.done
    if entry.given.receipt is None:
        raise HallUnavailable("lost_answer")
    return entry.given.receipt
