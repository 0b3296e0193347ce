"""`OfflineHall`: a hall that may be cut off, with a replica, a journal, and what is done here alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Stop
from threading import Lock, RLock
from typing import TypeVar

from data.core.authority import unregistered
from data.core.context import refuse
from data.model.account import Authority
from data.model.command import Command
from data.model.offline.journal import Carried, Unsent, Way
from data.model.outcome import Outcome, Receipt
from data.model.query import Query
from data.offline.alone import Alone, known_outcome
from data.offline.catching_up import CatchingUp
from data.offline.journal import State
from data.offline.replica import Replica
from data.offline.retention import KEPT, journal_in
from data.offline.returning import Returning
from data.offline.sending import SIGNED_OUT, Sending
from data.offline.settling import Settling, streams_of
from data.port.errors import HallUnavailable, NotAllowed
from data.port.hall import Hall
from data.port.status import Change, HallStatus
from data.remote.request import AWAY, UNCLEAR
from data.time_source import TimeSource

Answer = TypeVar("Answer")


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
        self._in_doubt = False
        self.journal = journal_in(folder, clock.now(), kept)
        try:
            self.replica = Replica(folder, window, user)
            self.sending = Sending(self.journal, clock, user)
            self._settling = Settling(self.journal, self.sending, clock, user)
            self._alone = Alone(self.replica, self.journal, folder, clock)
            self._catching_up = CatchingUp(self._lock, self.journal, self.replica, self.sending, self._alone)
            self._live = self.sending.next() is None and not self.sending.lost
            self._begin()
        except BaseException:
            self.journal.close()
            raise

    def _begin(self) -> None:
        away: HallUnavailable | None = None
        try:
            self._far = self._near()
        except HallUnavailable as error:
            if error.reason not in AWAY or self.replica.copied is None:
                raise
            self._live, away = False, error
        if not self._live:
            self._alone.begin(away)

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
                return known_outcome(known)
            blocking = self._blocking(command)
            if blocking is not None:
                return refuse("unsettled_first", case=blocking)
            if not self._live:
                return self._alone.do(command, self._authority)
        try:
            outcome = self._reach().do(command)
        except HallUnavailable as error:
            with self._lock:
                if error.reason in AWAY:
                    self.lose(error)
                    return self._alone.lost(command, self._authority)
                if error.reason in UNCLEAR:
                    self._alone.keep(command, None, lost=True)
                    self._in_doubt = True
            raise
        if isinstance(outcome, Receipt):
            with self._lock:
                self._alone.heard(command, outcome)
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
            return self._alone.ask(query, self._authority)

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
            self._alone.end()
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
                if self._catching_up.arrived_since(self._reach(), id_):
                    return self._settling.now(id_)
                told = self._settling.settle(self._reach(), id_, way, reason)
                self._catching_up.send(self._reach())
        except HallUnavailable as error:
            if error.reason in AWAY:
                self.lose(error)
            raise
        return self._settling.now(id_) or told

    def carried(self) -> Carried:
        """What has been sent since this was last asked."""
        return self._catching_up.carried()

    # The hall lost and found.

    @property
    def has_recent(self) -> bool:
        """Whether the hall has done something here that the replica does not show yet."""
        return bool(self._alone.recent)

    @property
    def in_doubt(self) -> bool:
        """Whether the hall is to be asked what has become of a command, though it is not away."""
        return self._in_doubt

    def why_away(self) -> str:
        """Why the hall was lost last; see `data.model.offline.journal.Journalled`."""
        return self._alone.because.reason if self._alone.because is not None else ""

    def lose(self, error: HallUnavailable | None = None) -> None:
        """The far hall does not answer: from now on the window goes on alone."""
        with self._lock:
            if self._live:
                self._live = False
                self._alone.begin(error or HallUnavailable("timeout"))

    def see(self, far: Hall) -> None:
        """Bring the replica up to date.

        Raises:
            HallUnavailable: the hall cannot be reached, or somebody must sign in.
        """
        self._may(self._catching_up.see(far))

    def catch_up(self, far: Hall) -> None:
        """Give the hall everything that has waited, in order, and be a desk of it again.

        Raises:
            HallUnavailable: the hall is still away, or somebody must sign in: the rest waits on.
        """
        with self._returning:
            try:
                self._catching_up.learn(far)
                self._catching_up.send(far)
                self._may(self._catching_up.see_if_given(far))
            except HallUnavailable as error:
                self._alone.signed_out = error.reason in SIGNED_OUT
                raise
            with self._lock:
                self._alone.signed_out = self._in_doubt = False
                if self.sending.next() is None:
                    self._live = True
                    self._alone.end()

    # Inside.

    def _reach(self) -> Hall:
        if self._far is None:
            self._far = self._near()
        return self._far

    def _may(self, authority: Authority | None) -> None:
        """Note what the user may do by now, where the hall has said so."""
        if authority is not None:
            with self._lock:
                self._authority = authority

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
