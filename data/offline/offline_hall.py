"""`OfflineHall`: a hall that may be cut off, with a replica, a journal, and what is done here alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Stop
from threading import Lock, RLock
from typing import Final, TypeVar

from data.core.authority import unregistered
from data.core.commands import goes_on_alone
from data.core.context import refuse
from data.core.queries import answered_alone
from data.model.account import Authority
from data.model.command import Command
from data.model.offline.journal import Carried, Unsent, Way
from data.model.outcome import Outcome, Receipt
from data.model.query import Query
from data.offline.ahead import Ahead
from data.offline.journal import Done, Entry, Given, State, told
from data.offline.replica import Replica
from data.offline.retention import KEPT, journal_in
from data.offline.returning import Returning
from data.offline.sending import SIGNED_OUT, Sending, unanswered
from data.offline.settling import Settling, streams_of
from data.port.errors import HallUnavailable, NotAllowed
from data.port.hall import Hall
from data.port.status import Change, HallStatus
from data.remote.request import AWAY, UNCLEAR
from data.time_source import TimeSource

Answer = TypeVar("Answer")

MOST_RECENT: Final = 200

NO_REPLICA: Final = UNCLEAR | {"replica_spoilt"}
"""The hall answers, but has no replica to give: the window is its desk all the same."""


class OfflineHall:
    """A far hall with a window's own replica and journal. One thread owns it; `watch` runs in another.

    While the far hall answers, it is asked, and nothing is kept but the replica. Once it does not, what
    needs nobody else is done here and kept in the journal, until `catch_up` has found the hall again.
    """

    def __init__(
        self,
        near: Callable[[], Hall],
        folder: Path,
        clock: TimeSource,
        *,
        window: str,
        user: str,
        authority: Authority | None = None,
        kept: timedelta = KEPT,
    ) -> None:
        """Open what is kept in a folder, and the far hall by `near`; without it, the window goes on alone.

        `authority` is what the user could do when last heard of, `kept` how long a journal is kept of which
        nothing waits.

        Raises:
            HallUnavailable: what `near` raises, where there is no replica to go on with; folder, disk_full,
                journal_spoilt, journal_busy (another desk of this user at this window).
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._near, self._folder, self._clock = near, folder, clock
        self._window, self._user, self._authority = window, user, authority
        self._lock, self._returning = RLock(), Lock()
        self._far: Hall | None = None
        self._ahead: Ahead | None = None
        self._nothing_here: HallUnavailable | None = None
        self._signed_out = False
        self._in_doubt = False
        self._lost_by: HallUnavailable | None = None
        self._carried: list[tuple[str, str]] = []
        self._recent: dict[str, tuple[Command, Receipt]] = {}
        self.journal = journal_in(folder, clock.now(), kept)
        try:
            self.replica = Replica(folder, window, user)
            self.sending = Sending(self.journal, clock, user)
            self._settling = Settling(self.journal, self.sending, clock, user)
            self._live = self.sending.next() is None and not self.sending.lost
            self._begin()
        except BaseException:
            self.journal.close()
            raise

    def _begin(self) -> None:
        try:
            self._far = self._near()
        except HallUnavailable as error:
            if error.reason not in AWAY or self.replica.copied is None:
                raise
            self._live, self._lost_by = False, error
        if not self._live:
            self._go_ahead()

    @property
    def live(self) -> bool:
        """Whether commands go to the far hall."""
        return self._live

    def do(self, command: Command) -> Outcome:
        """Carry out a command; see `data.port.hall.Hall`.

        Cut off, what needs nobody else is carried out here, and is in the journal when this returns. So is
        whatever the hall may have carried out without saying so.

        Raises:
            HallUnavailable: lost_answer: the hall may have carried it out, which will be known when it is
                back; and what the far hall raises while it can be reached.
        """
        nobody_s = unregistered(command)
        if nobody_s is not None:
            return nobody_s
        with self._lock:
            known = self.journal.entry(command.id)
            if known is not None:
                return self._known(known)
            blocking = self._blocking(command)
            if blocking is not None:
                return refuse("unsettled_first", case=blocking)
            if not self._live:
                return self._alone(command)
        try:
            outcome = self._reach().do(command)
        except HallUnavailable as error:
            with self._lock:
                if error.reason in AWAY:
                    self.lose(error)
                    return self._lost(command)
                if error.reason in UNCLEAR:
                    self._keep(command, None, lost=True)
                    self._in_doubt = True
            raise
        self._heard(command, outcome)
        return outcome

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a question; see `data.port.hall.Hall`. Cut off, by what was known of the window.

        Raises:
            HallUnavailable: needs_hall: the window's own replica cannot tell; and what the far hall raises.
            NotAllowed: the query is not the user's to ask, or nobody has provided for it.
        """
        nobody_s = unregistered(query)
        if nobody_s is not None:
            raise NotAllowed(nobody_s)
        if self._live:
            try:
                return self._reach().ask(query)
            except HallUnavailable as error:
                if error.reason not in AWAY:
                    raise
                self.lose(error)
        with self._lock:
            if self._signed_out:
                raise HallUnavailable("sign_in")
            if not answered_alone(query):
                raise HallUnavailable("needs_hall")
            return self._here().ask(query, self._authority)

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes by whomever; see `data.port.hall.Hall`. Keeps the replica true, finds the hall again."""
        return iter(Returning(self, self._near, stop, since))

    def standing(self) -> HallStatus:
        """How this desk stands to its hall, and what it keeps for it."""
        far = (
            self._far.standing() if self._far is not None else HallStatus(far=True, authority=self._authority)
        )
        return replace(
            far,
            far=True,
            connected=self._live,
            known_at=self.replica.at,
            waiting=len(self.journal.in_state(State.WAITING)),
            unsettled=len(self.journal.in_state(State.UNSETTLED)),
        )

    def close(self) -> None:
        """Let go of everything; the journal and the replica stay."""
        with self._lock:
            if self._ahead is not None:
                self._ahead.close()
                self._ahead = None
            self.replica.close()
            self.journal.close()
        if self._far is not None:
            self._far.close()

    # What waits, and what is to be settled.

    def unsent(self) -> tuple[Unsent, ...]:
        """Every command that the hall has not carried out; see `data.model.offline.journal.Journalled`."""
        return self._settling.unsent(self._far if self._live else None)

    def settle(self, id_: str, way: Way, reason: str) -> str:
        """Settle a command; see `data.model.offline.journal.Journalled`.

        Raises:
            HallUnavailable: cut_off: both versions must be known; or the hall is lost on the way.
        """
        if not self._live:
            raise HallUnavailable("cut_off")
        try:
            # Whatever is being sent in the other thread has been sent by then.
            with self._returning:
                if self._arrived_since(id_):
                    return self._settling.now(id_)
                told = self._settling.settle(self._reach(), id_, way, reason)
                self._send(self._reach())
        except HallUnavailable as error:
            if error.reason in AWAY:
                self.lose(error)
            raise
        return self._settling.now(id_) or told

    def carried(self) -> Carried:
        """What has been sent since this was last asked."""
        with self._lock:
            carried, self._carried = self._carried, []
        renamed = {here: there for here, there in carried if here and here != there}
        return Carried(sent=len(carried), renamed=tuple(renamed.items()))

    # The hall lost and found.

    @property
    def has_recent(self) -> bool:
        """Whether the hall has done something here that the replica does not show yet."""
        return bool(self._recent)

    @property
    def in_doubt(self) -> bool:
        """Whether the hall is to be asked what has become of a command, though it is not away."""
        return self._in_doubt

    def why_away(self) -> str:
        """Why the hall was lost last; see `data.model.offline.journal.Journalled`."""
        return self._lost_by.reason if self._lost_by is not None else ""

    def lose(self, error: HallUnavailable | None = None) -> None:
        """The far hall does not answer: from now on the window goes on alone."""
        with self._lock:
            if self._live:
                self._live = False
                self._lost_by = error or HallUnavailable("timeout")
                self._remember()
                self._go_ahead()

    def see(self, far: Hall) -> None:
        """Bring the replica up to date.

        Raises:
            HallUnavailable: the hall cannot be reached, or somebody must sign in.
        """
        with self._lock:
            records, recent = self.journal.records, tuple(self._recent)
        try:
            self.replica.sync(far, records=records)
        except NotAllowed:
            return
        with self._lock:
            for each in recent:
                self._recent.pop(each, None)
            self._authority = far.standing().authority or self._authority

    def catch_up(self, far: Hall) -> None:
        """Give the hall everything that has waited, in order, and be a desk of it again.

        Raises:
            HallUnavailable: the hall is still away, or somebody must sign in: the rest waits on.
        """
        with self._returning:
            try:
                self._learn(far)
                self._send(far)
                self._see(far)
            except HallUnavailable as error:
                self._signed_out = error.reason in SIGNED_OUT
                raise
            with self._lock:
                self._signed_out = self._in_doubt = False
                if self.sending.next() is None:
                    self._live = True
                    if self._ahead is not None:
                        self._ahead.close()
                        self._ahead = None

    def _learn(self, far: Hall) -> None:
        with self._lock:
            lost, records = self.sending.lost, self.journal.records
        try:
            receipts = self.replica.sync(far, lost, records)
        except (NotAllowed, HallUnavailable) as error:
            reason = error.reason if isinstance(error, HallUnavailable) else "not_allowed"
            if isinstance(error, HallUnavailable) and reason not in NO_REPLICA:
                raise
            with self._lock:
                self.sending.cannot_learn(lost, reason)
            return
        with self._lock:
            self.sending.learn(lost, receipts)

    def _see(self, far: Hall) -> None:
        """Bring the replica up to date, if the hall gives one."""
        try:
            self.see(far)
        except HallUnavailable as error:
            if error.reason not in NO_REPLICA:
                raise

    def _arrived_since(self, id_: str) -> bool:
        """Whether the hall has, after all, got a command to which it has given no answer."""
        entry = self.journal.entry(id_)
        if entry is None or not unanswered(entry):
            return False
        self._learn(self._reach())
        entry = self.journal.entry(id_)
        return entry is not None and entry.state is State.DONE

    def _send(self, far: Hall) -> None:
        """Send whatever has its turn. New commands may join meanwhile: nothing waits for the network."""
        while True:
            with self._lock:
                entry = self.sending.next()
                if entry is None:
                    return
                command = self.sending.as_sent(entry)
            outcome = self.sending.send(far, entry, command)
            with self._lock:
                self.sending.note(entry, command, outcome)
                if isinstance(outcome, Receipt):
                    here = entry.given.receipt
                    self._carried.append((here.stream if here is not None else "", outcome.stream))

    # Inside.

    def _reach(self) -> Hall:
        if self._far is None:
            self._far = self._near()
        return self._far

    def _here(self) -> Ahead:
        if self._ahead is None:
            raise self._nothing_here or self._lost_by or HallUnavailable("timeout")
        return self._ahead

    def _go_ahead(self) -> None:
        """Make what the window goes on with; without a replica, or room for it, there is nothing."""
        if self._ahead is None and self.replica.copied is not None:
            try:
                self._ahead = Ahead(self.replica, self.journal, self._folder, self._clock)
            except HallUnavailable as error:
                self._nothing_here = error

    def _remember(self) -> None:
        """Keep what the hall has just done here and the replica does not show yet."""
        for command, receipt in self._recent.values():
            if goes_on_alone(command) and not self.replica.has(receipt):
                given = Given(command=told(command), receipt=receipt)
                self.journal.give(command, given, self._clock.now())
                done = Done(sent=given.command, receipt=receipt)
                self.journal.write(command.id, done, self._clock.now())
        self._recent.clear()

    def _heard(self, command: Command, outcome: Outcome) -> None:
        if isinstance(outcome, Receipt):
            with self._lock:
                while len(self._recent) >= MOST_RECENT:
                    self._recent.pop(next(iter(self._recent)))
                self._recent[command.id] = (command, outcome)

    def _alone(self, command: Command) -> Outcome:
        """Carry out a command here, and keep it for the hall."""
        if self._signed_out:
            raise HallUnavailable("sign_in")
        outcome = self._here().do(command, self._authority)
        if isinstance(outcome, Receipt):
            self._keep(command, outcome, lost=False)
        return outcome

    def _lost(self, command: Command) -> Outcome:
        """A command whose answer has been lost: it may be with the hall, and is asked about first."""
        receipt = self.replica.receipt_of(command.id)
        if receipt is not None:
            return receipt
        outcome = None
        if goes_on_alone(command) and self._ahead is not None:
            outcome = self._ahead.do(command, self._authority)
        if isinstance(outcome, Receipt):
            self._keep(command, outcome, lost=True)
            return outcome
        self._keep(command, None, lost=True)
        raise HallUnavailable("lost_answer")

    def _keep(self, command: Command, receipt: Receipt | None, *, lost: bool) -> None:
        given = (
            self._ahead.given(command, receipt, lost=lost)
            if self._ahead is not None
            else Given(command=told(command), receipt=receipt, lost=lost)
        )
        try:
            self.journal.give(command, given, self._clock.now())
        except BaseException:
            # What is not in the journal has not been done.
            if self._ahead is not None:
                self._ahead.close()
                self._ahead = None
                self._go_ahead()
            raise

    def _known(self, entry: Entry) -> Outcome:
        """What a command has come to that is in the journal already."""
        if entry.done is not None:
            return entry.done
        if entry.given.receipt is None:
            raise HallUnavailable("lost_answer")
        return entry.given.receipt

    def _blocking(self, command: Command) -> str | None:
        """The case or ticket of which something is to be settled first: its order would be lost."""
        own = streams_of(command)
        if not own:
            return None
        for entry in self.journal.in_state(State.UNSETTLED, State.WAITING):
            if entry.state is State.UNSETTLED or self._live:
                met = own & self._settling.streams(entry)
                if met:
                    return min(met)
        return None
